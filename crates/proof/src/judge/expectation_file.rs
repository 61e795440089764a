//! The file of fault expectations: parsed, and checked against the existing faults and cases.

use std::collections::{BTreeMap, BTreeSet};

use badreq::contract::{Diagnostic, Diagnostics, RequirementId, SourceFile, suggest_similar_word};
use badreq::suite::{Case, CasePattern, CaseSelection};
use serde::Deserialize;
use toml::Spanned;

use super::fault_expectation::FaultExpectation;
use super::fault_names::{UnmatchedFaultPattern, fault_family, matches_fault};

/// The expectation for every fault.
///
/// ```
/// use badreq::contract::SourceFile;
/// use badreq_proof::FaultExpectations;
///
/// let page = SourceFile::new("expectations.toml", r#"
///     [[expectation]]
///     faults = "status/*"
///     breaks = ["pair-documented"]
///
///     [[expectation]]
///     faults = "status/7"
///     breaks = ["pair-documented", "row-expected"]
///     about = "A later entry overrides an earlier one"
/// "#);
/// let faults = ["status/7".to_owned(), "status/8".to_owned()];
/// let expectations = FaultExpectations::parse(&page, &faults, &[])?;
/// assert_eq!(expectations.for_fault("status/8").map(|expectation| expectation.breaks.len()), Some(1));
/// assert_eq!(expectations.for_fault("status/7").map(|expectation| expectation.breaks.len()), Some(2));
/// # Ok::<(), badreq::contract::Diagnostics>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultExpectations {
    by_fault: BTreeMap<String, FaultExpectation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawExpectationFile {
    #[serde(default, rename = "expectation")]
    expectations: Vec<RawFaultExpectation>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFaultExpectation {
    faults: Spanned<String>,
    breaks: Spanned<Vec<Spanned<String>>>,
    #[serde(default)]
    spares: Vec<Spanned<String>>,
    #[serde(default)]
    only: Vec<Spanned<String>>,
    about: Option<String>,
}

impl FaultExpectations {
    /// Parses a file and checks it against the existing faults and cases.
    ///
    /// # Errors
    /// Fails with [`Diagnostics`], which lists every mistake: unknown requirements, patterns that match nothing, entries that are overridden for
    /// every fault that they match, and faults without an entry. If the file cannot be read, that is the only mistake.
    pub fn parse(
        page: &SourceFile,
        faults: &[String],
        cases: &[&Case],
    ) -> Result<Self, Diagnostics> {
        let raw: RawExpectationFile = toml::from_str(&page.text).map_err(|error| {
            let message = error.message().to_owned();
            Diagnostic::new(&page.name, &page.text, error.span(), message)
        })?;
        let mut parser = ExpectationParser {
            page,
            faults,
            cases,
            diagnostics: Vec::new(),
        };
        let raw = raw.expectations.iter();
        let entries: Vec<FaultExpectation> = raw.map(|own| parser.parse_entry(own)).collect();
        let by_fault = parser.assign_to_faults(&entries);
        parser.diagnose_unlisted_faults(&by_fault);
        match Diagnostics::from_nonempty(parser.diagnostics) {
            Some(diagnostics) => Err(diagnostics),
            None => Ok(Self { by_fault }),
        }
    }

    /// Returns the expectation for a fault.
    #[must_use]
    pub fn for_fault(&self, fault: &str) -> Option<&FaultExpectation> {
        self.by_fault.get(fault)
    }
}

/// A parser of the file, with the mistakes that it has found.
struct ExpectationParser<'p> {
    page: &'p SourceFile,
    faults: &'p [String],
    cases: &'p [&'p Case],
    diagnostics: Vec<Diagnostic>,
}

