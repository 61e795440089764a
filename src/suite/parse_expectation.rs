//! Parsing of expected responses.

use std::collections::BTreeMap;

use super::case::ExpectationTemplate;
use super::parse_request::parse_template;
use crate::check::{
    AcceptedAlternative, AlternativeFit, AlternativeOutcome, ExceededLengthLimit, ExpectedRefusal,
    FieldError, FieldErrors,
};
use crate::contract::authored::{Span, TableReader, TomlNode, TomlValue};
use crate::contract::{ErrorId, ErrorIdParseError, Level, suggest_similar_word};

/// Parses the expected response of a case.
pub(super) fn parse_expectation(reader: &mut TableReader<'_>) -> Option<ExpectationTemplate> {
    let expect = reader.take_required_text("expect");
    let accepted = parse_alternatives(reader);
    let level = match reader.take_text("level") {
        None => Level::Must,
        Some((text, span)) => match text.as_str() {
            "must" => Level::Must,
            "should" => Level::Should,
            other => {
                reader.diagnose_unknown_word(span, "level for a case", other, &["must", "should"]);
                Level::Must
            }
        },
    };
    let mut fill = Vec::new();
    for (name, (_, node)) in reader
        .take_table("fill")
        .map(|(table, _)| table)
        .unwrap_or_default()
    {
        match node.as_text() {
            Some(text) => fill.extend(
                parse_template(reader, text, node.span.clone()).map(|template| (name, template)),
            ),
            None => reader.diagnose(node.span, &format!("`fill.{name}` has to be a text")),
        }
    }
    let errors = reader.take_table("errors").map(|(table, _)| {
        table
            .into_iter()
            .map(|(key, (_, node))| (key, parse_field_errors(reader, node)))
            .collect::<BTreeMap<_, _>>()
    });
    let (text, span) = expect?;
    let answer = match text.as_str() {
        "refusal" => ExpectedRefusal::AnyRefusal,
        "any-row" => ExpectedRefusal::AnyRow,
        name => ExpectedRefusal::Row {
            expected: parse_error_id(reader, name, span.clone())?,
            accepted: accepted.clone(),
        },
    };
    if !matches!(answer, ExpectedRefusal::Row { .. }) {
        let given = [
            ("accept", !accepted.is_empty()),
            ("fill", !fill.is_empty()),
            ("errors", errors.is_some()),
        ];
        for (key, _) in given.iter().filter(|(_, given)| *given) {
            let what = format!("`{key}` goes with a row in `expect`, and `{text}` is not a row");
            reader.diagnose(span.clone(), &what);
        }
    }
    Some(ExpectationTemplate {
        outcome: answer,
        level,
        placeholder_values: fill,
        errors,
    })
}

fn parse_error_id(reader: &mut TableReader<'_>, text: &str, span: Span) -> Option<ErrorId> {
    text.parse()
        .map_err(|error: ErrorIdParseError| reader.diagnose(span, &error.to_string()))
        .ok()
}

/// The text of an alternative for a request that is served.
const SERVED: &str = "served";

/// Parses the outcomes that the case accepts instead of its row: texts, or tables that say more.
fn parse_alternatives(reader: &mut TableReader<'_>) -> Vec<AcceptedAlternative> {
    let Some(node) = reader.take_value("accept") else {
        return Vec::new();
    };
    let items = match node.value {
        TomlValue::List(items) => items,
        TomlValue::Text(_) | TomlValue::Scalar(_) | TomlValue::Date(_) | TomlValue::Table(_) => {
            vec![node]
        }
    };
    items
        .into_iter()
        .filter_map(|item| parse_alternative(reader, item))
        .collect()
}

fn parse_alternative(reader: &mut TableReader<'_>, node: TomlNode) -> Option<AcceptedAlternative> {
    let kind = node.type_name();
    match node.value {
        TomlValue::Text(text) => Some(AcceptedAlternative {
            outcome: parse_alternative_outcome(reader, &text, node.span)?,
            fit: AlternativeFit::Equal,
            reason: None,
        }),
        TomlValue::Table(table) => {
            let mut entry =
                TableReader::new(reader.file, "accept".to_owned(), table, node.span.clone());
            let row = entry.take_required_text("row");
            let fit = parse_alternative_level(&mut entry);
            let reason = entry.take_nonblank_text("why").map(|(why, _)| why);
            let outcome =
                row.and_then(|(text, span)| parse_alternative_outcome(&mut entry, &text, span));
            entry.diagnose_unread_keys();
            Some(AcceptedAlternative {
                outcome: outcome?,
                fit,
                reason,
            })
        }
        TomlValue::Scalar(_) | TomlValue::Date(_) | TomlValue::List(_) => {
            let what =
                format!("an entry of `accept` is {kind}, and has to be a row, `served` or a table");
            reader.diagnose(node.span, &what);
            None
        }
    }
}

fn parse_alternative_outcome(
    reader: &mut TableReader<'_>,
    text: &str,
    span: Span,
) -> Option<AlternativeOutcome> {
    if text == SERVED {
        return Some(AlternativeOutcome::Served);
    }
    match text.parse() {
        Ok(row) => Some(AlternativeOutcome::Row(row)),
        Err(error) => {
            let error: ErrorIdParseError = error;
            let hint = suggest_similar_word(text, [SERVED]).map_or_else(
                || "write a row, or `served` for a request that is served".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            reader.diagnose_with_optional_hint(span, &error.to_string(), Some(hint));
            None
        }
    }
}

fn parse_alternative_level(entry: &mut TableReader<'_>) -> AlternativeFit {
    let Some((text, span)) = entry.take_text("level") else {
        return AlternativeFit::Equal;
    };
    if text != "should" {
        entry.diagnose_unknown_word(span, "level for an alternative", &text, &["should"]);
    }
    AlternativeFit::Replacement
}

fn parse_field_errors(reader: &mut TableReader<'_>, node: TomlNode) -> FieldErrors {
    let items = match node.value {
        TomlValue::List(items) => items,
        TomlValue::Table(_) | TomlValue::Text(_) | TomlValue::Scalar(_) | TomlValue::Date(_) => {
            vec![node]
        }
    };
    let mut alias = None;
    let mut field_errors = Vec::new();
    for item in items {
        let TomlValue::Table(table) = item.value else {
            reader.diagnose(
                item.span,
                "the expected errors of a key are a table, or a list of tables",
            );
            continue;
        };
        let given = ["max_length", "actual_length"].map(|key| table.contains_key(key));
        let mut field_error = TableReader::new(reader.file, "errors".to_owned(), table, item.span);
        let lengths = match (
            field_error.take_natural_number("max_length"),
            field_error.take_natural_number("actual_length"),
        ) {
            (Some(max), Some(actual)) => Some(ExceededLengthLimit { max, actual }),
            (None, _) | (_, None) => None,
        };
        if given[0] != given[1] {
            field_error.diagnose(
                field_error.span(),
                "`max_length` and `actual_length` go together",
            );
        }
        alias = field_error
            .take_text("alias")
            .map(|(alias, _)| alias)
            .or(alias);
        let message = field_error.take_text("message").map(|(message, _)| message);
        field_error.diagnose_unread_keys();
        field_errors.push(FieldError { lengths, message });
    }
    FieldErrors {
        alias,
        errors: field_errors,
    }
}
