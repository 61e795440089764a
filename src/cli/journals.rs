//! The folder of the journals, and a note about earlier runs that were killed.

use std::path::{Path, PathBuf};

use super::args::JournalArgs;
use super::exit::{Exit, Failure};
use crate::cli::output::printer::Printer;
use crate::cli::settings::Aim;
use crate::conformance::default_journal_dir;
use crate::fixture::{Journal, Past, journals};
use crate::target::BaseUrl;

/// Returns the given folder for journals, or the default one.
pub(super) fn folder(args: &JournalArgs) -> Result<PathBuf, Failure> {
    args.folder
        .clone()
        .or_else(default_journal_dir)
        .ok_or_else(|| {
            Failure::new(
                Exit::Usage,
                "no folder for the journal: give `--journal-dir FOLDER`",
            )
        })
}

/// Returns the folder for the journal of a run; `None` for the embedded server, which ends with the run, and everything created on it, too.
///
/// # Errors
/// Fails with [`Failure`] if no folder is given and this machine has no default one.
pub(super) fn folder_for(args: &JournalArgs, aim: &Aim) -> Result<Option<PathBuf>, Failure> {
    match aim.embedded {
        Some(_) => Ok(None),
        None => folder(args).map(Some),
    }
}

/// Prints a note if earlier runs on this target were killed and left something there.
pub(super) fn tell_of_old(folder: &Path, base: &BaseUrl, printer: &Printer) {
    let Ok(paths) = journals(folder) else { return };
    let base = base.to_string();
    let mut old = 0;
    for path in paths {
        let is_over = Journal::is_at_rest(&path);
        let is_of_target =
            matches!(Past::read(&path), Ok(Some(past)) if past.opening.target == base);
        old += usize::from(is_over && is_of_target);
    }
    if old > 0 {
        let runs = if old == 1 { "run" } else { "runs" };
        printer.note(&format!(
            "{old} earlier {runs} left something on this target, or provisioned it; `badreq cleanup` removes it"
        ));
    }
}
