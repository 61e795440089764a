//! Pages: the texts that a contract is written in.

use std::ops::Range;
use std::sync::Arc;

use super::Flaw;

/// One text of the contract, with the name under which flaws and rows refer to it.
///
/// ```
/// use badreq::contract::Page;
///
/// let page = Page::new("schemas/errors.md", "|code|HTTP response code|meaning|");
/// assert_eq!(page.name, "schemas/errors.md");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The path or other name by which a reader finds it.
    pub name: String,
    /// The whole text.
    pub text: Arc<str>,
}

impl Page {
    /// A page of this name and text.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
        }
    }

    pub(super) fn flaw(&self, span: Range<usize>, what: impl Into<String>) -> Flaw {
        Flaw::new(&self.name, &self.text, Some(span), what)
    }

    pub(super) fn flaw_of_the_whole(&self, what: impl Into<String>) -> Flaw {
        Flaw::new(&self.name, &self.text, None, what)
    }

    /// The line of a byte, counted from 1.
    pub(super) fn line_at(&self, byte: usize) -> usize {
        let before = self.text.as_bytes().iter().take(byte);
        before.filter(|byte| **byte == b'\n').count() + 1
    }

    /// The bytes of a line counted from 1, its end left out.
    pub(super) fn span_of_line(&self, line: usize) -> Range<usize> {
        let mut lines = self.text.split_inclusive('\n');
        let start = lines.by_ref().take(line - 1).map(str::len).sum::<usize>();
        let length = lines.next().map_or(0, |text| text.trim_end().len());
        start..start + length
    }
}
