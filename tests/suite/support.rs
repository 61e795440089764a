//! What these tests share: schemas, TOML as JSON, and the loader on the contract that is built in.

use badreq::contract::{Contract, Diagnostics, Edition};
use badreq::suite::{SuiteSet, SuiteSources};
use serde_json::Value;

/// One of the two kinds of files that suites are made of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    Suite,
    Fixtures,
}

impl Kind {
    /// The kind of a file by its name.
    pub(crate) fn of(name: &str) -> Self {
        if name.ends_with("/fixtures.toml") {
            Self::Fixtures
        } else {
            Self::Suite
        }
    }

    /// The path of its schema from the root of the repository.
    pub(crate) fn schema_path(self) -> &'static str {
        match self {
            Self::Suite => "schemas/suite.schema.json",
            Self::Fixtures => "schemas/fixtures.schema.json",
        }
    }

    /// Its schema.
    pub(crate) fn schema(self) -> Value {
        let path = format!("{}/{}", env!("CARGO_MANIFEST_DIR"), self.schema_path());
        let text = std::fs::read_to_string(&path).expect("the schema is there");
        serde_json::from_str(&text).expect("the schema is JSON")
    }

    /// What its schema has against a file.
    pub(crate) fn complaints(self, text: &str) -> Vec<String> {
        let value: Value = toml::from_str(text).expect("it is TOML");
        let validator = jsonschema::validator_for(&self.schema()).expect("it is a schema");
        validator
            .iter_errors(&value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }

    /// Loads a file of this kind, with a sound file of the other one.
    pub(crate) fn load(self, text: &str) -> Result<SuiteSet, Diagnostics> {
        let suite = format!("{SUITE}{CASE}");
        let (suite, fixtures) = match self {
            Self::Suite => (text, FIXTURES),
            Self::Fixtures => (suite.as_str(), text),
        };
        load(&[("suites/fixtures.toml", fixtures), ("suites/a.toml", suite)])
    }
}

/// The head of a suite.
pub(crate) const SUITE: &str = "suite = { title = \"A\", about = \"B\" }\n";

/// A case with nothing but what it must have.
pub(crate) const CASE: &str = "[[case]]\nid = \"a\"\nabout = \"A.\"\nrequest = \"POST /members\"\nexpect = \"40001\"\ncontrol = {}\n";

/// A fixture of every kind with nothing but what it must have.
pub(crate) const FIXTURES: &str = r#"
[[value]]
name = "id"
about = "a number"

[[unknown]]
name = "id"
kind = "uuid"

[[fixture]]
name = "member"
about = "a member"
as = "owner"
request = "POST /members"
capture = { id = "/id" }

[[restored]]
name = "system"
about = "a system"
as = "owner"
read = "GET /systems/@me"
write = "PATCH /systems/@me"
keys = ["name"]
"#;

/// Loads these files against the contract that is built in.
pub(crate) fn load(files: &[(&str, &str)]) -> Result<SuiteSet, Diagnostics> {
    let sources = badreq::contract::ContractFiles::embedded();
    let contract = Contract::parse(&sources, Edition::Errata).expect("the contract is sound");
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
        .collect();
    SuiteSet::parse(&SuiteSources::from_texts(files), &contract)
}
