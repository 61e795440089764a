//! Tests of the kinds of changes, and of the changes that make a run worse.

use rstest::rstest;

use super::{CaseChangeKind, ComparisonConclusion, compare_runs};
use crate::outcome::testing::{
    bare_response_summary, case_outcome, exchange_with_response, failed_control_breach,
    non_integer_code_violation, run_outcome, wrong_message_violation, wrong_row_violation,
};
use crate::outcome::{
    CaseOutcome, ErrorId, InconclusiveReason, Level, NotRunReason, RecordedViolation,
    RequirementId, RunEnding, RunOutcome, Verdict,
};

fn passed_case() -> CaseOutcome {
    case_outcome("a", Verdict::Pass, Some(ErrorId::new(7, 404)))
}

fn case_with_accepted_alternative() -> CaseOutcome {
    case_outcome("a", Verdict::Pass, Some(ErrorId::new(8, 404)))
}

fn failed_case(breaches: Vec<RecordedViolation>) -> CaseOutcome {
    CaseOutcome {
        violations: breaches,
        ..case_outcome("a", Verdict::Fail, None)
    }
}

fn inconclusive_case() -> CaseOutcome {
    let because =
        InconclusiveReason::Control(failed_control_breach(1, bare_response_summary(403)).into());
    case_outcome("a", Verdict::Inconclusive { because }, None)
}

fn known_failure_case() -> CaseOutcome {
    let reason = "the old server".to_owned();
    case_outcome("a", Verdict::KnownFailure { reason }, None)
}

fn skipped_case() -> CaseOutcome {
    let reason = NotRunReason::Stopped;
    case_outcome("a", Verdict::Skipped { reason }, None)
}

fn should_level_message_violation() -> RecordedViolation {
    RecordedViolation {
        level: Level::Should,
        ..wrong_message_violation("one", "two")
    }
}

fn case_with_wrong_message() -> CaseOutcome {
    CaseOutcome {
        violations: vec![should_level_message_violation()],
        ..passed_case()
    }
}

fn wrong_code_type_violation(actual: &str) -> RecordedViolation {
    non_integer_code_violation(RequirementId::BodyCodeInteger, actual)
}

#[rstest]
#[case::nothing(passed_case(), passed_case(), None)]
#[case::broken(passed_case(), failed_case(vec![wrong_row_violation()]), Some(CaseChangeKind::NewlyFailing))]
#[case::judged_and_broken(inconclusive_case(), failed_case(vec![wrong_row_violation()]), Some(CaseChangeKind::NewlyFailing))]
#[case::worse_than_known(known_failure_case(), failed_case(vec![wrong_row_violation()]), Some(CaseChangeKind::NewlyFailing))]
#[case::still_broken(failed_case(vec![wrong_row_violation()]), failed_case(vec![wrong_row_violation()]), None)]
#[case::with_another_number(failed_case(vec![wrong_code_type_violation("20006")]), failed_case(vec![wrong_code_type_violation("20003")]), None)]
#[case::another_breach(
    failed_case(vec![wrong_row_violation()]),
    failed_case(vec![wrong_code_type_violation("7")]),
    Some(CaseChangeKind::FailingDifferently)
)]
#[case::one_more_breach(
    failed_case(vec![wrong_row_violation()]),
    failed_case(vec![wrong_row_violation(), wrong_code_type_violation("7")]),
    Some(CaseChangeKind::FailingDifferently)
)]
#[case::one_breach_less(
    failed_case(vec![wrong_row_violation(), wrong_code_type_violation("7")]),
    failed_case(vec![wrong_row_violation()]),
    Some(CaseChangeKind::FailingLess)
)]
#[case::mended(failed_case(vec![wrong_row_violation()]), passed_case(), Some(CaseChangeKind::Mended))]
#[case::known_and_mended(known_failure_case(), passed_case(), Some(CaseChangeKind::Mended))]
#[case::lost(
    passed_case(),
    inconclusive_case(),
    Some(CaseChangeKind::NoLongerJudged)
)]
#[case::hidden(failed_case(vec![wrong_row_violation()]), inconclusive_case(), Some(CaseChangeKind::NoLongerJudged))]
#[case::still_unjudged(inconclusive_case(), inconclusive_case(), None)]
#[case::listed(failed_case(vec![wrong_row_violation()]), known_failure_case(), Some(CaseChangeKind::NewlyKnown))]
#[case::another_row(
    passed_case(),
    case_with_accepted_alternative(),
    Some(CaseChangeKind::AnotherRow)
)]
#[case::another_message(
    passed_case(),
    case_with_wrong_message(),
    Some(CaseChangeKind::NewlyBreaksShould)
)]
#[case::selected(skipped_case(), passed_case(), Some(CaseChangeKind::New))]
#[case::selected_and_broken(skipped_case(), failed_case(vec![wrong_row_violation()]), Some(CaseChangeKind::NewAndFailing))]
#[case::deselected(passed_case(), skipped_case(), Some(CaseChangeKind::Gone))]
#[case::never_selected(skipped_case(), skipped_case(), None)]
fn a_case_changes_as_its_verdicts_and_breaches_do(
    #[case] old: CaseOutcome,
    #[case] new: CaseOutcome,
    #[case] expected: Option<CaseChangeKind>,
) {
    let (old, new) = (run_outcome(vec![old]), run_outcome(vec![new]));
    let changes = compare_runs(&old, &new);
    let kinds: Vec<_> = changes.cases.iter().map(|own| own.kind).collect();
    assert_eq!(kinds, Vec::from_iter(expected));
}

