use rstest::rstest;

use super::super::testing::{
    bare_response_summary, case_outcome, fingerprint, inconclusive_burst_reason,
    non_object_body_violation, violation, violation_with_bindings, wrong_row_violation,
    wrong_row_violation_with_code,
};
use super::{
    AttemptBreachCount, AttemptCheckFailureCount, AttemptOutcomeCount, RepeatSummary,
    estimate_confidence_interval, merge_attempts,
};
use crate::check::{MessageBreach, ResponseKind, RowBreach};
use crate::contract::{ErrorId, Level, RequirementId};
use crate::outcome::{
    CaseOutcome, Fingerprint, JsonPointer, KnownViolation, NameBinding, NotRunReason,
    RecordedViolation, ResponseSummary, Verdict,
};

const SEVEN: Option<ErrorId> = Some(ErrorId::from_integer(7, 404));

fn passed_case() -> CaseOutcome {
    case_outcome("a", Verdict::Pass, SEVEN)
}

fn failed_case(violations: Vec<RecordedViolation>) -> CaseOutcome {
    CaseOutcome {
        violations,
        ..case_outcome("a", Verdict::Fail, None)
    }
}

/// Returns a violation of the same requirement at another place.
fn false_success_violation() -> RecordedViolation {
    violation(RowBreach::OtherRow {
        expected: Vec::new(),
        answer: ResponseSummary {
            kind: ResponseKind::NoError,
            ..bare_response_summary(200)
        },
    })
}

fn summarise_attempts(attempts: Vec<CaseOutcome>) -> RepeatSummary {
    let outcome = merge_attempts(attempts).expect("there were attempts");
    outcome.repeats.expect("there were several")
}

#[test]
fn one_attempt_is_the_outcome() {
    assert_eq!(merge_attempts(vec![passed_case()]), Some(passed_case()));
    assert_eq!(merge_attempts(Vec::new()), None);
}

#[test]
fn a_case_is_as_good_as_its_worst_attempt_and_tells_how_often_each_check_failed() {
    let attempts = vec![
        passed_case(),
        failed_case(vec![wrong_row_violation()]),
        failed_case(vec![wrong_row_violation(), non_object_body_violation()]),
        passed_case(),
    ];
    let outcome = merge_attempts(attempts).expect("there were attempts");
    assert_eq!(outcome.verdict, Verdict::Fail);
    let behind = RecordedViolation {
        step: Some(1),
        ..non_object_body_violation()
    };
    assert_eq!(outcome.violations, [wrong_row_violation(), behind]);
    let way = |verdict: &str, observed, times| AttemptOutcomeCount {
        verdict: verdict.to_owned(),
        observed,
        times,
    };
    let check = |requirement, times, breach: Fingerprint| AttemptCheckFailureCount {
        requirement,
        level: Level::Must,
        times,
        breaches: vec![AttemptBreachCount { breach, times }],
    };
    let repeats = outcome.repeats.expect("there were several");
    assert_eq!(
        repeats,
        RepeatSummary {
            tried: 4,
            ways: vec![way("pass", SEVEN, 2), way("fail", None, 2)],
            checks: vec![
                check(
                    RequirementId::RowExpected,
                    2,
                    fingerprint(
                        "status and code",
                        "status 404, code 7",
                        "status 404, code 9"
                    )
                ),
                check(
                    RequirementId::BodyOneObject,
                    1,
                    fingerprint("body", "one JSON object", "found a list")
                ),
            ],
        }
    );
    assert!(repeats.is_flaky());
}

#[rstest]
#[case::always_right(vec![passed_case(), passed_case()], false)]
#[case::always_wrong(vec![failed_case(vec![wrong_row_violation()]), failed_case(vec![wrong_row_violation()])], false)]
#[case::wrong_in_two_ways(vec![failed_case(vec![wrong_row_violation()]), failed_case(vec![non_object_body_violation()])], true)]
#[case::one_check_in_two_ways(
    vec![failed_case(vec![wrong_row_violation()]), failed_case(vec![wrong_row_violation_with_code(8)])],
    true
)]
#[case::one_check_always_in_two_places(
    vec![failed_case(vec![wrong_row_violation(), false_success_violation()]); 2],
    false
)]
#[case::another_row(vec![passed_case(), case_outcome("a", Verdict::Pass, Some(ErrorId::new(8, 404)))], true)]
#[case::a_should(
    vec![passed_case(), CaseOutcome { violations: vec![RecordedViolation { level: Level::Should, ..non_object_body_violation() }], ..passed_case() }],
    true
)]
#[case::a_remark(
    vec![passed_case(), CaseOutcome { violations: vec![RecordedViolation { level: Level::May, ..non_object_body_violation() }], ..passed_case() }],
    false
)]
fn a_case_is_flaky_where_attempts_differ(#[case] attempts: Vec<CaseOutcome>, #[case] flaky: bool) {
    assert_eq!(summarise_attempts(attempts).is_flaky(), flaky);
}

