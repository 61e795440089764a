//! Where journals are.

use std::path::{Path, PathBuf};

use super::args::JournalArgs;
use super::exit::{Exit, Failure};
use crate::cli::output::printer::Printer;
use crate::cli::settings::Aim;
use crate::conformance::default_journal_dir;
use crate::fixture::{Journal, Past, journals};
use crate::target::BaseUrl;

/// The folder of journals, as it was given or as is usual.
pub(super) fn folder(args: &JournalArgs) -> Result<PathBuf, Failure> {
    args.folder.clone().or_else(default_journal_dir).ok_or_else(|| {
        Failure::new(
            Exit::Usage,
            "no folder for the journal, in which it is written down what a run makes: give `--journal FOLDER`",
        )
    })
}

/// The folder for the journal of a run; none for the embedded server, which ends with the run and all that was made on it.
///
/// # Errors
/// Fails with [`Failure`] where no folder is given and none is usual on this machine.
pub(super) fn folder_for(args: &JournalArgs, aim: &Aim) -> Result<Option<PathBuf>, Failure> {
    match aim.embedded {
        Some(_) => Ok(None),
        None => folder(args).map(Some),
    }
}

/// Tells of runs on this target that were killed and left something there.
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
