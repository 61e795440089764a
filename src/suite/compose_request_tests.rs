use std::collections::BTreeMap;

use rstest::rstest;
use serde_json::{Value, json};

use super::{ComposeError, ErrorTrigger, RequestDefaults};
use crate::contract::TokenHeader;
use crate::exchange::{Actor, Request, RequestHeaderValue, WireBytes};
use crate::suite::testing::{case_text_with_lines, load_single_case};
use crate::suite::{TemplateBindings, UnboundName};

struct BookIdBindings;

impl TemplateBindings for BookIdBindings {
    fn resolve_name(&self, name: &str) -> Option<Value> {
        (name == "owner_book.id").then(|| json!(7))
    }
}

fn request_defaults() -> RequestDefaults {
    let header = ErrorTrigger::Header {
        name: "X-Fail".to_owned(),
        value: "yes".to_owned(),
    };
    RequestDefaults {
        user_agent: "tests".to_owned(),
        token_header: TokenHeader::from_name("X-Card"),
        triggers: BTreeMap::from([
            ("header".to_owned(), header),
            ("path".to_owned(), ErrorTrigger::Path("/fail".to_owned())),
        ]),
    }
}

fn compose_bad_request(lines: &str) -> Result<Request, ComposeError> {
    request_defaults().compose_request(
        &load_single_case(&case_text_with_lines(lines)).bad_request,
        &BookIdBindings,
    )
}

/// Returns the headers of a request as `name: value`, a token as `<actor>`.
fn format_request_headers(lines: &str) -> Vec<String> {
    let request = compose_bad_request(lines).expect("it can be composed");
    request
        .headers
        .iter()
        .map(|(name, value)| match value {
            RequestHeaderValue::Plain(text) => format!("{name}: {}", text.to_string_lossy()),
            RequestHeaderValue::Token(token) => {
                let shown = format!("<{}>", token.actor);
                format!("{name}: {}", token.format_with_token(&shown))
            }
            RequestHeaderValue::Secret(variable) => format!("{name}: ${variable}"),
        })
        .collect()
}

fn compose_bad_request_body(lines: &str) -> Option<WireBytes> {
    compose_bad_request(lines).expect("it can be composed").body
}

#[rstest]
#[case::usual("", &["User-Agent: tests", "Accept: */*", "X-Card: <owner>"])]
#[case::body("json = 1", &["User-Agent: tests", "Accept: */*", "X-Card: <owner>", "Content-Type: application/json"])]
#[case::empty_body("text = \"\"", &["User-Agent: tests", "Accept: */*", "X-Card: <owner>", "Content-Type: application/json"])]
#[case::anonymous("as = \"anonymous\"", &["User-Agent: tests", "Accept: */*"])]
#[case::stranger("as = \"stranger\"", &["User-Agent: tests", "Accept: */*", "X-Card: <stranger>"])]
#[case::replaced_in_its_place("headers.accept = \"text/html\"", &["User-Agent: tests", "Accept: text/html", "X-Card: <owner>"])]
#[case::no_token("headers.X-Card = false", &["User-Agent: tests", "Accept: */*"])]
#[case::other_token("headers.X-Card = \"{owner_book.id}\"", &["User-Agent: tests", "Accept: */*", "X-Card: 7"])]
#[case::no_content_type("json = 1\nheaders.content-type = false", &["User-Agent: tests", "Accept: */*", "X-Card: <owner>"])]
#[case::none_of_the_usual("headers = { b = \"1\", A = \"2\", c = false }", &["User-Agent: tests", "Accept: */*", "X-Card: <owner>", "b: 1", "A: 2"])]
#[case::hook("trigger = \"header\"\nheaders.b = \"1\"", &["User-Agent: tests", "Accept: */*", "X-Card: <owner>", "b: 1", "X-Fail: yes"])]
fn the_headers_of_a_request_stand_in_a_fixed_order(#[case] lines: &str, #[case] expected: &[&str]) {
    assert_eq!(format_request_headers(lines), expected);
}

