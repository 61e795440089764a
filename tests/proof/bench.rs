//! Proofs with cases and accusations of the test's own choice.

use std::num::NonZeroUsize;

use badreq::cli::args::{Cli, Command};
use badreq::cli::{Inputs, Proving};
use badreq::contract::Page;
use badreq::outcome::KillTable;
use badreq::proof::Accusations;
use badreq::reference::Fault;
use badreq::suite::{Case, Selection};
use clap::Parser;

/// A proof with the shipped accusations.
pub(crate) fn proving() -> Proving {
    let Some(Command::List(args)) = Cli::parse_from(["badreq", "list"]).command else {
        panic!("`list` is a command");
    };
    let inputs = Inputs::load(&args.inputs).expect("the shipped suites are sound");
    let jobs = NonZeroUsize::new(8).expect("eight is not zero");
    Proving::load(inputs, None, jobs).expect("the shipped accusations are sound")
}

/// A proof in which the last word on `fault` is `lines`.
pub(crate) fn proving_with(fault: &str, lines: &str) -> Proving {
    let proving = proving();
    let text = format!(
        "[[accusation]]\nfaults = \"*\"\nbreaks = [\"pair-documented\"]\n[[accusation]]\nfaults = \"{fault}\"\n{lines}"
    );
    let page = Page::new("accusations.toml", text);
    let faults: Vec<String> = Fault::all().iter().map(Fault::to_string).collect();
    let cases: Vec<&Case> = proving.inputs.suites.cases().collect();
    let accusations = Accusations::read(&page, &faults, &cases).expect("the page is sound");
    Proving {
        accusations,
        ..proving
    }
}

pub(crate) fn fault(name: &str) -> Fault {
    name.parse().expect("there is such a fault")
}

/// The cases that a pattern means.
pub(crate) fn cases<'p>(proving: &'p Proving, pattern: &str) -> Vec<&'p Case> {
    let selection = Selection {
        only: vec![pattern.to_owned()],
        ..Selection::default()
    };
    let all: Vec<&Case> = proving.inputs.suites.cases().collect();
    selection.select(&all).expect("there are such cases")
}

/// The table of one fault and the cases that a pattern means.
pub(crate) fn table(proving: &Proving, name: &str, pattern: &str) -> KillTable {
    let cases = cases(proving, pattern);
    proving
        .table(&[fault(name)], &cases, badreq::cli::Which::Near, &|_| {})
        .expect("the reference server starts")
}
