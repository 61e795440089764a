use rstest::rstest;

use super::fail_cases_with_refused_controls;
use crate::check::NameBinding;
use crate::contract::ErrorId;
use crate::outcome::testing::{
    bare_response_summary, case_outcome, exchange_with_response, failed_control_breach,
    run_outcome, violation, wrong_row_violation,
};
use crate::outcome::{
    CaseOutcome, ExchangeRole, FailureGate, InconclusiveReason, RecordedExchange, RowVerdict,
    Verdict,
};

const SEVEN: ErrorId = ErrorId::from_integer(7, 404);

/// Returns a case on the operation `edit` whose control was refused with this status code.
fn case_with_refused_control(status: u16) -> CaseOutcome {
    let control = failed_control_breach(1, bare_response_summary(status));
    let mut outcome = case_outcome(
        "a",
        Verdict::Inconclusive {
            because: InconclusiveReason::Control(control.clone().into()),
        },
        Some(SEVEN),
    );
    outcome.case.operation = Some("edit".to_owned());
    let mut broken = violation(control);
    broken.step = Some(outcome.steps.len());
    outcome.violations = vec![broken];
    outcome.steps.push(RecordedExchange::new(
        ExchangeRole::Control(1),
        exchange_with_response(status, ""),
    ));
    outcome
}

/// Returns a case on this operation whose control succeeded.
fn case_with_served_control(operation: &str) -> CaseOutcome {
    let mut outcome = case_outcome("b", Verdict::Pass, Some(SEVEN));
    outcome.case.operation = Some(operation.to_owned());
    outcome.steps.push(RecordedExchange::new(
        ExchangeRole::Control(1),
        exchange_with_response(200, "{}"),
    ));
    outcome
}

#[rstest]
#[case::served_elsewhere(404, case_with_served_control("edit"), true)]
#[case::served_on_another_operation_only(404, case_with_served_control("create"), false)]
#[case::an_error_of_the_server(500, case_with_served_control("create"), true)]
#[case::a_gateway(502, case_with_served_control("edit"), false)]
#[case::a_rate_limit(429, case_with_served_control("edit"), false)]
#[case::a_redirect(302, case_with_served_control("edit"), false)]
fn a_refused_control_fails_its_case_where_nothing_excuses_it(
    #[case] status: u16,
    #[case] other: CaseOutcome,
    #[case] fails: bool,
) {
    let mut cases = [case_with_refused_control(status), other];
    fail_cases_with_refused_controls(&mut cases, FailureGate::default());
    assert_eq!(cases[0].verdict == Verdict::Fail, fails);
    assert!(cases[0].deciding_control_exchange().is_some());
}

#[test]
fn a_value_of_the_operator_excuses_a_refusal_but_no_error_of_the_server() {
    for (status, fails) in [(404, false), (500, true)] {
        let mut outcome = case_with_refused_control(status);
        outcome.bindings = vec![NameBinding {
            name: "value.message_id".to_owned(),
            value: "1".to_owned(),
        }];
        let mut cases = [outcome, case_with_served_control("edit")];
        fail_cases_with_refused_controls(&mut cases, FailureGate::default());
        assert_eq!(cases[0].verdict == Verdict::Fail, fails, "{status}");
    }
}

#[test]
fn a_row_is_not_broken_by_a_control_and_proven_by_another_case() {
    let mut outcome = run_outcome(vec![
        case_with_refused_control(500),
        case_with_served_control("edit"),
    ]);
    outcome.recompute_derived_results();
    assert_eq!(outcome.rows[0].state, RowVerdict::Proven);
    let mut alone = run_outcome(vec![case_with_refused_control(500)]);
    alone.recompute_derived_results();
    assert!(!alone.rows[0].state.is_settled());
    let mut both = case_with_refused_control(500);
    both.violations.push(wrong_row_violation());
    both.verdict = Verdict::Fail;
    let mut broken = run_outcome(vec![both]);
    broken.recompute_derived_results();
    assert_eq!(broken.rows[0].state, RowVerdict::Broken);
}
