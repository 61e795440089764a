//! What a dead run left whose journal is lost, known by the mark of the run in names and texts.

use rstest::rstest;
use serde_json::json;

use super::bed::{Bed, ends_with, says};

/// A mark of a run that started years ago.
const OLD: &str = "1a2b3c4d-20200229T120000Z";

/// The id in the marks here.
const RUN: &str = "1a2b3c4d";

/// The mark of a run that started as many minutes ago.
fn mark_of_age(minutes: i64) -> String {
    let start = jiff::Timestamp::now() - jiff::SignedDuration::from_mins(minutes);
    format!("{RUN}-{}", start.strftime("%Y%m%dT%H%M%SZ"))
}

fn create_member(bed: &Bed, name: &str) -> String {
    let answer = bed.send("POST", "/members", Some(&json!({"name": name})));
    assert_eq!(answer.status, 200);
    answer.body["id"].as_str().expect("it has an id").to_owned()
}

#[rstest]
#[case::just_now(0)]
#[case::a_quarter_of_an_hour(15)]
fn a_run_of_another_machine_that_may_be_active_keeps_a_run_away(#[case] minutes: i64) {
    let bed = Bed::new(&format!("young-mark-{minutes}"));
    create_member(
        &bed,
        &format!("badreq {} owner member", mark_of_age(minutes)),
    );
    let before = bed.state();
    let [run, cleanup, doctor] =
        bed.call_at_once([&["run", "messages"], &["cleanup", "--orphans"], &["doctor"]]);
    for ended in [run, cleanup] {
        ends_with(&ended, 4);
        says(&ended, "run 1a2b3c4d, ");
        says(&ended, "may be active");
        says(&ended, "--ignore-run 1a2b3c4d");
    }
    ends_with(&doctor, 0);
    says(&doctor, "it may be active");
    assert_eq!(bed.state(), before);
}

#[test]
fn a_young_mark_of_a_run_that_is_dead_can_be_ignored() {
    let bed = Bed::new("ignored-mark");
    let before = bed.state();
    create_member(&bed, &format!("badreq {} owner member", mark_of_age(1)));
    let run = bed.call(&["run", "messages", "--ignore-run", RUN]);
    ends_with(&run, 0);
    says(&run, "warning: run 1a2b3c4d, started ");
    let cleanup = bed.call(&["cleanup", "--orphans", "--ignore-run", RUN]);
    ends_with(&cleanup, 0);
    says(&cleanup, "1 removed");
    assert_eq!(bed.state(), before);
}

#[test]
fn what_an_old_run_left_is_told_by_each_run_and_removed_on_demand() {
    let bed = Bed::new("old-mark");
    let before = bed.state();
    let id = create_member(&bed, &format!("badreq {OLD} second member"));
    bed.send(
        "POST",
        "/groups",
        Some(&json!({"name": format!("badreq {OLD} owner group")})),
    );
    // A switch has no text: it is known by its members.
    let switch = json!({"members": [id], "timestamp": "2019-03-14T15:09:26.001Z"});
    let answer = bed.send("POST", "/systems/@me/switches", Some(&switch));
    assert_eq!(answer.status, 200);
    let [run, doctor] = bed.call_at_once([&["run", "messages"], &["doctor"]]);
    ends_with(&run, 0);
    says(
        &run,
        "warning: run 1a2b3c4d, started 2020-02-29T12:00:00Z, did not undo its changes here",
    );
    says(&run, "`badreq 1a2b3c4d-20200229T120000Z second member`");
    says(
        &doctor,
        "it is dead: `badreq cleanup --orphans` removes what it created",
    );
    let cleanup = bed.call(&["cleanup", "--orphans"]);
    ends_with(&cleanup, 0);
    says(&cleanup, "3 removed");
    assert_eq!(bed.state(), before);
    let again = bed.call(&["cleanup", "--orphans"]);
    ends_with(&again, 0);
    says(&again, "nothing to clean up");
}

#[test]
fn what_merely_holds_a_dead_runs_member_among_others_is_not_removed() {
    let bed = Bed::new("mixed-switch");
    let own = create_member(&bed, "Ada");
    let left = create_member(&bed, &format!("badreq {OLD} owner member"));
    let switch = json!({"members": [own, left]});
    bed.send("POST", "/systems/@me/switches", Some(&switch));
    let cleanup = bed.call(&["cleanup", "--orphans"]);
    ends_with(&cleanup, 0);
    says(&cleanup, "1 removed");
    assert_eq!(bed.read("/systems/@me/fronters", "/members/0/name"), "Ada");
}

#[test]
fn a_setting_that_a_dead_run_wrote_is_named_and_not_taken_for_the_owners() {
    let bed = Bed::new("marked-setting");
    let text = format!("badreq {OLD} refused");
    bed.send("PATCH", "/systems/@me", Some(&json!({"description": text})));
    let [run, cleanup] = bed.call_at_once([&["run", "messages"], &["cleanup", "--orphans"]]);
    ends_with(&run, 0);
    says(
        &run,
        "set again what it wrote, the former values are lost: `description` of the owner's system",
    );
    ends_with(&cleanup, 7);
    says(
        &cleanup,
        "`description` of the owner's system = \"badreq 1a2b3c4d-20200229T120000Z refused\"",
    );
    says(&cleanup, "PATCH /systems/@me {\"description\":…} as owner");
}

#[test]
fn a_killed_run_whose_journal_is_lost_is_cleaned_up_by_its_marks() {
    let bed = Bed::new("lost-journal");
    let before = bed.state();
    let mut killed = bed
        .badreq(&["run", "membership_lists"])
        .spawn()
        .expect("it starts");
    bed.wait_for_requests(60, &mut killed);
    killed.kill().expect("it can be killed");
    killed.wait().expect("it ends");
    let journals = bed.left_journals();
    assert_eq!(journals.len(), 1);
    let run = journals[0]
        .file_stem()
        .and_then(|name| name.to_str())
        .map(str::to_owned);
    let run = run.expect("it has a name");
    std::fs::remove_dir_all(&bed.journals).expect("it is ours");
    assert_ne!(bed.state(), before);
    let refused = bed.call(&["run", "membership_lists"]);
    ends_with(&refused, 4);
    says(&refused, &run);
    let cleanup = bed.call(&["cleanup", "--orphans", "--ignore-run", &run]);
    ends_with(&cleanup, 0);
    assert_eq!(bed.state(), before);
}
