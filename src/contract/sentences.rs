//! The sentences of the documentation on which the musts of cases rest.

use serde::Deserialize;

use super::authored::{SpannedEntry, TableReader, TomlFileReader};
use super::{Diagnostics, ErrorId, SourceFile, matches_case_name};

/// A sentence of the documentation, and the cases that rest on it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentedSentence {
    /// The row that the cases expect.
    pub row: ErrorId,
    /// The defects of their requests; none for cases without a defect.
    pub defects: Vec<String>,
    /// The operations of their requests; none for all operations.
    #[serde(default)]
    pub operations: Vec<String>,
    /// Globs over the names of the cases; none for all cases.
    #[serde(default)]
    pub cases: Vec<String>,
    /// The file name of the page.
    pub page: String,
    /// Words of that page, letter for letter; a blank may be a line break there.
    pub words: String,
    /// The line of the page on which they begin, counted from 1.
    #[serde(skip)]
    pub line: usize,
}

/// The sentences of a contract, in the order of their file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SentenceList(Vec<DocumentedSentence>);

impl SentenceList {
    /// Parses a TOML file of `[[sentence]]` entries, whose words stand on these pages.
    ///
    /// ```
    /// use badreq::contract::{CaseTraits, ErrorId, SentenceList, SourceFile};
    ///
    /// let page = SourceFile::new("errors.md", "|code|meaning|\n|---|---|\n|20002|Member not found.|\n");
    /// let file = SourceFile::new("sentences.toml", r#"
    ///     [[sentence]]
    ///     row = "20002"
    ///     defects = ["unknown-member"]
    ///     page = "errors.md"
    ///     words = "Member not found."
    /// "#);
    /// let sentences = SentenceList::parse(&file, &[&page])?;
    /// let case = CaseTraits {
    ///     name: "members/unknown",
    ///     row: ErrorId::new(20002, 404),
    ///     defect: Some("unknown-member"),
    ///     operation: None,
    /// };
    /// let found = sentences.find_for_case(&case);
    /// assert_eq!(found.map(|sentence| sentence.line), Some(3));
    /// # Ok::<(), badreq::contract::Diagnostics>(())
    /// ```
    ///
    /// # Errors
    /// Fails with every mistake at once: a file that is not TOML, an unknown key, a missing key, a page that is none of these, words that do
    /// not stand on their page.
    pub fn parse(file: &SourceFile, pages: &[&SourceFile]) -> Result<Self, Diagnostics> {
        let mut reader = TomlFileReader::new(file.clone());
        let read = reader.parse("").map(|toml| Self::from_reader(toml, pages));
        reader.into_result(read)
    }

    fn from_reader(mut toml: TableReader<'_>, pages: &[&SourceFile]) -> Self {
        let pages: Vec<WhitespaceNormalizedPage<'_>> = pages
            .iter()
            .map(|page| WhitespaceNormalizedPage::new(page))
            .collect();
        let mut sentences = Vec::new();
        for entry in toml.read_entries::<DocumentedSentence>("sentence") {
            let line = find_or_diagnose_quote_line(&mut toml, &entry, &pages).unwrap_or_default();
            sentences.push(DocumentedSentence {
                line,
                ..entry.value
            });
        }
        toml.diagnose_unread_keys();
        Self(sentences)
    }

    /// Returns every sentence.
    #[must_use]
    pub fn as_slice(&self) -> &[DocumentedSentence] {
        &self.0
    }

    /// Returns the sentence on which a case rests: one that names the case before one that names its operation, and this before others.
    #[must_use]
    pub fn find_for_case(&self, case: &CaseTraits<'_>) -> Option<&DocumentedSentence> {
        let fitting = self.0.iter().filter(|own| own.is_basis_of_case(case));
        fitting.min_by_key(|own| (own.cases.is_empty(), own.operations.is_empty()))
    }
}

/// The traits of a case by which sentences carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseTraits<'c> {
    /// The full name: `messages/unknown@anonymous`.
    pub name: &'c str,
    /// The row that it expects.
    pub row: ErrorId,
    /// The defect of its request.
    pub defect: Option<&'c str>,
    /// The operation of its request.
    pub operation: Option<&'c str>,
}

impl DocumentedSentence {
    /// Reports whether a case rests on the sentence.
    #[must_use]
    pub fn is_basis_of_case(&self, case: &CaseTraits<'_>) -> bool {
        let is_of_defect = match case.defect {
            Some(defect) => self.defects.iter().any(|own| own == defect),
            None => self.defects.is_empty(),
        };
        let is_among = |list: &[String], id: Option<&str>| {
            list.is_empty() || id.is_some_and(|id| list.iter().any(|own| own == id))
        };
        let is_named = self.cases.is_empty()
            || self
                .cases
                .iter()
                .any(|pattern| matches_case_name(pattern, case.name));
        self.row == case.row
            && is_of_defect
            && is_named
            && is_among(&self.operations, case.operation)
    }
}

