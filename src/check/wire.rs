//! How a body crosses the wire: declared as JSON, UTF-8, one object and nothing behind it, every key once.
//!
//! | requirement | place | expected | actual |
//! |---|---|---|---|
//! | `content-type-json` | the header | `"application/json"` | the value, a list of several, `null` where there is none |
//! | `body-utf8` | the body | `"UTF-8 without a byte order mark"` | the first offset at fault and up to four bytes there, as hex |
//! | `body-one-object` | the body | `"one JSON object"` | what was `found` (a [`Found`]), and an excerpt as `text` |
//! | `body-keys-unique` | the value | how often the key may stand, `1` | how often it stands |
//!
//! A body that is not UTF-8 is not read any further. What follows an object does not keep the object from being
//! judged, and where a key stands twice the last value counts, as most readers of JSON would have it.

use serde_json::{Value, json};

use crate::contract::RequirementId;
use crate::exchange::Response;
use crate::outcome::Place;

use super::findings::Findings;
use super::small::excerpt;
use super::tree::Tree;

const MARK: &[u8] = b"\xef\xbb\xbf";

/// The body as an object, where it begins with one.
pub(super) fn object(body: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(body.strip_prefix(MARK).unwrap_or(body)).ok()?;
    match read(text) {
        Read::Object { tree, .. } => Some(tree.value()),
        Read::Other { .. } => None,
    }
}

pub(super) fn content_type(response: &Response, findings: &mut Findings<'_>) {
    let values: Vec<_> = response
        .header_values("content-type")
        .map(|value| value.lossy().into_owned())
        .collect();
    let actual = match values.as_slice() {
        [value] if is_json(value) => return,
        [] => Value::Null,
        [value] => json!(value),
        several => json!(several),
    };
    findings.add(
        RequirementId::ContentTypeJson,
        Place::Header("content-type".to_owned()),
        json!("application/json"),
        &actual,
    );
}

/// Whether a content type is that of JSON: parameters and case are free, a suffix or a list of types is not.
fn is_json(content_type: &str) -> bool {
    let (essence, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
    essence.trim().eq_ignore_ascii_case("application/json") && !lists_another(parameters)
}

/// Whether a comma outside quotes makes the header a list.
fn lists_another(parameters: &str) -> bool {
    parameters
        .split('"')
        .step_by(2)
        .any(|outside_quotes| outside_quotes.contains(','))
}

pub(super) fn body(response: &Response, findings: &mut Findings<'_>) {
    let bytes = response.body.0.as_slice();
    if bytes.starts_with(MARK) {
        not_utf8(0, bytes, findings);
    }
    match std::str::from_utf8(bytes.strip_prefix(MARK).unwrap_or(bytes)) {
        Ok(text) => one_object(text, findings),
        Err(error) => not_utf8(error.valid_up_to(), bytes, findings),
    }
}

fn not_utf8(offset: usize, bytes: &[u8], findings: &mut Findings<'_>) {
    let hex: String = bytes
        .iter()
        .skip(offset)
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    findings.add(
        RequirementId::BodyUtf8,
        Place::Body,
        json!("UTF-8 without a byte order mark"),
        &json!({"offset": offset, "bytes": hex}),
    );
}

fn one_object(text: &str, findings: &mut Findings<'_>) {
    let (found, at) = match read(text) {
        Read::Object { tree, rest } => {
            for (pointer, times) in tree.repeated() {
                findings.add(
                    RequirementId::BodyKeysUnique,
                    Place::BodyAt(pointer),
                    json!(1),
                    &json!(times),
                );
            }
            match rest {
                "" => return,
                rest => (Found::More, rest),
            }
        }
        Read::Other { found } => (found, text),
    };
    let actual = match found {
        Found::Nothing => json!({"found": found.as_str()}),
        Found::Array | Found::Scalar | Found::More | Found::Broken => {
            json!({"found": found.as_str(), "text": excerpt(at)})
        }
    };
    findings.add(
        RequirementId::BodyOneObject,
        Place::Body,
        json!("one JSON object"),
        &actual,
    );
}

/// What was found where one object should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing, or white space.
    Nothing,
    /// A list.
    Array,
    /// A string, a number, a boolean or null.
    Scalar,
    /// An object and something behind it.
    More,
    /// No JSON, or JSON nested too deeply to be read.
    Broken,
}

impl Found {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Array => "a list",
            Self::Scalar => "a bare value",
            Self::More => "more behind the object",
            Self::Broken => "no JSON",
        }
    }
}

enum Read<'t> {
    Object { tree: Tree, rest: &'t str },
    Other { found: Found },
}

fn read(text: &str) -> Read<'_> {
    let other = |found| Read::Other { found };
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Tree>();
    match values.next() {
        None => other(Found::Nothing),
        Some(Err(_)) => other(Found::Broken),
        Some(Ok(tree)) => {
            let rest = &text[values.byte_offset()..];
            let rest = rest.trim_matches([' ', '\t', '\n', '\r']);
            match tree {
                Tree::Map(_) => Read::Object { tree, rest },
                Tree::List(_) if rest.is_empty() => other(Found::Array),
                Tree::Scalar(_) if rest.is_empty() => other(Found::Scalar),
                Tree::List(_) | Tree::Scalar(_) => other(Found::Broken),
            }
        }
    }
}

#[cfg(test)]
#[path = "wire_tests.rs"]
mod tests;
