//! The output of the command: printer, progress bars, diagnostics and files.

pub(super) mod flaws;
pub(super) mod look;
pub(super) mod outfile;
pub(super) mod printer;
pub(super) mod progress;
pub(super) mod report_files;
pub(super) mod words;
