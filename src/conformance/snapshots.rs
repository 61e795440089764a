//! The snapshots of a server's responses, in the files that `cargo insta` reviews.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::drift::SnapshotDrift;
use super::error::ConformanceError;
use crate::contract::Contract;
use crate::outcome::{CaseInfo, CaseOutcome, VolatileFieldNames};
use crate::report::render_snapshot;
use crate::suite::Case;

/// A folder of snapshots: `SUITE/CASE.snap`.
#[derive(Debug)]
pub(super) struct SnapshotFolder {
    root: PathBuf,
    /// The files that belong to cases, selected or not.
    files: BTreeSet<PathBuf>,
    names: VolatileFieldNames,
    missing: MissingSnapshotPolicy,
    pending: PendingSnapshotPolicy,
}

/// The treatment of a case without a snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MissingSnapshotPolicy {
    /// It is recorded without drift: no snapshot of this server was accepted yet.
    Recorded,
    /// It is drift: other cases have a snapshot.
    Drift,
}

/// The decision whether a response that differs from its snapshot is written beside it, to be reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PendingSnapshotPolicy {
    Written,
    NotWritten,
}

impl PendingSnapshotPolicy {
    /// Follows the conventions of insta: nothing is written if `CI` is set or `INSTA_UPDATE` is `no`.
    fn from_env() -> Self {
        let is_ci = std::env::var_os("CI").is_some_and(|own| !own.is_empty() && own != "false");
        let is_off = std::env::var_os("INSTA_UPDATE").is_some_and(|own| own == "no");
        if is_ci || is_off {
            Self::NotWritten
        } else {
            Self::Written
        }
    }
}

impl SnapshotFolder {
    /// Opens a folder for these cases; a missing folder has no snapshots.
    pub(super) fn open(
        root: PathBuf,
        cases: &[&Case],
        contract: &Contract,
    ) -> Result<Self, ConformanceError> {
        let names = cases
            .iter()
            .map(|case| (case.name.suite.as_str(), case.name.name_in_suite()));
        let files = names.map(|(suite, leaf)| snapshot_file(&root, suite, &leaf));
        let files = files.collect();
        Self::new(
            root,
            files,
            VolatileFieldNames::from_contract(contract),
            PendingSnapshotPolicy::from_env(),
        )
    }

    fn new(
        root: PathBuf,
        files: BTreeSet<PathBuf>,
        names: VolatileFieldNames,
        pending: PendingSnapshotPolicy,
    ) -> Result<Self, ConformanceError> {
        let has_accepted = list_files_recursively(&root)?
            .iter()
            .any(|file| is_snapshot(file));
        let missing = match pending {
            PendingSnapshotPolicy::Written if !has_accepted => MissingSnapshotPolicy::Recorded,
            PendingSnapshotPolicy::Written | PendingSnapshotPolicy::NotWritten => {
                MissingSnapshotPolicy::Drift
            }
        };
        Ok(Self {
            root,
            files,
            names,
            missing,
            pending,
        })
    }

    /// Compares the response to a passed case with its snapshot; other cases are not compared.
    pub(super) fn compare_and_record_snapshot(
        &self,
        outcome: &CaseOutcome,
    ) -> Result<Option<SnapshotDrift>, ConformanceError> {
        if !outcome.verdict.is_green() {
            return Ok(None);
        }
        let CaseInfo { suite, leaf, .. } = &outcome.case;
        let file = snapshot_file(&self.root, suite, leaf);
        let response = render_snapshot(outcome, &self.names);
        let response = response.trim_end();
        let before = read_snapshot(&file)?;
        let pending = file.with_extension("snap.new");
        if before.as_deref() == Some(response) {
            remove_snapshot(&pending)?;
            return Ok(None);
        }
        match self.pending {
            PendingSnapshotPolicy::Written => write_snapshot(&pending, response)?,
            PendingSnapshotPolicy::NotWritten => {}
        }
        Ok(match (before, self.missing) {
            (Some(snapshot), _) => Some(SnapshotDrift::Changed {
                file,
                snapshot,
                response: response.to_owned(),
            }),
            (None, MissingSnapshotPolicy::Drift) => Some(SnapshotDrift::Missing { file }),
            (None, MissingSnapshotPolicy::Recorded) => None,
        })
    }

    /// Finds the snapshots that belong to no case, selected or not.
    pub(super) fn find_orphan_snapshots(&self) -> Result<Vec<SnapshotDrift>, ConformanceError> {
        let mut files = list_files_recursively(&self.root)?;
        files.retain(|file| is_snapshot(file) && !self.files.contains(file));
        files.sort();
        Ok(files
            .into_iter()
            .map(|file| SnapshotDrift::Orphan { file })
            .collect())
    }
}

fn snapshot_file(root: &Path, suite: &str, leaf: &str) -> PathBuf {
    root.join(suite).join(format!("{leaf}.snap"))
}

fn is_snapshot(file: &Path) -> bool {
    file.extension().is_some_and(|own| own == "snap")
}

/// Reads the text of a snapshot without the metadata that insta writes before it.
fn read_snapshot(file: &Path) -> Result<Option<String>, ConformanceError> {
    match fs::read_to_string(file) {
        Ok(text) => {
            let head = text
                .strip_prefix("---\n")
                .and_then(|rest| rest.split_once("\n---\n"));
            let content = head.map_or(text.as_str(), |(_, content)| content);
            Ok(Some(content.trim_end().to_owned()))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(build_snapshot_error_mapper("read", file)(error)),
    }
}

fn write_snapshot(file: &Path, text: &str) -> Result<(), ConformanceError> {
    let folder = file.parent().unwrap_or(file);
    fs::create_dir_all(folder).map_err(build_snapshot_error_mapper("write", folder))?;
    let page = format!("---\nsource: badreq\n---\n{text}\n");
    fs::write(file, page).map_err(build_snapshot_error_mapper("write", file))
}

fn remove_snapshot(file: &Path) -> Result<(), ConformanceError> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(build_snapshot_error_mapper("remove", file)(error))
        }
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Lists every file below a folder.
fn list_files_recursively(folder: &Path) -> Result<Vec<PathBuf>, ConformanceError> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop().filter(|own| own.is_dir()) {
        for entry in fs::read_dir(&folder).map_err(build_snapshot_error_mapper("list", &folder))? {
            let path = entry
                .map_err(build_snapshot_error_mapper("list", &folder))?
                .path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    Ok(files)
}

fn build_snapshot_error_mapper(
    doing: &'static str,
    path: &Path,
) -> impl Fn(io::Error) -> ConformanceError {
    move |source| ConformanceError::Snapshot {
        doing,
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
#[path = "snapshots_tests.rs"]
mod tests;
