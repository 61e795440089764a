//! The rules that hold among operations, request defects and coverage exclusions.

use super::authored::{SpannedEntry, TableReader};
use super::operation::RESPONSE_ID;
use super::{
    ApiOperation, CoverageExclusion, RequestBodyModelSource, RequestDefect, suggest_similar_word,
};

/// The value in an exclusion that stands for every operation that lists its defect.
pub(super) const EVERY_OPERATION: &str = "*";

/// The defects that operations may list: those of the page, and the standard ones.
pub(super) struct KnownDefects<'d> {
    pub(super) own: &'d [SpannedEntry<RequestDefect>],
    pub(super) standard: &'d [RequestDefect],
}

impl KnownDefects<'_> {
    fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        let own = self.own.iter().map(|entry| entry.value.id.as_str());
        own.chain(self.standard.iter().map(|defect| defect.id.as_str()))
    }
}

type SpannedEntries<'e, T> = &'e [SpannedEntry<T>];

/// Records the mistakes of entries that are valid on their own but contradict each other.
pub(super) fn validate_operations(
    toml: &mut TableReader<'_>,
    operations: SpannedEntries<'_, ApiOperation>,
    defects: &KnownDefects<'_>,
    gaps: SpannedEntries<'_, CoverageExclusion>,
) {
    validate_unique_ids(toml, "operation", operations, |operation| &operation.id);
    validate_unique_ids(toml, "defect", defects.own, |defect| &defect.id);
    for (index, entry) in operations.iter().enumerate() {
        validate_path(toml, entry);
        validate_defects_of_operation(toml, entry, defects);
        validate_not_shadowed(toml, entry, &operations[..index]);
        validate_undo_request(toml, entry, operations);
    }
    for entry in defects.own {
        let id = &entry.value.id;
        let used = |operation: &SpannedEntry<ApiOperation>| operation.value.defects.contains(id);
        if !operations.iter().any(used) {
            toml.diagnose_with_hint(
                entry.span_of_key_value("id"),
                format!("no operation has the defect `{id}`"),
                "list it where it applies, or remove it".to_owned(),
            );
        }
    }
    for (index, entry) in gaps.iter().enumerate() {
        validate_exclusion(toml, entry, operations);
        let again = |other: &SpannedEntry<CoverageExclusion>| {
            (&other.value.operation, &other.value.defect)
                == (&entry.value.operation, &entry.value.defect)
        };
        if gaps[..index].iter().any(again) {
            let what = "this exclusion is listed twice".to_owned();
            toml.diagnose_with_hint(
                entry.span_of_key_value("defect"),
                what,
                "remove one of them".to_owned(),
            );
        }
    }
}

/// Records every body of an operation whose model is not among the files.
pub(super) fn validate_body_model_references(
    toml: &mut TableReader<'_>,
    operations: SpannedEntries<'_, ApiOperation>,
    models: &[RequestBodyModelSource],
) {
    for entry in operations {
        let Some(body) = &entry.value.body else {
            continue;
        };
        let paths = models.iter().map(|model| model.path.as_str());
        if paths.clone().any(|path| path == body) {
            continue;
        }
        let folder = RequestBodyModelSource::FOLDER;
        let hint = match suggest_similar_word(body, paths) {
            Some(path) => format!("did you mean `{path}`?"),
            None => format!(
                "put a JSON Schema into the folder `{folder}` beside this file, and write `{folder}/NAME.schema.json`"
            ),
        };
        let what = format!("the contract has no model `{body}`");
        toml.diagnose_with_hint(entry.span_of_key_value("body"), what, hint);
    }
}

fn validate_unique_ids<T>(
    toml: &mut TableReader<'_>,
    kind: &str,
    entries: SpannedEntries<'_, T>,
    id: impl Fn(&T) -> &String,
) {
    for (index, entry) in entries.iter().enumerate() {
        let own = id(&entry.value);
        let mut before = entries[..index].iter();
        if let Some(first) = before.find(|other| id(&other.value) == own) {
            let line = toml.line_number_at(first.span_of_key_value("id").start);
            toml.diagnose_with_hint(
                entry.span_of_key_value("id"),
                format!("the {kind} `{own}` is listed twice"),
                format!("give it another id; the other is on line {line}"),
            );
        }
    }
}

fn validate_path(toml: &mut TableReader<'_>, entry: &SpannedEntry<ApiOperation>) {
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
        toml.diagnose_with_hint(
            entry.span_of_key_value("path"),
            format!("`{path}` is not the path of an operation"),
            "begin with `/` and put variable segments in braces: `/things/{thing}`".to_owned(),
        );
    }
}

fn validate_defects_of_operation(
    toml: &mut TableReader<'_>,
    entry: &SpannedEntry<ApiOperation>,
    defects: &KnownDefects<'_>,
) {
    let listed = &entry.value.defects;
    for (index, way) in listed.iter().enumerate() {
        let ids = defects.ids();
        if !ids.clone().any(|id| id == way) {
            let hint = match suggest_similar_word(way, ids) {
                Some(id) => format!("did you mean `{id}`?"),
                None => "add a `[[defect]]` with this id".to_owned(),
            };
            let what = format!("`{way}` is not a defect");
            toml.diagnose_with_hint(entry.span_of_key_item("defects", index), what, hint);
        } else if listed[..index].contains(way) {
            toml.diagnose_with_hint(
                entry.span_of_key_item("defects", index),
                format!("the defect `{way}` is listed twice"),
                "remove one of them".to_owned(),
            );
        }
    }
}

