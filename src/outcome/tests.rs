use rstest::rstest;

use super::testing::{
    bare_response_summary, case_outcome, exchange_with_response, failed_control_breach,
    fingerprint, harness_panic_verdict, non_object_body_violation, run_outcome,
    wrong_row_violation,
};
use super::{
    AcceptedAlternative, Actor, AlternativeFit, AlternativeOutcome, ConformanceConclusion,
    EvidencePolicy, ExchangeRole, ExpectedErrorResponse, FailOn, FailureGate, FailureOrigin,
    InconclusiveReason, NoResponse, NotObservedCause, NotRunReason, RecordedExchange,
    RecordedViolation, RowVerdict, RunEnding, RunOutcome, StaleEntry, StaleReason, VacuityWarning,
    Verdict, VerdictCounts, count_proven_and_all_rows, find_doubtful_run_signs,
};
use crate::contract::{ErrorId, Level, RequirementId, RowOrigin};

const SEVEN: Option<ErrorId> = Some(ErrorId::from_integer(7, 404));
const EIGHT: Option<ErrorId> = Some(ErrorId::from_integer(8, 404));

fn inconclusive_verdict(because: InconclusiveReason) -> Verdict {
    Verdict::Inconclusive { because }
}

#[rstest]
#[case::observed_and_right(vec![case_outcome("a", Verdict::Pass, SEVEN)], RowVerdict::Proven)]
#[case::one_case_failed(vec![case_outcome("a", Verdict::Pass, SEVEN), case_outcome("b", Verdict::Fail, None)], RowVerdict::Broken)]
#[case::accepted_alternative_only(
    vec![case_outcome("a", Verdict::Pass, EIGHT)],
    RowVerdict::Replaced { by: vec![ErrorId::new(8, 404)] },
)]
#[case::another_row_that_breaks_only_a_should(
    vec![case_outcome("a", Verdict::Pass, Some(ErrorId::new(9, 404)))],
    RowVerdict::NotObserved { cause: NotObservedCause::OtherResponse, reason: "the target returns 9".to_owned() },
)]
#[case::hook_missing(
    vec![case_outcome("a", inconclusive_verdict(InconclusiveReason::Trigger("boom".to_owned())), None)],
    RowVerdict::NotObserved { cause: NotObservedCause::MissingInput, reason: "the target offers no `boom` trigger".to_owned() },
)]
#[case::token_missing_beside_a_missing_hook(
    vec![
        case_outcome("a", inconclusive_verdict(InconclusiveReason::Trigger("boom".to_owned())), None),
        case_outcome("b", inconclusive_verdict(InconclusiveReason::Credential(Actor::Owner)), None),
    ],
    RowVerdict::NotObserved { cause: NotObservedCause::MissingEvidence, reason: "no token for the owner was given".to_owned() },
)]
#[case::known_beside_another_row(
    vec![case_outcome("a", Verdict::Pass, EIGHT), case_outcome("b", Verdict::KnownFailure { reason: "#12".to_owned() }, SEVEN)],
    RowVerdict::KnownFailures { reason: "#12".to_owned() },
)]
#[case::no_case(Vec::new(), RowVerdict::NotRun)]
fn row_verdict_follows_from_its_cases(
    #[case] cases: Vec<super::CaseOutcome>,
    #[case] state: RowVerdict,
) {
    assert_eq!(run_outcome(cases).rows[0].state, state);
}

#[test]
fn only_a_row_that_the_case_accepts_is_an_alternative() {
    let nine = Some(ErrorId::new(9, 404));
    let observed = [SEVEN, EIGHT, nine].map(|row| case_outcome("a", Verdict::Pass, row));
    let are: Vec<bool> = observed
        .iter()
        .map(super::CaseOutcome::passed_with_alternative)
        .collect();
    assert_eq!(are, [false, true, false]);
}

