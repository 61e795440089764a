//! Journals that are written by hand, each telling of one thing that a killed run can leave.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::bed::Bed;

/// The id of the run of every journal.
pub(crate) const RUN: &str = "0badcafe";

/// Writes a journal of these records, behind an opening that fits the bed.
pub(crate) fn journal(bed: &Bed, records: &[Value]) -> PathBuf {
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

pub(crate) fn write(bed: &Bed, text: &str) -> PathBuf {
    std::fs::create_dir_all(&bed.journals).expect("the folder can be made");
    let path = bed.journals.join(format!("{RUN}.jsonl"));
    std::fs::write(&path, text).expect("it can be written");
    path
}

/// A request that was about to leave when the run was killed.
pub(crate) fn intended(kind: &str, sent: &Value, there: &Value) -> Value {
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

pub(crate) fn make(bed: &Bed, path: &str, body: &Value) -> Value {
    let answer = bed.send("POST", path, Some(body));
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.body["id"].clone()
}

pub(crate) fn ids(bed: &Bed, kind: &str) -> Value {
    let list = bed.read(&format!("/systems/@me/{kind}"), "");
    let items = list.as_array().expect("it is a list");
    items.iter().map(|item| item["id"].clone()).collect()
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().expect("it is text")
}

pub(crate) fn changing(before: &Value) -> Value {
    json!({
        "record": "changing", "name": "owner_system", "before": before,
        "place": {
            "about": "the owner's system", "actor": "owner", "read": "/systems/@me",
            "method": "PATCH", "write": "/systems/@me", "keys": ["tag"],
        },
    })
}
