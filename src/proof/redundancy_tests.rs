use crate::contract::RequirementId;
use crate::outcome::{CaseOutcome, SuiteRedundancy};
use crate::proof::testing::{
    CATCH_ALL_ENTRY, cases, judge_status_12, outcome_reporting, valid_expectations,
};
use crate::suite::Case;

const BREAKS: &str = "breaks = [\"row-expected\"]\n";

/// Finds the redundant cases if each list of cases detects one fault.
fn worth(justified: &str, noticed_by: &[&[&str]]) -> SuiteRedundancy {
    let faults: Vec<_> = noticed_by
        .iter()
        .map(|noticed_by| {
            let outcomes: Vec<CaseOutcome> = noticed_by
                .iter()
                .map(|case| outcome_reporting(case, &[RequirementId::RowExpected]))
                .collect();
            judge_status_12(BREAKS, &outcomes)
        })
        .collect();
    let cases = cases();
    let cases: Vec<&Case> = cases.iter().collect();
    super::find_redundancy(
        &cases,
        &faults,
        &valid_expectations(&format!("{CATCH_ALL_ENTRY}{justified}")),
    )
}

#[test]
fn a_case_is_redundant_where_others_notice_all_that_it_notices() {
    let worth = worth("", &[&["lent", "torn"], &["torn"]]);
    let told: Vec<_> = worth
        .redundant
        .iter()
        .map(|own| (own.case.as_str(), own.detections))
        .collect();
    assert_eq!(told, [("books/lent", 1), ("books/empty", 0)]);
    assert!(!worth.is_justified());
    let idle: Vec<_> = worth
        .cases_detecting_nothing()
        .map(|own| own.case.as_str())
        .collect();
    assert_eq!(idle, ["books/empty"]);
}

#[test]
fn a_reason_to_stay_makes_it_right() {
    let justified =
        "[[redundant]]\ncases = [\"books/lent\", \"books/empty\"]\nreason = \"They stay.\"\n";
    let worth = worth(justified, &[&["lent", "torn"], &["torn"]]);
    assert!(worth.is_justified());
    assert_eq!(worth.redundant[0].reason.as_deref(), Some("They stay."));
}

#[test]
fn a_reason_for_a_case_that_is_not_redundant_is_stale() {
    let justified = "[[redundant]]\ncases = [\"books/lent\", \"13\"]\nreason = \"They stay.\"\n";
    let worth = worth(justified, &[&["lent"], &["torn"]]);
    let told: Vec<_> = worth
        .stale
        .iter()
        .map(|own| (own.pattern.as_str(), own.file.as_str(), own.line))
        .collect();
    assert_eq!(told, [("books/lent", "accusations.toml", 6)]);
    assert!(!worth.is_justified());
}
