//! An authored file while it is being read.

use super::node::Span;
use crate::contract::{Diagnostic, Diagnostics, SourceFile};

/// The reader of a TOML file: its text, and the mistakes found in it so far.
#[derive(Clone, Debug)]
pub(crate) struct TomlFileReader {
    pub(crate) page: SourceFile,
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The places of the line ends.
    line_ends: Vec<usize>,
}

impl TomlFileReader {
    /// Returns a file without any mistakes found yet.
    pub(crate) fn new(page: SourceFile) -> Self {
        let line_ends = page.text.match_indices('\n').map(|(at, _)| at).collect();
        Self {
            page,
            diagnostics: Vec::new(),
            line_ends,
        }
    }

    /// Records a mistake.
    pub(crate) fn record_diagnostic(
        &mut self,
        span: Span,
        what: impl Into<String>,
        hint: Option<String>,
    ) {
        let flaw = self.page.diagnostic_at(span, what);
        self.diagnostics.push(Diagnostic { hint, ..flaw });
    }

    /// Returns the line of a byte, counted from 1.
    pub(crate) fn line_number_at(&self, byte: usize) -> usize {
        self.line_ends.partition_point(|end| *end < byte) + 1
    }

    /// Returns the value that was read if the file has no mistakes.
    ///
    /// # Errors
    /// Fails with [`Diagnostics`]: every mistake in the file.
    pub(crate) fn into_result<T>(self, read: Option<T>) -> Result<T, Diagnostics> {
        let page = self.page.clone();
        match (Diagnostics::from_nonempty(self.into_diagnostics()), read) {
            (None, Some(read)) => Ok(read),
            (Some(flaws), _) => Err(flaws),
            (None, None) => Err(page.whole_file_diagnostic("the page cannot be read").into()),
        }
    }

    /// Returns every mistake, in the order of the file.
    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        let mut flaws = self.diagnostics;
        flaws.sort_by_key(|flaw| flaw.span.as_ref().map(|span| span.start));
        flaws
    }
}
