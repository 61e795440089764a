//! The requirements of a contract: the ids that are judged, with their levels and words.

use super::authored::{SpannedEntry, TableReader, TomlFileReader};
use super::{Diagnostics, Requirement, RequirementId, SourceFile};

/// The requirements that a contract lists, in the order of their page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementList(Vec<Requirement>);

impl RequirementList {
    /// Parses a TOML page of `[[requirement]]` entries.
    ///
    /// ```
    /// use badreq::contract::{Level, SourceFile, RequirementId, RequirementList};
    ///
    /// let page = SourceFile::new("requirements.toml", r#"
    ///     [[requirement]]
    ///     id = "body-code-integer"
    ///     level = "must"
    ///     basis = "documented"
    ///     sentence = "The body says which error it is."
    ///     source = "errors.md#error-response-model"
    /// "#);
    /// let requirements = RequirementList::parse(&page)?;
    /// let code = requirements.get(RequirementId::BodyCodeInteger);
    /// assert_eq!(code.map(|code| code.level), Some(Level::Must));
    /// assert_eq!(requirements.get(RequirementId::NoToken), None);
    /// # Ok::<(), badreq::contract::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails with every mistake at once: a page that is not TOML, an unknown key or id, a missing key, a duplicate id, an empty sentence or
    /// source.
    pub fn parse(page: &SourceFile) -> Result<Self, Diagnostics> {
        RequirementsFile::parse(page).map(|file| Self(file.requirements))
    }

    /// Combines the requirements of a contract's own page with the generic ones, unless the page does without them. An entry of the page
    /// replaces the generic one with the same id.
    ///
    /// # Errors
    ///
    /// Fails as `list_generic` does, which is called only if generic ones hold.
    pub(super) fn combine(
        own: Option<RequirementsFile>,
        list_generic: impl FnOnce() -> Result<Vec<Requirement>, Diagnostics>,
    ) -> Result<Self, Diagnostics> {
        let own = own.unwrap_or_default();
        let mut all = own.requirements;
        if own.includes_generic {
            let mut generic = list_generic()?;
            generic.retain(|other| all.iter().all(|listed| listed.id != other.id));
            all.extend(generic);
        }
        Ok(Self(all))
    }

    /// Returns the requirement with this id, or `None` if the contract does not list it, so that it is not judged.
    #[must_use]
    pub fn get(&self, id: RequirementId) -> Option<&Requirement> {
        self.0.iter().find(|requirement| requirement.id == id)
    }

    /// Returns the requirement whose id is written like this, or `None` if the contract does not list it.
    #[must_use]
    pub fn find_by_name(&self, name: &str) -> Option<&Requirement> {
        self.0
            .iter()
            .find(|requirement| requirement.id.as_str() == name)
    }

    /// Returns every requirement, in the order of [`RequirementId::ALL`].
    #[must_use]
    pub fn to_vec_in_id_order(&self) -> Vec<Requirement> {
        let ids = RequirementId::ALL.iter();
        ids.filter_map(|id| self.get(*id)).cloned().collect()
    }

    /// Returns every requirement.
    #[must_use]
    pub fn as_slice(&self) -> &[Requirement] {
        &self.0
    }
}

/// A contract's own page of requirements.
#[derive(Debug)]
pub(super) struct RequirementsFile {
    requirements: Vec<Requirement>,
    /// Generic requirements hold, too.
    includes_generic: bool,
}

impl Default for RequirementsFile {
    /// Returns the page of a contract that has none.
    fn default() -> Self {
        Self {
            requirements: Vec::new(),
            includes_generic: true,
        }
    }
}

impl RequirementsFile {
    pub(super) fn parse(page: &SourceFile) -> Result<Self, Diagnostics> {
        let mut file = TomlFileReader::new(page.clone());
        let read = file.parse("").map(Self::from_reader);
        file.into_result(read)
    }

