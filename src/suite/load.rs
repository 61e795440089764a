//! Loading of all suites, which reports all mistakes at once.

use std::collections::HashSet;
use std::path::Path;

use super::axes::Tables;
use super::case::{Case, Suite};
use super::fixture_spec::FixtureSpecs;
use super::parse_case::cases;
use super::parse_fixtures::{Fixtures, fixtures, items, tables};
use super::settle::Settling;
use super::settle_fixtures::settle_fixtures;
use super::sources::{Sources, is_fixtures};
use crate::contract::authored::{File, Reader};
use crate::contract::{Contract, Flaws, Page};

/// All suites, and the fixtures that their cases may refer to.
#[derive(Clone, Debug, PartialEq)]
pub struct Suites {
    /// The suites, in the order of their file names.
    pub suites: Vec<Suite>,
    /// The fixtures that the cases may refer to.
    pub fixtures: FixtureSpecs,
    /// The SHA-256 digest of all files, as hexadecimal digits.
    pub digest: String,
}

impl Suites {
    /// Parses all suites and checks them against the contract.
    ///
    /// # Errors
    /// Returns [`Flaws`]: every mistake of every file, with its position. Unknown names are reported only if the fixtures file
    /// was parsed completely.
    pub fn load(sources: &Sources, contract: &Contract) -> Result<Self, Flaws> {
        let mut flaws = Vec::new();
        let (fixture_files, suite_files): (Vec<_>, Vec<_>) = sources
            .files
            .iter()
            .partition(|(name, _)| is_fixtures(name));
        let mut shared = Fixtures {
            is_whole: true,
            ..Fixtures::default()
        };
        for (name, text) in fixture_files {
            let mut file = File::new(Page::new(name.as_str(), text.as_str()));
            shared = fixtures(&mut file);
            settle_fixtures(&mut file, &shared);
            flaws.extend(file.flaws);
        }
        let mut suites = Vec::new();
        for (name, text) in suite_files {
            let mut file = File::new(Page::new(name.as_str(), text.as_str()));
            suites.extend(suite(&mut file, &shared, contract));
            flaws.extend(file.flaws);
        }
        match Flaws::new(flaws) {
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

fn suite(file: &mut File, shared: &Fixtures, contract: &Contract) -> Option<Suite> {
    let id = Path::new(&file.page.name).file_stem()?.to_str()?.to_owned();
    let mut root = file.parse(&format!("suite `{id}`"))?;
    let head = root.table("suite");
    let written = items(&mut root, "case");
    let mut known_tables: Tables = shared.tables.clone();
    known_tables.extend(tables(&mut root));
    if head.is_none() {
        root.flaw(0..0, "there is no `[suite]` with a `title` and an `about`");
    }
    if written.is_empty() {
        root.flaw(0..0, "there is no `[[case]]`");
    }
    root.finish();
    let head = head.and_then(|(table, span)| {
        let mut head = Reader::new(file, format!("suite `{id}`"), table, span);
        let title = head.required_text("title");
        let about = head.required_text("about");
        head.finish();
        Some((title?.0, about?.0))
    });
    let mut all = Vec::new();
    let mut seen = HashSet::new();
    for (table, span) in written {
        let mut settling = Settling::new(contract, shared);
        for mut combination in cases(file, &id, &table, &span, &known_tables) {
            for case in &mut combination.cases {
                settling.settle(file, case, &combination.table, &span);
                if !seen.insert(case.name.clone()) {
                    let place = table.get("id").map_or(&span, |(_, id)| &id.span);
                    let what = format!("there are two cases of the name `{}`", case.name);
                    file.flaw(
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
