//! The suites that come along: sound, and held to the schemas by their first line.

use std::path::Path;

use badreq::contract::{Contract, Edition};
use badreq::suite::{SuiteSet, SuiteSources};

use crate::suite::support::Kind;

/// Names and texts of the files in `suites/`.
fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("suites");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the folder can be read").path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            let text = std::fs::read_to_string(&path).expect("the file can be read");
            files.push((path.display().to_string(), text));
        }
    }
    assert!(files.len() > 1, "there are suites and fixtures");
    files
}

#[test]
fn the_suites_that_come_along_are_sound() {
    let sources = badreq::contract::ContractFiles::embedded();
    let contract = Contract::parse(&sources, Edition::Errata).expect("the contract is sound");
    if let Err(flaws) = SuiteSet::parse(&SuiteSources::embedded(), &contract) {
        panic!("{flaws}");
    }
}

#[test]
fn every_file_fits_its_schema() {
    let mut complaints = Vec::new();
    for (name, text) in files() {
        let own = Kind::of(&name).complaints(&text);
        complaints.extend(own.into_iter().map(|what| format!("{name}{what}")));
    }
    assert_eq!(complaints, Vec::<String>::new());
}

#[test]
fn the_first_line_of_every_file_names_its_schema_to_editors() {
    for (name, text) in files() {
        let schema = Kind::of(&name).schema_path();
        let line = format!("#:schema ../{schema}");
        assert_eq!(text.lines().next(), Some(line.as_str()), "{name}");
    }
}
