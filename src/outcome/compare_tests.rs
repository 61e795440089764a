//! Tests of the kinds of changes, and of the changes that make a run worse.

use rstest::rstest;

use super::{CaseChangeKind, ComparisonConclusion, compare_runs};
use crate::outcome::testing::{
    bare_response, case, exchange, failed_control, not_an_integer, run, wrong_message, wrong_row,
};
use crate::outcome::{
    CaseOutcome, ErrorId, InconclusiveReason, Level, NotRunReason, RecordedViolation,
    RequirementId, RunEnding, RunOutcome, Verdict,
};

fn passed() -> CaseOutcome {
    case("a", Verdict::Pass, Some(ErrorId::new(7, 404)))
}

fn accepted() -> CaseOutcome {
    case("a", Verdict::Pass, Some(ErrorId::new(8, 404)))
}

fn failed(breaches: Vec<RecordedViolation>) -> CaseOutcome {
    CaseOutcome {
        violations: breaches,
        ..case("a", Verdict::Fail, None)
    }
}

fn unproven() -> CaseOutcome {
    let because = InconclusiveReason::Control(failed_control(1, bare_response(403)).into());
    case("a", Verdict::Inconclusive { because }, None)
}

fn known() -> CaseOutcome {
    let reason = "the old server".to_owned();
    case("a", Verdict::KnownFailure { reason }, None)
}

fn skipped() -> CaseOutcome {
    let reason = NotRunReason::Stopped;
    case("a", Verdict::Skipped { reason }, None)
}

fn text() -> RecordedViolation {
    RecordedViolation {
        level: Level::Should,
        ..wrong_message("one", "two")
    }
}

fn worded() -> CaseOutcome {
    CaseOutcome {
        violations: vec![text()],
        ..passed()
    }
}

fn integer(actual: &str) -> RecordedViolation {
    not_an_integer(RequirementId::BodyCodeInteger, actual)
}

#[rstest]
#[case::nothing(passed(), passed(), None)]
#[case::broken(passed(), failed(vec![wrong_row()]), Some(CaseChangeKind::NewlyFailing))]
#[case::judged_and_broken(unproven(), failed(vec![wrong_row()]), Some(CaseChangeKind::NewlyFailing))]
#[case::worse_than_known(known(), failed(vec![wrong_row()]), Some(CaseChangeKind::NewlyFailing))]
#[case::still_broken(failed(vec![wrong_row()]), failed(vec![wrong_row()]), None)]
#[case::with_another_number(failed(vec![integer("20006")]), failed(vec![integer("20003")]), None)]
#[case::another_breach(
    failed(vec![wrong_row()]),
    failed(vec![integer("7")]),
    Some(CaseChangeKind::FailingDifferently)
)]
#[case::one_more_breach(
    failed(vec![wrong_row()]),
    failed(vec![wrong_row(), integer("7")]),
    Some(CaseChangeKind::FailingDifferently)
)]
#[case::one_breach_less(
    failed(vec![wrong_row(), integer("7")]),
    failed(vec![wrong_row()]),
    Some(CaseChangeKind::FailingLess)
)]
#[case::mended(failed(vec![wrong_row()]), passed(), Some(CaseChangeKind::Mended))]
#[case::known_and_mended(known(), passed(), Some(CaseChangeKind::Mended))]
#[case::lost(passed(), unproven(), Some(CaseChangeKind::NoLongerJudged))]
#[case::hidden(failed(vec![wrong_row()]), unproven(), Some(CaseChangeKind::NoLongerJudged))]
#[case::still_unjudged(unproven(), unproven(), None)]
#[case::listed(failed(vec![wrong_row()]), known(), Some(CaseChangeKind::NewlyKnown))]
#[case::another_row(passed(), accepted(), Some(CaseChangeKind::AnotherRow))]
#[case::another_message(passed(), worded(), Some(CaseChangeKind::NewlyBreaksShould))]
#[case::selected(skipped(), passed(), Some(CaseChangeKind::New))]
#[case::selected_and_broken(skipped(), failed(vec![wrong_row()]), Some(CaseChangeKind::NewAndFailing))]
#[case::deselected(passed(), skipped(), Some(CaseChangeKind::Gone))]
#[case::never_selected(skipped(), skipped(), None)]
fn a_case_changes_as_its_verdicts_and_breaches_do(
    #[case] old: CaseOutcome,
    #[case] new: CaseOutcome,
    #[case] expected: Option<CaseChangeKind>,
) {
    let (old, new) = (run(vec![old]), run(vec![new]));
    let changes = compare_runs(&old, &new);
    let kinds: Vec<_> = changes.cases.iter().map(|own| own.kind).collect();
    assert_eq!(kinds, Vec::from_iter(expected));
}

