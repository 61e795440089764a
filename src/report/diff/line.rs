//! A line of a diff, and what it is.

/// A line of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) kind: Kind,
    /// How deep within the body it stands.
    pub(super) depth: usize,
    pub(super) text: String,
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// It came, and nothing is wrong with it.
    Kept,
    /// It should have come.
    Missing,
    /// It came, and is wrong.
    Come,
}

impl Line {
    /// Stands for lines that are not shown.
    pub(super) fn left_out(kind: Kind, depth: usize, lines: usize) -> Self {
        let text = format!("… {lines} more lines");
        Self { kind, depth, text }
    }
}
