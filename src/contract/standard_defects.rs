//! The standard defects: what can be wrong with a request of any API.

use super::RequestDefect;

/// The ids of the standard defects, and the phrases that describe them.
const STANDARD_DEFECTS: &[(&str, &str)] = &[
    ("missing-token", "no token where one is needed"),
    ("invalid-token", "a token that belongs to no account"),
    ("other-account", "the token of another account"),
    (
        "unknown-reference",
        "a reference to something that does not exist",
    ),
    ("malformed-reference", "a reference of the wrong form"),
    ("broken-json", "a body that is not valid JSON"),
    ("truncated-json", "a body that ends too early"),
    ("text-behind-json", "text behind the body's JSON"),
    ("empty-body", "an empty body"),
    ("wrong-top-level", "a body of the wrong JSON type"),
    ("wrong-type", "a value of the wrong JSON type"),
    ("null-value", "null for a value that cannot be null"),
    ("too-long", "a text that is too long"),
    ("too-short", "a text that is too short"),
    ("out-of-range", "a number out of range"),
    ("missing-key", "a required key left out"),
    ("unknown-key", "a key that is not documented"),
    ("duplicate-key", "the same key twice"),
    ("duplicate-entry", "the same entry twice"),
    (
        "not-allowed-value",
        "a value that is none of the documented ones",
    ),
    ("malformed-value", "a value of the wrong form"),
    ("wrong-method", "a method that the path does not have"),
    ("unknown-path", "a path that the API does not have"),
    (
        "wrong-content-type",
        "a content type that the API does not accept",
    ),
    ("query-without-value", "a query parameter without a value"),
    ("query-wrong-type", "a query parameter of the wrong type"),
    ("conflict", "what is there already"),
    ("rate-exceeded", "more requests than the rate limit grants"),
];

/// Lists the standard defects.
pub(super) fn list_standard_defects() -> Vec<RequestDefect> {
    STANDARD_DEFECTS
        .iter()
        .map(|(id, about)| RequestDefect {
            id: (*id).to_owned(),
            about: (*about).to_owned(),
        })
        .collect()
}
