//! The places of an entry's parts in its file, so that they can be changed in place.

use super::parse::RawBaselineEntry;
use crate::contract::authored::{Span, SpannedEntry};

/// The bytes of a file that the parts of an entry occupy.
#[derive(Clone, Debug)]
pub(super) struct EntrySpans {
    /// The first byte of the entry's head.
    pub(super) start: usize,
    /// The byte after the last value.
    pub(super) end: usize,
    pub(super) at: Span,
    pub(super) expected: Span,
    pub(super) got: Span,
    /// The list of further forms, where there is one.
    pub(super) also: Option<Span>,
    /// The list of cases, where there is one.
    pub(super) cases: Option<Span>,
    /// Each item of that list.
    pub(super) case_items: Vec<Span>,
}

/// Every key that an entry may have.
const KEYS: [&str; 10] = [
    "requirement",
    "at",
    "expected",
    "got",
    "also",
    "reason",
    "link",
    "expires",
    "harm",
    "cases",
];

impl EntrySpans {
    pub(super) fn from_entry(entry: &SpannedEntry<RawBaselineEntry>) -> Self {
        let whole = entry.span_of_key_value("");
        let find = |key: &str| Some(entry.span_of_key_value(key)).filter(|span| *span != whole);
        let ends = KEYS.iter().filter_map(|key| find(key));
        Self {
            start: whole.start,
            end: ends.map(|span| span.end).max().unwrap_or(whole.end),
            at: entry.span_of_key_value("at"),
            expected: entry.span_of_key_value("expected"),
            got: entry.span_of_key_value("got"),
            also: find("also"),
            cases: find("cases"),
            case_items: (0..entry.value.case_count())
                .map(|place| entry.span_of_key_item("cases", place))
                .collect(),
        }
    }
}
