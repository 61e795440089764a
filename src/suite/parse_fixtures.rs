//! Parsing of the fixtures file.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use super::fixture_spec::{
    CreatedResourceSpec, FixtureLifetime, FixtureSpecs, OperatorSuppliedValueSpec, ResponseCapture,
    RestoredObjectSpec, UnknownIdFormat, UnknownIdSpec,
};
use super::parameters::NamedTables;
use super::parse_request::{parse_actor, parse_plain_request, parse_request_line};
use crate::contract::authored::{Span, TableReader, TomlFileReader, TomlTable, TomlValue};
use crate::exchange::Actor;
use crate::suite::Template;

/// The parsed fixtures file.
#[derive(Debug, Default)]
pub(super) struct ParsedFixtures {
    pub(super) specs: FixtureSpecs,
    /// The named tables that every suite may use.
    pub(super) tables: NamedTables,
    /// The tables that the specifications were parsed from: grouped by kind, then in the order of the file.
    pub(super) spec_tables: Vec<TomlTable>,
    /// `true` if every fixture could be parsed. Only then is an unknown name a mistake.
    pub(super) is_complete: bool,
    /// Collected once: each case is held against them.
    pub(super) available_names: OnceCell<BTreeSet<String>>,
}

impl ParsedFixtures {
    /// Returns every dotted name that templates may use.
    pub(super) fn available_names(&self) -> &BTreeSet<String> {
        self.available_names
            .get_or_init(|| self.specs.available_names())
    }
}

/// Parses the fixtures file.
pub(super) fn parse_fixtures(file: &mut TomlFileReader) -> ParsedFixtures {
    let Some(mut root) = file.parse("fixtures") else {
        return ParsedFixtures::default();
    };
    let known = parse_array_of_tables(&mut root, "value");
    let unknown = parse_array_of_tables(&mut root, "unknown");
    let made = parse_array_of_tables(&mut root, "fixture");
    let kept = parse_array_of_tables(&mut root, "restored");
    let tables = parse_named_tables(&mut root);
    root.diagnose_unread_keys();
    let written = [&known, &unknown, &made, &kept];
    let written: Vec<TomlTable> = written
        .into_iter()
        .flatten()
        .map(|(table, _)| table.clone())
        .collect();
    let specs = FixtureSpecs {
        values: parse_named_items(file, "value", known, parse_supplied_value_spec),
        unknown_ids: parse_named_items(file, "unknown value", unknown, parse_unknown_id_spec),
        created: parse_named_items(file, "fixture", made, parse_created_spec),
        restored: parse_named_items(file, "restored object", kept, parse_restored_spec),
    };
    let read =
        specs.values.len() + specs.unknown_ids.len() + specs.created.len() + specs.restored.len();
    ParsedFixtures {
        is_complete: read == written.len(),
        specs,
        tables,
        spec_tables: written,
        available_names: OnceCell::new(),
    }
}

/// Parses `[tables]`.
pub(super) fn parse_named_tables(root: &mut TableReader<'_>) -> NamedTables {
    root.take_table("tables")
        .map(|(tables, _)| {
            tables
                .into_iter()
                .map(|(name, (_, node))| (name, node))
                .collect()
        })
        .unwrap_or_default()
}

/// Parses an array of tables such as `[[case]]`.
pub(super) fn parse_array_of_tables(
    root: &mut TableReader<'_>,
    key: &'static str,
) -> Vec<(TomlTable, Span)> {
    let Some(node) = root.take_value(key) else {
        return Vec::new();
    };
    let TomlValue::List(items) = node.value else {
        root.diagnose(node.span, &format!("`{key}` has to be written `[[{key}]]`"));
        return Vec::new();
    };
    let mut tables = Vec::new();
    for item in items {
        match item.value {
            TomlValue::Table(table) => tables.push((table, item.span)),
            TomlValue::Text(_) | TomlValue::Scalar(_) | TomlValue::Date(_) | TomlValue::List(_) => {
                root.diagnose(item.span, &format!("`{key}` has to be written `[[{key}]]`"));
            }
        }
    }
    tables
}

