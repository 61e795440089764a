//! Proofs with cases and accusations of the test's own choice.

use std::num::NonZeroUsize;

use badreq::cli::args::{Cli, Command};
use badreq::cli::{ContractAndSuites, FaultTester};
use badreq::contract::SourceFile;
use badreq::outcome::MutationReport;
use badreq::proof::FaultExpectations;
use badreq::suite::{Case, CaseSelection};
use badreq_reference::Fault;
use clap::Parser;

/// The shipped contract and suites.
pub(crate) fn load_inputs() -> ContractAndSuites {
    let Some(Command::List(args)) = Cli::parse_from(["badreq", "list"]).command else {
        panic!("`list` is a command");
    };
    ContractAndSuites::load(&args.inputs).expect("the shipped suites are sound")
}

/// A proof with the shipped accusations.
pub(crate) fn proving() -> FaultTester {
    let inputs = load_inputs();
    let jobs = NonZeroUsize::new(8).expect("eight is not zero");
    FaultTester::load(inputs, None, jobs).expect("the shipped accusations are sound")
}

/// A proof in which the last word on `fault` is `lines`.
pub(crate) fn proving_with(fault: &str, lines: &str) -> FaultTester {
    let proving = proving();
    let text = format!(
        "[[accusation]]\nfaults = \"*\"\nbreaks = [\"pair-documented\"]\n[[accusation]]\nfaults = \"{fault}\"\n{lines}"
    );
    let page = SourceFile::new("accusations.toml", text);
    let faults: Vec<String> = Fault::all().iter().map(Fault::to_string).collect();
    let cases: Vec<&Case> = proving.inputs.suites.cases().collect();
    let accusations = FaultExpectations::parse(&page, &faults, &cases).expect("the page is sound");
    FaultTester {
        expectations: accusations,
        ..proving
    }
}

pub(crate) fn fault(name: &str) -> Fault {
    name.parse().expect("there is such a fault")
}

/// The cases that a pattern means.
pub(crate) fn cases<'p>(proving: &'p FaultTester, pattern: &str) -> Vec<&'p Case> {
    let selection = CaseSelection {
        only: vec![pattern.to_owned()],
        ..CaseSelection::default()
    };
    let all: Vec<&Case> = proving.inputs.suites.cases().collect();
    selection.select_cases(&all).expect("there are such cases")
}

/// The table of one fault and the cases that a pattern means.
pub(crate) fn table(proving: &FaultTester, name: &str, pattern: &str) -> MutationReport {
    let cases = cases(proving, pattern);
    proving
        .build_report(
            &[fault(name)],
            &cases,
            badreq::cli::FaultCaseScope::Reaching,
            &|_| {},
        )
        .expect("the reference server starts")
}