fn validate_not_shadowed(
    toml: &mut TableReader<'_>,
    entry: &SpannedEntry<ApiOperation>,
    before: SpannedEntries<'_, ApiOperation>,
) {
    let own = &entry.value;
    let taker =
        |other: &&SpannedEntry<ApiOperation>| other.value.matches_request(&own.method, &own.path);
    if let Some(first) = before.iter().find(taker) {
        toml.diagnose_with_hint(
            entry.span_of_key_value("path"),
            format!(
                "every request of `{}` matches `{}` first",
                own.id, first.value.id
            ),
            "write operations with literal segments before those with variable ones".to_owned(),
        );
    }
}

/// Lists the variables in a path, with their braces.
fn list_variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter(|segment| segment.starts_with('{'))
}

fn validate_undo_request(
    toml: &mut TableReader<'_>,
    entry: &SpannedEntry<ApiOperation>,
    operations: SpannedEntries<'_, ApiOperation>,
) {
    let Some(undo) = &entry.value.undo else {
        return;
    };
    let is_known = undo.request.split_once(' ').is_some_and(|(method, path)| {
        operations
            .iter()
            .any(|other| other.value.matches_request(method, path))
    });
    let needs_id = undo.request.split('/').any(|own| own == RESPONSE_ID)
        && !entry.value.path.split('/').any(|own| own == RESPONSE_ID);
    let names_what_is_created = if undo.id.is_empty() && !needs_id {
        list_variables(&undo.request).next().is_some()
    } else {
        undo.request.contains(RESPONSE_ID)
    };
    if !is_known || !names_what_is_created {
        toml.diagnose_with_hint(
            entry.span_of_key_value("undo"),
            format!("`{}` is not an operation with `{{id}}` in it", undo.request),
            "write method and path of an operation of this page: `DELETE /things/{id}`".to_owned(),
        );
    }
    let is_in_path = |own: &&str| list_variables(&entry.value.path).any(|other| other == *own);
    let is_unknown = |own: &&str| *own != RESPONSE_ID && !is_in_path(own);
    if let Some(unknown) = list_variables(&undo.request).find(is_unknown) {
        toml.diagnose_with_hint(
            entry.span_of_key_value("undo"),
            format!(
                "`{unknown}` is neither `{RESPONSE_ID}` nor a variable of the operation's path"
            ),
            format!("write `{RESPONSE_ID}`, and in `id` where the response has it"),
        );
    }
    if !undo.id.starts_with('/') && (needs_id || !undo.id.is_empty()) {
        toml.diagnose_with_hint(
            entry.span_of_key_value("undo"),
            format!("`{}` is not a JSON pointer into a response", undo.id),
            "write where the response has the id: `/id`".to_owned(),
        );
    }
    if undo.list.is_some() && undo.id.is_empty() {
        toml.diagnose_with_hint(
            entry.span_of_key_value("undo"),
            "the items of a `list` are told apart by an `id`, and there is none".to_owned(),
            "write where an item has the id that the request names: `/id`".to_owned(),
        );
    }
    for pointer in [Some(&undo.items), undo.item_id.as_ref()]
        .into_iter()
        .flatten()
    {
        if !pointer.is_empty() && !pointer.starts_with('/') {
            toml.diagnose_with_hint(
                entry.span_of_key_value("undo"),
                format!("`{pointer}` is not a JSON pointer into the response to `list`"),
                "write where the list is (`items = \"/things\"`), and where an item has its id (`item_id = \"/id\"`)"
                    .to_owned(),
            );
        }
    }
    if let Some(unknown) = undo
        .list
        .as_deref()
        .and_then(|list| list_variables(list).find(|own| !is_in_path(own)))
    {
        toml.diagnose_with_hint(
            entry.span_of_key_value("undo"),
            format!("`{unknown}` of `list` is no variable of the operation's path"),
            "write it as the path of the operation does".to_owned(),
        );
    }
    if let Some(list) = &undo.list {
        let is_read = list.split_once(' ').is_some_and(|(method, path)| {
            method == "GET"
                && operations
                    .iter()
                    .any(|own| own.value.matches_request(method, path))
        });
        if !is_read {
            toml.diagnose_with_hint(
                entry.span_of_key_value("undo"),
                format!("`{list}` is not an operation that reads"),
                "add an `[[operation]]` with this method and path; a list is read with `GET`"
                    .to_owned(),
            );
        }
    }
}

fn validate_exclusion(
    toml: &mut TableReader<'_>,
    entry: &SpannedEntry<CoverageExclusion>,
    operations: SpannedEntries<'_, ApiOperation>,
) {
    let CoverageExclusion {
        operation: id,
        defect: way,
        reason,
    } = &entry.value;
    let ids = || operations.iter().map(|operation| &operation.value.id);
    let has = |operation: &SpannedEntry<ApiOperation>| {
        (id == EVERY_OPERATION || *id == operation.value.id)
            && operation.value.defects.contains(way)
    };
    if id != EVERY_OPERATION && !ids().any(|known| known == id) {
        let hint = match suggest_similar_word(id, ids().map(String::as_str)) {
            Some(known) => format!("did you mean `{known}`?"),
            None => format!("write the id of an operation, or `{EVERY_OPERATION}`"),
        };
        let what = format!("`{id}` is not an operation");
        toml.diagnose_with_hint(entry.span_of_key_value("operation"), what, hint);
    } else if !operations.iter().any(has) {
        toml.diagnose_with_hint(
            entry.span_of_key_value("defect"),
            format!("`{id}` has no defect `{way}` to exclude"),
            "name a defect that the operation lists, or remove the exclusion".to_owned(),
        );
    }
    if reason.trim().is_empty() {
        toml.diagnose_with_hint(
            entry.span_of_key_value("reason"),
            "an exclusion without a reason".to_owned(),
            "say why there is no case".to_owned(),
        );
    }
}

#[cfg(test)]
#[path = "operation_validation_tests.rs"]
mod tests;
