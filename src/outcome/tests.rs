use rstest::rstest;

use super::testing::{
    bare_response, case, exchange, failed_control, fingerprint, not_an_object, panicked, run,
    wrong_row,
};
use super::{
    AcceptedAlternative, Actor, AlternativeFit, AlternativeOutcome, ConformanceConclusion,
    EvidencePolicy, ExchangeRole, ExpectedErrorResponse, FailOn, FailureGate, FailureOrigin,
    InconclusiveReason, NoResponse, NotObservedCause, NotRunReason, RecordedExchange,
    RecordedViolation, RowVerdict, RunEnding, RunOutcome, StaleEntry, StaleReason, VacuityWarning,
    Verdict, VerdictCounts, count_proven_and_all_rows, find_vacuity_warnings,
};
use crate::contract::{ErrorId, Level, RequirementId, RowOrigin};

const SEVEN: Option<ErrorId> = Some(ErrorId::from_integer(7, 404));
const EIGHT: Option<ErrorId> = Some(ErrorId::from_integer(8, 404));

fn unproven(because: InconclusiveReason) -> Verdict {
    Verdict::Inconclusive { because }
}

#[rstest]
#[case::observed_and_right(vec![case("a", Verdict::Pass, SEVEN)], RowVerdict::Proven)]
#[case::one_case_failed(vec![case("a", Verdict::Pass, SEVEN), case("b", Verdict::Fail, None)], RowVerdict::Broken)]
#[case::accepted_alternative_only(
    vec![case("a", Verdict::Pass, EIGHT)],
    RowVerdict::Replaced { by: vec![ErrorId::new(8, 404)] },
)]
#[case::another_row_that_breaks_only_a_should(
    vec![case("a", Verdict::Pass, Some(ErrorId::new(9, 404)))],
    RowVerdict::NotObserved { cause: NotObservedCause::OtherResponse, reason: "the target returns 9".to_owned() },
)]
#[case::hook_missing(
    vec![case("a", unproven(InconclusiveReason::Trigger("boom".to_owned())), None)],
    RowVerdict::NotObserved { cause: NotObservedCause::MissingInput, reason: "the target offers no `boom` trigger".to_owned() },
)]
#[case::token_missing_beside_a_missing_hook(
    vec![
        case("a", unproven(InconclusiveReason::Trigger("boom".to_owned())), None),
        case("b", unproven(InconclusiveReason::Credential(Actor::Owner)), None),
    ],
    RowVerdict::NotObserved { cause: NotObservedCause::MissingEvidence, reason: "no token for the owner was given".to_owned() },
)]
#[case::known_beside_another_row(
    vec![case("a", Verdict::Pass, EIGHT), case("b", Verdict::KnownFailure { reason: "#12".to_owned() }, SEVEN)],
    RowVerdict::KnownFailures { reason: "#12".to_owned() },
)]
#[case::no_case(Vec::new(), RowVerdict::NotRun)]
fn a_row_is_proven_only_by_an_answer_that_is_it(
    #[case] cases: Vec<super::CaseOutcome>,
    #[case] state: RowVerdict,
) {
    assert_eq!(run(cases).rows[0].state, state);
}

#[test]
fn only_a_row_that_the_case_accepts_is_an_alternative() {
    let nine = Some(ErrorId::new(9, 404));
    let observed = [SEVEN, EIGHT, nine].map(|row| case("a", Verdict::Pass, row));
    let are: Vec<bool> = observed
        .iter()
        .map(super::CaseOutcome::passed_with_alternative)
        .collect();
    assert_eq!(are, [false, true, false]);
}

/// Returns a case that accepts these outcomes beside row 7, and whose bad request was served.
fn served(accepted: &[AlternativeOutcome]) -> super::CaseOutcome {
    let mut outcome = case("a", Verdict::Pass, None);
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
        exchange(200, "{}"),
    )];
    outcome
}

