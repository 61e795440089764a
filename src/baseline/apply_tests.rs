use rstest::rstest;

use super::super::testing::{
    code_violation, failed_case, harmful_case, parse_baseline, toml_entry_for_text_code,
};
use crate::outcome::testing::{
    bare_response_summary, case_outcome, failed_control_breach, harness_panic_verdict, run_outcome,
    violation, wrong_row_violation,
};
use crate::outcome::{
    CaseOutcome, ConformanceConclusion, ErrorId, FailureGate, InconclusiveReason, Level,
    NoResponse, NotRunReason, RecordedViolation, RowVerdict, Verdict,
};

fn known_failure_verdict() -> Verdict {
    Verdict::KnownFailure {
        reason: "old encoder".to_owned(),
    }
}

fn excuse_with_baseline(cases: &str, outcome: CaseOutcome) -> CaseOutcome {
    let mut outcome = outcome;
    parse_baseline(&toml_entry_for_text_code(cases))
        .excuse_known_violations(&mut outcome, FailureGate::default());
    outcome
}

#[rstest]
#[case::by_its_name("['things/a']", "7", known_failure_verdict())]
#[case::by_its_suite("['things']", "7", known_failure_verdict())]
#[case::by_a_pattern("['thi*/a']", "7", known_failure_verdict())]
#[case::another_case("['things/b']", "7", Verdict::Fail)]
#[case::another_value("['things/a']", "8", Verdict::Fail)]
fn a_case_is_a_known_failure_where_its_only_breach_is_the_one_that_is_listed(
    #[case] cases: &str,
    #[case] code: &str,
    #[case] verdict: Verdict,
) {
    let outcome = excuse_with_baseline(cases, failed_case("a", vec![code_violation(code)]));
    assert_eq!(outcome.verdict, verdict);
    let kept = outcome.violations.len() + outcome.known.len();
    assert_eq!(kept, 1, "no breach is lost");
}

#[test]
fn a_second_breach_is_not_hidden_behind_a_known_one() {
    let outcome = excuse_with_baseline(
        "['things/a']",
        failed_case("a", vec![code_violation("7"), wrong_row_violation()]),
    );
    assert_eq!(outcome.verdict, Verdict::Fail);
    assert_eq!(outcome.violations, [wrong_row_violation()]);
    assert_eq!(outcome.known[0].violation, code_violation("7"));
    assert_eq!(outcome.known[0].line, 1);
}

#[test]
fn a_known_breach_of_a_should_leaves_a_pass_a_pass() {
    let mut outcome = failed_case(
        "a",
        vec![RecordedViolation {
            level: Level::Should,
            ..code_violation("7")
        }],
    );
    outcome.verdict = Verdict::Pass;
    let outcome = excuse_with_baseline("['things/a']", outcome);
    assert_eq!(outcome.verdict, Verdict::Pass);
    assert_eq!(outcome.known.len(), 1);
}

#[test]
fn a_control_that_is_known_to_fail_is_a_known_failure() {
    let control = failed_control_breach(1, bare_response_summary(501));
    let mut outcome = failed_case("a", vec![violation(control.clone())]);
    outcome.verdict = Verdict::Inconclusive {
        because: InconclusiveReason::Control(control.into()),
    };
    parse_baseline(
        "[[known]]\nrequirement = \"control-succeeds\"\nat = 'control 1'\nexpected = 'status 200 or 204'\ngot = 'status 501'\n\
         reason = \"not ported yet\"\ncases = ['things']\n",
    )
    .excuse_known_violations(&mut outcome, FailureGate::default());
    assert_eq!(
        outcome.verdict,
        Verdict::KnownFailure {
            reason: "not ported yet".to_owned()
        }
    );
}

#[rstest]
#[case::no_answer(Verdict::Inconclusive { because: InconclusiveReason::NoResponse(NoResponse { blame: crate::outcome::FailureOrigin::Network, detail: "reset".to_owned() }) })]
#[case::harness(harness_panic_verdict())]
#[case::skipped(Verdict::Skipped { reason: NotRunReason::Stopped })]
fn an_unjudged_case_keeps_its_verdict(#[case] verdict: Verdict) {
    let mut outcome = failed_case("a", vec![code_violation("7")]);
    outcome.verdict = verdict.clone();
    let outcome = excuse_with_baseline("['things/a']", outcome);
    assert_eq!(outcome.verdict, verdict);
    assert_eq!(outcome.violations.len(), 1);
}

#[test]
fn a_star_in_a_breach_stands_for_what_changes_from_run_to_run() {
    let page = toml_entry_for_text_code("['things/a']").replace("'\"7\"'", "'req-*'");
    let of = |code: &str| {
        let mut outcome = failed_case("a", vec![code_violation(code)]);
        parse_baseline(&page).excuse_known_violations(&mut outcome, FailureGate::default());
        outcome.verdict
    };
    assert_eq!(of("req-4711"), known_failure_verdict());
    assert_eq!(of("4711"), Verdict::Fail);
}

