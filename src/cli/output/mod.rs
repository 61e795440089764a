//! The output of the command: printer, progress bars, diagnostics and files.

pub(super) mod diagnostics;
pub(super) mod display;
pub(super) mod output_file;
pub(super) mod plural;
pub(super) mod printer;
pub(super) mod progress;
pub(super) mod report_files;