#[test]
fn being_served_is_an_alternative_where_the_case_accepts_it() {
    let fair = served(&[AlternativeOutcome::Served]);
    assert!(fair.passed_with_alternative() && fair.has_accepted_row_or_success());
    let unfair = served(&[]);
    assert!(!unfair.passed_with_alternative() && !unfair.has_accepted_row_or_success());
    let mut refused = served(&[AlternativeOutcome::Served]);
    refused.steps = vec![RecordedExchange::new(
        ExchangeRole::BadRequest,
        exchange(400, "{}"),
    )];
    assert!(!refused.passed_with_alternative());
}

#[test]
fn a_row_is_not_proven_by_requests_that_are_served() {
    let reason = "the target serves the request, which is accepted, too".to_owned();
    assert_eq!(
        run(vec![served(&[AlternativeOutcome::Served])]).rows[0].state,
        RowVerdict::NotObserved {
            cause: NotObservedCause::OtherResponse,
            reason
        }
    );
}

#[test]
fn rows_of_the_errata_are_counted_apart() {
    let run = run(vec![case("a", Verdict::Pass, SEVEN)]);
    assert_eq!(
        count_proven_and_all_rows(&run.rows, RowOrigin::Document),
        (1, 1)
    );
    assert_eq!(
        count_proven_and_all_rows(&run.rows, RowOrigin::Errata),
        (0, 1)
    );
}

fn ended(cases: Vec<super::CaseOutcome>, ended: RunEnding) -> RunOutcome {
    RunOutcome {
        ended,
        ..run(cases)
    }
}

#[rstest]
#[case::all_green(vec![case("a", Verdict::Pass, SEVEN)], ConformanceConclusion::Conforms)]
#[case::one_red(vec![case("a", Verdict::Pass, SEVEN), case("b", Verdict::Fail, None)], ConformanceConclusion::DoesNotConform)]
#[case::control_failed(
    vec![case("b", Verdict::Pass, SEVEN), case("a", unproven(InconclusiveReason::Control(failed_control(1, bare_response(403)).into())), SEVEN)],
    ConformanceConclusion::Inconclusive,
)]
#[case::no_answer(vec![case("b", Verdict::Pass, SEVEN), case("a", unproven(InconclusiveReason::NoResponse(NoResponse { blame: FailureOrigin::Network, detail: "reset".to_owned() })), None)], ConformanceConclusion::Inconclusive)]
#[case::harness_error(
    vec![case("b", Verdict::Pass, SEVEN), case("a", panicked(), None)],
    ConformanceConclusion::Inconclusive,
)]
#[case::untried_does_not_count(
    vec![case("a", Verdict::Pass, SEVEN), case("b", unproven(InconclusiveReason::Credential(Actor::Stranger)), None)],
    ConformanceConclusion::Conforms,
)]
#[case::only_untried(
    vec![case("b", unproven(InconclusiveReason::Credential(Actor::Stranger)), None)],
    ConformanceConclusion::NothingRun,
)]
#[case::nothing(Vec::new(), ConformanceConclusion::NothingRun)]
fn the_conclusion_follows_from_the_verdicts(
    #[case] cases: Vec<super::CaseOutcome>,
    #[case] conclusion: ConformanceConclusion,
) {
    assert_eq!(run(cases).conclusion(), conclusion);
}

#[test]
fn a_run_that_was_cut_short_never_conforms() {
    let cases = || vec![case("a", Verdict::Pass, SEVEN)];
    assert_eq!(
        ended(cases(), RunEnding::Interrupted).conclusion(),
        ConformanceConclusion::Interrupted
    );
    assert_eq!(
        ended(cases(), RunEnding::TargetLost).conclusion(),
        ConformanceConclusion::TargetUnusable
    );
}