#[test]
fn a_breach_that_the_old_run_did_not_have_is_the_one_to_tell() {
    let old = run_outcome(vec![failed_case(vec![wrong_row_violation()])]);
    let new = run_outcome(vec![failed_case(vec![
        wrong_row_violation(),
        should_level_message_violation(),
        wrong_code_type_violation("7"),
    ])]);
    let changes = compare_runs(&old, &new);
    assert_eq!(
        changes.cases[0].violation,
        Some(&wrong_code_type_violation("7"))
    );
    assert_eq!(changes.cases[0].old_verdict, Some(&Verdict::Fail));
}

#[test]
fn changes_are_alike_where_their_breaches_are() {
    let named = |name: &str, breach: RecordedViolation| CaseOutcome {
        violations: vec![breach],
        ..case_outcome(name, Verdict::Fail, None)
    };
    let old = run_outcome(Vec::new());
    let new = run_outcome(vec![
        named("a", wrong_code_type_violation("20006")),
        named("b", wrong_code_type_violation("20003")),
        named("c", wrong_row_violation()),
    ]);
    let changes = compare_runs(&old, &new);
    let [a, b, c] = &changes.cases[..] else {
        panic!("three cases are new");
    };
    assert!(a.has_same_kind_and_cause(b));
    assert!(!a.has_same_kind_and_cause(c));
}

#[test]
fn cases_are_known_by_their_names_whatever_their_order() {
    let named = |name| case_outcome(name, Verdict::Pass, Some(ErrorId::new(7, 404)));
    let old = run_outcome(vec![named("a"), named("b"), named("c")]);
    let new = run_outcome(vec![named("d"), named("c"), named("b")]);
    let changes = compare_runs(&old, &new);
    let told: Vec<_> = changes
        .cases
        .iter()
        .map(|own| (own.kind, own.outcome.case.name.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (CaseChangeKind::New, "things/d"),
            (CaseChangeKind::Gone, "things/a")
        ]
    );
    assert_eq!(changes.conclusion(), ComparisonConclusion::NotWorse);
}

#[rstest]
#[case::broken(passed_case(), failed_case(vec![wrong_row_violation()]), Some(("7", false, true)))]
#[case::not_seen(passed_case(), case_with_accepted_alternative(), Some(("7", false, true)))]
#[case::not_tried(passed_case(), skipped_case(), Some(("7", false, false)))]
#[case::proven(case_with_accepted_alternative(), passed_case(), Some(("7", true, false)))]
#[case::still_broken(failed_case(vec![wrong_row_violation()]), inconclusive_case(), None)]
fn a_row_changes_where_one_run_only_proves_it(
    #[case] old: CaseOutcome,
    #[case] new: CaseOutcome,
    #[case] expected: Option<(&str, bool, bool)>,
) {
    let (old, new) = (run_outcome(vec![old]), run_outcome(vec![new]));
    let changes = compare_runs(&old, &new);
    let told: Vec<_> = changes
        .rows
        .iter()
        .map(|own| {
            (
                own.row.id().to_string(),
                own.is_proven_in_new_run(),
                own.is_worse(),
            )
        })
        .collect();
    let expected = expected.map(|(row, proven, worse)| (row.to_owned(), proven, worse));
    assert_eq!(told, Vec::from_iter(expected));
}