/// Returns a case that accepts these outcomes beside row 7, and whose bad request was served.
fn served_case_accepting(accepted: &[AlternativeOutcome]) -> super::CaseOutcome {
    let mut outcome = case_outcome("a", Verdict::Pass, None);
    let accepted = accepted.iter().map(|own| AcceptedAlternative {
        outcome: *own,
        fit: AlternativeFit::Equal,
        reason: None,
    });
    outcome.case.expected = ExpectedErrorResponse::Row {
        row: ErrorId::new(7, 404),
        accepted: accepted.collect(),
    };
    outcome.steps = vec![RecordedExchange::new(
        ExchangeRole::BadRequest,
        exchange_with_response(200, "{}"),
    )];
    outcome
}

#[test]
fn being_served_is_an_alternative_where_the_case_accepts_it() {
    let fair = served_case_accepting(&[AlternativeOutcome::Served]);
    assert!(fair.passed_with_alternative() && fair.has_accepted_row_or_success());
    let unfair = served_case_accepting(&[]);
    assert!(!unfair.passed_with_alternative() && !unfair.has_accepted_row_or_success());
    let mut refused = served_case_accepting(&[AlternativeOutcome::Served]);
    refused.steps = vec![RecordedExchange::new(
        ExchangeRole::BadRequest,
        exchange_with_response(400, "{}"),
    )];
    assert!(!refused.passed_with_alternative());
}

#[test]
fn a_row_is_not_proven_by_requests_that_are_served() {
    let reason = "the target serves the request, which is accepted, too".to_owned();
    assert_eq!(
        run_outcome(vec![served_case_accepting(&[AlternativeOutcome::Served])]).rows[0].state,
        RowVerdict::NotObserved {
            cause: NotObservedCause::OtherResponse,
            reason
        }
    );
}

#[test]
fn rows_of_the_errata_are_counted_apart() {
    let run = run_outcome(vec![case_outcome("a", Verdict::Pass, SEVEN)]);
    assert_eq!(
        count_proven_and_all_rows(&run.rows, RowOrigin::Document),
        (1, 1)
    );
    assert_eq!(
        count_proven_and_all_rows(&run.rows, RowOrigin::Errata),
        (0, 1)
    );
}

fn run_with_ending(cases: Vec<super::CaseOutcome>, ended: RunEnding) -> RunOutcome {
    RunOutcome {
        ended,
        ..run_outcome(cases)
    }
}

#[rstest]
#[case::all_green(vec![case_outcome("a", Verdict::Pass, SEVEN)], ConformanceConclusion::Conforms)]
#[case::one_red(vec![case_outcome("a", Verdict::Pass, SEVEN), case_outcome("b", Verdict::Fail, None)], ConformanceConclusion::DoesNotConform)]
#[case::control_failed(
    vec![case_outcome("b", Verdict::Pass, SEVEN), case_outcome("a", inconclusive_verdict(InconclusiveReason::Control(failed_control_breach(1, bare_response_summary(403)).into())), SEVEN)],
    ConformanceConclusion::Inconclusive,
)]
#[case::no_answer(vec![case_outcome("b", Verdict::Pass, SEVEN), case_outcome("a", inconclusive_verdict(InconclusiveReason::NoResponse(NoResponse { blame: FailureOrigin::Network, detail: "reset".to_owned() })), None)], ConformanceConclusion::Inconclusive)]
#[case::harness_error(
    vec![case_outcome("b", Verdict::Pass, SEVEN), case_outcome("a", harness_panic_verdict(), None)],
    ConformanceConclusion::Inconclusive,
)]
#[case::untried_does_not_count(
    vec![case_outcome("a", Verdict::Pass, SEVEN), case_outcome("b", inconclusive_verdict(InconclusiveReason::Credential(Actor::Stranger)), None)],
    ConformanceConclusion::Conforms,
)]
#[case::only_untried(
    vec![case_outcome("b", inconclusive_verdict(InconclusiveReason::Credential(Actor::Stranger)), None)],
    ConformanceConclusion::NothingRun,
)]
#[case::nothing(Vec::new(), ConformanceConclusion::NothingRun)]
fn the_conclusion_follows_from_the_verdicts(
    #[case] cases: Vec<super::CaseOutcome>,
    #[case] conclusion: ConformanceConclusion,
) {
    assert_eq!(run_outcome(cases).conclusion(), conclusion);
}

