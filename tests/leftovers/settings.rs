//! Cleaning up settings that were changed.

use serde_json::json;

use super::bed::{Bed, ends_with, says};
use super::journals::{changing, journal};

#[test]
fn the_later_of_two_killed_runs_is_undone_first() {
    let bed = Bed::new("two-runs");
    let before = bed.state();
    let system = bed.read("/systems/@me", "");
    bed.send("PATCH", "/systems/@me", Some(&json!({"tag": "first"})));
    let first = changing(&system);
    let second = changing(&bed.read("/systems/@me", ""));
    bed.send("PATCH", "/systems/@me", Some(&json!({"tag": "second"})));
    let path = journal(&bed, &[first]);
    std::fs::rename(&path, bed.journals.join("first.jsonl")).expect("it can be moved");
    let path = journal(&bed, &[second]);
    let later = std::fs::read_to_string(&path).expect("it can be read");
    std::fs::write(
        &path,
        later.replacen("\"at_unix_ms\":1", "\"at_unix_ms\":2", 1),
    )
    .expect("it can be written");
    let ended = bed.call(&["cleanup"]);
    ends_with(&ended, 0);
    assert_eq!(bed.state(), before);
}

#[test]
fn a_setting_that_was_changed_is_put_back() {
    let bed = Bed::new("put-back");
    let before = bed.state();
    let record = changing(&bed.read("/systems/@me", ""));
    bed.send("PATCH", "/systems/@me", Some(&json!({"tag": "changed"})));
    assert_ne!(bed.state(), before);
    journal(&bed, &[record]);
    let ended = bed.call(&["cleanup"]);
    ends_with(&ended, 0);
    says(&ended, "0 removed, 1 restored");
    assert_eq!(bed.state(), before);
}

#[test]
fn a_setting_that_the_run_put_back_itself_is_not_touched_again() {
    let bed = Bed::new("put-back-before");
    let records = [
        changing(&bed.read("/systems/@me", "")),
        json!({"record": "put-back", "name": "owner_system"}),
    ];
    // By its owner, after the run.
    bed.send("PATCH", "/systems/@me", Some(&json!({"tag": "later"})));
    let before = bed.state();
    journal(&bed, &records);
    let ended = bed.call(&["cleanup"]);
    ends_with(&ended, 0);
    assert_eq!(bed.state(), before);
}
