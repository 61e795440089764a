//! Display options of a report for people.

/// The width and the amount of detail of a report for people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DisplayOptions {
    /// The maximum width.
    pub width: LineWidth,
    /// The amount of detail.
    pub verbosity: Verbosity,
}

/// The maximum width of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LineWidth {
    /// No limit, as for a file or a pipe.
    #[default]
    Unbounded,
    /// The number of columns of a terminal.
    Columns(usize),
}

/// The amount of detail in a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verbosity {
    /// The findings in short form, and the conclusion.
    Quiet,
    /// The table, one case of each finding, and the summary.
    #[default]
    Normal,
    /// In addition, every passed case, and every case of a finding with all its exchanges.
    Verbose,
}
