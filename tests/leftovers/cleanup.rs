//! Cleaning up by journals that are written by hand, each telling of one thing that a killed run can leave.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::bed::{Bed, words};

const RUN: &str = "0badcafe";

/// Writes a journal of these records, behind an opening that fits the bed.
fn journal(bed: &Bed, records: &[Value]) -> PathBuf {
    let owner = bed.read("/systems/@me", "/id");
    let opening =
        json!({"record": "opened", "format": 1, "run": RUN, "target": bed.url(), "at_unix_ms": 1});
    let identity = json!({"record": "identity", "actor": "owner", "id": owner});
    let lines: Vec<String> = [opening, identity]
        .iter()
        .chain(records)
        .map(|record| format!("{record}\n"))
        .collect();
    write(bed, &lines.concat())
}

fn write(bed: &Bed, text: &str) -> PathBuf {
    std::fs::create_dir_all(&bed.journals).expect("the folder can be made");
    let path = bed.journals.join(format!("{RUN}.jsonl"));
    std::fs::write(&path, text).expect("it can be written");
    path
}

/// A request that was about to leave when the run was killed.
fn intended(kind: &str, sent: &Value, there: &Value) -> Value {
    let removal = match kind {
        "switches" => "DELETE /systems/@me/switches/{id}".to_owned(),
        kind => format!("DELETE /{kind}/{{id}}"),
    };
    json!({
        "record": "intended", "number": 1, "what": "members/a-case", "maker": "run", "actor": "owner",
        "undo": {
            "request": removal, "id": "/id", "list": format!("GET /systems/@me/{kind}"),
            "page": (kind == "switches").then_some(100),
        },
        "sent": sent, "there": there, "bears_id": sent.to_string().contains(RUN), "at_unix_ms": 1,
    })
}

fn make(bed: &Bed, path: &str, body: &Value) -> Value {
    let answer = bed.send("POST", path, Some(body));
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body["id"].clone()
}

fn ids(bed: &Bed, kind: &str) -> Value {
    let list = bed.read(&format!("/systems/@me/{kind}"), "");
    let items = list.as_array().expect("it is a list");
    items.iter().map(|item| item["id"].clone()).collect()
}

#[test]
fn what_bears_the_runs_id_is_removed_though_no_answer_told_of_it() {
    let bed = Bed::new("bears-the-id");
    let before = bed.state();
    let body = json!({"name": format!("badreq {RUN} a member")});
    make(&bed, "/members", &body);
    let path = journal(&bed, &[intended("members", &body, &Value::Null)]);
    let ended = bed.call(&["cleanup"]);
    assert_eq!(ended.status.code(), Some(0), "{}", words(&ended));
    assert!(
        words(&ended).contains("1 removed, 0 put back"),
        "{}",
        words(&ended)
    );
    assert_eq!(bed.state(), before);
    assert!(!path.exists());
}

#[test]
fn what_is_new_and_carries_what_was_sent_is_removed() {
    let bed = Bed::new("carries");
    let before = bed.state();
    let body = json!({"members": [], "timestamp": "2001-02-03T04:05:06Z"});
    let record = intended("switches", &body, &ids(&bed, "switches"));
    make(&bed, "/systems/@me/switches", &body);
    journal(&bed, &[record]);
    let ended = bed.call(&["cleanup"]);
    assert_eq!(ended.status.code(), Some(0), "{}", words(&ended));
    assert_eq!(bed.state(), before);
}

#[test]
fn what_was_there_before_is_never_touched() {
    let bed = Bed::new("there-before");
    let body = json!({"name": "somebody"});
    make(&bed, "/members", &body);
    let before = bed.state();
    journal(&bed, &[intended("members", &body, &ids(&bed, "members"))]);
    let ended = bed.call(&["cleanup"]);
    assert_eq!(ended.status.code(), Some(0), "{}", words(&ended));
    assert!(words(&ended).contains("0 removed"), "{}", words(&ended));
    assert_eq!(bed.state(), before);
}

#[test]
fn what_is_new_and_looks_like_nothing_of_ours_is_told_and_not_touched() {
    let bed = Bed::new("perhaps");
    let sent = json!({"name": "as it was sent"});
    let record = intended("members", &sent, &ids(&bed, "members"));
    let id = make(&bed, "/members", &json!({"name": "somebody"}));
    let before = bed.state();
    let path = journal(&bed, &[record]);
    let ended = bed.call(&["cleanup"]);
    assert_eq!(ended.status.code(), Some(1), "{}", words(&ended));
    let remedy = format!(
        "DELETE /members/{} as owner, unless it is somebody else's",
        text(&id)
    );
    assert!(words(&ended).contains(&remedy), "{}", words(&ended));
    assert_eq!(bed.state(), before);
    assert!(path.exists(), "what is left is still known of");
}

