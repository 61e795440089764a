//! The file of fault expectations: parsed, and checked against the existing faults and cases.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Deserialize;

use super::accusation::{Accusation, Cases, Justification, row_of};
use super::names::{UnmatchedFault, family, fits};
use crate::contract::authored::{Entry, File, Reader};
use crate::contract::{Flaw, Flaws, Page, RequirementId, suggest};
use crate::suite::{Case, Pattern, Selection};

/// The expectation for every fault, and the justifications of redundant cases.
///
/// ```
/// use badreq::contract::Page;
/// use badreq::proof::Accusations;
///
/// let page = Page::new("accusations.toml", r#"
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
/// let accusations = Accusations::read(&page, &faults, &[])?;
/// assert_eq!(accusations.of("status/8").map(|accusation| accusation.breaks.len()), Some(1));
/// assert_eq!(accusations.of("status/7").map(|accusation| accusation.breaks.len()), Some(2));
/// # Ok::<(), badreq::contract::Flaws>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accusations {
    pub(super) file: String,
    by_fault: BTreeMap<String, Accusation>,
    pub(super) justifications: Vec<Justification>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAccusation {
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
struct RawJustification {
    cases: Vec<String>,
    reason: String,
}

impl Accusations {
    /// Parses a file and checks it against the existing faults and cases.
    ///
    /// # Errors
    /// Fails with [`Flaws`], which lists every mistake: unknown keys and requirements, patterns that match nothing, entries that are overridden
    /// for every fault that they match, and faults without an entry. The last are reported only if every entry could be parsed.
    pub fn read(page: &Page, faults: &[String], cases: &[&Case]) -> Result<Self, Flaws> {
        let mut file = File::new(page.clone());
        let read = file
            .parse("")
            .map(|toml| Self::from_root(toml, &page.name, faults, cases));
        if let Some((own, true)) = &read {
            let unaccused = unaccused(page, faults, &own.by_fault);
            file.flaws.extend(unaccused);
        }
        file.conclude(read.map(|(own, _)| own))
    }

    /// Parses as many entries as possible; the flag is `true` if every entry could be parsed.
    fn from_root(
        mut toml: Reader<'_>,
        file: &str,
        faults: &[String],
        cases: &[&Case],
    ) -> (Self, bool) {
        let entries = toml.list::<RawAccusation>("accusation");
        let justified = toml.list::<RawJustification>("redundant");
        let is_whole = toml.is_sound();
        let accusations: Vec<Accusation> = entries
            .iter()
            .map(|entry| accusation(&mut toml, entry, faults, cases))
            .collect();
        let justifications = justified
            .iter()
            .map(|entry| justification(&mut toml, entry, cases))
            .collect();
        // If several entries match a fault, the last one wins.
        let mut by_fault = BTreeMap::new();
        let mut holding = BTreeSet::new();
        for fault in faults {
            let last = accusations.iter().rposition(|own| fits(&own.faults, fault));
            if let Some((index, own)) = last.and_then(|at| Some((at, accusations.get(at)?))) {
                holding.insert(index);
                by_fault.insert(fault.clone(), own.clone());
            }
        }
        for (index, (entry, own)) in entries.iter().zip(&accusations).enumerate() {
            let means_some = faults.iter().any(|fault| fits(&own.faults, fault));
            if means_some && !holding.contains(&index) {
                let what = format!("later entries override `{}` for every fault", own.faults);
                toml.push(entry.at("faults"), what, "remove it".to_owned());
            }
        }
        toml.finish();
        let own = Self {
            file: file.to_owned(),
            by_fault,
            justifications,
        };
        (own, is_whole)
    }

    /// Returns the expectation for a fault.
    #[must_use]
    pub fn of(&self, fault: &str) -> Option<&Accusation> {
        self.by_fault.get(fault)
    }
}

fn accusation(
    toml: &mut Reader<'_>,
    entry: &Entry<RawAccusation>,
    faults: &[String],
    cases: &[&Case],
) -> Accusation {
    let raw = &entry.value;
    if !faults.iter().any(|fault| fits(&raw.faults, fault)) {
        let what = format!("no fault fits `{}`", raw.faults);
        let hint = match UnmatchedFault::new(&raw.faults, faults).hint {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`badreq faults --list` shows what there is".to_owned(),
        };
        toml.push(entry.at("faults"), what, hint);
    }
    if raw.breaks.is_empty() {
        let what = format!("`{}` is accused of nothing", raw.faults);
        let hint = "name the requirements that it breaks";
        toml.push(entry.at("breaks"), what, hint.to_owned());
    }
    let mut breaks = BTreeSet::new();
    for (index, text) in raw.breaks.iter().enumerate() {
        match requirement(text) {
            Some(id) => {
                breaks.insert(id);
            }
            None => {
                let ids = RequirementId::ALL.iter().map(|id| id.as_str());
                let hint = match suggest(text, ids) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`schemas/requirements.toml` lists what there is".to_owned(),
                };
                let what = format!("`{text}` is no requirement");
                toml.push(entry.at_item("breaks", index), what, hint);
            }
        }
    }
    Accusation {
        faults: raw.faults.clone(),
        breaks,
        spares: cases_of(toml, entry, "spares", &raw.spares, (faults, cases)),
        only: cases_of(toml, entry, "only", &raw.only, (faults, cases)),
        about: raw.about.clone(),
        line: toml.line_at(entry.at("faults").start),
    }
}

