//! Parsing of expected responses.

use std::collections::BTreeMap;

use super::case::Expected;
use super::parse_ask::template;
use crate::check::{Answer, Fault, KeyFaults, Lengths};
use crate::contract::authored::{Kind, Node, Reader, Span};
use crate::contract::{Level, RowName, RowNameError};

/// Parses the expected response of a case.
pub(super) fn expected(reader: &mut Reader<'_>) -> Option<Expected> {
    let expect = reader.required_text("expect");
    let accept = reader.texts("accept").unwrap_or_default();
    let level = match reader.text("level") {
        None => Level::Must,
        Some((text, span)) => match text.as_str() {
            "must" => Level::Must,
            "should" => Level::Should,
            other => {
                reader.unknown_word(span, "level for a case", other, &["must", "should"]);
                Level::Must
            }
        },
    };
    let mut fill = Vec::new();
    for (name, (_, node)) in reader
        .table("fill")
        .map(|(table, _)| table)
        .unwrap_or_default()
    {
        match node.text() {
            Some(text) => fill
                .extend(template(reader, text, node.span.clone()).map(|template| (name, template))),
            None => reader.flaw(node.span, &format!("`fill.{name}` has to be a text")),
        }
    }
    let errors = reader.table("errors").map(|(table, _)| {
        table
            .into_iter()
            .map(|(key, (_, node))| (key, key_faults(reader, node)))
            .collect::<BTreeMap<_, _>>()
    });
    let accepted = accept
        .into_iter()
        .filter_map(|(text, span)| row(reader, &text, span))
        .collect::<Vec<_>>();
    let (text, span) = expect?;
    let answer = match text.as_str() {
        "refusal" => Answer::Refusal,
        "any-row" => Answer::AnyRow,
        name => Answer::Row {
            expected: row(reader, name, span.clone())?,
            accepted: accepted.clone(),
        },
    };
    if !matches!(answer, Answer::Row { .. }) {
        let given = [
            ("accept", !accepted.is_empty()),
            ("fill", !fill.is_empty()),
            ("errors", errors.is_some()),
        ];
        for (key, _) in given.iter().filter(|(_, given)| *given) {
            let what = format!("`{key}` goes with a row in `expect`, and `{text}` is none");
            reader.flaw(span.clone(), &what);
        }
    }
    Some(Expected {
        answer,
        level,
        fill,
        errors,
    })
}

fn row(reader: &mut Reader<'_>, text: &str, span: Span) -> Option<RowName> {
    text.parse()
        .map_err(|error: RowNameError| reader.flaw(span, &error.to_string()))
        .ok()
}

fn key_faults(reader: &mut Reader<'_>, node: Node) -> KeyFaults {
    let items = match node.kind {
        Kind::List(items) => items,
        Kind::Table(_) | Kind::Text(_) | Kind::Scalar(_) | Kind::Date(_) => vec![node],
    };
    let mut alias = None;
    let mut faults = Vec::new();
    for item in items {
        let Kind::Table(table) = item.kind else {
            reader.flaw(
                item.span,
                "what `errors` must say of a key is a table, or a list of tables",
            );
            continue;
        };
        let given = ["max_length", "actual_length"].map(|key| table.contains_key(key));
        let mut fault = Reader::new(reader.file, "errors".to_owned(), table, item.span);
        let lengths = match (fault.count("max_length"), fault.count("actual_length")) {
            (Some(max), Some(actual)) => Some(Lengths { max, actual }),
            (None, _) | (_, None) => None,
        };
        if given[0] != given[1] {
            fault.flaw(fault.span(), "`max_length` and `actual_length` go together");
        }
        alias = fault.text("alias").map(|(alias, _)| alias).or(alias);
        let message = fault.text("message").map(|(message, _)| message);
        fault.finish();
        faults.push(Fault { lengths, message });
    }
    KeyFaults { alias, faults }
}
