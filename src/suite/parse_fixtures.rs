//! Parsing of the fixtures file.

use super::axes::Tables;
use super::fixture_spec::{
    Capture, Draw, FixtureSpecs, KeptSpec, KnownSpec, Lifetime, MadeSpec, UnknownSpec,
};
use super::parse_ask::{actor, bare_ask, request_line};
use crate::contract::authored::{File, Kind, Reader, Span, Table};
use crate::exchange::Actor;

/// The parsed fixtures file.
#[derive(Debug, Default)]
pub(super) struct Fixtures {
    pub(super) specs: FixtureSpecs,
    /// The named tables that every suite may use.
    pub(super) tables: Tables,
    /// The tables that the specifications were parsed from: grouped by kind, then in the order of the file.
    pub(super) written: Vec<Table>,
    /// `true` if every fixture could be parsed. Only then is an unknown name a mistake.
    pub(super) is_whole: bool,
}

/// Parses the fixtures file.
pub(super) fn fixtures(file: &mut File) -> Fixtures {
    let Some(mut root) = file.parse("fixtures") else {
        return Fixtures::default();
    };
    let known = items(&mut root, "value");
    let unknown = items(&mut root, "unknown");
    let made = items(&mut root, "fixture");
    let kept = items(&mut root, "restored");
    let tables = tables(&mut root);
    root.finish();
    let written = [&known, &unknown, &made, &kept];
    let written: Vec<Table> = written
        .into_iter()
        .flatten()
        .map(|(table, _)| table.clone())
        .collect();
    let specs = FixtureSpecs {
        known: each_item(file, "value", known, self::known),
        unknown: each_item(file, "unknown value", unknown, self::unknown),
        made: each_item(file, "fixture", made, self::made),
        kept: each_item(file, "restored object", kept, self::kept),
    };
    let read = specs.known.len() + specs.unknown.len() + specs.made.len() + specs.kept.len();
    Fixtures {
        is_whole: read == written.len(),
        specs,
        tables,
        written,
    }
}

/// Parses `[tables]`.
pub(super) fn tables(root: &mut Reader<'_>) -> Tables {
    root.table("tables")
        .map(|(tables, _)| {
            tables
                .into_iter()
                .map(|(name, (_, node))| (name, node))
                .collect()
        })
        .unwrap_or_default()
}

/// Parses an array of tables such as `[[case]]`.
pub(super) fn items(root: &mut Reader<'_>, key: &'static str) -> Vec<(Table, Span)> {
    let Some(node) = root.take(key) else {
        return Vec::new();
    };
    let Kind::List(items) = node.kind else {
        root.flaw(node.span, &format!("`{key}` has to be written `[[{key}]]`"));
        return Vec::new();
    };
    let mut tables = Vec::new();
    for item in items {
        match item.kind {
            Kind::Table(table) => tables.push((table, item.span)),
            Kind::Text(_) | Kind::Scalar(_) | Kind::Date(_) | Kind::List(_) => {
                root.flaw(item.span, &format!("`{key}` has to be written `[[{key}]]`"));
            }
        }
    }
    tables
}

