//! The rules that hold among operations, request defects and coverage exclusions.

use super::authored::{Entry, Reader};
use super::{Gap, Operation, Way, suggest};

/// The value in an exclusion that stands for every operation that lists its defect.
pub(super) const EVERY_OPERATION: &str = "*";

type Entries<'e, T> = &'e [Entry<T>];

/// Records the mistakes of entries that are valid on their own but contradict each other.
pub(super) fn judge(
    toml: &mut Reader<'_>,
    operations: Entries<'_, Operation>,
    ways: Entries<'_, Way>,
    gaps: Entries<'_, Gap>,
) {
    no_duplicates(toml, "operation", operations, |operation| &operation.id);
    no_duplicates(toml, "defect", ways, |way| &way.id);
    for (index, entry) in operations.iter().enumerate() {
        path_is_sound(toml, entry);
        ways_are_known(toml, entry, ways);
        is_reachable(toml, entry, &operations[..index]);
        undo_is_an_operation(toml, entry, operations);
    }
    for entry in ways {
        let id = &entry.value.id;
        let used = |operation: &Entry<Operation>| operation.value.ways.contains(id);
        if !operations.iter().any(used) {
            toml.push(
                entry.at("id"),
                format!("no operation has the defect `{id}`"),
                "list it where it applies, or remove it".to_owned(),
            );
        }
    }
    for (index, entry) in gaps.iter().enumerate() {
        gap_is_a_cell(toml, entry, operations);
        let again = |other: &Entry<Gap>| {
            (&other.value.operation, &other.value.way) == (&entry.value.operation, &entry.value.way)
        };
        if gaps[..index].iter().any(again) {
            let what = "this exclusion stands here twice".to_owned();
            toml.push(entry.at("defect"), what, "remove one of them".to_owned());
        }
    }
}

fn no_duplicates<T>(
    toml: &mut Reader<'_>,
    kind: &str,
    entries: Entries<'_, T>,
    id: impl Fn(&T) -> &String,
) {
    for (index, entry) in entries.iter().enumerate() {
        let own = id(&entry.value);
        let mut before = entries[..index].iter();
        if let Some(first) = before.find(|other| id(&other.value) == own) {
            let line = toml.line_at(first.at("id").start);
            toml.push(
                entry.at("id"),
                format!("the {kind} `{own}` stands here twice"),
                format!("give it another id; the other is on line {line}"),
            );
        }
    }
}

fn path_is_sound(toml: &mut Reader<'_>, entry: &Entry<Operation>) {
    let sound = |segment: &str| {
        let inner = segment
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        let word = inner.unwrap_or(segment);
        !word.is_empty() && !word.contains(['{', '}', '?', '#'])
    };
    let path = &entry.value.path;
    if !path
        .strip_prefix('/')
        .is_some_and(|rest| rest.split('/').all(sound))
    {
        toml.push(
            entry.at("path"),
            format!("`{path}` is no path of an operation"),
            "begin with `/` and put variable segments in braces: `/things/{thing}`".to_owned(),
        );
    }
}

fn ways_are_known(toml: &mut Reader<'_>, entry: &Entry<Operation>, ways: Entries<'_, Way>) {
    let listed = &entry.value.ways;
    for (index, way) in listed.iter().enumerate() {
        let ids = ways.iter().map(|way| way.value.id.as_str());
        if !ids.clone().any(|id| id == way) {
            let hint = match suggest(way, ids) {
                Some(id) => format!("did you mean `{id}`?"),
                None => "add a `[[defect]]` with this id".to_owned(),
            };
            let what = format!("`{way}` is no defect");
            toml.push(entry.at_item("defects", index), what, hint);
        } else if listed[..index].contains(way) {
            toml.push(
                entry.at_item("defects", index),
                format!("the defect `{way}` is listed twice"),
                "remove one of them".to_owned(),
            );
        }
    }
}

fn is_reachable(toml: &mut Reader<'_>, entry: &Entry<Operation>, before: Entries<'_, Operation>) {
    let own = &entry.value;
    let taker = |other: &&Entry<Operation>| other.value.fits(&own.method, &own.path);
    if let Some(first) = before.iter().find(taker) {
        toml.push(
            entry.at("path"),
            format!(
                "every request of `{}` is taken by `{}`",
                own.id, first.value.id
            ),
            "write operations with literal segments before those with variable ones".to_owned(),
        );
    }
}

fn undo_is_an_operation(
    toml: &mut Reader<'_>,
    entry: &Entry<Operation>,
    operations: Entries<'_, Operation>,
) {
    let Some(undo) = &entry.value.undo else {
        return;
    };
    let known = undo.request.split_once(' ').is_some_and(|(method, path)| {
        path.contains("{id}")
            && operations
                .iter()
                .any(|other| other.value.fits(method, path))
    });
    if !known {
        toml.push(
            entry.at("undo"),
            format!("`{}` is no operation with `{{id}}` in it", undo.request),
            "write method and path of an operation of this page: `DELETE /things/{id}`".to_owned(),
        );
    }
    if !undo.id.starts_with('/') {
        toml.push(
            entry.at("undo"),
            format!("`{}` is no JSON pointer into an answer", undo.id),
            "write where the answer has the id: `/id`".to_owned(),
        );
    }
    if let Some(list) = &undo.list {
        let is_read = list.split_once(' ').is_some_and(|(method, path)| {
            method == "GET" && operations.iter().any(|own| own.value.fits(method, path))
        });
        if !is_read {
            toml.push(
                entry.at("undo"),
                format!("`{list}` is no operation that reads"),
                "write method and path of an operation of this page: `GET /things`".to_owned(),
            );
        }
    }
}

fn gap_is_a_cell(toml: &mut Reader<'_>, entry: &Entry<Gap>, operations: Entries<'_, Operation>) {
    let Gap {
        operation: id,
        way,
        reason,
    } = &entry.value;
    let ids = || operations.iter().map(|operation| &operation.value.id);
    let has = |operation: &Entry<Operation>| {
        (id == EVERY_OPERATION || *id == operation.value.id) && operation.value.ways.contains(way)
    };
    if id != EVERY_OPERATION && !ids().any(|known| known == id) {
        let hint = match suggest(id, ids().map(String::as_str)) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("write the id of an operation, or `{EVERY_OPERATION}`"),
        };
        let what = format!("`{id}` is no operation");
        toml.push(entry.at("operation"), what, hint);
    } else if !operations.iter().any(has) {
        toml.push(
            entry.at("defect"),
            format!("`{id}` has no defect `{way}` to exclude"),
            "name a defect that the operation lists, or remove the exclusion".to_owned(),
        );
    }
    if reason.trim().is_empty() {
        toml.push(
            entry.at("reason"),
            "an exclusion without a reason".to_owned(),
            "say why there is no case".to_owned(),
        );
    }
}

#[cfg(test)]
#[path = "operation_tests.rs"]
mod tests;
