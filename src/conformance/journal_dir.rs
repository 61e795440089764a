//! The default folder for the journals of runs.

use std::path::PathBuf;

/// Returns the folder in which runs keep their journals, so that `badreq cleanup` finds those of tests, too; `None` without a home folder.
pub(crate) fn default_journal_dir() -> Option<PathBuf> {
    user_state_dir().map(|folder| folder.join("badreq/journals"))
}

/// Returns the folder for the state of programs.
fn user_state_dir() -> Option<PathBuf> {
    if cfg!(windows) {
        return absolute_path_from_env("LOCALAPPDATA");
    }
    absolute_path_from_env("XDG_STATE_HOME")
        .or_else(|| Some(absolute_path_from_env("HOME")?.join(".local/state")))
}

/// Returns the path in an environment variable if it is absolute.
fn absolute_path_from_env(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
}