/// Finds the line on which the words of an entry begin, and reports a page that is not there and words that are not on it.
fn find_or_diagnose_quote_line(
    toml: &mut TableReader<'_>,
    entry: &SpannedEntry<DocumentedSentence>,
    pages: &[WhitespaceNormalizedPage<'_>],
) -> Option<usize> {
    let DocumentedSentence { page, words, .. } = &entry.value;
    let file_name =
        |own: &WhitespaceNormalizedPage<'_>| own.name.rsplit('/').next() == Some(page.as_str());
    let Some(found) = pages.iter().find(|own| file_name(own)) else {
        let names: Vec<&str> = pages.iter().map(|own| own.name).collect();
        toml.diagnose_with_hint(
            entry.span_of_key_value("page"),
            format!("there is no page `{page}`"),
            format!("the pages are {}", names.join(", ")),
        );
        return None;
    };
    let line = found.find_quote_line(words);
    if line.is_none() {
        toml.diagnose_with_hint(
            entry.span_of_key_value("words"),
            format!("these words do not stand in {}", found.name),
            "quote the page letter for letter; a line break there is a blank here".to_owned(),
        );
    }
    line
}

/// A page whose blanks and line breaks are all one blank, so that a quote is found across them.
struct WhitespaceNormalizedPage<'p> {
    name: &'p str,
    flat_text: String,
    /// The places in the flat text at which the lines of the page begin.
    line_starts: Vec<usize>,
}

impl<'p> WhitespaceNormalizedPage<'p> {
    fn new(page: &'p SourceFile) -> Self {
        let mut flat_text = String::new();
        let mut line_starts = Vec::new();
        for line in page.text.lines() {
            line_starts.push(flat_text.len());
            for word in line.split_whitespace() {
                flat_text.push_str(word);
                flat_text.push(' ');
            }
        }
        Self {
            name: &page.name,
            flat_text,
            line_starts,
        }
    }

    /// Returns the line, counted from 1, on which these words begin.
    fn find_quote_line(&self, words: &str) -> Option<usize> {
        let words: Vec<&str> = words.split_whitespace().collect();
        let words = words.join(" ");
        let at = self.flat_text.find(&words).filter(|_| !words.is_empty())?;
        let begun = self.line_starts.iter().filter(|start| **start <= at);
        Some(begun.count())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{CaseTraits, SentenceList, WhitespaceNormalizedPage};
    use crate::contract::{ErrorId, SourceFile};

    const PAGE: &str = "# Lists\n\nAn entry that is there\nalready changes nothing.\n";

    fn parse(entries: &str) -> Result<SentenceList, Vec<(usize, String)>> {
        let page = SourceFile::new("schemas/api.md", PAGE);
        SentenceList::parse(&SourceFile::new("sentences.toml", entries), &[&page]).map_err(
            |found| {
                found
                    .as_slice()
                    .iter()
                    .map(|own| (own.line().unwrap_or_default(), own.message.clone()))
                    .collect()
            },
        )
    }

    #[rstest]
    #[case::on_one_line("already changes", Some(4))]
    #[case::across_a_line_break("is there already", Some(3))]
    #[case::with_other_blanks("An  entry\tthat", Some(3))]
    #[case::other_words("already changed", None)]
    #[case::nothing(" ", None)]
    fn words_are_found_on_their_page(#[case] words: &str, #[case] line: Option<usize>) {
        let page = SourceFile::new("api.md", PAGE);
        assert_eq!(
            WhitespaceNormalizedPage::new(&page).find_quote_line(words),
            line
        );
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let found = parse(
            "[[sentence]]\nrow = \"7\"\ndefects = []\npage = \"api.md\"\nwords = \"An entry that was there\"\n\
             [[sentence]]\nrow = \"7\"\ndefects = []\npage = \"errors.md\"\nwords = \"An entry\"\n",
        );
        let messages = vec![
            (5, "these words do not stand in schemas/api.md".to_owned()),
            (9, "there is no page `errors.md`".to_owned()),
        ];
        assert_eq!(found, Err(messages));
    }

    #[test]
    fn the_sentence_that_names_most_of_a_case_comes_first() {
        let entry = |more: &str, words: &str| {
            format!(
                "[[sentence]]\nrow = \"7\"\ndefects = [\"unknown\"]\n{more}\npage = \"api.md\"\nwords = \"{words}\"\n"
            )
        };
        let text = [
            entry("", "An entry"),
            entry("operations = [\"edit\"]", "changes nothing"),
            entry("cases = [\"lists/*-twice\"]", "already"),
        ];
        let sentences = parse(&text.concat()).expect("the file has no mistake");
        let words = |name, defect, operation| {
            let row = ErrorId::new(7, 404);
            let case = CaseTraits {
                name,
                row,
                defect,
                operation,
            };
            let found = sentences.find_for_case(&case);
            found.map(|own| own.words.as_str())
        };
        let unknown = Some("unknown");
        assert_eq!(
            words("lists/a", unknown, Some("edit")),
            Some("changes nothing")
        );
        assert_eq!(
            words("lists/a-twice@owner", unknown, Some("edit")),
            Some("already")
        );
        assert_eq!(words("lists/a", unknown, Some("read")), Some("An entry"));
        assert_eq!(words("lists/a", unknown, None), Some("An entry"));
        assert_eq!(words("lists/a", None, Some("edit")), None);
        assert_eq!(words("lists/a", Some("stranger"), Some("edit")), None);
    }
}
