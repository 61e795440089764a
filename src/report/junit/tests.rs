//! Tests of the JUnit report.

use super::write_junit;
use crate::outcome::testing::{
    bare_response_summary, case_outcome, exchange_with_response, failed_control_breach,
    harness_panic_verdict, leaked_token_violation, run_outcome, wrong_message_violation,
    wrong_row_violation,
};
use crate::outcome::{
    Actor, CaseOutcome, ErrorId, EvidencePolicy, InconclusiveReason, Level, NotRunReason,
    RecordedViolation, RunEnding, RunOutcome, Verdict, merge_attempts,
};

fn write_run_as_junit(run: &RunOutcome) -> String {
    let mut out = Vec::new();
    write_junit(&mut out, run).expect("a vector takes everything");
    String::from_utf8(out).expect("XML is text")
}

fn failed_case_with_body(body: &str) -> CaseOutcome {
    let mut failed = case_outcome("wrong", Verdict::Fail, None);
    failed.violations = vec![wrong_row_violation()];
    failed.steps[0].exchange = exchange_with_response(404, body);
    failed
}

#[test]
fn every_verdict_is_told_as_what_it_is() {
    let lacking = InconclusiveReason::Trigger("fail".to_owned());
    let control =
        InconclusiveReason::Control(failed_control_breach(1, bare_response_summary(403)).into());
    let reason = NotRunReason::Stopped;
    let text = write_run_as_junit(&run_outcome(vec![
        case_outcome("right", Verdict::Pass, Some(ErrorId::new(7, 404))),
        failed_case_with_body("{}"),
        case_outcome("untried", Verdict::Inconclusive { because: lacking }, None),
        case_outcome("unclear", Verdict::Inconclusive { because: control }, None),
        case_outcome("left", Verdict::Skipped { reason }, None),
        case_outcome("broke", harness_panic_verdict(), None),
    ]));
    for expected in [
        r#"<testsuites name="badreq http://127.0.0.1:1/v2" tests="6" failures="1" errors="2" time="1.500">"#,
        r#"<testsuite name="things" tests="6" skipped="2" errors="2" failures="1" time="0.012">"#,
        r#"<testcase name="right" classname="things.7" time="0.002"/>"#,
        r#"<failure message="status and code: expected status 404, code 7, got status 404, code 9" type="row-expected">fail things/wrong"#,
        r#"<skipped message="the target offers no `fail` trigger" type="not tried"/>"#,
        r#"<error message="the control did not succeed: expected status 200 or 204, got status 403" type="inconclusive">"#,
        r#"<skipped message="the run was stopped" type="skipped"/>"#,
        r#"<error message="the harness panicked; standard error says where, please report it" type="harness-error">"#,
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
}

#[test]
fn the_first_line_of_a_failure_names_its_harm() {
    let mut failed = failed_case_with_body("{}");
    failed.violations.push(leaked_token_violation());
    let text = write_run_as_junit(&run_outcome(vec![failed]));
    let expected = ">harm, it shows a secret\nfail things/wrong\n";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn the_harm_of_a_case_that_passes_is_named_too() {
    let level = Level::Should;
    let mut passed = case_outcome("right", Verdict::Pass, Some(ErrorId::new(7, 404)));
    passed.violations = vec![RecordedViolation {
        level,
        ..leaked_token_violation()
    }];
    let text = write_run_as_junit(&run_outcome(vec![passed]));
    let expected = "<system-out>harm, it shows a secret</system-out>";
    assert!(text.contains(expected), "{text}");
    assert!(!text.contains("<failure"), "{text}");
}

#[test]
fn a_row_without_evidence_is_an_error_unless_a_partial_run_will_do() {
    let because = InconclusiveReason::Credential(Actor::Owner);
    let mut run = run_outcome(vec![case_outcome(
        "untried",
        Verdict::Inconclusive { because },
        None,
    )]);
    let error =
        r#"<error message="not observed: no token for the owner was given" type="inconclusive"/>"#;
    assert!(
        write_run_as_junit(&run).contains(error),
        "{}",
        write_run_as_junit(&run)
    );
    run.run.evidence = EvidencePolicy::Partial;
    assert!(
        !write_run_as_junit(&run).contains("<error"),
        "{}",
        write_run_as_junit(&run)
    );
}

#[test]
fn a_run_that_did_not_come_to_its_end_is_not_green() {
    let reason = NotRunReason::Stopped;
    let mut run = run_outcome(vec![case_outcome(
        "left",
        Verdict::Skipped { reason },
        None,
    )]);
    run.ended = RunEnding::Interrupted;
    let text = write_run_as_junit(&run);
    let expected = r#"<error message="the run was interrupted: skipped cases were not tried" type="interrupted"/>"#;
    assert!(text.contains(expected), "{text}");
    assert!(
        text.contains(r#"tests="2" failures="0" errors="1""#),
        "{text}"
    );
    run.ended = RunEnding::TargetLost;
    assert!(write_run_as_junit(&run).contains(r#"type="target-lost""#));
}

#[test]
fn a_case_that_fails_now_and_then_is_told_as_flaky() {
    let passed = || case_outcome("wrong", Verdict::Pass, Some(ErrorId::new(7, 404)));
    let flaky = merge_attempts(vec![passed(), failed_case_with_body("{}"), passed()])
        .expect("there are attempts");
    let text = write_run_as_junit(&run_outcome(vec![flaky]));
    let expected = "(flaky: 2 of 3 pass with 7, 1 fail)\"";
    assert!(text.contains(expected), "{text}");
    let steady = merge_attempts(vec![
        failed_case_with_body("{}"),
        failed_case_with_body("{}"),
    ])
    .expect("there are attempts");
    let text = write_run_as_junit(&run_outcome(vec![steady]));
    assert!(!text.contains("flaky"), "{text}");
}

#[test]
fn a_hostile_body_leaves_it_well_formed() {
    let text = write_run_as_junit(&run_outcome(vec![failed_case_with_body(
        "]]></failure><script>\u{0}\u{1b}[31m&\"",
    )]));
    assert!(!text.contains("<script>"), "{text}");
    assert!(!text.contains(['\u{0}', '\u{1b}']), "{text}");
    roxmltree::Document::parse(&text).expect("an XML parser of others reads it");
}

#[test]
fn characters_that_xml_lacks_are_shown_by_number() {
    let hostile = "Gone\u{fffe}\u{ffff}\u{1}.";
    let mut failed = failed_case_with_body(hostile);
    failed.violations = vec![wrong_message_violation("Gone.", hostile)];
    let text = write_run_as_junit(&run_outcome(vec![failed]));
    let document = roxmltree::Document::parse(&text).expect("an XML parser of others reads it");
    let mut failures = document
        .descendants()
        .filter(|own| own.has_tag_name("failure"));
    let failure = failures.next().expect("the case fails");
    for shown in [failure.attribute("message"), failure.text()] {
        let shown = shown.expect("it is told");
        assert!(shown.contains(r"Gone\u{fffe}\u{ffff}\u{1}."), "{shown}");
    }
}
