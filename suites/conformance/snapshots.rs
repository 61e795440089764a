//! Snapshots: what a target answered before, and whether it answers the same today.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::panic::{self, AssertUnwindSafe};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, Once, PoisonError};

use badreq::contract::Contract;
use badreq::outcome::{CaseOutcome, VolatileFieldNames};
use badreq::report::render_snapshot;
use badreq::suite::CaseName;
use badreq::{SnapshotDrift, SnapshotDriftGroup, group_snapshot_drift};
use libtest_mimic::Failed;

/// The snapshots of one profile.
#[derive(Debug)]
pub(crate) struct Snapshots {
    profile: String,
    folder: PathBuf,
    /// What changes from response to response.
    names: VolatileFieldNames,
    /// Whether nothing of the target was accepted yet: what it answers is recorded.
    is_new: bool,
    recorded: AtomicUsize,
    unrecorded: AtomicUsize,
    /// The answers that are not what their snapshots say.
    drift: Mutex<Vec<SnapshotDrift>>,
}

impl Snapshots {
    /// The snapshots of this profile: a folder in the one that `BADREQ_SNAPSHOTS` names, or else in `snapshots`.
    pub(crate) fn of(profile: String, contract: &Contract) -> Self {
        let snapshots = std::env::var_os("BADREQ_SNAPSHOTS").filter(|own| !own.is_empty());
        let snapshots = snapshots.unwrap_or_else(|| "snapshots".into());
        let folder = root().join(snapshots).join(&profile);
        let is_accepted = |path: &PathBuf| path.extension().is_some_and(|own| own == "snap");
        let is_new = !files(&folder).unwrap_or_default().iter().any(is_accepted);
        Self {
            profile,
            folder,
            names: VolatileFieldNames::from_contract(contract),
            is_new,
            recorded: AtomicUsize::new(0),
            unrecorded: AtomicUsize::new(0),
            drift: Mutex::default(),
        }
    }

    /// Keeps the answer to a case that keeps the contract and is not what its snapshot says; what a new target answers is recorded. Fails where
    /// there is no snapshot.
    ///
    /// The new text is kept beside the snapshot for `cargo insta review`; where `CI` is set nothing is written.
    pub(crate) fn compare(&self, name: &CaseName, outcome: &CaseOutcome) -> Result<(), Failed> {
        let text = render_snapshot(outcome, &self.names);
        let file = self.file(name);
        if accepts(&file, &text) {
            return Ok(());
        }
        if !self.is_new {
            return self.keep_drift(&file, &text);
        }
        let is_kept = waiting(&file).is_file();
        let count = if is_kept {
            &self.recorded
        } else {
            &self.unrecorded
        };
        count.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    fn keep_drift(&self, file: &Path, text: &str) -> Result<(), Failed> {
        let Ok(before) = std::fs::read_to_string(file) else {
            let file = shown(file);
            return Err(format!(
                "not a violation, but no snapshot: the response conforms, and {file} does not exist; to accept it: cargo insta review"
            )
            .into());
        };
        let changed = SnapshotDrift::Changed {
            file: shown(file).into(),
            snapshot: content(&before).trim_end().to_owned(),
            response: text.trim_end().to_owned(),
        };
        self.drift
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(changed);
        Ok(())
    }

    /// The drift of all cases so far, by cause.
    pub(crate) fn drift(&self) -> Vec<SnapshotDriftGroup> {
        group_snapshot_drift(&self.drift.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Says what was recorded of a new target, or that nothing could be; whether all is well.
    pub(crate) fn close(&self) -> Result<Option<String>, String> {
        let (recorded, unrecorded) = (
            self.recorded.load(Ordering::Relaxed),
            self.unrecorded.load(Ordering::Relaxed),
        );
        let (profile, folder) = (&self.profile, shown(&self.folder));
        match (recorded, unrecorded) {
            (0, 0) => Ok(None),
            (_, 0) => Ok(Some(format!(
                "recorded {recorded} responses of a new target: `cargo insta review` shows them one by one, `cargo insta accept` accepts all; then commit \
                 {folder}"
            ))),
            (_, _) => Err(format!(
                "the profile `{profile}` has no snapshots, and none are written if `CI` is set: run these tests once without it, accept what they \
                 record, and commit {folder}"
            )),
        }
    }

    /// Fails for files that belong to no case of these names.
    pub(crate) fn no_orphans(&self, names: &[CaseName]) -> Result<(), Failed> {
        let known: BTreeSet<PathBuf> = names.iter().map(|name| self.file(name)).collect();
        let mut orphans: Vec<String> = files(&self.folder)?
            .iter()
            .filter(|path| !known.contains(&accepted(path)))
            .map(|path| shown(path))
            .collect();
        if orphans.is_empty() {
            return Ok(());
        }
        orphans.sort();
        let orphans = orphans.join("\n");
        Err(format!("snapshots without a case; remove them:\n{orphans}").into())
    }

    fn file(&self, name: &CaseName) -> PathBuf {
        let file = format!("{}.snap", name.name_in_suite());
        self.folder.join(&name.suite).join(file)
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn shown(path: &Path) -> String {
    let path = path.strip_prefix(root()).unwrap_or(path);
    path.display().to_string()
}

/// The file in which a new text waits for a review.
fn waiting(file: &Path) -> PathBuf {
    file.with_extension("snap.new")
}

/// The snapshot that a file is, or waits to become.
fn accepted(file: &Path) -> PathBuf {
    match file.extension() {
        Some(extension) if extension == "new" => file.with_extension(""),
        Some(_) | None => file.to_owned(),
    }
}

/// Every file below a folder; none where it is not there.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop().filter(|folder| folder.exists()) {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    Ok(files)
}

thread_local! {
    static IS_COMPARING: Cell<bool> = const { Cell::new(false) };
}

/// Whether the snapshot in this file is this text; where it is not, the text is kept for a review.
fn accepts(file: &Path, text: &str) -> bool {
    say_nothing_of_differences();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(file.parent().unwrap_or(file));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let name = file.file_stem().unwrap_or_default().to_string_lossy();
    IS_COMPARING.set(true);
    let compared = panic::catch_unwind(AssertUnwindSafe(|| {
        settings.bind(|| insta::assert_snapshot!(&*name, text));
    }));
    IS_COMPARING.set(false);
    compared.is_ok()
}

/// A difference is told as the failure of its test; that it came as a panic is nobody's concern.
fn say_nothing_of_differences() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !IS_COMPARING.get() {
                usual(info);
            }
        }));
    });
}

/// The text of a snapshot's file, without what stands before it.
fn content(file: &str) -> &str {
    let head = file
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"));
    head.map_or(file, |(_, content)| content)
}
