//! An authored file while it is read.

use super::node::{Mistakes, Node, Span};
use super::reader::Reader;
use crate::contract::{Flaw, Flaws, Page};

/// A file that is being read, and what was found wrong with it.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) page: Page,
    pub(crate) flaws: Vec<Flaw>,
}

impl File {
    /// Returns a file in which nothing was found wrong yet.
    pub(crate) fn new(page: Page) -> Self {
        Self {
            page,
            flaws: Vec::new(),
        }
    }

    /// Parses the file as TOML and begins to read its root, which messages name `what`; `None` where it is no TOML.
    pub(crate) fn parse(&mut self, what: &str) -> Option<Reader<'_>> {
        let tree = Node::parse(&self.page.text);
        self.read(tree, what)
    }

    /// Parses another text in place of the file's own, of the same length: the one that is shown has its secrets hidden.
    #[cfg(feature = "cli")]
    pub(crate) fn parse_unmasked(&mut self, text: &str, what: &str) -> Option<Reader<'_>> {
        self.read(Node::parse(text), what)
    }

    fn read(&mut self, tree: Result<super::Table, Mistakes>, what: &str) -> Option<Reader<'_>> {
        match tree {
            Ok(table) => Some(Reader::new(self, what.to_owned(), table, 0..0)),
            Err(mistakes) => {
                for (what, span) in mistakes {
                    let page = &self.page;
                    self.flaws
                        .push(Flaw::new(&page.name, &page.text, span, what));
                }
                None
            }
        }
    }

    /// Records a mistake.
    pub(crate) fn flaw(&mut self, span: Span, what: impl Into<String>, hint: Option<String>) {
        let flaw = self.page.flaw(span, what);
        self.flaws.push(Flaw { hint, ..flaw });
    }

    /// Returns the line of a place, counted from 1.
    pub(crate) fn line(&self, span: &Span) -> usize {
        self.page.line_at(span.start)
    }

    /// Returns what was read, where nothing is wrong with the file.
    ///
    /// # Errors
    /// Fails with [`Flaws`]: everything that is wrong with it.
    pub(crate) fn conclude<T>(self, read: Option<T>) -> Result<T, Flaws> {
        let page = self.page.clone();
        match (Flaws::new(self.into_flaws()), read) {
            (None, Some(read)) => Ok(read),
            (Some(flaws), _) => Err(flaws),
            (None, None) => Err(page.flaw_of_the_whole("the page cannot be read").into()),
        }
    }

    /// Returns every flaw, in the order of the file.
    pub(crate) fn into_flaws(self) -> Vec<Flaw> {
        let mut flaws = self.flaws;
        flaws.sort_by_key(|flaw| flaw.span.as_ref().map(|span| span.start));
        flaws
    }
}