fn parse_named_items<T>(
    file: &mut TomlFileReader,
    what: &str,
    items: Vec<(TomlTable, Span)>,
    read: impl Fn(&mut TableReader<'_>, String) -> Option<T>,
) -> Vec<T> {
    let mut seen: Vec<String> = Vec::new();
    let mut all = Vec::new();
    for (table, span) in items {
        let mut reader = TableReader::new(&mut *file, what.to_owned(), table, span);
        let name = reader.take_required_text("name");
        if let Some((name, span)) = &name {
            reader.set_message_subject(format!("{what} `{name}`"));
            if seen.contains(name) {
                reader.diagnose(span.clone(), "there is one of this name already");
            }
            let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if !name.chars().all(is_plain) {
                let what = "a name is snake_case: lower-case letters, digits and underscores";
                reader.diagnose(span.clone(), what);
            }
            seen.push(name.clone());
        }
        all.extend(read(
            &mut reader,
            name.map_or_else(String::new, |(name, _)| name),
        ));
        reader.diagnose_unread_keys();
    }
    all
}

fn parse_supplied_value_spec(
    reader: &mut TableReader<'_>,
    name: String,
) -> Option<OperatorSuppliedValueSpec> {
    let (about, _) = reader.take_required_text("about")?;
    let proof = reader.take_text("prove");
    Some(OperatorSuppliedValueSpec {
        name,
        about,
        validity_read: proof.and_then(|proof| parse_value_read_target(reader, proof)),
    })
}

/// Parses a read of the value itself, such as `GET /members/{value}`.
fn parse_value_read_target(
    reader: &mut TableReader<'_>,
    (request, span): (String, Span),
) -> Option<Template> {
    let (_, target) = parse_request_line(reader, (request, span.clone()))?;
    if target.names().collect::<Vec<_>>() != ["value"] {
        let what = "`prove` requests the value itself: write `GET /members/{value}`";
        reader.diagnose(span, what);
    }
    Some(target)
}

fn parse_unknown_id_spec(reader: &mut TableReader<'_>, name: String) -> Option<UnknownIdSpec> {
    let kind = reader.take_required_text("kind");
    let letters = reader.take_text("letters").map(|(letters, _)| letters);
    let length = reader
        .take_natural_number("length")
        .and_then(|length| usize::try_from(length).ok());
    let mut prove = Vec::new();
    for proof in reader.take_texts("prove").unwrap_or_default() {
        prove.extend(parse_value_read_target(reader, proof));
    }
    let (kind, span) = kind?;
    let draw = match (kind.as_str(), letters, length) {
        ("uuid", None, None) => UnknownIdFormat::Uuid,
        ("letters", Some(letters), Some(length)) if !letters.is_empty() && length > 0 => {
            UnknownIdFormat::Letters { letters, length }
        }
        ("digits", None, Some(length)) if (1..=19).contains(&length) => {
            UnknownIdFormat::Digits { length }
        }
        _ => {
            reader.diagnose(
                span,
                "write `kind = \"uuid\"`, `kind = \"letters\"` with `letters` and `length`, or `kind = \"digits\"` with a `length` of at most 19",
            );
            return None;
        }
    };
    Some(UnknownIdSpec {
        name,
        format: draw,
        absence_reads: prove,
    })
}

fn parse_required_actor(reader: &mut TableReader<'_>) -> Option<Actor> {
    let (text, span) = reader.take_required_text("as")?;
    parse_actor(reader, &text, span)
}

fn parse_captures(reader: &mut TableReader<'_>) -> Vec<ResponseCapture> {
    let mut captures = Vec::new();
    for (name, (span, node)) in reader
        .take_table("capture")
        .map(|(table, _)| table)
        .unwrap_or_default()
    {
        match node.as_text() {
            Some(pointer) if pointer.starts_with('/') => captures.push(ResponseCapture {
                name,
                pointer: pointer.to_owned(),
            }),
            Some(_) | None => reader.diagnose(
                span,
                "`capture` maps names to JSON pointers: `{ id = \"/id\" }`",
            ),
        }
    }
    captures
}

fn parse_created_spec(reader: &mut TableReader<'_>, name: String) -> Option<CreatedResourceSpec> {
    let about = reader.take_required_text("about");
    let who = parse_required_actor(reader);
    let capture = parse_captures(reader);
    let lifetime = match reader.take_text("scope") {
        None => FixtureLifetime::Run,
        Some((text, span)) => match text.as_str() {
            "run" => FixtureLifetime::Run,
            "case" => FixtureLifetime::Case,
            other => {
                reader.diagnose_unknown_word(span, "scope of a fixture", other, &["run", "case"]);
                FixtureLifetime::Run
            }
        },
    };
    let after = reader
        .take_texts("after")
        .unwrap_or_default()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let undo = reader
        .take_text("undo")
        .and_then(|undo| parse_request_line(reader, undo));
    let make = parse_plain_request(reader, who.unwrap_or(Actor::Owner));
    who?;
    Some(CreatedResourceSpec {
        name,
        about: about?.0,
        create_request: make?,
        captures: capture,
        lifetime,
        depends_on: after,
        undo_request: undo,
    })
}

fn parse_restored_spec(reader: &mut TableReader<'_>, name: String) -> Option<RestoredObjectSpec> {
    let about = reader.take_required_text("about");
    let who = parse_required_actor(reader);
    let capture = parse_captures(reader);
    let read = reader
        .take_required_text("read")
        .and_then(|read| parse_request_line(reader, read));
    let write = reader
        .take_required_text("write")
        .and_then(|write| parse_request_line(reader, write));
    let mut also = Vec::new();
    for request in reader.take_texts("also").unwrap_or_default() {
        also.extend(parse_request_line(reader, request).map(|(_, target)| target));
    }
    let keys = reader
        .take_texts("keys")
        .unwrap_or_default()
        .into_iter()
        .map(|(key, _)| key)
        .collect();
    let (_, target) = read?;
    Some(RestoredObjectSpec {
        name,
        about: about?.0,
        read_request: super::request_template::RequestTemplate::new_get(who?, target),
        write_request: write?,
        other_write_targets: also,
        restored_keys: keys,
        captures: capture,
    })
}

#[cfg(test)]
#[path = "parse_fixtures_tests.rs"]
mod tests;
