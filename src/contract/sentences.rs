//! The sentences of the documentation on which the musts of cases rest.

use serde::Deserialize;

use super::authored::{SpannedEntry, TableReader, TomlFileReader};
use super::{Diagnostics, ErrorId, SourceFile};

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
    /// use badreq::contract::{ErrorId, SentenceList, SourceFile};
    ///
    /// let page = SourceFile::new("errors.md", "|code|meaning|\n|---|---|\n|20002|Member not found.|\n");
    /// let file = SourceFile::new("sentences.toml", r#"
    ///     [[sentence]]
    ///     row = "20002/404"
    ///     defects = ["unknown-member"]
    ///     page = "errors.md"
    ///     words = "Member not found."
    /// "#);
    /// let sentences = SentenceList::parse(&file, &[&page])?;
    /// let row = ErrorId::new(20002, 404);
    /// let found = sentences.find_for_case(row, Some("unknown-member"), None);
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
        let mut sentences = Vec::new();
        for entry in toml.read_entries::<DocumentedSentence>("sentence") {
            let line = find_line_of_words(&mut toml, &entry, pages).unwrap_or_default();
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

    /// Returns the sentence on which a case with this row, defect and operation rests: one of the operation, if there is one.
    #[must_use]
    pub fn find_for_case(
        &self,
        row: ErrorId,
        defect: Option<&str>,
        operation: Option<&str>,
    ) -> Option<&DocumentedSentence> {
        let carries = |own: &&DocumentedSentence| own.carries_case(row, defect, operation);
        let mut special = self.0.iter().filter(|own| !own.operations.is_empty());
        special
            .find(carries)
            .or_else(|| self.0.iter().find(carries))
    }
}

impl DocumentedSentence {
    /// Reports whether a case with this row, defect and operation rests on the sentence.
    #[must_use]
    pub fn carries_case(
        &self,
        row: ErrorId,
        defect: Option<&str>,
        operation: Option<&str>,
    ) -> bool {
        let is_of_defect = match defect {
            Some(defect) => self.defects.iter().any(|own| own == defect),
            None => self.defects.is_empty(),
        };
        let is_of_operation = self.operations.is_empty()
            || operation.is_some_and(|id| self.operations.iter().any(|own| own == id));
        self.row == row && is_of_defect && is_of_operation
    }
}

/// Finds the line on which the words of an entry begin, and reports a page that is not there and words that are not on it.
fn find_line_of_words(
    toml: &mut TableReader<'_>,
    entry: &SpannedEntry<DocumentedSentence>,
    pages: &[&SourceFile],
) -> Option<usize> {
    let DocumentedSentence { page, words, .. } = &entry.value;
    let file_name = |own: &SourceFile| own.name.rsplit('/').next() == Some(page.as_str());
    let Some(found) = pages.iter().find(|own| file_name(own)) else {
        let names: Vec<&str> = pages.iter().map(|own| own.name.as_str()).collect();
        toml.diagnose_with_required_hint(
            entry.span_of_key_value("page"),
            format!("there is no page `{page}`"),
            format!("the pages are {}", names.join(", ")),
        );
        return None;
    };
    let line = line_of_words(&found.text, words);
    if line.is_none() {
        toml.diagnose_with_required_hint(
            entry.span_of_key_value("words"),
            format!("these words do not stand in {}", found.name),
            "quote the page letter for letter; a line break there is a blank here".to_owned(),
        );
    }
    line
}

/// Returns the line, counted from 1, on which these words begin in a text; blanks and line breaks are equal.
fn line_of_words(text: &str, words: &str) -> Option<usize> {
    let words: Vec<&str> = words.split_whitespace().collect();
    let words = words.join(" ");
    let mut flat = String::new();
    let mut line_starts = Vec::new();
    for line in text.lines() {
        line_starts.push(flat.len());
        for word in line.split_whitespace() {
            flat.push_str(word);
            flat.push(' ');
        }
    }
    let at = flat.find(&words).filter(|_| !words.is_empty())?;
    Some(line_starts.iter().filter(|start| **start <= at).count())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{SentenceList, line_of_words};
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
        assert_eq!(line_of_words(PAGE, words), line);
    }

    #[test]
    fn every_mistake_is_told_with_its_line() {
        let found = parse(
            "[[sentence]]\nrow = \"7/404\"\ndefects = []\npage = \"api.md\"\nwords = \"An entry that was there\"\n\
             [[sentence]]\nrow = \"7/404\"\ndefects = []\npage = \"errors.md\"\nwords = \"An entry\"\n",
        );
        let messages = vec![
            (5, "these words do not stand in schemas/api.md".to_owned()),
            (9, "there is no page `errors.md`".to_owned()),
        ];
        assert_eq!(found, Err(messages));
    }

    #[test]
    fn the_sentence_of_the_operation_comes_before_that_of_all() {
        let sentences = parse(
            "[[sentence]]\nrow = \"7/404\"\ndefects = [\"unknown\"]\npage = \"api.md\"\nwords = \"An entry\"\n\
             [[sentence]]\nrow = \"7/404\"\ndefects = [\"unknown\"]\noperations = [\"edit\"]\npage = \"api.md\"\nwords = \"changes nothing\"\n",
        )
        .expect("the file has no mistake");
        let row = ErrorId::new(7, 404);
        let words = |defect, operation| {
            let found = sentences.find_for_case(row, defect, operation);
            found.map(|own| own.words.as_str())
        };
        assert_eq!(
            words(Some("unknown"), Some("edit")),
            Some("changes nothing")
        );
        assert_eq!(words(Some("unknown"), Some("read")), Some("An entry"));
        assert_eq!(words(Some("unknown"), None), Some("An entry"));
        assert_eq!(words(None, Some("edit")), None);
        assert_eq!(words(Some("stranger"), Some("edit")), None);
    }
}