#[test]
fn ids_of_one_attempt_do_not_make_a_breach_of_another_one() {
    let about = |id: &str| {
        let bindings = vec![NameBinding {
            name: "thing.id".to_owned(),
            value: id.to_owned(),
        }];
        let breach = MessageBreach {
            at: JsonPointer::root().join_key("message"),
            expected: "Gone.".to_owned(),
            actual: format!("No thing {id}."),
        };
        CaseOutcome {
            bindings: bindings.clone(),
            ..failed_case(vec![violation_with_bindings(&bindings, breach)])
        }
    };
    let outcome =
        merge_attempts(vec![about("abcefg"), about("hijklm")]).expect("there were attempts");
    assert_eq!(outcome.violations.len(), 1);
    assert_eq!(outcome.bindings.len(), 2);
    assert!(!outcome.repeats.expect("there were several").is_flaky());
}

#[test]
fn what_is_known_stays_known_and_counts() {
    let known = || CaseOutcome {
        known: vec![KnownViolation {
            violation: wrong_row_violation(),
            line: 7,
        }],
        ..case_outcome(
            "a",
            Verdict::KnownFailure {
                reason: "later".to_owned(),
            },
            None,
        )
    };
    let outcome =
        merge_attempts(vec![passed_case(), known(), known()]).expect("there were attempts");
    assert_eq!(outcome.known.len(), 1);
    assert_eq!(outcome.verdict.report_label(), "known failure");
    let repeats = outcome.repeats.expect("there were several");
    assert_eq!(repeats.checks[0].times, 2);
}

#[test]
fn an_attempt_that_the_end_of_the_run_prevented_is_none() {
    let skipped = || {
        let reason = NotRunReason::Stopped;
        case_outcome("a", Verdict::Skipped { reason }, None)
    };
    let outcome = merge_attempts(vec![passed_case(), skipped()]);
    assert_eq!(outcome, Some(passed_case()));
    let outcome = merge_attempts(vec![skipped(), skipped()]).expect("there were attempts");
    assert_eq!(outcome.verdict.report_label(), "skipped");
}

#[test]
fn an_attempt_without_an_answer_is_graver_than_one_that_passed() {
    let because = inconclusive_burst_reason;
    let unproven = case_outcome("a", Verdict::Inconclusive { because: because() }, None);
    let outcome =
        merge_attempts(vec![passed_case(), unproven, passed_case()]).expect("there were attempts");
    assert_eq!(
        outcome.verdict,
        Verdict::Inconclusive { because: because() }
    );
}

#[rstest]
// Wilson's interval by hand: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), with z = 1.96.
#[case::none_of_five(0, 5, (0, 44))]
#[case::none_of_hundred(0, 100, (0, 4))]
#[case::two_of_five(2, 5, (11, 77))]
#[case::half(5, 10, (23, 77))]
#[case::all_of_five(5, 5, (56, 100))]
#[case::of_none(0, 0, (0, 100))]
fn how_often_it_comes_is_told_at_95_percent(
    #[case] times: usize,
    #[case] tried: usize,
    #[case] span: (u32, u32),
) {
    assert_eq!(estimate_confidence_interval(times, tried), span);
}

#[test]
fn a_breach_that_only_another_attempt_showed_comes_with_the_steps_of_that_attempt() {
    let outcome = merge_attempts(vec![
        failed_case(vec![wrong_row_violation()]),
        passed_case(),
        failed_case(vec![wrong_row_violation_with_code(8)]),
    ]);
    let outcome = outcome.expect("there were attempts");
    let attempts: Vec<usize> = outcome.steps.iter().map(|step| step.attempt).collect();
    assert_eq!(attempts, [1, 3]);
    let of_each = outcome.violations.iter().map(|own| own.step);
    assert_eq!(of_each.collect::<Vec<_>>(), [Some(0), Some(1)]);
}
