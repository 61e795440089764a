//! Parsing of request bodies.

use super::ask::{Body, Part};
use super::parse_ask::{json, template};
use crate::contract::authored::{Kind, Node, Reader, Span};

/// The maximum size of one part of a body, in bytes.
const LONGEST: usize = 100_000_000;

/// Parses the body of a request, which is written as `json`, `text`, `hex` or `parts`.
pub(super) fn body(reader: &mut Reader<'_>) -> Body {
    let json_body = reader.take("json");
    let text = reader.text("text");
    let hex_body = reader.text("hex");
    let pieces = reader.take("parts");
    let given = [
        json_body.is_some(),
        text.is_some(),
        hex_body.is_some(),
        pieces.is_some(),
    ];
    if given.iter().filter(|given| **given).count() > 1 {
        reader.flaw(
            reader.span(),
            "more than one of `json`, `text`, `hex` and `parts`: a request has one body",
        );
    }
    if let Some(node) = json_body {
        return json(reader, &node).map_or(Body::None, Body::Json);
    }
    if let Some((text, _)) = text {
        return Body::Parts(vec![Part::Bytes(text.into_bytes())]);
    }
    if let Some((text, span)) = hex_body {
        return Body::Parts(
            hex(reader, &text, span)
                .map(Part::Bytes)
                .into_iter()
                .collect(),
        );
    }
    match pieces {
        None => Body::None,
        Some(Node {
            kind: Kind::List(items),
            ..
        }) => Body::Parts(
            items
                .into_iter()
                .filter_map(|item| part(reader, item))
                .collect(),
        ),
        Some(node) => {
            reader.flaw(node.span, "`parts` has to be a list of tables");
            Body::None
        }
    }
}

fn part(reader: &mut Reader<'_>, node: Node) -> Option<Part> {
    let Kind::Table(table) = node.kind else {
        reader.flaw(node.span, "a part is a table with `text`, `hex` or `value`");
        return None;
    };
    let mut part = Reader::new(reader.file, "part of a body".to_owned(), table, node.span);
    let text = part.text("text");
    let hex_text = part.text("hex");
    let value = part.text("value");
    let times = part.take("times");
    let result = match (text, hex_text, value) {
        (Some((text, _)), None, None) => Some(Part::Bytes(text.into_bytes())),
        (None, Some((text, span)), None) => hex(&mut part, &text, span).map(Part::Bytes),
        (None, None, Some((text, span))) => template(&mut part, &text, span).map(Part::Value),
        _ => {
            part.flaw(
                part.span(),
                "a part has exactly one of `text`, `hex` and `value`",
            );
            None
        }
    };
    let result = match (result, times) {
        (Some(Part::Bytes(bytes)), Some(times)) => {
            repeated(&mut part, &bytes, &times).map(Part::Bytes)
        }
        (Some(Part::Value(_)), Some(times)) => {
            part.flaw(
                times.span,
                "`times` goes with `text` and `hex`, not with `value`",
            );
            None
        }
        (result, _) => result,
    };
    part.finish();
    result
}

fn repeated(part: &mut Reader<'_>, bytes: &[u8], times: &Node) -> Option<Vec<u8>> {
    let count = match &times.kind {
        Kind::Scalar(number) => number.as_u64(),
        Kind::Text(_) | Kind::Date(_) | Kind::List(_) | Kind::Table(_) => None,
    };
    let length = count
        .and_then(|count| usize::try_from(count).ok())
        .and_then(|count| Some((count, bytes.len().checked_mul(count)?)));
    match length {
        Some((count, length)) if length <= LONGEST => Some(bytes.repeat(count)),
        Some(_) => {
            let what = format!("so many `times` are more than {LONGEST} bytes");
            part.flaw(times.span.clone(), &what);
            None
        }
        None => {
            let what = format!(
                "`times` is {}, and has to be a natural number",
                times.kind_name()
            );
            part.flaw(times.span.clone(), &what);
            None
        }
    }
}

fn hex(reader: &mut Reader<'_>, text: &str, span: Span) -> Option<Vec<u8>> {
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
            reader.flaw(span, "`hex` has to be pairs of hexadecimal digits: `ff fe`");
            None
        }
    }
}