#[test]
fn without_knowing_what_was_there_nothing_is_touched_and_it_is_told() {
    let bed = Bed::new("unknown-before");
    let body = json!({"name": "somebody"});
    make(&bed, "/members", &body);
    let before = bed.state();
    journal(&bed, &[intended("members", &body, &Value::Null)]);
    let ended = bed.call(&["cleanup"]);
    assert_eq!(ended.status.code(), Some(1), "{}", words(&ended));
    assert!(
        words(&ended).contains("what was there before is not known"),
        "{}",
        words(&ended)
    );
    assert_eq!(bed.state(), before);
}

/// An empty list says nothing of who made it: somebody may have switched out since.
#[test]
fn what_is_alike_only_in_what_is_empty_is_not_ours() {
    let bed = Bed::new("empty-list");
    let sent = json!({"members": []});
    let record = intended("switches", &sent, &ids(&bed, "switches"));
    make(&bed, "/systems/@me/switches", &sent);
    let before = bed.state();
    journal(&bed, &[record]);
    let ended = bed.call(&["cleanup"]);
    assert_eq!(ended.status.code(), Some(1), "{}", words(&ended));
    assert_eq!(bed.state(), before);
}

#[test]
fn what_carries_only_a_part_of_what_was_sent_is_not_ours() {
    let bed = Bed::new("a-part");
    let sent = json!({"name": "alike", "pronouns": "they"});
    let record = intended("members", &sent, &ids(&bed, "members"));
    make(&bed, "/members", &json!({"name": "alike"}));
    let before = bed.state();
    journal(&bed, &[record]);
    let ended = bed.call(&["cleanup"]);
    assert_eq!(ended.status.code(), Some(1), "{}", words(&ended));
    assert_eq!(bed.state(), before);
}

/// A page shows the last hundred: what came into view may be old.
#[test]
fn what_a_full_page_shows_is_not_taken_for_new() {
    let bed = Bed::new("full-page");
    let timed = |number: usize| json!({"members": [], "timestamp": format!("2001-02-{:02}T{:02}:00:00Z", 1 + number / 24, number % 24)});
    let mut made = Vec::new();
    for number in 0..110 {
        let path = "/systems/@me/switches";
        // The same list twice in a row is refused.
        let mut body = timed(number);
        if number % 2 == 0 {
            body["members"] = json!([bed.read("/systems/@me/members", "/0/id")]);
        }
        made.push(make(&bed, path, &body));
    }
    let there = ids(&bed, "switches");
    for id in made.iter().rev().take(6) {
        bed.send(
            "DELETE",
            &format!("/systems/@me/switches/{}", text(id)),
            None,
        );
    }
    let before = bed.state();
    journal(&bed, &[intended("switches", &timed(3), &there)]);
    let ended = bed.call(&["cleanup"]);
    assert_eq!(ended.status.code(), Some(1), "{}", words(&ended));
    assert!(
        words(&ended).contains("shows only the last 100"),
        "{}",
        words(&ended)
    );
    assert_eq!(bed.state(), before);
}

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
    assert_eq!(ended.status.code(), Some(0), "{}", words(&ended));
    assert_eq!(bed.state(), before);
}

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
    for put_back in ["1 put back", "0 put back"] {
        let ended = bed.call(&["cleanup"]);
        assert_eq!(ended.status.code(), Some(1), "{}", words(&ended));
        assert!(words(&ended).contains(put_back), "{}", words(&ended));
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
        assert_eq!(ended.status.code(), Some(0), "{}", words(&ended));
    }
}

#[test]
fn a_named_journal_of_another_target_is_refused() {
    let bed = Bed::new("named-other");
    let path = journal(&bed, &[]);
    let name = path.to_str().expect("it is text");
    let mut cleanup = bed.badreq(&["cleanup", name]);
    cleanup.env("BADREQ_TARGET", "http://127.0.0.1:9/v2");
    let ended = cleanup.output().expect("the command starts");
    assert_eq!(ended.status.code(), Some(2), "{}", words(&ended));
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
    assert_eq!(ended.status.code(), Some(2), "{}", words(&ended));
    assert!(
        words(&ended).contains("journals of several targets"),
        "{}",
        words(&ended)
    );
    assert_eq!(bed.requests(), before);
}

#[test]
fn a_second_run_on_the_same_systems_is_refused_while_the_first_is_under_way() {
    let bed = Bed::new("two-at-once");
    let mut slow = bed.badreq(&["run", "members"]);
    slow.env("BADREQ_LIMITS", "generic_update=2");
    let mut run = slow.spawn().expect("the command starts");
    bed.wait_for_requests(10, &mut run);
    let ended = bed.call(&["run", "20003"]);
    assert_eq!(ended.status.code(), Some(2), "{}", words(&ended));
    assert!(
        words(&ended).contains("another run is under way"),
        "{}",
        words(&ended)
    );
    run.kill().expect("it can be killed");
    run.wait().expect("it ends");
}

