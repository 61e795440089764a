//! The parser of baselines; it reports every mistake at once, each with its line.

use std::ops::Range;

use serde::Deserialize;
use toml::value::Datetime;

use super::apply::Baseline;
use super::day::Day;
use crate::contract::authored::{Entry, File, Reader};
use crate::contract::{Flaws, Page, RequirementId, names_case, suggest};
use crate::outcome::{BaselineInfo, Expiry, Fingerprint, KnownCases, KnownEntry};

/// An entry as it is written in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    requirement: RequirementId,
    at: String,
    expected: String,
    got: String,
    reason: String,
    #[serde(default)]
    cases: Vec<String>,
    link: Option<String>,
    expires: Option<Datetime>,
}

impl Baseline {
    /// Parses a page of `[[known]]` entries. `names` are the full names of all cases, and an entry is expired if its day is before `today`.
    ///
    /// A name that no case has is not a mistake here, since cases come and go. A run reports it at its end.
    ///
    /// # Errors
    /// Fails with [`Flaws`]: every mistake on the page.
    pub fn read(page: &Page, names: &[String], today: Day) -> Result<Self, Flaws> {
        let mut file = File::new(page.clone());
        let read = file.parse("").map(|toml| entries(toml, names, today));
        let entries = file.conclude(read)?;
        Ok(Self {
            info: BaselineInfo {
                file: page.name.clone(),
                entries,
            },
        })
    }
}

fn entries(mut toml: Reader<'_>, names: &[String], today: Day) -> Vec<KnownEntry> {
    let mut entries: Vec<KnownEntry> = Vec::new();
    for entry in toml.list::<Raw>("known") {
        check(&mut toml, &entry);
        let read = known(&toml, &entry, names, today);
        if let Some(twice) = entries.iter().find_map(|other| twice(other, &read)) {
            let hint = "leave one of them out".to_owned();
            toml.push(entry.at("cases"), twice, hint);
        }
        entries.push(read);
    }
    toml.finish();
    entries
}

fn check(toml: &mut Reader<'_>, entry: &Entry<Raw>) {
    let raw = &entry.value;
    if raw.reason.trim().is_empty() {
        let hint = "say why it is known and not mended, for whoever reads this next year";
        toml.push(
            entry.at("reason"),
            "`reason` is empty".to_owned(),
            hint.to_owned(),
        );
    }
    for (key, what) in hiding_keys(raw) {
        let hint = "copy `at`, `expected` and `got` as a run with `--write-baseline` writes them, with `*` only for what changes from run to run";
        let what = format!("`{key}` does not say {what}, and would hide the next breach");
        toml.push(entry.at(key), what, hint.to_owned());
    }
    let is_of_target = raw.requirement.scope().is_every_response();
    match (raw.cases.is_empty(), is_of_target) {
        (true, false) => {
            let hint = "name the cases that show it, or leave the entry out".to_owned();
            toml.push(entry.at("cases"), "`cases` is empty".to_owned(), hint);
        }
        (false, true) => {
            let what = format!(
                "`{}` holds for every response and for no case",
                raw.requirement
            );
            toml.push(entry.at("cases"), what, "leave `cases` out".to_owned());
        }
        (true, true) | (false, false) => {}
    }
    for (place, pattern) in raw.cases.iter().enumerate() {
        if pattern.trim().is_empty() {
            let hint = "write the name of a case".to_owned();
            let span: Range<usize> = entry.at_item("cases", place);
            toml.push(span, "an empty text names no case".to_owned(), hint);
        }
    }
    if raw
        .expires
        .as_ref()
        .is_some_and(|day| Day::of(day).is_none())
    {
        let hint = "write it as `expires = 2026-12-31`".to_owned();
        toml.push(entry.at("expires"), "`expires` is no day".to_owned(), hint);
    }
}

/// Finds the keys by which an entry would match violations that were not found yet, each with a description of the missing part.
fn hiding_keys(raw: &Raw) -> impl Iterator<Item = (&'static str, &'static str)> {
    let says_nothing = |text: &str| text.chars().all(|c| c == '*' || c.is_whitespace());
    // The place of an effect is a request, whose path may contain an id that changes.
    let is_anywhere = raw.at.contains('*') && !raw.at.starts_with("state behind ");
    [
        (says_nothing(&raw.at) || is_anywhere, ("at", "where it is")),
        (
            says_nothing(&raw.expected),
            ("expected", "what was expected"),
        ),
        (says_nothing(&raw.got), ("got", "what came")),
    ]
    .into_iter()
    .filter_map(|(hides, key)| hides.then_some(key))
}

fn known(toml: &Reader<'_>, entry: &Entry<Raw>, names: &[String], today: Day) -> KnownEntry {
    let raw = &entry.value;
    let expiry = match raw.expires.as_ref().and_then(Day::of) {
        None => Expiry::Never,
        Some(day) if day < today => Expiry::Past(day.to_string()),
        Some(day) => Expiry::On(day.to_string()),
    };
    KnownEntry {
        line: toml.line_at(entry.at("").start),
        requirement: raw.requirement,
        breach: Fingerprint {
            at: raw.at.clone(),
            expected: raw.expected.clone(),
            got: raw.got.clone(),
        },
        reason: raw.reason.clone(),
        link: raw.link.clone(),
        expiry,
        cases: raw
            .cases
            .iter()
            .enumerate()
            .map(|(place, pattern)| {
                let line = toml.line_at(entry.at_item("cases", place).start);
                cases(pattern, line, names)
            })
            .collect(),
    }
}

fn cases(pattern: &str, line: usize, names: &[String]) -> KnownCases {
    let fits = names
        .iter()
        .filter(|name| names_case(pattern, name))
        .count();
    let near = match fits {
        0 => suggest(pattern, names.iter().map(String::as_str)).map(str::to_owned),
        _ => None,
    };
    KnownCases {
        pattern: pattern.to_owned(),
        line,
        fits,
        near,
    }
}

/// Describes the overlap of two entries, or returns `None` if they do not overlap.
fn twice(one: &KnownEntry, other: &KnownEntry) -> Option<String> {
    if (one.requirement, &one.breach) != (other.requirement, &other.breach) {
        return None;
    }
    if one.cases.is_empty() && other.cases.is_empty() {
        return Some(format!(
            "this breach is listed already, in line {}",
            one.line
        ));
    }
    let mut patterns = one.cases.iter().map(|cases| &cases.pattern);
    patterns
        .find(|own| other.cases.iter().any(|cases| cases.pattern == **own))
        .map(|own| {
            format!(
                "this breach of `{own}` is listed already, in line {}",
                one.line
            )
        })
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
