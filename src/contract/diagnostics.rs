//! Diagnostics: mistakes in authored files, each with its place.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// One mistake in an authored file: a contract page, a suite, a configuration.
///
/// It holds the file's whole text and a byte range, so that it can be rendered with the line in question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file's name.
    pub file: String,
    /// The file's whole text.
    pub source: Arc<str>,
    /// The bytes of [`Diagnostic::source`] that are wrong; `None` if the mistake concerns the whole file.
    pub span: Option<Range<usize>>,
    /// The description of the mistake, a lowercase fragment.
    pub message: String,
    /// Advice on how to correct it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// Returns a diagnostic without a hint.
    #[must_use]
    pub fn new(
        file: &str,
        source: &Arc<str>,
        span: Option<Range<usize>>,
        what: impl Into<String>,
    ) -> Self {
        Self {
            file: file.to_owned(),
            source: Arc::clone(source),
            span,
            message: what.into(),
            hint: None,
        }
    }

    /// Returns the same diagnostic with a hint.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Returns the line at which the mistake begins, counted from 1.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        let start = self.span.as_ref()?.start;
        let before = self.source.as_bytes().iter().take(start);
        Some(before.filter(|byte| **byte == b'\n').count() + 1)
    }

    /// Returns the text of that line.
    #[must_use]
    pub fn line_text(&self) -> Option<&str> {
        self.source.lines().nth(self.line()? - 1)
    }
}

impl fmt::Display for Diagnostic {
    /// Writes `file:line: what`, then the line itself and the hint, each on a line of its own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if let Some(line) = self.line() {
            write!(f, "{line}:")?;
        }
        write!(f, " {}", self.message)?;
        if let Some(excerpt) = self.line_text() {
            write!(f, "\n  | {excerpt}")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n  help: {hint}")?;
        }
        Ok(())
    }
}

/// One or more diagnostics: every mistake in the files that were read.
///
/// ```
/// use badreq::contract::{Diagnostic, Diagnostics};
///
/// let flaw = Diagnostic::new("suites/a.toml", &"idd = 1\n".into(), Some(0..3), "unknown key `idd`").with_hint("did you mean `id`?");
/// assert_eq!(
///     Diagnostics::from(flaw).to_string(),
///     "suites/a.toml:1: unknown key `idd`\n  | idd = 1\n  help: did you mean `id`?",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Returns these diagnostics, or `None` if the list is empty.
    #[must_use]
    pub fn from_nonempty(flaws: Vec<Diagnostic>) -> Option<Self> {
        (!flaws.is_empty()).then_some(Self(flaws))
    }

    /// Returns the diagnostics in the order in which they were found.
    #[must_use]
    pub fn as_slice(&self) -> &[Diagnostic] {
        &self.0
    }
}

/// Returns both values, or the diagnostics of both results.
pub(super) fn combine_results<A, B>(
    a: Result<A, Diagnostics>,
    b: Result<B, Diagnostics>,
) -> Result<(A, B), Diagnostics> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((a, b)),
        (Err(a), Err(b)) => Err(Diagnostics(a.into_iter().chain(b).collect())),
        (Err(flaws), Ok(_)) | (Ok(_), Err(flaws)) => Err(flaws),
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(flaw: Diagnostic) -> Self {
        Self(vec![flaw])
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, flaw) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            flaw.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::{Diagnostic, Diagnostics};

    #[test]
    fn lines_are_counted_alike_with_windows_line_ends() {
        let flaw = Diagnostic::new("a", &"one\r\ntwo\r\nthree".into(), Some(5..8), "wrong");
        assert_eq!(flaw.line(), Some(2));
        assert_eq!(flaw.line_text(), Some("two"));
    }

    #[test]
    fn a_flaw_of_the_whole_file_has_no_line() {
        let flaw = Diagnostic::new("a.md", &"text".into(), None, "no table");
        assert_eq!(flaw.line(), None);
        assert_eq!(flaw.to_string(), "a.md: no table");
    }

    #[test]
    fn a_span_behind_the_end_does_no_harm() {
        let flaw = Diagnostic::new("a.md", &"text\n".into(), Some(90..99), "cut off");
        assert_eq!(flaw.to_string(), "a.md:2: cut off");
    }

    #[test]
    fn flaws_are_written_one_after_another() {
        let flaw = |what| Diagnostic::new("a.md", &"text".into(), Some(0..1), what);
        let flaws =
            Diagnostics::from_nonempty(vec![flaw("first"), flaw("second").with_hint("stop")]);
        assert_eq!(
            flaws.expect("there are two").to_string(),
            "a.md:1: first\n  | text\na.md:1: second\n  | text\n  help: stop"
        );
        assert_eq!(Diagnostics::from_nonempty(Vec::new()), None);
    }
}
