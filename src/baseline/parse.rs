//! The parser of baselines; it reports every mistake at once, each with its line.

use serde::Deserialize;
use toml::value::Datetime;

use super::apply::Baseline;
use super::day::CalendarDay;
use super::entry_places::EntrySpans;
use crate::contract::authored::{SpannedEntry, TableReader, TomlFileReader};
use crate::contract::{
    Diagnostics, RequirementId, SourceFile, matches_case_name, suggest_similar_word,
};
use crate::outcome::{
    AppliedBaseline, BaselineExpiry, Fingerprint, KnownCasePattern, KnownFailureEntry,
    KnownHarmfulFinding,
};

/// An entry as it is written in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBaselineEntry {
    requirement: RequirementId,
    at: String,
    expected: String,
    got: String,
    #[serde(default)]
    also: Vec<RawFurtherFingerprint>,
    reason: String,
    #[serde(default)]
    cases: Vec<String>,
    link: Option<String>,
    expires: Option<Datetime>,
    harm: Option<String>,
}

/// A further form of a breach: only what differs from the first form is written.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFurtherFingerprint {
    at: Option<String>,
    expected: Option<String>,
    got: Option<String>,
}

/// An entry together with the places of its parts in the file.
#[derive(Debug)]
pub(super) struct ParsedEntry {
    pub(super) entry: KnownFailureEntry,
    pub(super) places: EntrySpans,
}

impl RawBaselineEntry {
    pub(super) fn case_count(&self) -> usize {
        self.cases.len()
    }

    fn first_fingerprint(&self) -> Fingerprint {
        Fingerprint {
            at: self.at.clone(),
            expected: self.expected.clone(),
            got: self.got.clone(),
        }
    }

    fn further_fingerprints(&self) -> Vec<Fingerprint> {
        let first = self.first_fingerprint();
        let others = self.also.iter().map(|own| Fingerprint {
            at: own.at.clone().unwrap_or_else(|| first.at.clone()),
            expected: own
                .expected
                .clone()
                .unwrap_or_else(|| first.expected.clone()),
            got: own.got.clone().unwrap_or_else(|| first.got.clone()),
        });
        others.collect()
    }
}

impl Baseline {
    /// Parses a page of `[[known]]` entries. `names` are the full names of all cases, and an entry is expired if its day is before `today`.
    ///
    /// A name that no case has is not a mistake here, since cases come and go. A run reports it at its end.
    ///
    /// # Errors
    /// Fails with [`Diagnostics`]: every mistake on the page.
    pub fn parse(
        page: &SourceFile,
        names: &[String],
        today: CalendarDay,
    ) -> Result<Self, Diagnostics> {
        let entries = parse_entries(page, names, today)?;
        let entries = entries.into_iter().map(|own| own.entry);
        Ok(Self::from_entries(page, entries.collect()))
    }

    pub(super) fn from_entries(page: &SourceFile, entries: Vec<KnownFailureEntry>) -> Self {
        Self {
            info: AppliedBaseline {
                file: page.name.clone(),
                entries,
            },
        }
    }
}

/// Parses the entries of a page together with their places.
pub(super) fn parse_entries(
    page: &SourceFile,
    names: &[String],
    today: CalendarDay,
) -> Result<Vec<ParsedEntry>, Diagnostics> {
    let mut file = TomlFileReader::new(page.clone());
    let read = file
        .parse("")
        .map(|toml| parse_entry_tables(toml, names, today));
    file.into_result(read)
}

fn parse_entry_tables(
    mut toml: TableReader<'_>,
    names: &[String],
    today: CalendarDay,
) -> Vec<ParsedEntry> {
    let mut entries: Vec<ParsedEntry> = Vec::new();
    for entry in toml.read_entries::<RawBaselineEntry>("known") {
        validate_entry(&mut toml, &entry);
        let read = resolve_entry(&toml, &entry, names, today);
        if let Some(twice) = entries
            .iter()
            .find_map(|other| describe_overlap(&other.entry, &read))
        {
            let hint = "remove one of them".to_owned();
            toml.diagnose_with_hint(entry.span_of_key_value("cases"), twice, hint);
        }
        entries.push(ParsedEntry {
            entry: read,
            places: EntrySpans::from_entry(&entry),
        });
    }
    toml.diagnose_unread_keys();
    entries
}

fn validate_entry(toml: &mut TableReader<'_>, entry: &SpannedEntry<RawBaselineEntry>) {
    let raw = &entry.value;
    if raw.reason.trim().is_empty() {
        let hint = "say why the failure is known and not fixed, for later readers";
        toml.diagnose_with_hint(
            entry.span_of_key_value("reason"),
            "`reason` is empty".to_owned(),
            hint.to_owned(),
        );
    }
    for (key, what) in find_overbroad_keys(&raw.first_fingerprint()) {
        let hint = "copy `at`, `expected` and `got` as `badreq baseline write` writes them, with `*` only for text that changes from run to run";
        let what = format!("`{key}` does not say {what}, and would hide new failures");
        toml.diagnose_with_hint(entry.span_of_key_value(key), what, hint.to_owned());
    }
    validate_further_fingerprints(toml, entry);
    if let Some(Err(error)) = raw.harm.as_deref().map(str::parse::<KnownHarmfulFinding>) {
        let hint = "write the id of the finding as `badreq baseline write` prints it, such as `harm = \"F-3a9c1b\"`";
        toml.diagnose_with_hint(
            entry.span_of_key_value("harm"),
            format!("`harm` names no finding: {error}"),
            hint.to_owned(),
        );
    }
    let is_of_target = raw.requirement.scope().is_every_response();
    match (raw.cases.is_empty(), is_of_target) {
        (true, false) => {
            let hint = "name the cases that show it, or leave the entry out".to_owned();
            toml.diagnose_with_hint(
                entry.span_of_key_value("cases"),
                "`cases` is empty".to_owned(),
                hint,
            );
        }
        (false, true) => {
            let what = format!(
                "`{}` applies to every response, not to cases",
                raw.requirement
            );
            toml.diagnose_with_hint(
                entry.span_of_key_value("cases"),
                what,
                "leave `cases` out".to_owned(),
            );
        }
        (true, true) | (false, false) => {}
    }
    for (place, pattern) in raw.cases.iter().enumerate() {
        if pattern.trim().is_empty() {
            let hint = "write the name of a case".to_owned();
            let span = entry.span_of_key_item("cases", place);
            toml.diagnose_with_hint(span, "an empty text names no case".to_owned(), hint);
        }
    }
    if raw
        .expires
        .as_ref()
        .is_some_and(|day| CalendarDay::from_toml(day).is_none())
    {
        let hint = "write it as `expires = 2026-12-31`".to_owned();
        toml.diagnose_with_hint(
            entry.span_of_key_value("expires"),
            "`expires` is not a day".to_owned(),
            hint,
        );
    }
}

