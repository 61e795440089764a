//! Where the journals of runs are kept unless something else is said.

use std::path::PathBuf;

/// Returns the folder in which runs keep their journals, so that `badreq cleanup` finds those of tests too; `None` without a home.
pub(crate) fn default_journal_dir() -> Option<PathBuf> {
    let absolute = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    let state = absolute("XDG_STATE_HOME").or_else(|| Some(absolute("HOME")?.join(".local/state")));
    state.map(|folder| folder.join("badreq/journals"))
}
