use std::fs;
use std::path::{Path, PathBuf};

use super::{PendingSnapshotPolicy, SnapshotFolder, snapshot_file};
use crate::conformance::SnapshotDrift;
use crate::contract::JsonPointer;
use crate::outcome::testing::{case_outcome, exchange_with_response};
use crate::outcome::{CaseOutcome, Verdict, VolatileFieldNames};

/// Returns the path of an empty folder for this test alone.
fn prepare_unused_folder_path(test: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("badreq-{}-{test}", std::process::id()));
    fs::remove_dir_all(&folder).ok();
    folder
}

fn open_snapshot_folder(root: &Path, pending: PendingSnapshotPolicy) -> SnapshotFolder {
    let files = ["one", "two"].map(|leaf| snapshot_file(root, "things", leaf));
    let names = VolatileFieldNames {
        wait: Some(JsonPointer::root().join_key("wait")),
        rate_headers: None,
    };
    SnapshotFolder::new(root.to_owned(), files.into(), names, pending)
        .expect("the folder can be read")
}

fn compare_snapshot(folder: &SnapshotFolder, outcome: &CaseOutcome) -> Option<SnapshotDrift> {
    folder
        .compare_and_record_snapshot(outcome)
        .expect("files can be written")
}

/// Accepts the pending snapshot of a case; it stays pending, as if the snapshot was written by hand.
fn accept_pending_snapshot(root: &Path, leaf: &str) {
    let file = snapshot_file(root, "things", leaf);
    fs::copy(file.with_extension("snap.new"), file).expect("a snapshot is pending");
}

#[test]
fn the_first_responses_are_recorded_and_the_same_ones_are_no_drift() {
    let root = prepare_unused_folder_path("first");
    let one = case_outcome("one", Verdict::Pass, None);
    assert_eq!(
        compare_snapshot(
            &open_snapshot_folder(&root, PendingSnapshotPolicy::Written),
            &one
        ),
        None
    );
    accept_pending_snapshot(&root, "one");
    assert_eq!(
        compare_snapshot(
            &open_snapshot_folder(&root, PendingSnapshotPolicy::Written),
            &one
        ),
        None
    );
    let pending = snapshot_file(&root, "things", "one").with_extension("snap.new");
    assert!(!pending.exists(), "nothing is left to be reviewed");
}

#[test]
fn another_response_than_the_snapshot_is_drift_and_pending() {
    let root = prepare_unused_folder_path("changed");
    let mut one = case_outcome("one", Verdict::Pass, None);
    compare_snapshot(
        &open_snapshot_folder(&root, PendingSnapshotPolicy::Written),
        &one,
    );
    accept_pending_snapshot(&root, "one");
    one.steps[0].exchange = exchange_with_response(410, r#"{"code":8,"message":"Gone."}"#);
    let drift = compare_snapshot(
        &open_snapshot_folder(&root, PendingSnapshotPolicy::Written),
        &one,
    )
    .expect("it differs");
    let text = drift.to_string();
    assert!(text.contains("\n-404\n+410\n"), "{text}");
    accept_pending_snapshot(&root, "one");
    assert_eq!(
        compare_snapshot(
            &open_snapshot_folder(&root, PendingSnapshotPolicy::Written),
            &one
        ),
        None
    );
}

#[test]
fn a_breach_is_not_compared() {
    let root = prepare_unused_folder_path("breach");
    let folder = open_snapshot_folder(&root, PendingSnapshotPolicy::NotWritten);
    assert_eq!(
        compare_snapshot(&folder, &case_outcome("one", Verdict::Fail, None)),
        None
    );
}

#[test]
fn where_nothing_is_written_a_missing_snapshot_is_drift() {
    let root = prepare_unused_folder_path("missing");
    let folder = open_snapshot_folder(&root, PendingSnapshotPolicy::NotWritten);
    let file = snapshot_file(&root, "things", "one");
    let drift = compare_snapshot(&folder, &case_outcome("one", Verdict::Pass, None));
    assert_eq!(drift, Some(SnapshotDrift::Missing { file }));
    assert!(!root.exists(), "nothing is written");
}

#[test]
fn a_new_case_beside_accepted_ones_is_drift_until_it_is_accepted() {
    let root = prepare_unused_folder_path("second");
    compare_snapshot(
        &open_snapshot_folder(&root, PendingSnapshotPolicy::Written),
        &case_outcome("one", Verdict::Pass, None),
    );
    accept_pending_snapshot(&root, "one");
    let two = case_outcome("two", Verdict::Pass, None);
    let file = snapshot_file(&root, "things", "two");
    let drift = compare_snapshot(
        &open_snapshot_folder(&root, PendingSnapshotPolicy::Written),
        &two,
    );
    assert_eq!(drift, Some(SnapshotDrift::Missing { file }));
    accept_pending_snapshot(&root, "two");
    assert_eq!(
        compare_snapshot(
            &open_snapshot_folder(&root, PendingSnapshotPolicy::Written),
            &two
        ),
        None
    );
}

#[test]
fn a_snapshot_without_a_case_is_found() {
    let root = prepare_unused_folder_path("orphan");
    let file = snapshot_file(&root, "things", "three");
    fs::create_dir_all(root.join("things")).expect("the folder can be made");
    fs::write(&file, "---\nsource: badreq\n---\ntext\n").expect("it can be written");
    let orphans =
        open_snapshot_folder(&root, PendingSnapshotPolicy::Written).find_orphan_snapshots();
    assert_eq!(
        orphans.expect("it can be read"),
        [SnapshotDrift::Orphan { file }]
    );
}
