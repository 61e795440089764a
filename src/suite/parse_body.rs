//! Parsing of request bodies.

use super::parse_request::{parse_json_template, parse_template};
use super::request_template::{BodyTemplate, BodyTemplatePart};
use crate::contract::authored::{Span, TableReader, TomlNode, TomlValue};

/// The maximum size of one part of a body, in bytes.
const MAX_PART_BYTES: usize = 100_000_000;

/// Parses the body of a request, which is written as `json`, `text`, `hex` or `parts`.
pub(super) fn parse_body(reader: &mut TableReader<'_>) -> BodyTemplate {
    let json_body = reader.take_value("json");
    let text = reader.take_text("text");
    let hex_body = reader.take_text("hex");
    let pieces = reader.take_value("parts");
    let given = [
        json_body.is_some(),
        text.is_some(),
        hex_body.is_some(),
        pieces.is_some(),
    ];
    if given.iter().filter(|given| **given).count() > 1 {
        reader.diagnose(
            reader.span(),
            "more than one of `json`, `text`, `hex` and `parts`: a request has one body",
        );
    }
    if let Some(node) = json_body {
        return parse_json_template(reader, &node).map_or(BodyTemplate::None, BodyTemplate::Json);
    }
    if let Some((text, _)) = text {
        return BodyTemplate::Parts(vec![BodyTemplatePart::Bytes(text.into_bytes())]);
    }
    if let Some((text, span)) = hex_body {
        return BodyTemplate::Parts(
            parse_hex(reader, &text, span)
                .map(BodyTemplatePart::Bytes)
                .into_iter()
                .collect(),
        );
    }
    match pieces {
        None => BodyTemplate::None,
        Some(TomlNode {
            value: TomlValue::List(items),
            ..
        }) => BodyTemplate::Parts(
            items
                .into_iter()
                .filter_map(|item| parse_body_part(reader, item))
                .collect(),
        ),
        Some(node) => {
            reader.diagnose(node.span, "`parts` has to be a list of tables");
            BodyTemplate::None
        }
    }
}

fn parse_body_part(reader: &mut TableReader<'_>, node: TomlNode) -> Option<BodyTemplatePart> {
    let TomlValue::Table(table) = node.value else {
        reader.diagnose(node.span, "a part is a table with `text`, `hex` or `value`");
        return None;
    };
    let mut part = TableReader::new(reader.file, "part of a body".to_owned(), table, node.span);
    let text = part.take_text("text");
    let hex_text = part.take_text("hex");
    let value = part.take_text("value");
    let times = part.take_value("times");
    let result = match (text, hex_text, value) {
        (Some((text, _)), None, None) => Some(BodyTemplatePart::Bytes(text.into_bytes())),
        (None, Some((text, span)), None) => {
            parse_hex(&mut part, &text, span).map(BodyTemplatePart::Bytes)
        }
        (None, None, Some((text, span))) => {
            parse_template(&mut part, &text, span).map(BodyTemplatePart::Template)
        }
        _ => {
            part.diagnose(
                part.span(),
                "a part has exactly one of `text`, `hex` and `value`",
            );
            None
        }
    };
    let result = match (result, times) {
        (Some(BodyTemplatePart::Bytes(bytes)), Some(times)) => {
            repeat_bytes(&mut part, &bytes, &times).map(BodyTemplatePart::Bytes)
        }
        (Some(BodyTemplatePart::Template(_)), Some(times)) => {
            part.diagnose(
                times.span,
                "`times` goes with `text` and `hex`, not with `value`",
            );
            None
        }
        (result, _) => result,
    };
    part.diagnose_unread_keys();
    result
}

fn repeat_bytes(part: &mut TableReader<'_>, bytes: &[u8], times: &TomlNode) -> Option<Vec<u8>> {
    let count = match &times.value {
        TomlValue::Scalar(number) => number.as_u64(),
        TomlValue::Text(_) | TomlValue::Date(_) | TomlValue::List(_) | TomlValue::Table(_) => None,
    };
    let length = count
        .and_then(|count| usize::try_from(count).ok())
        .and_then(|count| Some((count, bytes.len().checked_mul(count)?)));
    match length {
        Some((count, length)) if length <= MAX_PART_BYTES => Some(bytes.repeat(count)),
        Some(_) => {
            let what = format!("so many `times` are more than {MAX_PART_BYTES} bytes");
            part.diagnose(times.span.clone(), &what);
            None
        }
        None => {
            let what = format!(
                "`times` is {}, and has to be a natural number",
                times.type_name()
            );
            part.diagnose(times.span.clone(), &what);
            None
        }
    }
}

fn parse_hex(reader: &mut TableReader<'_>, text: &str, span: Span) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    match digits {
        Some(digits) if digits.len() % 2 == 0 => Some(
            digits
                .chunks_exact(2)
                .map(|pair| pair[0] << 4 | pair[1])
                .collect(),
        ),
        Some(_) | None => {
            reader.diagnose(span, "`hex` has to be pairs of hexadecimal digits: `ff fe`");
            None
        }
    }
}