/// Parses the case selections of a key, and diagnoses those that match nothing.
fn cases_of(
    toml: &mut Reader<'_>,
    entry: &Entry<RawAccusation>,
    key: &str,
    texts: &[String],
    (faults, cases): (&[String], &[&Case]),
) -> Vec<Cases> {
    for (index, text) in texts.iter().enumerate() {
        match Cases::of(text) {
            Cases::Of(_) => hold_to(toml, entry.at_item(key, index), text, cases),
            Cases::OfItsRow => {
                let meant = |fault: &&String| fits(&entry.value.faults, fault);
                let mut meant = faults.iter().filter(meant);
                if let Some(fault) = meant.find(|fault| row_of(fault).is_none()) {
                    let what = format!("the name of `{fault}` ends with no row");
                    let hint = format!("name the cases instead of `{text}`");
                    toml.push(entry.at_item(key, index), what, hint);
                }
            }
        }
    }
    texts.iter().map(|text| Cases::of(text)).collect()
}

fn requirement(text: &str) -> Option<RequirementId> {
    let mut ids = RequirementId::ALL.iter().copied();
    ids.find(|id| id.as_str() == text)
}

fn justification(
    toml: &mut Reader<'_>,
    entry: &Entry<RawJustification>,
    cases: &[&Case],
) -> Justification {
    let raw = &entry.value;
    if raw.reason.trim().is_empty() {
        let hint = "say why the cases stay though others notice all that they notice";
        toml.push(
            entry.at("reason"),
            "the reason is empty".to_owned(),
            hint.to_owned(),
        );
    }
    let cases = raw.cases.iter().enumerate().map(|(index, text)| {
        let place = entry.at_item("cases", index);
        let line = toml.line_at(place.start);
        hold_to(toml, place, text, cases);
        (Pattern::of(text), text.clone(), line)
    });
    Justification {
        cases: cases.collect(),
        reason: raw.reason.clone(),
    }
}

/// Diagnoses a pattern that matches no case.
fn hold_to(toml: &mut Reader<'_>, place: Range<usize>, text: &str, cases: &[&Case]) {
    let selection = Selection {
        only: vec![text.to_owned()],
        ..Selection::default()
    };
    for unmatched in selection.select(cases).err().into_iter().flatten() {
        let hint = match unmatched.hint {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`badreq list` shows what there is".to_owned(),
        };
        let what = format!("no case, suite or row fits `{text}`");
        toml.push(place.clone(), what, hint);
    }
}

/// Returns a diagnostic for each family that has faults without an expectation.
fn unaccused(page: &Page, faults: &[String], accused: &BTreeMap<String, Accusation>) -> Vec<Flaw> {
    let mut families: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for fault in faults {
        if !accused.contains_key(fault) {
            families.entry(family(fault)).or_default().push(fault);
        }
    }
    let flaw = |(family, faults): (&str, Vec<&str>)| {
        let what = match faults.as_slice() {
            [fault] => format!("nobody says what `{fault}` breaks"),
            [first, ..] => format!(
                "nobody says what {} faults break, such as `{first}`",
                faults.len()
            ),
            [] => format!("nobody says what `{family}` breaks"),
        };
        let hint = format!("add an `[[accusation]]` with `faults = \"{family}\"`");
        Flaw::new(&page.name, &page.text, None, what).with_hint(hint)
    };
    families.into_iter().map(flaw).collect()
}

#[cfg(test)]
#[path = "accusations_tests.rs"]
mod tests;
