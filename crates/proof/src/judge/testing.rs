//! Helpers for the tests of this module: cases about a library, their outcomes, and fault expectations.

use super::{FaultExpectations, FaultRunResult, judge_fault};
use crate::report::FaultOutcome;
use badreq::check::{
    BodySchemaBreach, BodySchemaRule, CauseContext, Violation, VolatileValueRedactor,
};
use badreq::contract::{
    Contract, ContractFiles, Diagnostic, Edition, JsonPointer, Level, RequirementId, SourceFile,
};
use badreq::outcome::{
    Actor, CaseInfo, CaseOutcome, ExpectedErrorResponse, RecordedViolation, Verdict,
};
use badreq::suite::{Case, SuiteSet, SuiteSources};

/// Returns the names of the faults in the tests.
pub(super) fn fault_names() -> Vec<String> {
    ["status/20006", "status/20003", "code/20006", "status/slow"]
        .map(str::to_owned)
        .to_vec()
}

/// Returns the cases `books/lent` of row 12, and `books/torn` and `books/empty` of row 13.
pub(super) fn build_test_cases() -> Vec<Case> {
    let case = |id: &str, row: &str| {
        format!(
            "[[case]]\nid = \"{id}\"\nabout = \"Wrong.\"\nrequest = \"POST /members\"\nexpect = \"{row}\"\ncontrol = {{}}\n"
        )
    };
    let head = "suite = { title = \"Books\", about = \"Lending books\" }\n";
    let text = [
        head,
        &case("lent", "20006"),
        &case("torn", "20003"),
        &case("empty", "20003"),
    ];
    let files = [
        ("suites/fixtures.toml", String::new()),
        ("suites/books.toml", text.concat()),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text));
    let contract = Contract::parse(&ContractFiles::embedded(), Edition::Errata);
    let contract = contract.expect("the built-in contract is sound");
    let suites = SuiteSet::parse(&SuiteSources::from_texts(files.into()), &contract);
    let suites = suites.expect("the suite is sound");
    suites.cases().cloned().collect()
}

/// Parses fault expectations for the faults and cases of the tests; panics if there is a mistake.
#[track_caller]
pub(super) fn parse_valid_expectations(text: &str) -> FaultExpectations {
    match parse_expectations(text) {
        Ok(expectations) => expectations,
        Err(flaws) => panic!("{flaws:#?}"),
    }
}

pub(super) fn parse_expectations(text: &str) -> Result<FaultExpectations, Vec<Diagnostic>> {
    let page = SourceFile::new("expectations.toml", text);
    let cases = build_test_cases();
    let cases: Vec<&Case> = cases.iter().collect();
    FaultExpectations::parse(&page, &fault_names(), &cases)
        .map_err(|flaws| flaws.into_iter().collect())
}

/// Returns the outcome of a case that reports these requirements, or passes if there are none.
pub(super) fn outcome_with_violations(case: &str, requirements: &[RequirementId]) -> CaseOutcome {
    let verdict = if requirements.is_empty() {
        Verdict::Pass
    } else {
        Verdict::Fail
    };
    let mut outcome = outcome_with_verdict(case, verdict);
    outcome.violations = requirements
        .iter()
        .map(|own| build_should_violation(*own))
        .collect();
    outcome
}

/// Returns a violation of this requirement, which is a *should*.
fn build_should_violation(requirement: RequirementId) -> RecordedViolation {
    let breach = BodySchemaBreach {
        requirement,
        at: JsonPointer::root(),
        rule: BodySchemaRule::Schema(serde_json::Map::new()),
        wanted: None,
        actual: None,
    };
    let violation = Violation {
        level: Level::Should,
        step: None,
        breach: breach.into(),
    };
    let context = CauseContext {
        redactor: &VolatileValueRedactor::new(&[]),
        operation: None,
        defect: None,
        defect_form: None,
    };
    RecordedViolation::new(violation, &context)
}

/// Returns the outcome of a case with this verdict and without violations.
pub(super) fn outcome_with_verdict(case: &str, verdict: Verdict) -> CaseOutcome {
    CaseOutcome {
        case: CaseInfo {
            name: format!("books/{case}"),
            suite: "books".to_owned(),
            leaf: case.to_owned(),
            about: "A book that nobody may lend".to_owned(),
            file: "suites/books.toml".to_owned(),
            line: 1,
            actor: Actor::Owner,
            expected: ExpectedErrorResponse::Refusal,
            operation: None,
            defect: None,
        },
        verdict,
        observed: None,
        violations: Vec::new(),
        defect_form: None,
        preconditions: Vec::new(),
        known: Vec::new(),
        served_changes: Vec::new(),
        repeats: None,
        undocumented: None,
        steps: Vec::new(),
        bindings: Vec::new(),
    }
}

/// Judges the fault `status/20006`, reached by all cases, by an entry with these lines.
pub(super) fn judge_fault_status_20006(lines: &str, outcomes: &[CaseOutcome]) -> FaultOutcome {
    let expectations = parse_valid_expectations(&format!(
        "{CATCH_ALL_ENTRY}[[expectation]]\nfaults = \"status/20006\"\n{lines}"
    ));
    let cases = build_test_cases();
    let near: Vec<&Case> = cases.iter().collect();
    let expectation = expectations
        .for_fault("status/20006")
        .expect("it has an entry");
    judge_fault(
        "status/20006",
        expectation,
        &near,
        FaultRunResult::Completed {
            cases: outcomes,
            responses: &[],
        },
    )
}

/// An entry that matches every fault.
pub(super) const CATCH_ALL_ENTRY: &str =
    "[[expectation]]\nfaults = \"*\"\nbreaks = [\"row-expected\"]\n\n";