fn text(value: &Value) -> &str {
    value.as_str().expect("it is text")
}

fn changing(before: &Value) -> Value {
    json!({
        "record": "changing", "name": "owner_system", "before": before,
        "place": {
            "about": "the owner's system", "actor": "owner", "read": "/systems/@me",
            "method": "PATCH", "write": "/systems/@me", "keys": ["tag"],
        },
    })
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
    assert_eq!(ended.status.code(), Some(0), "{}", words(&ended));
    assert!(
        words(&ended).contains("0 removed, 1 put back"),
        "{}",
        words(&ended)
    );
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
    assert_eq!(ended.status.code(), Some(0), "{}", words(&ended));
    assert_eq!(bed.state(), before);
}

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
    assert_eq!(ended.status.code(), Some(2), "{}", words(&ended));
    assert!(
        words(&ended).contains("nothing was touched"),
        "{}",
        words(&ended)
    );
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
    assert_eq!(ended.status.code(), Some(2), "{}", words(&ended));
    assert!(
        words(&ended).contains("had a token of the owner, and none is given"),
        "{}",
        words(&ended)
    );
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
    assert_eq!(ended.status.code(), Some(0), "{}", words(&ended));
    assert_eq!(bed.state(), before);
}

#[test]
fn a_damaged_journal_is_refused_with_its_line() {
    let bed = Bed::new("damaged");
    let path = journal(&bed, &[json!({"record": "gone"})]);
    let ended = bed.call(&["cleanup"]);
    assert_eq!(ended.status.code(), Some(2), "{}", words(&ended));
    assert!(
        words(&ended).contains("is damaged on line 3"),
        "{}",
        words(&ended)
    );
    assert!(path.exists());
}

#[test]
fn an_empty_journal_is_removed_since_nothing_was_sent() {
    let bed = Bed::new("empty");
    let path = write(&bed, "");
    let ended = bed.call(&["cleanup"]);
    assert_eq!(ended.status.code(), Some(0), "{}", words(&ended));
    assert!(!path.exists());
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
    assert_eq!(ended.status.code(), Some(2), "{}", words(&ended));
    assert!(
        words(&ended).contains(&format!("give `--target {}`", bed.url())),
        "{}",
        words(&ended)
    );
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
    assert_eq!(ended.status.code(), Some(0), "{}", words(&ended));
    assert!(
        words(&ended).contains("1 more of other targets"),
        "{}",
        words(&ended)
    );
    assert!(path.exists());
}

#[test]
fn a_run_that_is_under_way_is_left_alone() {
    let bed = Bed::new("under-way");
    let mut slow = bed.badreq(&["run", "members"]);
    slow.env("BADREQ_LIMITS", "generic_update=2");
    let mut run = slow.spawn().expect("the command starts");
    bed.wait_for_requests(10, &mut run);
    let ended = bed.call(&["cleanup"]);
    assert_eq!(ended.status.code(), Some(1), "{}", words(&ended));
    assert!(
        words(&ended).contains("still under way"),
        "{}",
        words(&ended)
    );
    run.kill().expect("it can be killed");
    run.wait().expect("it ends");
}

#[test]
fn a_new_run_tells_of_an_old_one_that_was_killed() {
    let bed = Bed::new("tells");
    journal(&bed, &[]);
    let ended = bed.call(&["run", "20003"]);
    assert_eq!(ended.status.code(), Some(0), "{}", words(&ended));
    assert!(
        words(&ended)
            .contains("1 earlier run left something on this target, or provisioned it; `badreq cleanup` removes it"),
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
    run.env("BADREQ_JOURNAL", file.join("journals"));
    let ended = run.output().expect("the command starts");
    assert_eq!(ended.status.code(), Some(2), "{}", words(&ended));
    assert!(
        words(&ended).contains("cannot begin the journal"),
        "{}",
        words(&ended)
    );
    assert_eq!(bed.state(), before);
}

#[test]
fn what_is_made_of_things_of_ours_is_ours() {
    let bed = Bed::new("of-ours");
    let before = bed.state();
    let there = ids(&bed, "switches");
    let member = make(&bed, "/members", &json!({"name": "ours"}));
    let made = json!({
        "record": "made", "number": 2, "intent": null, "what": "owner_member", "maker": "run",
        "actor": "owner", "method": "DELETE", "target": format!("/members/{}", text(&member)),
    });
    make(&bed, "/systems/@me/switches", &json!({"members": [member]}));
    let record = intended("switches", &json!({"members": ["by another name"]}), &there);
    journal(&bed, &[made, record]);
    let ended = bed.call(&["cleanup"]);
    assert_eq!(ended.status.code(), Some(0), "{}", words(&ended));
    assert!(words(&ended).contains("2 removed"), "{}", words(&ended));
    assert_eq!(bed.state(), before);
}
