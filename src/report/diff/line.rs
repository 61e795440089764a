//! A line of a diff and its kind.

/// A line of a body diff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct DiffLine {
    pub(super) kind: DiffLineKind,
    /// The depth of nesting within the body.
    pub(super) depth: usize,
    pub(super) text: String,
}

/// The kind of a line in a diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DiffLineKind {
    /// The line was received and is correct.
    Context,
    /// The line was expected and is missing.
    Expected,
    /// The line was received and is wrong.
    Actual,
    /// The line points at the first difference between the two lines before it.
    Caret,
}

impl DiffLine {
    /// Creates the line that counts omitted lines.
    pub(super) fn for_omitted(kind: DiffLineKind, depth: usize, lines: usize) -> Self {
        let text = format!("… {lines} more lines");
        Self { kind, depth, text }
    }
}
