//! Tests of the report of changes between two runs.

use super::{write_changes, write_changes_markdown};
use crate::outcome::testing::{
    bare_response_summary, case_outcome, exchange_with_response, failed_control_breach,
    run_outcome, wrong_message_violation, wrong_row_violation,
};
use crate::outcome::{
    CaseOutcome, ErrorId, FailOn, FailureGate, InconclusiveReason, ResponseSummary, RunEnding,
    RunOutcome, SelectionDigest, Verdict, compare_runs,
};
use crate::report::shared::style::strip_terminal_codes;

fn render_changes(old: &RunOutcome, new: &RunOutcome) -> String {
    let mut out = Vec::new();
    write_changes(&mut out, &compare_runs(old, new)).expect("a vector takes everything");
    strip_terminal_codes(&String::from_utf8(out).expect("it is text"))
}

fn passed_case(name: &str) -> CaseOutcome {
    case_outcome(name, Verdict::Pass, Some(ErrorId::new(7, 404)))
}

fn failed_case(name: &str) -> CaseOutcome {
    CaseOutcome {
        violations: vec![wrong_row_violation()],
        ..case_outcome(name, Verdict::Fail, None)
    }
}

fn inconclusive_case(name: &str) -> CaseOutcome {
    let answer = ResponseSummary {
        body: Some("\u{1b}[2J".to_owned()),
        ..bare_response_summary(403)
    };
    let because = InconclusiveReason::Control(failed_control_breach(1, answer).into());
    case_outcome(name, Verdict::Inconclusive { because }, None)
}

#[test]
fn the_gravest_comes_first_and_cases_of_one_cause_are_told_together() {
    let names = ["a", "b", "c", "d"];
    let old: Vec<_> = names
        .map(passed_case)
        .into_iter()
        .chain([failed_case("e"), passed_case("f")])
        .collect();
    let new: Vec<_> = names
        .map(failed_case)
        .into_iter()
        .chain([passed_case("e"), inconclusive_case("f")])
        .collect();
    let expected = "\
old: http://127.0.0.1:1/v2, edition errata, run 0a1b2c3d
new: http://127.0.0.1:1/v2, edition errata, run 0a1b2c3d

4 cases newly failing
  row-expected (must) status and code: expected status 404, code 7, got status 404, code 9; 4 cases: things/a, things/b, things/c, …

1 case no longer judged
  the control did not succeed: expected status 200 or 204, got status 403, body \"\\u{1b}[2J\"; 1 case: things/f

1 case fixed
  fail before; 1 case: things/e

something got worse
";
    assert_eq!(
        render_changes(&run_outcome(old), &run_outcome(new)),
        expected
    );
}

#[test]
fn rows_that_only_one_run_proves_are_told() {
    let broken = render_changes(
        &run_outcome(vec![passed_case("a")]),
        &run_outcome(vec![failed_case("a")]),
    );
    assert!(
        broken.contains("\n1 row no longer proven\n  7 No such thing.: broken\n"),
        "{broken}"
    );
    let mended = render_changes(
        &run_outcome(vec![failed_case("a")]),
        &run_outcome(vec![passed_case("a")]),
    );
    assert!(
        mended.contains("\n1 row newly proven\n  7 No such thing.\n"),
        "{mended}"
    );
    assert!(mended.ends_with("\nnothing got worse\n"), "{mended}");
}

#[test]
fn the_same_again_is_no_change() {
    let own = run_outcome(vec![
        failed_case("a"),
        passed_case("b"),
        inconclusive_case("c"),
    ]);
    assert!(render_changes(&own, &own).ends_with("\nnothing changed\n"));
}

/// Returns a passed case whose response has another message.
fn case_with_changed_message(name: &str) -> CaseOutcome {
    let mut outcome = passed_case(name);
    outcome.steps[0].exchange = exchange_with_response(404, r#"{"code":8,"message":"Gone"}"#);
    outcome
}

#[test]
fn responses_that_changed_are_told_where_no_verdict_did() {
    let told = render_changes(
        &run_outcome(vec![passed_case("a")]),
        &run_outcome(vec![case_with_changed_message("a")]),
    );
    let expected = "
1 case with another response: 1 change
  `message` in the body: \"Gone.\" -> \"Gone\"; 1 case
    in things/a: GET /things/abcefg

every case and row has the same result, and responses changed
";
    assert!(told.ends_with(expected), "{told}");
}

#[test]
fn in_markdown_the_details_of_a_change_stand_below_it() {
    let (old, new) = (
        run_outcome(vec![passed_case("a")]),
        run_outcome(vec![case_with_changed_message("a")]),
    );
    let mut out = Vec::new();
    write_changes_markdown(&mut out, &compare_runs(&old, &new)).expect("a vector takes everything");
    let text = String::from_utf8(out).expect("it is text");
    assert!(
        text.contains("; 1 case\n  - in things/a: GET /things/abcefg\n"),
        "{text}"
    );
}

#[test]
fn what_may_be_no_change_of_the_target_is_noted() {
    let old = run_outcome(vec![passed_case("a")]);
    let mut new = old.clone();
    new.run.target = "http://127.0.0.1:2/v2".to_owned();
    new.run.gate = FailureGate::from_list(&[FailOn::Should, FailOn::Replacement]);
    new.run.selected = SelectionDigest::from_names(["a", "b"]);
    let told = render_changes(&old, &new);
    assert!(
        told.contains("note: the runs have different targets\n"),
        "{told}"
    );
    assert!(
        told.contains("note: the runs have different `--fail-on`\n"),
        "{told}"
    );
    assert!(
        told.contains("note: the runs have different selections of cases\n"),
        "{told}"
    );
}

#[test]
fn a_run_that_was_cut_off_is_told_and_does_not_count_as_no_change() {
    let old = run_outcome(vec![passed_case("a")]);
    let mut new = old.clone();
    new.ended = RunEnding::Interrupted;
    let told = render_changes(&old, &new);
    assert!(
        told.contains(
            "note: the new run was interrupted: nothing is known of the cases that it did not reach\n"
        ),
        "{told}"
    );
    assert!(
        told.ends_with(
            "\nnothing that was tried again got worse, but not everything was tried again\n"
        ),
        "{told}"
    );
}

#[test]
fn in_markdown_nothing_that_was_said_is_markup() {
    let mut new = failed_case("a");
    new.violations
        .insert(0, wrong_message_violation("Gone.", "<img src=x> [y](z)"));
    let (old, new) = (run_outcome(vec![passed_case("a")]), run_outcome(vec![new]));
    let mut out = Vec::new();
    write_changes_markdown(&mut out, &compare_runs(&old, &new)).expect("a vector takes everything");
    let text = String::from_utf8(out).expect("it is text");
    assert!(
        text.starts_with("### badreq: something got worse\n"),
        "{text}"
    );
    assert!(
        text.contains("\n**1 case newly failing**\n\n- message-text (must)"),
        "{text}"
    );
    assert!(text.contains("&lt;img src=x&gt; &#91;y&#93;(z)"), "{text}");
}
