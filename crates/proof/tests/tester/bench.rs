//! Testers with cases and expectations of the test's own choice.

use std::num::NonZeroUsize;

use badreq::cli::ContractAndSuites;
use badreq::contract::SourceFile;
use badreq::suite::{Case, CaseSelection};
use badreq_proof::{Fault, FaultCaseScope, FaultReport, FaultTester};

const JOBS: NonZeroUsize = NonZeroUsize::MIN.saturating_add(7);

fn load_inputs() -> ContractAndSuites {
    ContractAndSuites::load_embedded().expect("the shipped suites are sound")
}

/// Creates a tester with the shipped expectations.
pub(crate) fn tester() -> FaultTester {
    FaultTester::with_builtin_expectations(load_inputs(), JOBS)
        .expect("the shipped expectations are sound")
}

/// Creates a tester in which the last entry for `fault` is `lines`.
pub(crate) fn tester_with(fault: &str, lines: &str) -> FaultTester {
    let text = format!(
        "[[expectation]]\nfaults = \"*\"\nbreaks = [\"row-expected\"]\n[[expectation]]\nfaults = \"{fault}\"\n{lines}"
    );
    let page = SourceFile::new("expectations.toml", text);
    let tester = FaultTester::with_expectations(load_inputs(), &page, JOBS);
    tester.expect("the page is sound")
}

pub(crate) fn fault(name: &str) -> Fault {
    name.parse().expect("there is such a fault")
}

/// Returns the cases that a pattern matches.
pub(crate) fn cases<'p>(tester: &'p FaultTester, pattern: &str) -> Vec<&'p Case> {
    let selection = CaseSelection {
        only: vec![pattern.to_owned()],
        ..CaseSelection::default()
    };
    let all: Vec<&Case> = tester.inputs.suites.cases().collect();
    selection.select_cases(&all).expect("there are such cases")
}

/// Builds the report of one fault and the cases that a pattern matches.
pub(crate) fn report(tester: &FaultTester, name: &str, pattern: &str) -> FaultReport {
    let cases = cases(tester, pattern);
    tester
        .test_faults(&[fault(name)], &cases, FaultCaseScope::Reaching, &|_| {})
        .expect("the reference server starts")
}
