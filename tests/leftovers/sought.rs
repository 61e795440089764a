//! Cleaning up what no answer told of.

use serde_json::{Value, json};

use super::bed::{Bed, ends_with, says};
use super::journals::{RUN, ids, intended, journal, make, text};

#[test]
fn what_bears_the_runs_id_is_removed_though_no_answer_told_of_it() {
    let bed = Bed::new("bears-the-id");
    let before = bed.state();
    let body = json!({"name": format!("badreq {RUN} a member")});
    make(&bed, "/members", &body);
    let path = journal(&bed, &[intended("members", &body, &Value::Null)]);
    let ended = bed.call(&["cleanup"]);
    ends_with(&ended, 0);
    says(&ended, "1 removed, 0 restored");
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
    ends_with(&ended, 0);
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
    ends_with(&ended, 0);
    says(&ended, "0 removed");
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
    ends_with(&ended, 7);
    let remedy = format!(
        "DELETE /members/{} as owner, unless it belongs to others",
        text(&id)
    );
    says(&ended, &remedy);
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
    ends_with(&ended, 7);
    says(&ended, "what existed before is not known");
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
    ends_with(&ended, 7);
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
    ends_with(&ended, 7);
    assert_eq!(bed.state(), before);
}

/// A page shows the last hundred: what came into view may be old.
#[test]
fn what_a_full_page_shows_is_not_taken_for_new() {
    let bed = Bed::new("full-page");
    let timed = |number: usize| json!({"members": [], "timestamp": format!("2001-02-{:02}T{:02}:00:00Z", 1 + number / 24, number % 24)});
    let member = bed.read("/systems/@me/members", "/0/id");
    let mut made = Vec::new();
    for number in 0..110 {
        let path = "/systems/@me/switches";
        // The same list twice in a row is refused.
        let mut body = timed(number);
        if number % 2 == 0 {
            body["members"] = json!([member]);
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
    ends_with(&ended, 7);
    says(&ended, "shows only the last 100");
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
    ends_with(&ended, 0);
    says(&ended, "2 removed");
    assert_eq!(bed.state(), before);
}
