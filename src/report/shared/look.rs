//! How a report for people is to look.

/// How a report for people is to look: how wide, and how much of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// How wide it may be.
    pub width: Width,
    /// How much is told.
    pub detail: Detail,
}

/// How wide a report may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// As wide as what is told: a file or a pipe has no edge.
    #[default]
    Unbounded,
    /// So many columns, as a window has.
    Columns(usize),
}

/// How much a report tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// The findings in short, and the conclusion.
    Quiet,
    /// The table, one case of each finding, the summary.
    #[default]
    Usual,
    /// Besides, every case that passed, and every case of a finding with all that was sent.
    Verbose,
}