#[test]
fn a_run_that_was_cut_short_never_conforms() {
    let cases = || vec![case_outcome("a", Verdict::Pass, SEVEN)];
    assert_eq!(
        run_with_ending(cases(), RunEnding::Interrupted).conclusion(),
        ConformanceConclusion::Interrupted
    );
    assert_eq!(
        run_with_ending(cases(), RunEnding::TargetLost).conclusion(),
        ConformanceConclusion::TargetUnusable
    );
}

#[test]
fn a_row_without_a_token_makes_a_run_inconclusive_unless_a_partial_one_will_do() {
    let mut run = run_outcome(vec![
        case_outcome("a", Verdict::Pass, Some(ErrorId::new(0, 401))),
        case_outcome(
            "b",
            inconclusive_verdict(InconclusiveReason::Credential(Actor::Owner)),
            None,
        ),
    ]);
    run.cases[0].case.expected = ExpectedErrorResponse::Refusal;
    assert_eq!(run.conclusion(), ConformanceConclusion::Inconclusive);
    run.run.evidence = EvidencePolicy::Partial;
    assert_eq!(run.conclusion(), ConformanceConclusion::Conforms);
    run.run.min_rows = Some(1);
    assert_eq!(run.conclusion(), ConformanceConclusion::Inconclusive);
}

#[test]
fn a_row_that_needs_a_trigger_does_not_make_a_run_inconclusive() {
    let mut run = run_outcome(vec![
        case_outcome("a", Verdict::Pass, Some(ErrorId::new(0, 401))),
        case_outcome(
            "b",
            inconclusive_verdict(InconclusiveReason::Trigger("boom".to_owned())),
            None,
        ),
    ]);
    run.cases[0].case.expected = ExpectedErrorResponse::Refusal;
    assert_eq!(run.conclusion(), ConformanceConclusion::Conforms);
}

#[test]
fn a_row_that_a_budget_left_out_makes_a_run_inconclusive() {
    let mut run = run_outcome(vec![case_outcome(
        "a",
        Verdict::Pass,
        Some(ErrorId::new(0, 401)),
    )]);
    run.cases[0].case.expected = ExpectedErrorResponse::Refusal;
    run.rows[0].state = RowVerdict::NotRun;
    let left = case_outcome("b", Verdict::Pass, None).case;
    run.left_out = Some(super::BudgetOmissions::new(1000, &[&left], &[]));
    assert_eq!(run.conclusion(), ConformanceConclusion::Inconclusive);
}

#[test]
fn a_gate_that_never_fails_lets_a_failed_run_pass_and_does_not_say_that_it_conforms() {
    let mut run = run_outcome(vec![case_outcome("a", Verdict::Fail, None)]);
    run.run.gate = FailureGate::from_list(&[FailOn::Never]);
    assert_eq!(run.conclusion(), ConformanceConclusion::FailuresAllowed);
}

#[test]
fn the_counts_add_up() {
    let mut with_should = case_outcome("e", Verdict::Pass, SEVEN);
    with_should.violations = vec![RecordedViolation {
        level: Level::Should,
        ..wrong_row_violation()
    }];
    let counts = VerdictCounts::from_cases(&[
        case_outcome("a", Verdict::Pass, SEVEN),
        case_outcome("b", Verdict::Pass, EIGHT),
        case_outcome("c", Verdict::Fail, None),
        case_outcome(
            "d",
            inconclusive_verdict(InconclusiveReason::Value("guild".to_owned())),
            None,
        ),
        with_should,
        case_outcome(
            "f",
            Verdict::Skipped {
                reason: NotRunReason::Stopped,
            },
            None,
        ),
    ]);
    let expected = VerdictCounts {
        pass: 3,
        alternative: 1,
        fail: 1,
        known_failure: 0,
        inconclusive: 1,
        skipped: 1,
        harness_error: 0,
        with_broken_should: 1,
    };
    assert_eq!(counts, expected);
    assert_eq!(counts.unskipped_case_count(), 5);
}

