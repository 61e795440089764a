//! Pages: the texts of a contract.

use std::ops::Range;
use std::sync::Arc;

use super::Diagnostic;

/// The text of an authored file, with the name by which diagnostics and rows refer to it.
///
/// ```
/// use badreq::contract::SourceFile;
///
/// let page = SourceFile::new("schemas/errors.md", "|code|HTTP response code|meaning|");
/// assert_eq!(page.name, "schemas/errors.md");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path of the page, or another name by which a reader finds it.
    pub name: String,
    /// The whole text.
    pub text: Arc<str>,
}

impl SourceFile {
    /// Returns a page with this name and text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
        }
    }

    pub(super) fn diagnostic_at(&self, span: Range<usize>, what: impl Into<String>) -> Diagnostic {
        Diagnostic::new(&self.name, &self.text, Some(span), what)
    }

    pub(super) fn whole_file_diagnostic(&self, what: impl Into<String>) -> Diagnostic {
        Diagnostic::new(&self.name, &self.text, None, what)
    }

    /// Returns the line of a byte, counted from 1.
    pub(super) fn line_number_at(&self, byte: usize) -> usize {
        let line_ends = self.text.match_indices('\n');
        line_ends.take_while(|(at, _)| *at < byte).count() + 1
    }

    /// Returns the bytes of a line, counted from 1, without its line end.
    pub(super) fn span_of_line(&self, line: usize) -> Range<usize> {
        let mut lines = self.text.split_inclusive('\n');
        let start = lines.by_ref().take(line - 1).map(str::len).sum::<usize>();
        let length = lines.next().map_or(0, |text| text.trim_end().len());
        start..start + length
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::SourceFile;

    #[rstest]
    #[case::the_first(0, 1)]
    #[case::a_line_end(3, 1)]
    #[case::behind_it(4, 2)]
    #[case::the_last(9, 4)]
    #[case::behind_the_end(99, 4)]
    fn lines_are_counted_from_1(#[case] byte: usize, #[case] line: usize) {
        assert_eq!(
            SourceFile::new("a.md", "one\ntwo\n\nx").line_number_at(byte),
            line
        );
    }

    #[rstest]
    #[case::the_first(1, "one")]
    #[case::with_a_windows_line_end(2, "two")]
    #[case::an_empty_one(3, "")]
    #[case::the_last(4, "x")]
    #[case::one_that_is_not_there(9, "")]
    fn a_line_is_found_by_its_number(#[case] line: usize, #[case] text: &str) {
        let page = SourceFile::new("a.md", "one\ntwo\r\n\nx");
        assert_eq!(&page.text[page.span_of_line(line)], text);
    }

    #[test]
    fn a_line_stands_behind_the_lines_before_it() {
        assert_eq!(SourceFile::new("a.md", "one\ntwo\n").span_of_line(2), 4..7);
    }
}