fn validate_further_fingerprints(
    toml: &mut TableReader<'_>,
    entry: &SpannedEntry<RawBaselineEntry>,
) {
    let raw = &entry.value;
    let mut earlier = vec![raw.first_fingerprint()];
    for (place, form) in raw.further_fingerprints().into_iter().enumerate() {
        let span = entry.span_of_key_item("also", place);
        if earlier.contains(&form) {
            let hint = "remove it, or write what differs".to_owned();
            let what = "this form of the breach is listed already".to_owned();
            toml.diagnose_with_hint(span.clone(), what, hint);
        }
        // The keys that a form leaves out are those of the entry, which are checked there.
        for (key, what) in find_overbroad_keys(&form) {
            if find_overbroad_keys(&raw.first_fingerprint()).all(|(own, _)| own != key) {
                let what = format!("`{key}` does not say {what}, and would hide new failures");
                let hint = "write `*` only for text that changes from run to run".to_owned();
                toml.diagnose_with_hint(span.clone(), what, hint);
            }
        }
        earlier.push(form);
    }
}

/// Finds the keys by which an entry would match violations that were not found yet, each with a description of the missing part.
fn find_overbroad_keys(form: &Fingerprint) -> impl Iterator<Item = (&'static str, &'static str)> {
    let says_nothing = |text: &str| text.chars().all(|c| c == '*' || c.is_whitespace());
    // The place of an effect is a request, whose path may contain an id that changes.
    let is_anywhere = form.at.contains('*') && !form.at.starts_with("state behind ");
    [
        (says_nothing(&form.at) || is_anywhere, ("at", "where it is")),
        (
            says_nothing(&form.expected),
            ("expected", "what was expected"),
        ),
        (says_nothing(&form.got), ("got", "what was received")),
    ]
    .into_iter()
    .filter_map(|(hides, key)| hides.then_some(key))
}

fn resolve_entry(
    toml: &TableReader<'_>,
    entry: &SpannedEntry<RawBaselineEntry>,
    names: &[String],
    today: CalendarDay,
) -> KnownFailureEntry {
    let raw = &entry.value;
    let expiry = match raw.expires.as_ref().and_then(CalendarDay::from_toml) {
        None => BaselineExpiry::Never,
        Some(day) if day < today => BaselineExpiry::Past(day.to_string()),
        Some(day) => BaselineExpiry::On(day.to_string()),
    };
    KnownFailureEntry {
        line: toml.line_number_at(entry.span_of_key_value("").start),
        requirement: raw.requirement,
        breach: raw.first_fingerprint(),
        also: raw.further_fingerprints(),
        reason: raw.reason.clone(),
        link: raw.link.clone(),
        expiry,
        harm: raw.harm.as_deref().and_then(|text| text.parse().ok()),
        cases: raw
            .cases
            .iter()
            .enumerate()
            .map(|(place, pattern)| {
                let line = toml.line_number_at(entry.span_of_key_item("cases", place).start);
                match_case_pattern(pattern, line, names)
            })
            .collect(),
    }
}

fn match_case_pattern(pattern: &str, line: usize, names: &[String]) -> KnownCasePattern {
    let fits = names
        .iter()
        .filter(|name| matches_case_name(pattern, name))
        .count();
    let near = match fits {
        0 => suggest_similar_word(pattern, names.iter().map(String::as_str)).map(str::to_owned),
        _ => None,
    };
    KnownCasePattern {
        pattern: pattern.to_owned(),
        line,
        fits,
        near,
    }
}

/// Describes the overlap of two entries, or returns `None` if they do not overlap.
fn describe_overlap(one: &KnownFailureEntry, other: &KnownFailureEntry) -> Option<String> {
    let shares_form = one
        .list_fingerprints()
        .any(|own| other.list_fingerprints().any(|form| form == own));
    if one.requirement != other.requirement || !shares_form {
        return None;
    }
    if one.cases.is_empty() && other.cases.is_empty() {
        return Some(format!(
            "this failure is already listed in line {}",
            one.line
        ));
    }
    let mut patterns = one.cases.iter().map(|cases| &cases.pattern);
    patterns
        .find(|own| other.cases.iter().any(|cases| cases.pattern == **own))
        .map(|own| {
            format!(
                "this failure of `{own}` is already listed in line {}",
                one.line
            )
        })
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
