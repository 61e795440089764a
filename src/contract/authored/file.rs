//! An authored file while it is being read.

use super::node::Span;
use crate::contract::{Flaw, Flaws, Page};

/// A file that is being read, and the mistakes found in it so far.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub(crate) page: Page,
    pub(crate) flaws: Vec<Flaw>,
}

impl File {
    /// Returns a file without any mistakes found yet.
    pub(crate) fn new(page: Page) -> Self {
        Self {
            page,
            flaws: Vec::new(),
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

    /// Returns the value that was read if the file has no mistakes.
    ///
    /// # Errors
    /// Fails with [`Flaws`]: every mistake in the file.
    pub(crate) fn conclude<T>(self, read: Option<T>) -> Result<T, Flaws> {
        let page = self.page.clone();
        match (Flaws::new(self.into_flaws()), read) {
            (None, Some(read)) => Ok(read),
            (Some(flaws), _) => Err(flaws),
            (None, None) => Err(page.flaw_of_the_whole("the page cannot be read").into()),
        }
    }

    /// Returns every mistake, in the order of the file.
    pub(crate) fn into_flaws(self) -> Vec<Flaw> {
        let mut flaws = self.flaws;
        flaws.sort_by_key(|flaw| flaw.span.as_ref().map(|span| span.start));
        flaws
    }
}
