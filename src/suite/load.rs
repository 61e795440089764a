//! Loading of all suites, which reports all mistakes at once.

use std::collections::HashSet;
use std::path::Path;

use super::case::{Case, Suite};
use super::fixture_spec::FixtureSpecs;
use super::parameters::NamedTables;
use super::parse_case::parse_cases;
use super::parse_fixtures::{
    ParsedFixtures, parse_array_of_tables, parse_fixtures, parse_named_tables,
};
use super::resolve::CaseReferenceChecker;
use super::resolve_fixtures::check_fixture_references;
use super::sources::{SuiteSources, is_fixtures_file};
use crate::contract::authored::{TableReader, TomlFileReader};
use crate::contract::{Contract, Diagnostics, SourceFile};

/// All suites, and the fixtures that their cases may refer to.
#[derive(Clone, Debug, PartialEq)]
pub struct SuiteSet {
    /// The suites, in the order of their file names.
    pub suites: Vec<Suite>,
    /// The fixtures that the cases may refer to.
    pub fixtures: FixtureSpecs,
    /// The SHA-256 digest of all files, as hexadecimal digits.
    pub digest: String,
}

impl SuiteSet {
    /// Parses all suites and checks them against the contract.
    ///
    /// # Errors
    /// Returns [`Diagnostics`]: every mistake of every file, with its position. Unknown names are reported only if the fixtures file
    /// was parsed completely.
    pub fn parse(sources: &SuiteSources, contract: &Contract) -> Result<Self, Diagnostics> {
        let mut flaws = Vec::new();
        let (fixture_files, suite_files): (Vec<_>, Vec<_>) = sources
            .files
            .iter()
            .partition(|(name, _)| is_fixtures_file(name));
        let mut shared = ParsedFixtures {
            is_complete: true,
            ..ParsedFixtures::default()
        };
        for (name, text) in fixture_files {
            let mut file = TomlFileReader::new(SourceFile::new(name.as_str(), text.as_str()));
            shared = parse_fixtures(&mut file);
            check_fixture_references(&mut file, &shared);
            flaws.extend(file.diagnostics);
        }
        let mut suites = Vec::new();
        for (name, text) in suite_files {
            let mut file = TomlFileReader::new(SourceFile::new(name.as_str(), text.as_str()));
            suites.extend(parse_suite(&mut file, &shared, contract));
            flaws.extend(file.diagnostics);
        }
        match Diagnostics::from_nonempty(flaws) {
            Some(flaws) => Err(flaws),
            None => Ok(Self {
                suites,
                fixtures: shared.specs,
                digest: sources.digest(),
            }),
        }
    }

    /// Returns every case, suite by suite.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.suites.iter().flat_map(|suite| &suite.cases)
    }
}

fn parse_suite(
    file: &mut TomlFileReader,
    shared: &ParsedFixtures,
    contract: &Contract,
) -> Option<Suite> {
    let id = Path::new(&file.page.name).file_stem()?.to_str()?.to_owned();
    let mut root = file.parse(&format!("suite `{id}`"))?;
    let head = root.take_table("suite");
    let written = parse_array_of_tables(&mut root, "case");
    let mut known_tables: NamedTables = shared.tables.clone();
    known_tables.extend(parse_named_tables(&mut root));
    if head.is_none() {
        root.diagnose(0..0, "there is no `[suite]` with a `title` and an `about`");
    }
    if written.is_empty() {
        root.diagnose(0..0, "there is no `[[case]]`");
    }
    root.diagnose_unread_keys();
    let head = head.and_then(|(table, span)| {
        let mut head = TableReader::new(file, format!("suite `{id}`"), table, span);
        let title = head.take_required_text("title");
        let about = head.take_required_text("about");
        head.diagnose_unread_keys();
        Some((title?.0, about?.0))
    });
    let mut all = Vec::new();
    let mut seen = HashSet::new();
    for (table, span) in written {
        let mut settling = CaseReferenceChecker::new(contract, shared);
        for mut combination in parse_cases(file, &id, &table, &span, &known_tables) {
            for case in &mut combination.cases {
                settling.resolve_case_references(file, case, &combination.table, &span);
                if !seen.insert(case.name.clone()) {
                    let place = table.get("id").map_or(&span, |(_, id)| &id.span);
                    let what = format!("there are two cases of the name `{}`", case.name);
                    file.record_diagnostic(
                        place.clone(),
                        what,
                        Some("give one of them another `id`".to_owned()),
                    );
                }
            }
            all.extend(combination.cases);
        }
    }
    let (title, about) = head?;
    Some(Suite {
        id,
        title,
        about,
        cases: all,
    })
}

#[cfg(test)]
#[path = "load_tests.rs"]
mod tests;
