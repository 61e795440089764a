//! Helpers for the tests of this module: cases about a library, their outcomes, and fault expectations.

use super::{FaultExpectations, FaultRunResult, judge_fault};
use crate::contract::{Diagnostic, Level, RequirementId, SourceFile};
use crate::outcome::testing::{case as outcome_of, not_an_integer};
use crate::outcome::{CaseOutcome, FaultOutcome, RecordedViolation, Verdict};
use crate::suite::{Case, testing};

/// Returns the names of the faults in the tests.
pub(super) fn faults() -> Vec<String> {
    ["status/12", "status/13", "code/12", "status/slow"]
        .map(str::to_owned)
        .to_vec()
}

/// Returns the cases `books/lent` of row 12, and `books/torn` and `books/empty` of row 13.
pub(super) fn cases() -> Vec<Case> {
    let case = |id: &str, row: &str| {
        format!(
            "[[case]]\nid = \"{id}\"\nabout = \"Wrong.\"\nrequest = \"POST /books\"\nexpect = \"{row}\"\ncontrol = {{}}\n"
        )
    };
    testing::cases(&(case("lent", "12") + &case("torn", "13") + &case("empty", "13")))
}

/// Parses fault expectations for the faults and cases of the tests; panics if there is a mistake.
#[track_caller]
pub(super) fn valid_expectations(text: &str) -> FaultExpectations {
    match parse_expectations(text) {
        Ok(accusations) => accusations,
        Err(flaws) => panic!("{flaws:#?}"),
    }
}

pub(super) fn parse_expectations(text: &str) -> Result<FaultExpectations, Vec<Diagnostic>> {
    let page = SourceFile::new("accusations.toml", text);
    let cases = cases();
    let cases: Vec<&Case> = cases.iter().collect();
    FaultExpectations::parse(&page, &faults(), &cases).map_err(|flaws| flaws.into_iter().collect())
}

/// Returns the outcome of a case that reports these requirements, or passes if there are none.
pub(super) fn outcome_reporting(case: &str, requirements: &[RequirementId]) -> CaseOutcome {
    let verdict = if requirements.is_empty() {
        Verdict::Pass
    } else {
        Verdict::Fail
    };
    let mut outcome = outcome_with_verdict(case, verdict);
    outcome.violations = requirements
        .iter()
        .map(|requirement| RecordedViolation {
            level: Level::Should,
            ..not_an_integer(*requirement, "7")
        })
        .collect();
    outcome
}

/// Returns the outcome of a case with this verdict and without violations.
pub(super) fn outcome_with_verdict(case: &str, verdict: Verdict) -> CaseOutcome {
    let mut outcome = outcome_of(case, verdict, None);
    outcome.case.name = format!("books/{case}");
    outcome
}

/// Judges the fault `status/12`, reached by all cases, by an entry with these lines.
pub(super) fn judge_status_12(lines: &str, outcomes: &[CaseOutcome]) -> FaultOutcome {
    let accusations = valid_expectations(&format!(
        "{CATCH_ALL_ENTRY}[[accusation]]\nfaults = \"status/12\"\n{lines}"
    ));
    let cases = cases();
    let near: Vec<&Case> = cases.iter().collect();
    let accusation = accusations.for_fault("status/12").expect("it is accused");
    judge_fault(
        "status/12",
        accusation,
        &near,
        FaultRunResult::Completed {
            cases: outcomes,
            responses: &[],
        },
    )
}

/// An entry that matches every fault.
pub(super) const CATCH_ALL_ENTRY: &str =
    "[[accusation]]\nfaults = \"*\"\nbreaks = [\"row-expected\"]\n\n";
