//! The requirements of a contract: the ids that are judged, with their levels and words.

use super::authored::{Entry, File, Reader};
use super::{Flaws, Page, Requirement, RequirementId};

/// The requirements that a contract lists, in the order of their page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requirements(Vec<Requirement>);

impl Requirements {
    /// Parses a TOML page of `[[requirement]]` entries.
    ///
    /// ```
    /// use badreq::contract::{Level, Page, RequirementId, Requirements};
    ///
    /// let page = Page::new("requirements.toml", r#"
    ///     [[requirement]]
    ///     id = "body-code-integer"
    ///     level = "must"
    ///     basis = "documented"
    ///     sentence = "The body says which error it is."
    ///     source = "errors.md#error-response-model"
    /// "#);
    /// let requirements = Requirements::read(&page)?;
    /// let code = requirements.get(RequirementId::BodyCodeInteger);
    /// assert_eq!(code.map(|code| code.level), Some(Level::Must));
    /// assert_eq!(requirements.get(RequirementId::NoToken), None);
    /// # Ok::<(), badreq::contract::Flaws>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Fails with every mistake at once: a page that is not TOML, an unknown key or id, a missing key, a duplicate id, an empty sentence or
    /// source.
    pub fn read(page: &Page) -> Result<Self, Flaws> {
        let mut file = File::new(page.clone());
        let read = file.parse("").map(Self::from_root);
        file.conclude(read)
    }

    fn from_root(mut toml: Reader<'_>) -> Self {
        let entries = toml.list::<Requirement>("requirement");
        for (index, entry) in entries.iter().enumerate() {
            judge(&mut toml, entry, &entries[..index]);
        }
        toml.finish();
        Self(entries.into_iter().map(|entry| entry.value).collect())
    }

    /// Returns the requirement with this id, or `None` if the contract does not list it, so that it is not judged.
    #[must_use]
    pub fn get(&self, id: RequirementId) -> Option<&Requirement> {
        self.0.iter().find(|requirement| requirement.id == id)
    }

    /// Returns the requirement whose id is written like this, or `None` if the contract does not list it.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Requirement> {
        self.0
            .iter()
            .find(|requirement| requirement.id.as_str() == name)
    }

    /// Returns every requirement.
    #[must_use]
    pub fn all(&self) -> &[Requirement] {
        &self.0
    }
}

fn judge(toml: &mut Reader<'_>, entry: &Entry<Requirement>, before: &[Entry<Requirement>]) {
    let requirement = &entry.value;
    if let Some(first) = before.iter().find(|other| other.value.id == requirement.id) {
        let line = toml.line_at(first.at("id").start);
        toml.push(
            entry.at("id"),
            format!("the requirement `{}` is listed twice", requirement.id),
            format!("keep one of them; the other is on line {line}"),
        );
    }
    for (key, text) in [
        ("sentence", &requirement.sentence),
        ("source", &requirement.source),
    ] {
        if text.trim().is_empty() {
            toml.push(
                entry.at(key),
                format!("the {key} of `{}` is empty", requirement.id),
                "say what is required, and where the documentation says so".to_owned(),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Page, RequirementId, Requirements};
    use crate::contract::Flaw;

    fn entry(id: &str, sentence: &str) -> String {
        format!(
            "[[requirement]]\nid = \"{id}\"\nlevel = \"must\"\nbasis = \"documented\"\nsentence = \"{sentence}\"\nsource = \"a.md#b\"\n"
        )
    }

    fn flaws(text: String) -> Vec<Flaw> {
        let read = Requirements::read(&Page::new("requirements.toml", text));
        read.expect_err("the page has flaws").into_iter().collect()
    }

    #[test]
    fn a_requirement_that_is_not_listed_is_not_there() {
        let page = Page::new("requirements.toml", entry("no-token", "A."));
        let requirements = Requirements::read(&page).expect("the page is sound");
        assert!(requirements.get(RequirementId::NoToken).is_some());
        assert_eq!(requirements.get(RequirementId::NoInternals), None);
        assert_eq!(requirements.all().len(), 1);
    }

    #[test]
    fn an_unknown_id_is_answered_with_the_nearest() {
        let flaws = flaws(entry("body-code-intger", "A."));
        assert_eq!(flaws[0].what, "unknown value `body-code-intger`");
        assert_eq!(
            flaws[0].hint.as_deref(),
            Some("did you mean `body-code-integer`?")
        );
        assert_eq!(flaws[0].line(), Some(2));
    }

    #[test]
    fn a_duplicate_names_the_line_of_the_first() {
        let flaws = flaws(entry("no-token", "A.") + &entry("no-token", "B."));
        assert_eq!(flaws.len(), 1);
        assert_eq!(flaws[0].what, "the requirement `no-token` is listed twice");
        assert_eq!(flaws[0].line(), Some(8));
        assert_eq!(
            flaws[0].hint.as_deref(),
            Some("keep one of them; the other is on line 2")
        );
    }

    #[test]
    fn an_empty_sentence_is_a_flaw() {
        assert_eq!(
            flaws(entry("no-token", " "))[0].what,
            "the sentence of `no-token` is empty"
        );
    }

    #[test]
    fn an_unknown_id_does_not_hide_a_duplicate() {
        let text = entry("no-tokem", "A.") + &entry("body-utf8", "B.") + &entry("body-utf8", "C.");
        assert_eq!(flaws(text).len(), 2);
    }
}