    fn from_reader(mut toml: TableReader<'_>) -> Self {
        let generic = toml.read_section::<bool>("generic");
        let entries = toml.read_entries::<Requirement>("requirement");
        for (index, entry) in entries.iter().enumerate() {
            validate_requirement(&mut toml, entry, &entries[..index]);
        }
        toml.diagnose_unread_keys();
        Self {
            requirements: entries.into_iter().map(|entry| entry.value).collect(),
            includes_generic: generic.is_none_or(|entry| entry.value),
        }
    }
}

fn validate_requirement(
    toml: &mut TableReader<'_>,
    entry: &SpannedEntry<Requirement>,
    before: &[SpannedEntry<Requirement>],
) {
    let requirement = &entry.value;
    if let Some(first) = before.iter().find(|other| other.value.id == requirement.id) {
        let line = toml.line_number_at(first.span_of_key_value("id").start);
        toml.diagnose_with_hint(
            entry.span_of_key_value("id"),
            format!("the requirement `{}` is listed twice", requirement.id),
            format!("keep one of them; the other is on line {line}"),
        );
    }
    for (key, text) in [
        ("sentence", &requirement.sentence),
        ("source", &requirement.source),
    ] {
        if text.trim().is_empty() {
            toml.diagnose_with_hint(
                entry.span_of_key_value(key),
                format!("the {key} of `{}` is empty", requirement.id),
                "say what is required, and where the documentation says so".to_owned(),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{RequirementId, RequirementList, SourceFile};
    use crate::contract::Diagnostic;

    fn entry(id: &str, sentence: &str) -> String {
        format!(
            "[[requirement]]\nid = \"{id}\"\nlevel = \"must\"\nbasis = \"documented\"\nsentence = \"{sentence}\"\nsource = \"a.md#b\"\n"
        )
    }

    fn collect_parse_diagnostics(text: String) -> Vec<Diagnostic> {
        let read = RequirementList::parse(&SourceFile::new("requirements.toml", text));
        read.expect_err("the page has flaws").into_iter().collect()
    }

    #[test]
    fn a_requirement_that_is_not_listed_is_not_there() {
        let page = SourceFile::new("requirements.toml", entry("no-token", "A."));
        let requirements = RequirementList::parse(&page).expect("the page is sound");
        assert!(requirements.get(RequirementId::NoToken).is_some());
        assert_eq!(requirements.get(RequirementId::NoInternals), None);
        assert_eq!(requirements.as_slice().len(), 1);
    }

    #[test]
    fn an_unknown_id_is_answered_with_the_nearest() {
        let flaws = collect_parse_diagnostics(entry("body-code-intger", "A."));
        assert_eq!(flaws[0].message, "unknown value `body-code-intger`");
        assert_eq!(
            flaws[0].hint.as_deref(),
            Some("did you mean `body-code-integer`?")
        );
        assert_eq!(flaws[0].line(), Some(2));
    }

    #[test]
    fn a_duplicate_names_the_line_of_the_first() {
        let flaws = collect_parse_diagnostics(entry("no-token", "A.") + &entry("no-token", "B."));
        assert_eq!(flaws.len(), 1);
        assert_eq!(
            flaws[0].message,
            "the requirement `no-token` is listed twice"
        );
        assert_eq!(flaws[0].line(), Some(8));
        assert_eq!(
            flaws[0].hint.as_deref(),
            Some("keep one of them; the other is on line 2")
        );
    }

    #[test]
    fn an_empty_sentence_is_a_flaw() {
        assert_eq!(
            collect_parse_diagnostics(entry("no-token", " "))[0].message,
            "the sentence of `no-token` is empty"
        );
    }

    #[test]
    fn an_unknown_id_does_not_hide_a_duplicate() {
        let text = entry("no-tokem", "A.") + &entry("body-utf8", "B.") + &entry("body-utf8", "C.");
        assert_eq!(collect_parse_diagnostics(text).len(), 2);
    }
}