#[test]
fn a_target_that_answers_everything_alike_makes_a_hollow_run() {
    let right: Vec<_> = (0..20)
        .map(|n| case_outcome(&n.to_string(), Verdict::Pass, SEVEN))
        .collect();
    assert_eq!(
        find_doubtful_run_signs(&right),
        [],
        "a selection rightly gets one status"
    );
    let cases: Vec<_> = (0..20)
        .map(|n| case_outcome(&n.to_string(), Verdict::Fail, None))
        .collect();
    let otherwise: Vec<_> = (0..20)
        .map(|n| case_outcome(&n.to_string(), Verdict::Fail, SEVEN))
        .collect();
    assert_eq!(
        find_doubtful_run_signs(&otherwise),
        [],
        "the right row with another breach is what a replay consists of"
    );
    let sign = VacuityWarning::OneStatus {
        status: 404,
        answers: 20,
        of: 20,
    };
    assert_eq!(find_doubtful_run_signs(&cases), [sign]);
}

#[test]
fn controls_that_fail_everywhere_make_a_hollow_run() {
    let cases: Vec<_> = (0..12)
        .map(|n| {
            let mut outcome = case_outcome(
                &n.to_string(),
                inconclusive_verdict(InconclusiveReason::Control(
                    failed_control_breach(1, bare_response_summary(401)).into(),
                )),
                SEVEN,
            );
            outcome.steps.push(RecordedExchange::new(
                ExchangeRole::Control(1),
                exchange_with_response(401, "{}"),
            ));
            outcome
        })
        .collect();
    let signs = find_doubtful_run_signs(&cases);
    assert!(
        signs.contains(&VacuityWarning::ControlsFail {
            status: 401,
            cases: 12
        }),
        "{signs:?}"
    );
    assert!(
        signs.contains(&VacuityWarning::MostlyInconclusive { cases: 12, of: 12 }),
        "{signs:?}"
    );
}

#[test]
fn an_outcome_is_read_back_as_it_was_written() {
    let mut failed = case_outcome("a", Verdict::Fail, EIGHT);
    failed.violations = vec![wrong_row_violation()];
    let run = run_outcome(vec![
        failed,
        case_outcome(
            "b",
            inconclusive_verdict(InconclusiveReason::Value("guild".to_owned())),
            None,
        ),
    ]);
    let text = serde_json::to_string(&run).expect("an outcome can be written");
    let read: RunOutcome = serde_json::from_str(&text).expect("and read");
    assert_eq!(read, run);
}

#[test]
fn a_new_breach_beside_one_that_shows_otherwise_fails_the_run() {
    let mut failed = case_outcome("a", Verdict::Fail, None);
    failed.violations.push(wrong_row_violation());
    let mut run = run_outcome(vec![failed]);
    run.stale.push(StaleEntry {
        file: "x.toml".to_owned(),
        line: 7,
        requirement: RequirementId::RowExpected,
        cases: "things/a".to_owned(),
        why: StaleReason::Otherwise {
            case: "things/a".to_owned(),
            breach: fingerprint(
                "status and code",
                "status 404, code 7",
                "status 404, code 9",
            ),
        },
    });
    assert_eq!(run.conclusion(), ConformanceConclusion::StaleBaseline);
    run.cases[0].violations.push(non_object_body_violation());
    assert_eq!(run.conclusion(), ConformanceConclusion::DoesNotConform);
}
