//! A line of a diff and its kind.

/// A line of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) kind: Kind,
    /// The depth of nesting within the body.
    pub(super) depth: usize,
    pub(super) text: String,
}

/// The kind of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The line was received and is correct.
    Kept,
    /// The line was expected and is missing.
    Missing,
    /// The line was received and is wrong.
    Come,
}

impl Line {
    /// Creates the line that counts omitted lines.
    pub(super) fn left_out(kind: Kind, depth: usize, lines: usize) -> Self {
        let text = format!("… {lines} more lines");
        Self { kind, depth, text }
    }
}