#[rstest]
#[case(passed_case(), failed_case(vec![wrong_row_violation()]), ComparisonConclusion::Worse)]
#[case(
    passed_case(),
    case_with_accepted_alternative(),
    ComparisonConclusion::Worse
)]
#[case(passed_case(), skipped_case(), ComparisonConclusion::Unknown)]
#[case(failed_case(vec![wrong_row_violation()]), passed_case(), ComparisonConclusion::NotWorse)]
#[case(
    passed_case(),
    case_with_wrong_message(),
    ComparisonConclusion::NotWorse
)]
#[case(passed_case(), passed_case(), ComparisonConclusion::Same)]
fn it_got_worse_where_something_broke_and_nobody_knows_where_a_proven_row_was_left_out(
    #[case] old: CaseOutcome,
    #[case] new: CaseOutcome,
    #[case] expected: ComparisonConclusion,
) {
    let (old, new) = (run_outcome(vec![old]), run_outcome(vec![new]));
    assert_eq!(compare_runs(&old, &new).conclusion(), expected);
}

/// Returns the case with another message in its response.
fn with_changed_message(mut outcome: CaseOutcome) -> CaseOutcome {
    outcome.steps[0].exchange = exchange_with_response(404, r#"{"code":8,"message":"Lost."}"#);
    outcome
}

#[rstest]
#[case::with_the_same_verdict(with_changed_message(passed_case()), &[], ComparisonConclusion::OnlyResponses)]
#[case::with_another_verdict(
    with_changed_message(failed_case(vec![wrong_row_violation()])),
    &[CaseChangeKind::NewlyFailing],
    ComparisonConclusion::Worse
)]
fn another_response_is_a_change_beside_that_of_the_verdict(
    #[case] new: CaseOutcome,
    #[case] kinds: &[CaseChangeKind],
    #[case] conclusion: ComparisonConclusion,
) {
    let (old, new) = (run_outcome(vec![passed_case()]), run_outcome(vec![new]));
    let changes = compare_runs(&old, &new);
    let found: Vec<_> = changes.cases.iter().map(|own| own.kind).collect();
    assert_eq!(found, kinds);
    assert_eq!(changes.responses.len(), 1);
    assert_eq!(changes.conclusion(), conclusion);
}

#[rstest]
fn a_new_run_that_was_cut_off_is_no_sign_that_nothing_got_worse(
    #[values(RunEnding::Interrupted, RunEnding::TargetLost)] ended: RunEnding,
) {
    let old = run_outcome(vec![passed_case()]);
    let mut new = old.clone();
    new.ended = ended;
    assert_eq!(
        compare_runs(&old, &new).conclusion(),
        ComparisonConclusion::Unknown
    );
    assert_eq!(
        compare_runs(&new, &old).conclusion(),
        ComparisonConclusion::Same
    );
    new.cases = vec![failed_case(vec![wrong_row_violation()])];
    assert_eq!(
        compare_runs(&old, &new).conclusion(),
        ComparisonConclusion::Worse
    );
}

#[rstest]
#[case::fewer_than_are_gone(|_: &mut RunOutcome| {}, "b", ComparisonConclusion::Unknown)]
#[case::another_part(|run: &mut RunOutcome| run.run.shard = "1/2".parse().ok(), "a", ComparisonConclusion::Unknown)]
#[case::another_edition(|run: &mut RunOutcome| run.run.edition = "document".to_owned(), "a", ComparisonConclusion::Unknown)]
#[case::suites_that_lost_a_case(|_: &mut RunOutcome| {}, "a", ComparisonConclusion::NotWorse)]
fn what_the_new_run_does_not_have_is_no_sign_that_nothing_got_worse(
    #[case] change: impl Fn(&mut RunOutcome),
    #[case] left: &str,
    #[case] expected: ComparisonConclusion,
) {
    let named = |name: &str| case_outcome(name, Verdict::Pass, Some(ErrorId::new(7, 404)));
    let old = run_outcome(vec![named("a"), named("c"), named("d")]);
    let mut new = run_outcome(vec![named(left), named("c")]);
    change(&mut new);
    assert_eq!(compare_runs(&old, &new).conclusion(), expected);
}

#[test]
fn a_row_that_was_proven_and_is_not_in_the_table_any_more_is_told() {
    let old = run_outcome(vec![passed_case()]);
    let mut new = old.clone();
    new.rows.retain(|own| own.row.id() != ErrorId::new(7, 404));
    assert_eq!(
        compare_runs(&old, &new).conclusion(),
        ComparisonConclusion::Unknown
    );
}

#[test]
fn the_kinds_are_listed_once_each_and_the_gravest_first() {
    let mut sorted = CaseChangeKind::ALL.to_vec();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted, CaseChangeKind::ALL);
    assert!(CaseChangeKind::ALL.is_sorted_by_key(|kind| !kind.is_worse()));
}