#[rstest]
#[case::none("", None)]
#[case::empty("text = \"\"", Some(""))]
#[case::json(
    "json = { b = [1, \"x {owner_book.id}\"], a = \"{owner_book.id}\" }",
    Some(r#"{"b":[1,"x 7"],"a":7}"#)
)]
#[case::parts(
    "parts = [{ text = \"[\" }, { value = \"{owner_book.id}\" }, { text = \"{owner_book.id}\" }]",
    Some("[7{owner_book.id}")
)]
fn a_body_leaves_as_it_is_written(#[case] lines: &str, #[case] expected: Option<&str>) {
    assert_eq!(
        compose_bad_request_body(lines),
        expected.map(WireBytes::from)
    );
}

#[test]
fn a_trigger_path_replaces_the_request_target() {
    let request = compose_bad_request("trigger = \"path\"").expect("the target offers it");
    assert_eq!(
        (request.method.as_str(), request.target.as_str()),
        ("POST", "/fail")
    );
    let plain = compose_bad_request("").expect("it can be composed");
    assert_eq!(plain.target, "/books");
}

#[test]
fn an_unavailable_trigger_is_named() {
    let error = compose_bad_request("trigger = \"other\"").expect_err("there is none");
    assert_eq!(error, ComposeError::UnavailableTrigger("other".to_owned()));
    assert_eq!(error.to_string(), "the target offers no `other` trigger");
}

#[rstest]
#[case::target("unchanged = []\nheaders = {}\njson = \"{shelf.id}\"")]
#[case::header("headers.a = \"{shelf.id}\"")]
#[case::part("parts = [{ value = \"{shelf.id}\" }]")]
fn a_name_without_a_value_cannot_be_sent(#[case] lines: &str) {
    let unbound = UnboundName("shelf.id".to_owned());
    assert_eq!(
        compose_bad_request(lines),
        Err(ComposeError::UnboundName(unbound))
    );
}

#[test]
fn a_token_is_that_of_the_actor() {
    let request = compose_bad_request("as = \"stranger\"").expect("it can be composed");
    let token = RequestHeaderValue::Token(Actor::Stranger.into());
    assert!(request.headers.contains(&("X-Card".to_owned(), token)));
}

#[rstest]
#[case::path("/debug/fail", ErrorTrigger::Path("/debug/fail".to_owned()))]
#[case::header("X-Fail: yes", ErrorTrigger::Header { name: "X-Fail".to_owned(), value: "yes".to_owned() })]
#[case::header_without_a_blank("X-Fail:a:b", ErrorTrigger::Header { name: "X-Fail".to_owned(), value: "a:b".to_owned() })]
fn a_trigger_parses_as_header_or_path(#[case] text: &str, #[case] hook: ErrorTrigger) {
    assert_eq!(text.parse(), Ok(hook));
}

#[rstest]
#[case::nothing("")]
#[case::word("fail")]
#[case::no_value("X-Fail: ")]
#[case::no_name(": yes")]
#[case::path_with_a_blank("/debug fail")]
#[case::two_lines("X-Fail: a\nb")]
fn a_text_that_is_neither_header_nor_path_is_no_trigger(#[case] text: &str) {
    let error = text.parse::<ErrorTrigger>().expect_err("it is no trigger");
    assert_eq!(
        error.to_string(),
        format!(
            "`{text}` is not a trigger: write a header (`X-Fail: yes`) or a path below the base URL (`/debug/fail`)"
        )
    );
}

#[rstest]
#[case::an_ordinary_one("", false)]
#[case::a_header("trigger = \"header\"", true)]
#[case::a_path("trigger = \"path\"", true)]
#[case::another_header("headers.X-Failure = \"yes\"", false)]
fn a_request_with_a_trigger_is_told_from_an_ordinary_one(
    #[case] lines: &str,
    #[case] expected: bool,
) {
    let request = compose_bad_request(lines).expect("it can be composed");
    assert_eq!(request_defaults().request_has_trigger(&request), expected);
}