fn each_item<T>(
    file: &mut File,
    what: &str,
    items: Vec<(Table, Span)>,
    read: impl Fn(&mut Reader<'_>, String) -> Option<T>,
) -> Vec<T> {
    let mut seen: Vec<String> = Vec::new();
    let mut all = Vec::new();
    for (table, span) in items {
        let mut reader = Reader::new(&mut *file, what.to_owned(), table, span);
        let name = reader.required_text("name");
        if let Some((name, span)) = &name {
            reader.rename(format!("{what} `{name}`"));
            if seen.contains(name) {
                reader.flaw(span.clone(), "there is one of this name already");
            }
            let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            if !name.chars().all(is_plain) {
                let what = "a name is snake_case: lower-case letters, digits and underscores";
                reader.flaw(span.clone(), what);
            }
            seen.push(name.clone());
        }
        all.extend(read(
            &mut reader,
            name.map_or_else(String::new, |(name, _)| name),
        ));
        reader.finish();
    }
    all
}

fn known(reader: &mut Reader<'_>, name: String) -> Option<KnownSpec> {
    let (about, _) = reader.required_text("about")?;
    Some(KnownSpec { name, about })
}

fn unknown(reader: &mut Reader<'_>, name: String) -> Option<UnknownSpec> {
    let kind = reader.required_text("kind");
    let letters = reader.text("letters").map(|(letters, _)| letters);
    let length = reader
        .count("length")
        .and_then(|length| usize::try_from(length).ok());
    let mut prove = Vec::new();
    for (request, span) in reader.texts("prove").unwrap_or_default() {
        let Some((_, target)) = request_line(reader, (request, span.clone())) else {
            continue;
        };
        if target.names().collect::<Vec<_>>() != ["value"] {
            let what = "`prove` asks for the value itself: write `GET /members/{value}`";
            reader.flaw(span, what);
        }
        prove.push(target);
    }
    let (kind, span) = kind?;
    let draw = match (kind.as_str(), letters, length) {
        ("uuid", None, None) => Draw::Uuid,
        ("letters", Some(letters), Some(length)) if !letters.is_empty() && length > 0 => {
            Draw::Letters { letters, length }
        }
        ("digits", None, Some(length)) if (1..=19).contains(&length) => Draw::Digits { length },
        _ => {
            reader.flaw(
                span,
                "write `kind = \"uuid\"`, `kind = \"letters\"` with `letters` and `length`, or `kind = \"digits\"` with a `length` of at most 19",
            );
            return None;
        }
    };
    Some(UnknownSpec { name, draw, prove })
}

fn who(reader: &mut Reader<'_>) -> Option<Actor> {
    let (text, span) = reader.required_text("as")?;
    actor(reader, &text, span)
}

fn captures(reader: &mut Reader<'_>) -> Vec<Capture> {
    let mut captures = Vec::new();
    for (name, (span, node)) in reader
        .table("capture")
        .map(|(table, _)| table)
        .unwrap_or_default()
    {
        match node.text() {
            Some(pointer) if pointer.starts_with('/') => captures.push(Capture {
                name,
                pointer: pointer.to_owned(),
            }),
            Some(_) | None => reader.flaw(
                span,
                "`capture` maps names to JSON pointers: `{ id = \"/id\" }`",
            ),
        }
    }
    captures
}

fn made(reader: &mut Reader<'_>, name: String) -> Option<MadeSpec> {
    let about = reader.required_text("about");
    let who = who(reader);
    let capture = captures(reader);
    let lifetime = match reader.text("scope") {
        None => Lifetime::Run,
        Some((text, span)) => match text.as_str() {
            "run" => Lifetime::Run,
            "case" => Lifetime::Case,
            other => {
                reader.unknown_word(span, "scope of a fixture", other, &["run", "case"]);
                Lifetime::Run
            }
        },
    };
    let after = reader
        .texts("after")
        .unwrap_or_default()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let undo = reader
        .text("undo")
        .and_then(|undo| request_line(reader, undo));
    let make = bare_ask(reader, who.unwrap_or(Actor::Owner));
    who?;
    Some(MadeSpec {
        name,
        about: about?.0,
        make: make?,
        capture,
        lifetime,
        after,
        undo,
    })
}

fn kept(reader: &mut Reader<'_>, name: String) -> Option<KeptSpec> {
    let about = reader.required_text("about");
    let who = who(reader);
    let capture = captures(reader);
    let read = reader
        .required_text("read")
        .and_then(|read| request_line(reader, read));
    let write = reader
        .required_text("write")
        .and_then(|write| request_line(reader, write));
    let mut also = Vec::new();
    for request in reader.texts("also").unwrap_or_default() {
        also.extend(request_line(reader, request).map(|(_, target)| target));
    }
    let keys = reader
        .texts("keys")
        .unwrap_or_default()
        .into_iter()
        .map(|(key, _)| key)
        .collect();
    let (_, target) = read?;
    Some(KeptSpec {
        name,
        about: about?.0,
        read: super::ask::Ask::read(who?, target),
        write: write?,
        also,
        keys,
        capture,
    })
}

#[cfg(test)]
#[path = "parse_fixtures_tests.rs"]
mod tests;
