use rstest::rstest;

use super::{ResponseCountsByRequirement, merge_response_findings};
use crate::contract::{Level, RequirementId};
use crate::outcome::testing::{case_outcome, reset_header_finding, run_outcome};
use crate::outcome::{
    AppliedBaseline, BaselineExpiry, ConformanceConclusion, FailOn, FailureGate, Fingerprint,
    KnownFailureEntry, StaleReason, Verdict,
};

fn reset_header_response_counts(statuses: &[(u16, u64)]) -> ResponseCountsByRequirement {
    let statuses = statuses.iter().copied().collect();
    ResponseCountsByRequirement::from([(RequirementId::RateHeaderReset, statuses)])
}

fn reset_header_baseline_entry(got: &str) -> KnownFailureEntry {
    KnownFailureEntry {
        line: 3,
        requirement: RequirementId::RateHeaderReset,
        breach: Fingerprint {
            at: "header `x-reset`".to_owned(),
            expected: "a UNIX time in milliseconds".to_owned(),
            got: got.to_owned(),
        },
        also: Vec::new(),
        reason: "the gateway counts in seconds".to_owned(),
        link: None,
        expiry: BaselineExpiry::Never,
        harm: None,
        cases: Vec::new(),
    }
}

#[rstest]
#[case::all(&[(200, 4, 4), (404, 5, 5)], "in each of 9 responses")]
#[case::one(&[(429, 1, 1)], "in the only response")]
#[case::not_on_one_status(&[(200, 4, 4), (401, 0, 3)], "in 4 of 7 responses: in none of 3 with status 401")]
#[case::only_on_one_status(&[(200, 0, 6), (429, 2, 3)], "in 2 of 9 responses: in 2 of 3 with status 429, in none with another status")]
fn the_extent_names_how_many_and_the_exceptions(
    #[case] statuses: &[(u16, u64, u64)],
    #[case] words: &str,
) {
    assert_eq!(reset_header_finding(statuses).describe_extent(), words);
}

#[test]
fn it_fails_the_run_and_no_case() {
    let mut run = run_outcome(vec![case_outcome("a", Verdict::Pass, None)]);
    assert_eq!(run.conclusion(), ConformanceConclusion::Conforms);
    run.responses = vec![reset_header_finding(&[(200, 4, 4)])];
    assert_eq!(run.conclusion(), ConformanceConclusion::DoesNotConform);
    run.responses[0].level = Level::Should;
    assert_eq!(run.conclusion(), ConformanceConclusion::Conforms);
    run.run.gate = FailureGate::from_list(&[FailOn::Should, FailOn::Replacement]);
    assert_eq!(run.conclusion(), ConformanceConclusion::DoesNotConform);
}

#[test]
fn shards_are_added_up_also_where_only_one_of_them_shows_it() {
    let (asked, findings) = merge_response_findings(vec![
        (
            reset_header_response_counts(&[(200, 4), (429, 1)]),
            vec![reset_header_finding(&[(429, 1, 1)])],
        ),
        (reset_header_response_counts(&[(200, 3)]), Vec::new()),
        (
            reset_header_response_counts(&[(429, 2)]),
            vec![reset_header_finding(&[(429, 2, 2)])],
        ),
    ]);
    assert_eq!(asked, reset_header_response_counts(&[(200, 7), (429, 3)]));
    assert_eq!(findings.len(), 1);
    assert_eq!(
        findings[0].describe_extent(),
        "in 3 of 10 responses: in none of 7 with status 200"
    );
}

#[test]
fn an_entry_without_cases_makes_it_known() {
    let mut findings = [reset_header_finding(&[(200, 4, 4)])];
    let baseline = |got: &str| AppliedBaseline {
        file: "x.toml".to_owned(),
        entries: vec![reset_header_baseline_entry(got)],
    };
    baseline("no number").mark_known_response_findings(&mut findings);
    assert!(findings[0].fails_gate(FailureGate::default()));
    baseline("a time in seconds").mark_known_response_findings(&mut findings);
    assert_eq!(findings[0].known, Some(3));
    assert!(!findings[0].fails_gate(FailureGate::default()));
}

#[test]
fn an_entry_without_cases_is_stale_only_after_a_run_of_all_cases() {
    let mut run = run_outcome(vec![case_outcome("a", Verdict::Pass, None)]);
    run.run.baseline = Some(AppliedBaseline {
        file: "x.toml".to_owned(),
        entries: vec![reset_header_baseline_entry("a time in seconds")],
    });
    run.run.all_cases = 2;
    assert_eq!(run.find_stale_baseline_entries(), []);
    run.run.all_cases = 1;
    let stale = run.find_stale_baseline_entries();
    assert_eq!(stale.len(), 1);
    assert_eq!((stale[0].line, &stale[0].why), (3, &StaleReason::Mended));
    run.responses = vec![reset_header_finding(&[(200, 4, 4)])];
    assert_eq!(run.find_stale_baseline_entries(), []);
}
