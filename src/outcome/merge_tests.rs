use rstest::rstest;

use super::super::testing::{case_outcome, fingerprint, run_outcome};
use super::super::{
    AppliedBaseline, BaselineExpiry, ConformanceConclusion, KnownFailureEntry,
    RateLimitScopeTraffic, RequirementId, RowVerdict, RunEnding, RunJudgingConfig, RunOutcome,
    Verdict,
};
use super::{MergeError, merge_runs};
use crate::check::RateLimitEnforcement;
use crate::contract::ErrorId;

fn run_of_shard(text: &str, names: &[&str], verdict: &Verdict) -> RunOutcome {
    let observed = Some(ErrorId::new(7, 404));
    let cases = names
        .iter()
        .map(|name| case_outcome(name, verdict.clone(), observed))
        .collect();
    let mut outcome = run_outcome(cases);
    outcome.run.id = format!("run-{text}");
    outcome.run.shard = Some(text.parse().expect("it is a shard"));
    outcome
}

fn list_case_names(outcome: &RunOutcome) -> Vec<&str> {
    let cases = outcome.cases.iter();
    cases.map(|case| case.case.leaf.as_str()).collect()
}

#[test]
fn the_cases_of_shards_stand_in_their_order_again() {
    let first = run_of_shard("1/2", &["a", "c", "e"], &Verdict::Pass);
    let second = run_of_shard("2/2", &["b", "d"], &Verdict::Pass);
    let merged = merge_runs(vec![second, first]).expect("they fit");
    assert_eq!(list_case_names(&merged), ["a", "b", "c", "d", "e"]);
    assert_eq!(merged.run.shard, None);
    assert_eq!(merged.conclusion(), ConformanceConclusion::Conforms);
}

#[test]
fn one_failure_in_one_shard_breaks_the_row_and_the_whole() {
    let first = run_of_shard("1/2", &["a"], &Verdict::Pass);
    let second = run_of_shard("2/2", &["b"], &Verdict::Fail);
    let merged = merge_runs(vec![first, second]).expect("they fit");
    assert_eq!(merged.rows[0].state, RowVerdict::Broken);
    assert_eq!((merged.rows[0].cases, merged.rows[0].failed), (2, 1));
    assert_eq!(merged.conclusion(), ConformanceConclusion::DoesNotConform);
}

#[test]
fn what_was_sent_is_added_up_and_peaks_are_the_highest() {
    let used = |requests, peak_per_second| RateLimitScopeTraffic {
        requests,
        peak_per_second,
        name: "update".to_owned(),
        allowed: None,
    };
    let mut first = run_of_shard("1/2", &["a"], &Verdict::Pass);
    first.receipt.scopes = vec![used(5, 3)];
    first.receipt.made = 2;
    let mut second = run_of_shard("2/2", &["b"], &Verdict::Pass);
    second.receipt.scopes = vec![used(7, 2)];
    second.receipt.made = 1;
    second.receipt.elapsed_ms = 9000;
    second.ended = RunEnding::Interrupted;
    let merged = merge_runs(vec![first, second]).expect("they fit");
    assert_eq!(merged.receipt.scopes, [used(12, 3)]);
    assert_eq!((merged.receipt.requests, merged.receipt.made), (24, 3));
    assert_eq!(merged.receipt.elapsed_ms, 9000);
    assert_eq!(merged.conclusion(), ConformanceConclusion::Interrupted);
}

#[rstest]
#[case::a_shard_is_missing(
    &["1/3", "3/3"],
    "shard 2/3 is missing: a report without it would judge rows whose cases were not all run"
)]
#[case::a_shard_twice(&["1/2", "1/2"], "shard 1/2 is given twice: give each once")]
#[case::of_another_number(
    &["1/2", "2/3"],
    "run run-1/2 and run run-2/3 differ in their number of shards: only runs with the same number of shards can be merged"
)]
fn what_is_not_whole_is_refused(#[case] shards: &[&str], #[case] reason: &str) {
    let runs = shards
        .iter()
        .map(|text| run_of_shard(text, &[text], &Verdict::Pass))
        .collect();
    let error = merge_runs(runs).expect_err("they do not fit");
    assert_eq!(error.to_string(), reason);
}