#[test]
fn a_breach_that_the_old_run_did_not_have_is_the_one_to_tell() {
    let old = run(vec![failed(vec![wrong_row()])]);
    let new = run(vec![failed(vec![wrong_row(), text(), integer("7")])]);
    let changes = compare_runs(&old, &new);
    assert_eq!(changes.cases[0].violation, Some(&integer("7")));
    assert_eq!(changes.cases[0].old_verdict, Some(&Verdict::Fail));
}

#[test]
fn changes_are_alike_where_their_breaches_are() {
    let named = |name: &str, breach: RecordedViolation| CaseOutcome {
        violations: vec![breach],
        ..case(name, Verdict::Fail, None)
    };
    let old = run(Vec::new());
    let new = run(vec![
        named("a", integer("20006")),
        named("b", integer("20003")),
        named("c", wrong_row()),
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
    let named = |name| case(name, Verdict::Pass, Some(ErrorId::new(7, 404)));
    let old = run(vec![named("a"), named("b"), named("c")]);
    let new = run(vec![named("d"), named("c"), named("b")]);
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
#[case::broken(passed(), failed(vec![wrong_row()]), Some(("7", false, true)))]
#[case::not_seen(passed(), accepted(), Some(("7", false, true)))]
#[case::not_tried(passed(), skipped(), Some(("7", false, false)))]
#[case::proven(accepted(), passed(), Some(("7", true, false)))]
#[case::still_broken(failed(vec![wrong_row()]), unproven(), None)]
fn a_row_changes_where_one_run_only_proves_it(
    #[case] old: CaseOutcome,
    #[case] new: CaseOutcome,
    #[case] expected: Option<(&str, bool, bool)>,
) {
    let (old, new) = (run(vec![old]), run(vec![new]));
    let changes = compare_runs(&old, &new);
    let told: Vec<_> = changes
        .rows
        .iter()
        .map(|own| (own.row.id().to_string(), own.is_proven(), own.is_worse()))
        .collect();
    let expected = expected.map(|(row, proven, worse)| (row.to_owned(), proven, worse));
    assert_eq!(told, Vec::from_iter(expected));
}

#[rstest]
#[case(passed(), failed(vec![wrong_row()]), ComparisonConclusion::Worse)]
#[case(passed(), accepted(), ComparisonConclusion::Worse)]
#[case(passed(), skipped(), ComparisonConclusion::Unknown)]
#[case(failed(vec![wrong_row()]), passed(), ComparisonConclusion::NotWorse)]
#[case(passed(), worded(), ComparisonConclusion::NotWorse)]
#[case(passed(), passed(), ComparisonConclusion::Same)]
fn it_got_worse_where_something_broke_and_nobody_knows_where_a_proven_row_was_left_out(
    #[case] old: CaseOutcome,
    #[case] new: CaseOutcome,
    #[case] expected: ComparisonConclusion,
) {
    let (old, new) = (run(vec![old]), run(vec![new]));
    assert_eq!(compare_runs(&old, &new).conclusion(), expected);
}

/// Returns the case with another message in its response.
fn reworded(mut outcome: CaseOutcome) -> CaseOutcome {
    outcome.steps[0].exchange = exchange(404, r#"{"code":8,"message":"Lost."}"#);
    outcome
}

#[rstest]
#[case::with_the_same_verdict(reworded(passed()), &[], ComparisonConclusion::OnlyResponses)]
#[case::with_another_verdict(
    reworded(failed(vec![wrong_row()])),
    &[CaseChangeKind::NewlyFailing],
    ComparisonConclusion::Worse
)]
fn another_response_is_a_change_beside_that_of_the_verdict(
    #[case] new: CaseOutcome,
    #[case] kinds: &[CaseChangeKind],
    #[case] conclusion: ComparisonConclusion,
) {
    let (old, new) = (run(vec![passed()]), run(vec![new]));
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
    let old = run(vec![passed()]);
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
    new.cases = vec![failed(vec![wrong_row()])];
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
    let named = |name: &str| case(name, Verdict::Pass, Some(ErrorId::new(7, 404)));
    let old = run(vec![named("a"), named("c"), named("d")]);
    let mut new = run(vec![named(left), named("c")]);
    change(&mut new);
    assert_eq!(compare_runs(&old, &new).conclusion(), expected);
}

#[test]
fn a_row_that_was_proven_and_is_not_in_the_table_any_more_is_told() {
    let old = run(vec![passed()]);
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
