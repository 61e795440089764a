//! The folder of the journals, and a note about earlier runs that were killed.

use std::path::{Path, PathBuf};

use super::args::JournalFolderArgs;
use super::exit::{CommandFailure, ExitStatus};
use crate::cli::output::printer::Printer;
use crate::cli::settings::ResolvedTarget;
use crate::conformance::default_journal_dir;
use crate::fixture::{Journal, LoadedJournal, list_journals};
use crate::target::BaseUrl;

/// Returns the given folder for journals, or the default one.
pub(super) fn journal_dir(args: &JournalFolderArgs) -> Result<PathBuf, CommandFailure> {
    args.folder
        .clone()
        .or_else(default_journal_dir)
        .ok_or_else(|| {
            CommandFailure::new(
                ExitStatus::Usage,
                "no folder for the journal: give `--journal-dir FOLDER`",
            )
        })
}

/// Returns the folder for the journal of a run; `None` for the embedded server, which ends with the run, and everything created on it, too.
///
/// # Errors
/// Fails with [`CommandFailure`] if no folder is given and this machine has no default one.
pub(super) fn journal_dir_unless_embedded(
    args: &JournalFolderArgs,
    aim: &ResolvedTarget,
) -> Result<Option<PathBuf>, CommandFailure> {
    match aim.embedded_server {
        Some(_) => Ok(None),
        None => journal_dir(args).map(Some),
    }
}

/// Prints a note if earlier runs on this target were killed and left something there.
pub(super) fn print_leftover_runs_note(folder: &Path, base: &BaseUrl, printer: &Printer) {
    let Ok(paths) = list_journals(folder) else {
        return;
    };
    let base = base.to_string();
    let mut old = 0;
    for path in paths {
        let is_over = Journal::is_unlocked(&path);
        let is_of_target =
            matches!(LoadedJournal::load(&path), Ok(Some(past)) if past.header.target == base);
        old += usize::from(is_over && is_of_target);
    }
    if old > 0 {
        let runs = if old == 1 { "run" } else { "runs" };
        printer.print_note(&format!(
            "{old} earlier {runs} left something on this target, or created shared fixtures there; `badreq cleanup` removes it"
        ));
    }
}