#[test]
fn a_case_of_two_runs_is_refused() {
    let runs = vec![
        run_of_shard("1/2", &["a"], &Verdict::Pass),
        run_of_shard("2/2", &["a"], &Verdict::Pass),
    ];
    let case = "things/a".to_owned();
    assert_eq!(merge_runs(runs), Err(MergeError::DuplicateCase { case }));
}

#[test]
fn shards_of_two_selections_are_refused() {
    let first = run_of_shard("1/2", &["a"], &Verdict::Pass);
    let mut second = run_of_shard("2/2", &["b"], &Verdict::Pass);
    second.run.selected.cases = 7;
    assert_eq!(
        merge_runs(vec![first, second]),
        Err(MergeError::Mismatch {
            what: "selection of cases",
            first: "run-1/2".to_owned(),
            second: "run-2/2".to_owned(),
        })
    );
}

#[test]
fn runs_of_two_targets_are_refused() {
    let first = run_of_shard("1/2", &["a"], &Verdict::Pass);
    let mut second = run_of_shard("2/2", &["b"], &Verdict::Pass);
    second.run.target = "http://127.0.0.1:2/v2".to_owned();
    assert_eq!(
        merge_runs(vec![first, second]),
        Err(MergeError::Mismatch {
            what: "target",
            first: "run-1/2".to_owned(),
            second: "run-2/2".to_owned(),
        })
    );
    assert_eq!(merge_runs(Vec::new()), Err(MergeError::NoRuns));
}

#[test]
fn shards_with_the_same_baseline_by_another_path_and_day_are_merged() {
    let known = |file: &str, expiry| AppliedBaseline {
        file: file.to_owned(),
        entries: vec![KnownFailureEntry {
            line: 1,
            requirement: RequirementId::RowExpected,
            breach: fingerprint(
                "status and code",
                "status 404, code 7",
                "status 404, code 8",
            ),
            also: Vec::new(),
            reason: "later".to_owned(),
            link: None,
            expiry,
            harm: None,
            cases: Vec::new(),
        }],
    };
    let day = || "2026-11-27".to_owned();
    let mut first = run_of_shard("1/2", &["a"], &Verdict::Pass);
    first.run.baseline = Some(known("x.toml", BaselineExpiry::On(day())));
    let mut second = run_of_shard("2/2", &["b"], &Verdict::Pass);
    second.run.baseline = Some(known("/ci/x.toml", BaselineExpiry::Past(day())));
    let merged = merge_runs(vec![first.clone(), second.clone()]).expect("they fit");
    assert_eq!(merged.conclusion(), ConformanceConclusion::StaleBaseline);
    second.run.baseline = None;
    assert!(matches!(
        merge_runs(vec![first, second]),
        Err(MergeError::Mismatch {
            what: "baseline",
            ..
        })
    ));
}

#[rstest]
#[case::contract(|own: &mut RunJudgingConfig| own.contract_digest = "0".to_owned(), "version of the contract")]
#[case::suites(|own: &mut RunJudgingConfig| own.suites_digest = "0".to_owned(), "version of the suites")]
#[case::clock(|own: &mut RunJudgingConfig| own.clock_allowance_ms = 1, "clock tolerance")]
#[case::time(|own: &mut RunJudgingConfig| own.max_response_time_ms = Some(1), "maximum response time")]
#[case::limits(|own: &mut RunJudgingConfig| own.limiting = RateLimitEnforcement::On, "rate limit expectation")]
fn shards_that_were_judged_by_other_files_or_options_are_refused(
    #[case] change: fn(&mut RunJudgingConfig),
    #[case] what: &'static str,
) {
    let mut second = run_of_shard("2/2", &["b"], &Verdict::Pass);
    change(&mut second.run.judged_by);
    let first = run_of_shard("1/2", &["a"], &Verdict::Pass);
    let error = merge_runs(vec![first, second]).expect_err("they differ");
    let MergeError::Mismatch { what: told, .. } = error else {
        panic!("{error}");
    };
    assert_eq!(told, what);
}