#[test]
fn a_row_without_a_token_makes_a_run_inconclusive_unless_a_partial_one_will_do() {
    let mut run = run(vec![
        case("a", Verdict::Pass, Some(ErrorId::new(0, 401))),
        case(
            "b",
            unproven(InconclusiveReason::Credential(Actor::Owner)),
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
    let mut run = run(vec![
        case("a", Verdict::Pass, Some(ErrorId::new(0, 401))),
        case(
            "b",
            unproven(InconclusiveReason::Trigger("boom".to_owned())),
            None,
        ),
    ]);
    run.cases[0].case.expected = ExpectedErrorResponse::Refusal;
    assert_eq!(run.conclusion(), ConformanceConclusion::Conforms);
}

#[test]
fn a_row_that_a_budget_left_out_makes_a_run_inconclusive() {
    let mut run = run(vec![case("a", Verdict::Pass, Some(ErrorId::new(0, 401)))]);
    run.cases[0].case.expected = ExpectedErrorResponse::Refusal;
    run.rows[0].state = RowVerdict::NotRun;
    let left = case("b", Verdict::Pass, None).case;
    run.left_out = Some(super::BudgetOmissions::new(1000, &[&left], &[]));
    assert_eq!(run.conclusion(), ConformanceConclusion::Inconclusive);
}

#[test]
fn a_gate_that_never_fails_lets_a_failed_run_pass_and_does_not_say_that_it_conforms() {
    let mut run = run(vec![case("a", Verdict::Fail, None)]);
    run.run.gate = FailureGate::from_list(&[FailOn::Never]);
    assert_eq!(run.conclusion(), ConformanceConclusion::FailuresAllowed);
}

#[test]
fn the_counts_add_up() {
    let mut with_should = case("e", Verdict::Pass, SEVEN);
    with_should.violations = vec![RecordedViolation {
        level: Level::Should,
        ..wrong_row()
    }];
    let counts = VerdictCounts::from_cases(&[
        case("a", Verdict::Pass, SEVEN),
        case("b", Verdict::Pass, EIGHT),
        case("c", Verdict::Fail, None),
        case(
            "d",
            unproven(InconclusiveReason::Value("guild".to_owned())),
            None,
        ),
        with_should,
        case(
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
        .map(|n| case(&n.to_string(), Verdict::Pass, SEVEN))
        .collect();
    assert_eq!(
        find_vacuity_warnings(&right),
        [],
        "a selection rightly gets one status"
    );
    let cases: Vec<_> = (0..20)
        .map(|n| case(&n.to_string(), Verdict::Fail, None))
        .collect();
    let otherwise: Vec<_> = (0..20)
        .map(|n| case(&n.to_string(), Verdict::Fail, SEVEN))
        .collect();
    assert_eq!(
        find_vacuity_warnings(&otherwise),
        [],
        "the right row with another breach is what a replay consists of"
    );
    let sign = VacuityWarning::OneStatus {
        status: 404,
        answers: 20,
        of: 20,
    };
    assert_eq!(find_vacuity_warnings(&cases), [sign]);
}

#[test]
fn controls_that_fail_everywhere_make_a_hollow_run() {
    let cases: Vec<_> = (0..12)
        .map(|n| {
            let mut outcome = case(
                &n.to_string(),
                unproven(InconclusiveReason::Control(
                    failed_control(1, bare_response(401)).into(),
                )),
                SEVEN,
            );
            outcome.steps.push(RecordedExchange::new(
                ExchangeRole::Control(1),
                exchange(401, "{}"),
            ));
            outcome
        })
        .collect();
    let signs = find_vacuity_warnings(&cases);
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
    let mut failed = case("a", Verdict::Fail, EIGHT);
    failed.violations = vec![wrong_row()];
    let run = run(vec![
        failed,
        case(
            "b",
            unproven(InconclusiveReason::Value("guild".to_owned())),
            None,
        ),
    ]);
    let text = serde_json::to_string(&run).expect("an outcome can be written");
    let read: RunOutcome = serde_json::from_str(&text).expect("and read");
    assert_eq!(read, run);
}

#[test]
fn a_new_breach_beside_one_that_shows_otherwise_fails_the_run() {
    let mut failed = case("a", Verdict::Fail, None);
    failed.violations.push(wrong_row());
    let mut run = run(vec![failed]);
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
    run.cases[0].violations.push(not_an_object());
    assert_eq!(run.conclusion(), ConformanceConclusion::DoesNotConform);
}
