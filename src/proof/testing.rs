//! Helpers for the tests of this module: cases about a library, their outcomes, and fault expectations.

use super::{Accusations, Held, judge};
use crate::contract::{Flaw, Level, Page, RequirementId};
use crate::outcome::testing::{case as outcome_of, no_integer};
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
pub(super) fn accusations(text: &str) -> Accusations {
    match read(text) {
        Ok(accusations) => accusations,
        Err(flaws) => panic!("{flaws:#?}"),
    }
}

pub(super) fn read(text: &str) -> Result<Accusations, Vec<Flaw>> {
    let page = Page::new("accusations.toml", text);
    let cases = cases();
    let cases: Vec<&Case> = cases.iter().collect();
    Accusations::read(&page, &faults(), &cases).map_err(|flaws| flaws.into_iter().collect())
}

/// Returns the outcome of a case that reports these requirements, or passes if there are none.
pub(super) fn reports(case: &str, requirements: &[RequirementId]) -> CaseOutcome {
    let verdict = if requirements.is_empty() {
        Verdict::Pass
    } else {
        Verdict::Fail
    };
    let mut outcome = unjudged(case, verdict);
    outcome.violations = requirements
        .iter()
        .map(|requirement| RecordedViolation {
            level: Level::Should,
            ..no_integer(*requirement, "7")
        })
        .collect();
    outcome
}

/// Returns the outcome of a case with this verdict and without violations.
pub(super) fn unjudged(case: &str, verdict: Verdict) -> CaseOutcome {
    let mut outcome = outcome_of(case, verdict, None);
    outcome.case.name = format!("books/{case}");
    outcome
}

/// Judges the fault `status/12`, reached by all cases, by an entry with these lines.
pub(super) fn judged(lines: &str, outcomes: &[CaseOutcome]) -> FaultOutcome {
    let accusations = accusations(&format!(
        "{REST}[[accusation]]\nfaults = \"status/12\"\n{lines}"
    ));
    let cases = cases();
    let near: Vec<&Case> = cases.iter().collect();
    let accusation = accusations.of("status/12").expect("it is accused");
    judge(
        "status/12",
        accusation,
        &near,
        Held::To {
            cases: outcomes,
            responses: &[],
        },
    )
}

/// An entry that matches every fault.
pub(super) const REST: &str = "[[accusation]]\nfaults = \"*\"\nbreaks = [\"row-expected\"]\n\n";
