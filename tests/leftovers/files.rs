//! The files by which is cleaned up, and runs that are still under way.

use std::path::PathBuf;

use serde_json::json;

use super::bed::{Bed, ends_with, says, words};
use super::journals::{changing, ids, intended, journal, make, write};

#[test]
fn a_torn_line_does_not_spoil_a_journal_that_is_needed_again() {
    let bed = Bed::new("torn-twice");
    let sent = json!({"name": "as it was sent"});
    let record = intended("members", &sent, &ids(&bed, "members"));
    make(&bed, "/members", &json!({"name": "somebody"}));
    let path = journal(&bed, &[changing(&bed.read("/systems/@me", "")), record]);
    bed.send("PATCH", "/systems/@me", Some(&json!({"tag": "changed"})));
    let mut torn = std::fs::read_to_string(&path).expect("it can be read");
    torn.push_str("{\"record\":\"sett");
    std::fs::write(&path, torn).expect("it can be written");
    for put_back in ["1 restored", "0 restored"] {
        let ended = bed.call(&["cleanup"]);
        ends_with(&ended, 7);
        says(&ended, put_back);
        // By its owner, once it is put back.
        bed.send("PATCH", "/systems/@me", Some(&json!({"tag": "later"})));
    }
    assert_eq!(bed.read("/systems/@me", "/tag"), "later");
}

#[test]
fn a_journal_that_is_named_again_is_gone_and_nothing_is_left() {
    let bed = Bed::new("named-again");
    let path = journal(&bed, &[]);
    let name = path.to_str().expect("it is text");
    for _ in 0..2 {
        let ended = bed.call(&["cleanup", name]);
        ends_with(&ended, 0);
    }
}

#[test]
fn a_line_that_a_power_cut_tore_belongs_to_a_request_that_never_left() {
    let bed = Bed::new("torn");
    let before = bed.state();
    let path = journal(&bed, &[]);
    let mut text = std::fs::read_to_string(&path).expect("it can be read");
    text.push_str("{\"record\":\"intended\",\"numb");
    std::fs::write(&path, text).expect("it can be written");
    let ended = bed.call(&["cleanup"]);
    ends_with(&ended, 0);
    assert_eq!(bed.state(), before);
}

#[test]
fn a_damaged_journal_is_refused_with_its_line() {
    let bed = Bed::new("damaged");
    let path = journal(&bed, &[json!({"record": "gone"})]);
    let ended = bed.call(&["cleanup"]);
    ends_with(&ended, 2);
    says(&ended, "is damaged on line 3");
    assert!(path.exists());
}

#[test]
fn an_empty_journal_is_removed_since_nothing_was_sent() {
    let bed = Bed::new("empty");
    let path = write(&bed, "");
    let ended = bed.call(&["cleanup"]);
    ends_with(&ended, 0);
    assert!(!path.exists());
}

#[test]
fn a_run_that_is_under_way_is_left_alone_and_a_second_one_on_the_same_systems_refused() {
    let bed = Bed::new("under-way");
    let mut slow = bed.badreq(&["run", "members"]);
    slow.env("BADREQ_LIMITS", "generic_update=2");
    let mut run = slow.spawn().expect("the command starts");
    bed.wait_for_requests(10, &mut run);
    let ended = bed.call(&["cleanup"]);
    ends_with(&ended, 4);
    says(&ended, "still active");
    let ended = bed.call(&["run", "20003"]);
    ends_with(&ended, 4);
    says(&ended, "another run is active");
    run.kill().expect("it can be killed");
    run.wait().expect("it ends");
}

#[test]
fn a_new_run_tells_of_an_old_one_that_was_killed() {
    let bed = Bed::new("tells");
    journal(&bed, &[]);
    let ended = bed.call(&["run", "20006"]);
    ends_with(&ended, 0);
    assert!(
        words(&ended)
            .contains("1 earlier run left something on this target, or created shared fixtures there; `badreq cleanup` removes it"),
        "{}",
        words(&ended)
    );
}

#[test]
fn a_journal_that_cannot_be_kept_stops_a_run_before_it_makes_anything() {
    let bed = Bed::new("no-journal");
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let before = bed.state();
    let mut run = bed.badreq(&["run", "members"]);
    run.env("BADREQ_JOURNAL_DIR", file.join("journals"));
    let ended = run.output().expect("the command starts");
    ends_with(&ended, 2);
    says(&ended, "cannot create the journal");
    assert_eq!(bed.state(), before);
}