impl ExpectationParser<'_> {
    fn diagnose(&mut self, span: std::ops::Range<usize>, message: String, hint: String) {
        let diagnostic = Diagnostic::new(&self.page.name, &self.page.text, Some(span), message);
        self.diagnostics.push(diagnostic.with_hint(hint));
    }

    fn parse_entry(&mut self, raw: &RawFaultExpectation) -> FaultExpectation {
        let pattern = raw.faults.get_ref();
        if !self.matches_any_fault(pattern) {
            let hint = match UnmatchedFaultPattern::new(pattern, self.faults).hint {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`badreq-proof faults --list` lists the faults".to_owned(),
            };
            let message = format!("no fault matches `{pattern}`");
            self.diagnose(raw.faults.span(), message, hint);
        }
        if raw.breaks.get_ref().is_empty() {
            let message = format!("`{pattern}` breaks no requirement");
            let hint = "name the requirements that it breaks".to_owned();
            self.diagnose(raw.breaks.span(), message, hint);
        }
        let breaks = raw.breaks.get_ref().iter();
        let start = raw.faults.span().start;
        FaultExpectation {
            faults: pattern.clone(),
            breaks: breaks
                .filter_map(|name| self.parse_requirement(name))
                .collect(),
            must_not_detect: self.parse_case_patterns(&raw.spares),
            may_detect: self.parse_case_patterns(&raw.only),
            about: raw.about.clone(),
            line: 1 + self.page.text[..start].matches('\n').count(),
        }
    }

    fn matches_any_fault(&self, pattern: &str) -> bool {
        let mut faults = self.faults.iter();
        faults.any(|fault| matches_fault(pattern, fault))
    }

    fn parse_requirement(&mut self, name: &Spanned<String>) -> Option<RequirementId> {
        let text = name.get_ref();
        let mut ids = RequirementId::ALL.iter().copied();
        let found = ids.find(|id| id.as_str() == text);
        if found.is_none() {
            let ids = RequirementId::ALL.iter().map(|id| id.as_str());
            let hint = match suggest_similar_word(text, ids) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`schemas/requirements.toml` lists the requirements".to_owned(),
            };
            self.diagnose(name.span(), format!("`{text}` is not a requirement"), hint);
        }
        found
    }

    /// Parses the patterns of cases of a key, and diagnoses those that match nothing.
    fn parse_case_patterns(&mut self, texts: &[Spanned<String>]) -> Vec<CasePattern> {
        let parse = |own: &Spanned<String>| {
            self.diagnose_unmatched_pattern(own);
            CasePattern::from_text(own.get_ref())
        };
        texts.iter().map(parse).collect()
    }

    /// Diagnoses a pattern that matches no case.
    fn diagnose_unmatched_pattern(&mut self, text: &Spanned<String>) {
        let selection = CaseSelection {
            only: vec![text.get_ref().clone()],
            ..CaseSelection::default()
        };
        let unmatched = selection.select_cases(self.cases).err();
        for unmatched in unmatched.into_iter().flatten() {
            let hint = match unmatched.hint {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`badreq list` lists the cases".to_owned(),
            };
            let message = format!("no case, suite or row matches `{}`", text.get_ref());
            self.diagnose(text.span(), message, hint);
        }
    }

    /// Assigns each fault the last entry that matches it, and diagnoses the entries that no fault is left for.
    fn assign_to_faults(
        &mut self,
        entries: &[FaultExpectation],
    ) -> BTreeMap<String, FaultExpectation> {
        let mut by_fault = BTreeMap::new();
        let mut assigned = BTreeSet::new();
        for fault in self.faults {
            let mut numbered = entries.iter().enumerate().rev();
            let last = numbered.find(|(_, own)| matches_fault(&own.faults, fault));
            if let Some((index, own)) = last {
                assigned.insert(index);
                by_fault.insert(fault.clone(), own.clone());
            }
        }
        for (index, own) in entries.iter().enumerate() {
            if self.matches_any_fault(&own.faults) && !assigned.contains(&index) {
                let lines = self.page.text.split_inclusive('\n');
                let start = lines.take(own.line - 1).map(str::len).sum::<usize>();
                let message = format!("later entries override `{}` for every fault", own.faults);
                self.diagnose(start..start, message, "remove it".to_owned());
            }
        }
        by_fault
    }

    /// Diagnoses each family that has faults without an expectation.
    fn diagnose_unlisted_faults(&mut self, listed: &BTreeMap<String, FaultExpectation>) {
        let mut families: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for fault in self.faults {
            if !listed.contains_key(fault) {
                families.entry(fault_family(fault)).or_default().push(fault);
            }
        }
        for (family, faults) in families {
            let message = match faults.as_slice() {
                [fault] => format!("no entry says what `{fault}` breaks"),
                [first, ..] => format!(
                    "no entry says what {} faults break, such as `{first}`",
                    faults.len()
                ),
                [] => continue,
            };
            let hint = format!("add an `[[expectation]]` with `faults = \"{family}\"`");
            let diagnostic = Diagnostic::new(&self.page.name, &self.page.text, None, message);
            self.diagnostics.push(diagnostic.with_hint(hint));
        }
    }
}

#[cfg(test)]
#[path = "expectation_file_tests.rs"]
mod tests;
