//! The file of fault expectations: parsed, and checked against the existing faults and cases.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Deserialize;

use super::fault_expectation::{
    CaseMatcher, FaultExpectation, RedundancyJustification, row_in_fault_name,
};
use super::fault_names::{UnmatchedFault, fault_family, matches_fault};
use crate::contract::authored::{SpannedEntry, TableReader, TomlFileReader};
use crate::contract::{Diagnostic, Diagnostics, RequirementId, SourceFile, suggest_similar_word};
use crate::suite::{Case, CasePattern, CaseSelection};

/// The expectation for every fault, and the justifications of redundant cases.
///
/// ```
/// use badreq::contract::SourceFile;
/// use badreq::proof::FaultExpectations;
///
/// let page = SourceFile::new("accusations.toml", r#"
///     [[accusation]]
///     faults = "status/*"
///     breaks = ["pair-documented"]
///
///     [[accusation]]
///     faults = "status/7"
///     breaks = ["pair-documented", "row-expected"]
///     about = "A later entry overrides an earlier one"
/// "#);
/// let faults = ["status/7".to_owned(), "status/8".to_owned()];
/// let accusations = FaultExpectations::parse(&page, &faults, &[])?;
/// assert_eq!(accusations.for_fault("status/8").map(|accusation| accusation.breaks.len()), Some(1));
/// assert_eq!(accusations.for_fault("status/7").map(|accusation| accusation.breaks.len()), Some(2));
/// # Ok::<(), badreq::contract::Diagnostics>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultExpectations {
    pub(super) file: String,
    by_fault: BTreeMap<String, FaultExpectation>,
    pub(super) justifications: Vec<RedundancyJustification>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFaultExpectation {
    faults: String,
    breaks: Vec<String>,
    #[serde(default)]
    spares: Vec<String>,
    #[serde(default)]
    only: Vec<String>,
    about: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRedundancyJustification {
    cases: Vec<String>,
    reason: String,
}

impl FaultExpectations {
    /// Parses a file and checks it against the existing faults and cases.
    ///
    /// # Errors
    /// Fails with [`Diagnostics`], which lists every mistake: unknown keys and requirements, patterns that match nothing, entries that are overridden
    /// for every fault that they match, and faults without an entry. The last are reported only if every entry could be parsed.
    pub fn parse(
        page: &SourceFile,
        faults: &[String],
        cases: &[&Case],
    ) -> Result<Self, Diagnostics> {
        let mut file = TomlFileReader::new(page.clone());
        let read = file
            .parse("")
            .map(|toml| Self::from_reader(toml, &page.name, faults, cases));
        if let Some((own, true)) = &read {
            let unaccused = diagnose_unlisted_faults(page, faults, &own.by_fault);
            file.diagnostics.extend(unaccused);
        }
        file.into_result(read.map(|(own, _)| own))
    }

    /// Parses as many entries as possible; the flag is `true` if every entry could be parsed.
    fn from_reader(
        mut toml: TableReader<'_>,
        file: &str,
        faults: &[String],
        cases: &[&Case],
    ) -> (Self, bool) {
        let entries = toml.read_entries::<RawFaultExpectation>("accusation");
        let justified = toml.read_entries::<RawRedundancyJustification>("redundant");
        let is_whole = toml.is_file_error_free();
        let accusations: Vec<FaultExpectation> = entries
            .iter()
            .map(|entry| parse_expectation(&mut toml, entry, faults, cases))
            .collect();
        let justifications = justified
            .iter()
            .map(|entry| parse_justification(&mut toml, entry, cases))
            .collect();
        // If several entries match a fault, the last one wins.
        let mut by_fault = BTreeMap::new();
        let mut holding = BTreeSet::new();
        for fault in faults {
            let last = accusations
                .iter()
                .rposition(|own| matches_fault(&own.faults, fault));
            if let Some((index, own)) = last.and_then(|at| Some((at, accusations.get(at)?))) {
                holding.insert(index);
                by_fault.insert(fault.clone(), own.clone());
            }
        }
        for (index, (entry, own)) in entries.iter().zip(&accusations).enumerate() {
            let means_some = faults.iter().any(|fault| matches_fault(&own.faults, fault));
            if means_some && !holding.contains(&index) {
                let what = format!("later entries override `{}` for every fault", own.faults);
                toml.diagnose_with_hint(
                    entry.span_of_key_value("faults"),
                    what,
                    "remove it".to_owned(),
                );
            }
        }
        toml.diagnose_unread_keys();
        let own = Self {
            file: file.to_owned(),
            by_fault,
            justifications,
        };
        (own, is_whole)
    }

    /// Returns the expectation for a fault.
    #[must_use]
    pub fn for_fault(&self, fault: &str) -> Option<&FaultExpectation> {
        self.by_fault.get(fault)
    }
}

fn parse_expectation(
    toml: &mut TableReader<'_>,
    entry: &SpannedEntry<RawFaultExpectation>,
    faults: &[String],
    cases: &[&Case],
) -> FaultExpectation {
    let raw = &entry.value;
    if !faults.iter().any(|fault| matches_fault(&raw.faults, fault)) {
        let what = format!("no fault matches `{}`", raw.faults);
        let hint = match UnmatchedFault::new(&raw.faults, faults).hint {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`badreq faults --list` lists the faults".to_owned(),
        };
        toml.diagnose_with_hint(entry.span_of_key_value("faults"), what, hint);
    }
    if raw.breaks.is_empty() {
        let what = format!("`{}` breaks no requirement", raw.faults);
        let hint = "name the requirements that it breaks";
        toml.diagnose_with_hint(entry.span_of_key_value("breaks"), what, hint.to_owned());
    }
    let mut breaks = BTreeSet::new();
    for (index, text) in raw.breaks.iter().enumerate() {
        match find_requirement(text) {
            Some(id) => {
                breaks.insert(id);
            }
            None => {
                let ids = RequirementId::ALL.iter().map(|id| id.as_str());
                let hint = match suggest_similar_word(text, ids) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`schemas/requirements.toml` lists the requirements".to_owned(),
                };
                let what = format!("`{text}` is not a requirement");
                toml.diagnose_with_hint(entry.span_of_key_item("breaks", index), what, hint);
            }
        }
    }
    FaultExpectation {
        faults: raw.faults.clone(),
        breaks,
        must_not_detect: parse_case_matchers(toml, entry, "spares", &raw.spares, (faults, cases)),
        may_detect: parse_case_matchers(toml, entry, "only", &raw.only, (faults, cases)),
        about: raw.about.clone(),
        line: toml.line_at(entry.span_of_key_value("faults").start),
    }
}

