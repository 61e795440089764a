//! The changes of responses between two runs, each in two to four lines.

use std::collections::BTreeSet;

use crate::outcome::excerpt::{collapse_repeated_chars, escape_invisible_chars};
use crate::outcome::{
    ResponseChangeGroup, ResponseDifference, ResponseEdit, ResponsePlace, VolatileValueRedactor,
};
use crate::report::shared::words::format_count;

/// The maximum number of changes listed.
const MAX_CHANGES: usize = 40;

/// The maximum number of examples of texts that changed in no common way.
const MAX_EXAMPLES: usize = 2;

/// The maximum number of operations named for one change.
const MAX_NAMED_OPERATIONS: usize = 6;

/// The maximum number of characters shown of a value.
const MAX_VALUE_CHARS: usize = 100;

/// The number of characters shown before the first difference of a long value.
const CHARS_BEFORE_DIFFERENCE: usize = 30;

/// The lines of one change: the first says what changed, the others are below it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ChangeLines {
    pub(super) first: String,
    pub(super) details: Vec<String>,
}

impl From<String> for ChangeLines {
    fn from(first: String) -> Self {
        Self {
            first,
            details: Vec::new(),
        }
    }
}

/// Formats the number of cases whose responses changed, and of the changes.
pub(super) fn format_response_changes_heading(changes: &[ResponseChangeGroup<'_>]) -> String {
    let differences = changes.iter().flat_map(|own| &own.differences);
    let cases: BTreeSet<&str> = differences
        .map(|own| own.outcome.case.name.as_str())
        .collect();
    format!(
        "{} with another response: {}",
        format_count(cases.len(), "case"),
        format_count(changes.len(), "change")
    )
}

/// Describes the changes of responses: what changed in how many cases, an example, and the operations.
pub(super) fn describe_response_changes(changes: &[ResponseChangeGroup<'_>]) -> Vec<ChangeLines> {
    let mut lines: Vec<ChangeLines> = changes
        .iter()
        .take(MAX_CHANGES)
        .map(describe_response_change_group)
        .collect();
    if let Some(more @ 1..) = changes.len().checked_sub(MAX_CHANGES) {
        lines.push(format!("and {}", format_count(more, "further change")).into());
    }
    lines
}

fn describe_response_change_group(change: &ResponseChangeGroup<'_>) -> ChangeLines {
    let place = describe_response_place(&change.place);
    let most = match &change.edit {
        ResponseEdit::Various { .. } => MAX_EXAMPLES,
        ResponseEdit::Replaced { .. }
        | ResponseEdit::Text(_)
        | ResponseEdit::Retyped { .. }
        | ResponseEdit::Added
        | ResponseEdit::Removed
        | ResponseEdit::Moved { .. } => 1,
    };
    let mut details: Vec<String> = change
        .examples(most)
        .into_iter()
        .map(|own| describe_example(&change.edit, own))
        .collect();
    details.extend(describe_operations(change));
    ChangeLines {
        first: format!(
            "{place}: {}; {}",
            describe_response_edit(&change.edit),
            format_count(change.case_count(), "case")
        ),
        details,
    }
}

fn describe_response_place(place: &ResponsePlace) -> String {
    match place {
        ResponsePlace::Row => "status and row".to_owned(),
        ResponsePlace::BodyForm => "form of the body".to_owned(),
        ResponsePlace::BodyKey(key) if key.is_empty() => "items of the body".to_owned(),
        ResponsePlace::BodyKey(key) => format!("`{key}` in the body"),
        ResponsePlace::BodyText => "text of the body".to_owned(),
        ResponsePlace::Header(name) => format!("header `{name}`"),
    }
}

fn describe_response_edit(edit: &ResponseEdit) -> String {
    match edit {
        ResponseEdit::Replaced { before, after } => {
            let (before, after) = shorten_to_first_difference(before, after);
            format!("{before} -> {after}")
        }
        ResponseEdit::Text(edit) => edit.to_string(),
        ResponseEdit::Retyped { before, after } => format!("{before} -> {after}"),
        ResponseEdit::Added => "new".to_owned(),
        ResponseEdit::Removed => "gone".to_owned(),
        ResponseEdit::Moved { before, after } => {
            let name = |pointer: &str| match pointer {
                "" => "the top".to_owned(),
                pointer => format!("`{pointer}`"),
            };
            format!("keys moved from {} to {}", name(before), name(after))
        }
        ResponseEdit::Various { edits } => {
            format!("changed in {edits} ways with nothing in common")
        }
    }
}

/// Describes a difference with its case and request: `"Gone." -> "Lost.", in things/a: GET /things/1`.
fn describe_example(edit: &ResponseEdit, difference: &ResponseDifference<'_>) -> String {
    let outcome = difference.outcome;
    let request = match outcome.judged_exchange() {
        Some(exchange) => {
            let redactor = VolatileValueRedactor::new(&outcome.bindings);
            let target = redactor.redact(&collapse_repeated_chars(&exchange.request.target));
            format!(": {} {target}", exchange.request.method)
        }
        None => String::new(),
    };
    let example = format!("{}{request}", outcome.case.name);
    let absent = "nothing";
    let (before, after) = shorten_to_first_difference(
        difference.before.as_deref().unwrap_or(absent),
        difference.after.as_deref().unwrap_or(absent),
    );
    match edit {
        // The first line shows the values.
        ResponseEdit::Replaced { .. } => format!("in {example}"),
        ResponseEdit::Text(_)
        | ResponseEdit::Retyped { .. }
        | ResponseEdit::Added
        | ResponseEdit::Removed
        | ResponseEdit::Moved { .. }
        | ResponseEdit::Various { .. } => format!("{before} -> {after}, in {example}"),
    }
}

/// Names the operations with their numbers of cases; `None` where no case has one.
fn describe_operations(change: &ResponseChangeGroup<'_>) -> Option<String> {
    let operations = change.count_cases_by_operation();
    if operations.iter().all(|(name, _)| name.is_none()) {
        return None;
    }
    let named = operations.iter().take(MAX_NAMED_OPERATIONS);
    let named: Vec<String> = named
        .map(|(name, count)| format!("{} ({count})", name.unwrap_or("no operation")))
        .collect();
    let more = match operations.len().saturating_sub(MAX_NAMED_OPERATIONS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    Some(format!("operations: {}{more}", named.join(", ")))
}

/// Shortens two long values to the place where they begin to differ, with invisible characters by number.
fn shorten_to_first_difference(before: &str, after: &str) -> (String, String) {
    let (before, after) = (
        collapse_repeated_chars(before),
        collapse_repeated_chars(after),
    );
    let pairs = before.chars().zip(after.chars());
    let common = pairs.take_while(|(one, other)| one == other).count();
    let shorten = |text: &str| {
        let length = text.chars().count();
        let skipped = if length <= MAX_VALUE_CHARS {
            0
        } else {
            common.saturating_sub(CHARS_BEFORE_DIFFERENCE)
        };
        let shown: String = text.chars().skip(skipped).take(MAX_VALUE_CHARS).collect();
        let head = if skipped > 0 { "…" } else { "" };
        let tail = if skipped + MAX_VALUE_CHARS < length {
            "…"
        } else {
            ""
        };
        format!("{head}{}{tail}", escape_invisible_chars(&shown))
    };
    (shorten(&before), shorten(&after))
}

#[cfg(test)]
#[path = "response_changes_tests.rs"]
mod tests;
