//! Whose tokens clean up, and where they go.

use serde_json::json;

use super::bed::{Bed, ends_with, says};
use super::journals::{journal, make, text};

#[test]
fn nothing_is_touched_with_the_token_of_another_system() {
    let bed = Bed::new("other-token");
    let id = make(&bed, "/members", &json!({"name": "somebody"}));
    let made = json!({
        "record": "made", "number": 2, "intent": null, "what": "owner_member", "maker": "run",
        "actor": "owner", "method": "DELETE", "target": format!("/members/{}", text(&id)),
    });
    let path = journal(&bed, &[made]);
    let told = std::fs::read_to_string(&path).expect("it can be read");
    let owner = bed.read("/systems/@me", "/id");
    std::fs::write(&path, told.replace(text(&owner), "zzzzzz")).expect("it can be written");
    let before = bed.state();
    let ended = bed.call(&["cleanup"]);
    ends_with(&ended, 2);
    says(&ended, "nothing was changed");
    assert_eq!(bed.state(), before);
    assert!(path.exists());
}

#[test]
fn a_token_that_the_run_had_and_nobody_gives_is_asked_for() {
    let bed = Bed::new("no-token");
    journal(&bed, &[]);
    let mut cleanup = bed.badreq(&["cleanup"]);
    cleanup.env_remove("BADREQ_TOKEN");
    let ended = cleanup.output().expect("the command starts");
    ends_with(&ended, 2);
    says(&ended, "had a token of the owner, but none is given");
}

#[test]
fn tokens_do_not_go_where_only_a_file_from_elsewhere_says() {
    let bed = Bed::new("elsewhere");
    let path = journal(&bed, &[]);
    let away = bed.journals.join("away");
    std::fs::create_dir_all(&away).expect("the folder can be made");
    let moved = away.join("a.jsonl");
    std::fs::rename(path, &moved).expect("it can be moved");
    let before = bed.requests();
    let mut cleanup = bed.badreq(&["cleanup", moved.to_str().expect("it is text")]);
    cleanup.env_remove("BADREQ_TARGET");
    let ended = cleanup.output().expect("the command starts");
    ends_with(&ended, 2);
    says(&ended, &format!("give `--target {}`", bed.url()));
    assert_eq!(bed.requests(), before);
}

#[test]
fn journals_of_other_targets_are_left_alone() {
    let bed = Bed::new("other-target");
    let path = journal(&bed, &[]);
    let text = std::fs::read_to_string(&path).expect("it can be read");
    std::fs::write(&path, text.replace(&bed.url(), "http://127.0.0.1:9/v2"))
        .expect("it can be written");
    let ended = bed.call(&["cleanup"]);
    ends_with(&ended, 0);
    says(&ended, "1 more of other targets");
    assert!(path.exists());
}

#[test]
fn a_named_journal_of_another_target_is_refused() {
    let bed = Bed::new("named-other");
    let path = journal(&bed, &[]);
    let name = path.to_str().expect("it is text");
    let mut cleanup = bed.badreq(&["cleanup", name]);
    cleanup.env("BADREQ_TARGET", "http://127.0.0.1:9/v2");
    let ended = cleanup.output().expect("the command starts");
    ends_with(&ended, 2);
    assert!(path.exists());
}

#[test]
fn tokens_of_one_target_do_not_go_to_several() {
    let bed = Bed::new("several-targets");
    let path = journal(&bed, &[]);
    let text = std::fs::read_to_string(&path).expect("it can be read");
    let other = text.replace(&bed.url(), "http://127.0.0.1:9/v2");
    std::fs::write(bed.journals.join("other.jsonl"), other).expect("it can be written");
    let before = bed.requests();
    let mut cleanup = bed.badreq(&["cleanup"]);
    cleanup.env_remove("BADREQ_TARGET");
    let ended = cleanup.output().expect("the command starts");
    ends_with(&ended, 2);
    says(&ended, "the journals are of several targets");
    assert_eq!(bed.requests(), before);
}