#[rstest]
#[case::all_known("['things/a']", vec![failed_case("a", vec![code_violation("7")])], ConformanceConclusion::Conforms, 0)]
#[case::mended("['things/a']", vec![case_outcome("a", Verdict::Pass, None)], ConformanceConclusion::StaleBaseline, 1)]
#[case::one_of_two_mended("['things/a', 'things/b']", vec![failed_case("a", vec![code_violation("7")]), case_outcome("b", Verdict::Pass, None)], ConformanceConclusion::StaleBaseline, 1)]
#[case::otherwise("['things/a']", vec![failed_case("a", vec![code_violation("8")])], ConformanceConclusion::StaleBaseline, 1)]
#[case::no_such_case("['things/a', 'thing/a']", vec![failed_case("a", vec![code_violation("7")])], ConformanceConclusion::StaleBaseline, 1)]
#[case::another_breach_too("['things/a']", vec![failed_case("a", vec![code_violation("8"), wrong_row_violation()])], ConformanceConclusion::DoesNotConform, 1)]
#[case::another_case_fails("['things/a']", vec![failed_case("a", vec![code_violation("7")]), failed_case("b", vec![code_violation("7")])], ConformanceConclusion::DoesNotConform, 0)]
#[case::not_tried("['things/a']", vec![case_outcome("b", Verdict::Pass, None)], ConformanceConclusion::Conforms, 0)]
#[case::shown_by_one_of_a_suite("['things']", vec![failed_case("a", vec![code_violation("7")]), case_outcome("b", Verdict::Pass, None)], ConformanceConclusion::Conforms, 0)]
#[case::shown_by_none_of_a_suite("['things']", vec![case_outcome("a", Verdict::Pass, None), case_outcome("b", Verdict::Pass, None)], ConformanceConclusion::StaleBaseline, 1)]
#[case::not_all_of_a_suite_tried("['things']", vec![case_outcome("a", Verdict::Pass, None)], ConformanceConclusion::Conforms, 0)]
fn an_entry_that_does_not_hold_any_more_is_told_and_a_new_breach_weighs_more(
    #[case] cases: &str,
    #[case] outcomes: Vec<CaseOutcome>,
    #[case] conclusion: ConformanceConclusion,
    #[case] stale: usize,
) {
    let mut run = run_outcome(outcomes);
    parse_baseline(&toml_entry_for_text_code(cases)).excuse_known_violations_in_run(&mut run);
    assert_eq!(run.conclusion(), conclusion);
    assert_eq!(run.stale.len(), stale, "{:?}", run.stale);
}

#[test]
fn a_further_form_of_an_entry_is_known_as_well() {
    let page = toml_entry_for_text_code("['things/a']");
    let page = page.replace("reason = ", "also = [{ got = '\"8\"' }]\nreason = ");
    let mut outcome = failed_case("a", vec![code_violation("8")]);
    parse_baseline(&page).excuse_known_violations(&mut outcome, FailureGate::default());
    assert_eq!(outcome.verdict, known_failure_verdict());
}

#[test]
fn harm_in_another_form_fails_the_run_although_the_requirement_is_listed() {
    let harmful = harmful_case("a");
    let requirement = harmful.violations[0].requirement.to_string();
    let page = toml_entry_for_text_code("['things/a']").replace("body-code-integer", &requirement);
    let mut run = run_outcome(vec![harmful]);
    parse_baseline(&page).excuse_known_violations_in_run(&mut run);
    assert_eq!(run.conclusion(), ConformanceConclusion::DoesNotConform);
}

#[test]
fn harm_that_an_entry_covers_without_naming_it_is_told() {
    let harmful = harmful_case("a");
    let mut baseline = parse_baseline(&toml_entry_for_text_code("['things/a']"));
    baseline.info.entries[0].requirement = harmful.violations[0].requirement;
    baseline.info.entries[0].breach = harmful.violations[0].fingerprint.clone();
    let mut run = run_outcome(vec![harmful]);
    baseline.excuse_known_violations_in_run(&mut run);
    assert_eq!(
        run.describe_baseline_harm(),
        ["baselines/x.toml:1, things/a shows a secret"]
    );
}

#[rstest]
#[case::alone(vec![code_violation("7")])]
#[case::beside_a_failed_control(vec![code_violation("7"), violation(failed_control_breach(1, bare_response_summary(404)))])]
fn a_row_with_a_known_failure_is_not_proven_by_other_cases(
    #[case] violations: Vec<RecordedViolation>,
) {
    let row = ErrorId::new(7, 404);
    let mut run = run_outcome(vec![
        case_outcome("b", Verdict::Pass, Some(row)),
        failed_case("a", violations),
    ]);
    parse_baseline(&toml_entry_for_text_code("['things/a']"))
        .excuse_known_violations_in_run(&mut run);
    let state = &run.rows[0].state;
    assert!(
        matches!(state, RowVerdict::KnownFailures { .. }),
        "{state:?}"
    );
}
