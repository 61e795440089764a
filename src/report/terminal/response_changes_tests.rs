//! Tests of the lines about changed responses.

use super::{
    describe_response_changes, format_response_changes_heading, shorten_to_first_difference,
};
use crate::outcome::testing::{case_outcome, exchange_with_response, run_outcome};
use crate::outcome::{CaseOutcome, ErrorId, RunOutcome, Verdict, compare_runs};

fn case_with_message(name: &str, operation: &str, message: &str) -> CaseOutcome {
    let mut outcome = case_outcome(name, Verdict::Pass, Some(ErrorId::new(7, 404)));
    outcome.case.operation = Some(operation.to_owned());
    let body = format!(r#"{{"code":7,"message":"{message}"}}"#);
    outcome.steps[0].exchange = exchange_with_response(404, &body);
    outcome
}

/// Returns all lines about the changes between two runs, those of details with a dash.
fn describe_changes_between_runs(old: &RunOutcome, new: &RunOutcome) -> Vec<String> {
    let changes = compare_runs(old, new);
    let mut lines = vec![format_response_changes_heading(&changes.responses)];
    for own in describe_response_changes(&changes.responses) {
        lines.push(own.first);
        lines.extend(own.details.into_iter().map(|line| format!("- {line}")));
    }
    lines
}

#[test]
fn a_reworded_message_is_told_with_an_example_and_the_operations() {
    let cases = |texts: [&str; 3]| {
        let [a, b, c] = texts;
        run_outcome(vec![
            case_with_message("a", "thing-get", a),
            case_with_message("b", "thing-get", b),
            case_with_message("c", "thing-put", c),
        ])
    };
    let old = cases(["No such thing.", "No such book.", "No such book."]);
    let new = cases(["No such thing", "No such book", "No such book"]);
    assert_eq!(
        describe_changes_between_runs(&old, &new),
        [
            "3 cases with another response: 1 change",
            "`message` in the body: now without \".\" at the end; 3 cases",
            "- \"No such thing.\" -> \"No such thing\", in things/a: GET /things/abcefg",
            "- operations: thing-get (2), thing-put (1)",
        ]
    );
}

#[test]
fn a_moved_row_is_told_with_both_places() {
    let old = run_outcome(vec![case_with_message("a", "thing-get", "No such thing.")]);
    let mut new = old.clone();
    new.cases[0].steps[0].exchange =
        exchange_with_response(410, r#"{"code":7,"message":"No such thing."}"#);
    new.cases[0].observed = None;
    assert_eq!(
        describe_changes_between_runs(&old, &new),
        [
            "1 case with another response: 1 change",
            "status and row: 404/7 -> 410/7; 1 case",
            "- in things/a: GET /things/abcefg",
            "- operations: thing-get (1)",
        ]
    );
}

#[test]
fn a_long_text_is_shown_from_where_it_differs_and_the_invisible_by_number() {
    let long = "ab".repeat(60);
    let (before, after) =
        shorten_to_first_difference(&format!("{long}\u{a0}x"), &format!("{long} x"));
    let common = "ab".repeat(15);
    assert_eq!(before, format!("…{common}\\u{{a0}}x"));
    assert_eq!(after, format!("…{common} x"));
}