/// Parses the case selections of a key, and diagnoses those that match nothing.
fn parse_case_matchers(
    toml: &mut TableReader<'_>,
    entry: &SpannedEntry<RawFaultExpectation>,
    key: &str,
    texts: &[String],
    (faults, cases): (&[String], &[&Case]),
) -> Vec<CaseMatcher> {
    for (index, text) in texts.iter().enumerate() {
        match CaseMatcher::parse(text) {
            CaseMatcher::Pattern(_) => {
                diagnose_unmatched_pattern(toml, entry.span_of_key_item(key, index), text, cases);
            }
            CaseMatcher::FaultRow => {
                let meant = |fault: &&String| matches_fault(&entry.value.faults, fault);
                let mut meant = faults.iter().filter(meant);
                if let Some(fault) = meant.find(|fault| row_in_fault_name(fault).is_none()) {
                    let what = format!("the name of `{fault}` does not end with a row");
                    let hint = format!("name the cases instead of `{text}`");
                    toml.diagnose_with_hint(entry.span_of_key_item(key, index), what, hint);
                }
            }
        }
    }
    texts.iter().map(|text| CaseMatcher::parse(text)).collect()
}

fn find_requirement(text: &str) -> Option<RequirementId> {
    let mut ids = RequirementId::ALL.iter().copied();
    ids.find(|id| id.as_str() == text)
}

fn parse_justification(
    toml: &mut TableReader<'_>,
    entry: &SpannedEntry<RawRedundancyJustification>,
    cases: &[&Case],
) -> RedundancyJustification {
    let raw = &entry.value;
    if raw.reason.trim().is_empty() {
        let hint = "say why the cases stay although others detect all that they detect";
        toml.diagnose_with_hint(
            entry.span_of_key_value("reason"),
            "the reason is empty".to_owned(),
            hint.to_owned(),
        );
    }
    let cases = raw.cases.iter().enumerate().map(|(index, text)| {
        let place = entry.span_of_key_item("cases", index);
        let line = toml.line_at(place.start);
        diagnose_unmatched_pattern(toml, place, text, cases);
        (CasePattern::from_text(text), text.clone(), line)
    });
    RedundancyJustification {
        cases: cases.collect(),
        reason: raw.reason.clone(),
    }
}

/// Diagnoses a pattern that matches no case.
fn diagnose_unmatched_pattern(
    toml: &mut TableReader<'_>,
    place: Range<usize>,
    text: &str,
    cases: &[&Case],
) {
    let selection = CaseSelection {
        only: vec![text.to_owned()],
        ..CaseSelection::default()
    };
    for unmatched in selection.select_cases(cases).err().into_iter().flatten() {
        let hint = match unmatched.hint {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`badreq list` lists the cases".to_owned(),
        };
        let what = format!("no case, suite or row matches `{text}`");
        toml.diagnose_with_hint(place.clone(), what, hint);
    }
}

/// Returns a diagnostic for each family that has faults without an expectation.
fn diagnose_unlisted_faults(
    page: &SourceFile,
    faults: &[String],
    accused: &BTreeMap<String, FaultExpectation>,
) -> Vec<Diagnostic> {
    let mut families: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for fault in faults {
        if !accused.contains_key(fault) {
            families.entry(fault_family(fault)).or_default().push(fault);
        }
    }
    let flaw = |(family, faults): (&str, Vec<&str>)| {
        let what = match faults.as_slice() {
            [fault] => format!("no entry says what `{fault}` breaks"),
            [first, ..] => format!(
                "no entry says what {} faults break, such as `{first}`",
                faults.len()
            ),
            [] => format!("no entry says what `{family}` breaks"),
        };
        let hint = format!("add an `[[accusation]]` with `faults = \"{family}\"`");
        Diagnostic::new(&page.name, &page.text, None, what).with_hint(hint)
    };
    families.into_iter().map(flaw).collect()
}

#[cfg(test)]
#[path = "expectation_file_tests.rs"]
mod tests;
