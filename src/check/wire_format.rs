//! The wire format of a body: declared as JSON, without a content coding, encoded in UTF-8, one object with nothing after it, no repeated key,
//! and no lone surrogate.
//!
//! An object is judged as most JSON parsers read it, even if something follows it: the last value of a repeated key counts, and a replacement
//! character stands for a lone surrogate and for bytes that are not UTF-8.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{ErrorModel, JsonPointer, RequirementId};
use crate::exchange::excerpt::escape_invisible_chars;
use crate::exchange::json_text::{
    BYTE_ORDER_MARK, decode_lossy_without_bom, escape_lone_surrogates, replace_lone_surrogates,
};
use crate::exchange::{Exchange, Response};

use super::collector::ViolationCollector;
use super::content_type::{self, CONTENT_TYPE};
use super::json_tree::JsonTree;
use super::shorten::shorten_text;
use super::violation::BreachProperties;
use super::wording::join_items_or_none;
use super::{
    BreachDescription, BreachPlace, CauseContext, ExpectedValueMark, Fingerprint,
    NonObjectBodyKind, VolatileValueRedactor,
};

/// A breach of the wire format of a body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "shape")]
pub enum WireFormatBreach {
    /// The body is not declared as JSON.
    ContentType {
        /// The values of the header; empty if there is no header.
        values: Vec<String>,
        /// The content type of the error model, unless it is `application/json`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<String>,
    },
    /// The content is encoded although the request accepts no content coding (RFC 9110, 12.5.3).
    ContentCoding {
        /// The codings, in the order in which they were applied.
        codings: Vec<String>,
    },
    /// The error may be stored by shared caches (RFC 9111, 5.2.2).
    SharedCaching {
        /// The directives that allow it.
        directives: Vec<String>,
    },
    /// The body is not UTF-8, or begins with a byte order mark.
    NotUtf8 {
        /// The offset of the first wrong byte, counted from 0.
        offset: usize,
        /// Up to four bytes there, as hexadecimal digits.
        bytes: String,
    },
    /// The body is not one JSON object.
    NotOneObject {
        /// The content that was found instead.
        found: NonObjectBodyKind,
        /// The beginning of the wrong text; empty if nothing was found.
        text: String,
    },
    /// An object has a key more than once.
    RepeatedKey {
        /// The place of the key.
        at: JsonPointer,
        /// The number of its occurrences.
        times: usize,
    },
    /// A text has an escape of a lone surrogate, which is no character (RFC 8259, 8.2).
    LoneSurrogate {
        /// The place of the text; of a key, the place of its value.
        at: JsonPointer,
        /// The text, with the escape as it was sent.
        text: String,
    },
}

/// The name of the header that lists content codings.
const CONTENT_ENCODING: &str = "content-encoding";

/// The name of the header that controls who may store a response.
const CACHE_CONTROL: &str = "cache-control";

impl WireFormatBreach {
    fn describe_got(&self) -> String {
        match self {
            Self::ContentType { values, .. } if values.is_empty() => "no such header".to_owned(),
            Self::ContentType { values, .. } => join_items_or_none(values.iter().cloned()),
            Self::ContentCoding { codings } => join_items_or_none(codings.iter().cloned()),
            Self::SharedCaching { directives } => join_items_or_none(directives.iter().cloned()),
            Self::NotUtf8 { offset, bytes } => format!("the bytes {bytes} at offset {offset}"),
            Self::NotOneObject { found, text } if text.is_empty() => found.describe().to_owned(),
            Self::NotOneObject { found, text } => {
                format!("{}: \"{}\"", found.describe(), escape_invisible_chars(text))
            }
            Self::RepeatedKey { times, .. } => format!("the key {times} times"),
            Self::LoneSurrogate { text, .. } => escape_invisible_chars(text),
        }
    }
}

impl BreachProperties for WireFormatBreach {
    fn requirement_id(&self) -> RequirementId {
        match self {
            Self::ContentType { .. } => RequirementId::ContentTypeJson,
            Self::ContentCoding { .. } => RequirementId::ContentNotEncoded,
            Self::SharedCaching { .. } => RequirementId::NotForSharedCaches,
            Self::NotUtf8 { .. } => RequirementId::BodyUtf8,
            Self::NotOneObject { .. } => RequirementId::BodyOneObject,
            Self::RepeatedKey { .. } => RequirementId::BodyKeysUnique,
            Self::LoneSurrogate { .. } => RequirementId::BodyNoLoneSurrogates,
        }
    }

    fn place(&self) -> BreachPlace {
        match self {
            Self::ContentType { .. } => BreachPlace::Header(CONTENT_TYPE.to_owned()),
            Self::ContentCoding { .. } => BreachPlace::Header(CONTENT_ENCODING.to_owned()),
            Self::SharedCaching { .. } => BreachPlace::Header(CACHE_CONTROL.to_owned()),
            Self::NotUtf8 { .. } | Self::NotOneObject { .. } => BreachPlace::Body,
            Self::RepeatedKey { at, .. } | Self::LoneSurrogate { at, .. } => {
                BreachPlace::BodyAt(at.clone())
            }
        }
    }

    fn describe(&self) -> BreachDescription {
        let expected = match self {
            Self::ContentType { expected, .. } => expected
                .as_deref()
                .unwrap_or(ErrorModel::DEFAULT_CONTENT_TYPE),
            Self::ContentCoding { .. } => "no content coding, as `Accept-Encoding: identity` says",
            Self::SharedCaching { .. } => "neither `public` nor `s-maxage`",
            Self::NotUtf8 { .. } => "UTF-8 without a byte order mark",
            Self::NotOneObject { .. } => "one JSON object",
            Self::RepeatedKey { .. } => "the key once",
            Self::LoneSurrogate { .. } => "a text without lone surrogates",
        };
        BreachDescription::new(expected, self.describe_got())
    }

    fn describe_for_fingerprint(&self) -> BreachDescription {
        let mut words = self.describe();
        match self {
            Self::NotUtf8 { offset, bytes } => {
                words.got = format!("offset {offset}, bytes {bytes}");
            }
            Self::NotOneObject { found, text } if text.is_empty() => {
                words.got = found.as_str().to_owned();
            }
            Self::NotOneObject { found, text } => {
                words.got = format!("{}: \"{}\"", found.as_str(), escape_invisible_chars(text));
            }
            Self::RepeatedKey { times, .. } => {
                words = BreachDescription::new("1", times.to_string());
            }
            Self::ContentType { .. }
            | Self::ContentCoding { .. }
            | Self::SharedCaching { .. }
            | Self::LoneSurrogate { .. } => {}
        }
        words
    }

    fn fingerprint(&self, redactor: &VolatileValueRedactor) -> Fingerprint {
        let mut words = self.describe_for_fingerprint();
        match self {
            // The offset depends on the texts before it.
            Self::NotUtf8 { bytes, .. } => words.got = format!("bytes {bytes}"),
            Self::NotOneObject { found, text } if text.trim_start().starts_with('[') => {
                words.got = format!("found {}", found.as_str());
            }
            // In UTF-16, every second byte of ASCII text is NUL. An id with NULs between its letters would not be redacted.
            Self::NotOneObject { .. } => words.got = words.got.replace('\0', ""),
            Self::ContentType { .. }
            | Self::ContentCoding { .. }
            | Self::SharedCaching { .. }
            | Self::RepeatedKey { .. }
            | Self::LoneSurrogate { .. } => {}
        }
        Fingerprint::new(&self.place(), words, redactor)
    }

    fn cause_key(&self, _: &CauseContext<'_>) -> String {
        match self {
            Self::ContentType { values, .. } => match values.as_slice() {
                [] => "no content type".to_owned(),
                [_] => "another content type".to_owned(),
                [_, ..] => "several content types".to_owned(),
            },
            Self::ContentCoding { .. } => "content coding".to_owned(),
            Self::SharedCaching { .. } => "shared caching".to_owned(),
            Self::NotUtf8 { .. } => "not UTF-8".to_owned(),
            Self::NotOneObject { found, .. } => found.as_str().to_owned(),
            Self::RepeatedKey { .. } => self.place().generalize_place(),
            Self::LoneSurrogate { .. } => {
                format!("lone surrogate in {}", self.place().generalize_place())
            }
        }
    }

    fn is_error_model_breach(&self) -> bool {
        !matches!(
            self,
            Self::ContentCoding { .. } | Self::SharedCaching { .. }
        )
    }

    fn body_diff_marks(&self) -> Vec<ExpectedValueMark> {
        match self {
            Self::RepeatedKey { at, .. } => {
                vec![ExpectedValueMark::for_description(at.clone(), "1")]
            }
            Self::ContentType { .. }
            | Self::ContentCoding { .. }
            | Self::SharedCaching { .. }
            | Self::NotUtf8 { .. }
            | Self::NotOneObject { .. }
            | Self::LoneSurrogate { .. } => Vec::new(),
        }
    }

    /// Returns `true` for a repeated key, of which parsed JSON keeps one value, and for a lone surrogate, which it replaces.
    fn is_hidden_by_parsing(&self) -> bool {
        matches!(self, Self::RepeatedKey { .. } | Self::LoneSurrogate { .. })
    }
}

/// Parses the body as an object, if it begins with one.
pub(super) fn parse_leading_object(body: &[u8]) -> Option<Value> {
    let text = decode_lossy_without_bom(body);
    match parse_body(&replace_lone_surrogates(&text)) {
        ParsedBody::Object { tree, .. } => Some(tree.into_value()),
        ParsedBody::Other { .. } => None,
    }
}

pub(super) fn check_wire_format(
    response: &Response,
    model: &ErrorModel,
    collector: &mut ViolationCollector<'_>,
) {
    content_type::check_content_type(response, &model.content_type, collector);
    check_shared_caching(response, collector);
    check_body_json(response, collector);
}

/// Checks that a response has no content coding; `None` if the request accepts some, or does not say.
pub(super) fn judge_content_coding(exchange: &Exchange) -> Option<Option<WireFormatBreach>> {
    if !exchange.request.accepts_only_identity_encoding() {
        return None;
    }
    let mut codings = list_header_items(&exchange.response, CONTENT_ENCODING);
    codings.retain(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity"));
    Some((!codings.is_empty()).then_some(WireFormatBreach::ContentCoding { codings }))
}

/// Lists the items of a header whose value is a list, over all its lines.
fn list_header_items(response: &Response, name: &str) -> Vec<String> {
    response
        .header_values(name)
        .flat_map(|value| {
            let value = value.to_string_lossy();
            let items = value.split(',').map(|own| own.trim().to_owned());
            items.collect::<Vec<_>>()
        })
        .collect()
}

fn check_shared_caching(response: &Response, collector: &mut ViolationCollector<'_>) {
    let mut directives = list_header_items(response, CACHE_CONTROL);
    directives.retain(|directive| allows_shared_caching(directive));
    if !directives.is_empty() {
        collector.add(WireFormatBreach::SharedCaching { directives });
    }
}

/// Reports whether a directive allows shared caches to store a response that they would not store otherwise. `s-maxage=0` requires validation
/// each time.
fn allows_shared_caching(directive: &str) -> bool {
    let (name, argument) = directive.split_once('=').unwrap_or((directive, ""));
    let seconds = argument.trim_matches('"');
    name.eq_ignore_ascii_case("public") || (name.eq_ignore_ascii_case("s-maxage") && seconds != "0")
}

fn check_body_json(response: &Response, collector: &mut ViolationCollector<'_>) {
    let bytes = response.body.0.as_slice();
    if bytes.starts_with(BYTE_ORDER_MARK) {
        report_not_utf8(0, bytes, collector);
    }
    let text = decode_lossy_without_bom(bytes);
    let readable = replace_lone_surrogates(&text);
    let parsed = parse_body(&readable);
    if let ParsedBody::Object { tree, .. } = &parsed {
        report_repeated_keys(tree, collector);
        if readable != text {
            report_lone_surrogates(tree, &text, collector);
        }
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => check_exactly_one_object(&parsed, &text, collector),
        // That a body in another encoding is not one object has the same cause.
        Err(error) => report_not_utf8(error.valid_up_to(), bytes, collector),
    }
}

fn report_repeated_keys(tree: &JsonTree, collector: &mut ViolationCollector<'_>) {
    for (at, times) in tree.find_repeated_keys() {
        collector.add(WireFormatBreach::RepeatedKey { at, times });
    }
}

/// Reports each text that differs from the tree if lone surrogates are kept as their escapes.
fn report_lone_surrogates(tree: &JsonTree, text: &str, collector: &mut ViolationCollector<'_>) {
    let ParsedBody::Object { tree: revealed, .. } = parse_body(&escape_lone_surrogates(text))
    else {
        return;
    };
    for (at, text) in tree.find_changed_strings(&revealed) {
        let text = shorten_text(text);
        collector.add(WireFormatBreach::LoneSurrogate { at, text });
    }
}

fn report_not_utf8(offset: usize, bytes: &[u8], collector: &mut ViolationCollector<'_>) {
    let bytes = bytes.iter().skip(offset).take(4);
    let bytes = bytes.map(|byte| format!("{byte:02x}")).collect();
    collector.add(WireFormatBreach::NotUtf8 { offset, bytes });
}

fn check_exactly_one_object(
    parsed: &ParsedBody<'_>,
    text: &str,
    collector: &mut ViolationCollector<'_>,
) {
    let (found, at) = match parsed {
        ParsedBody::Object { rest: "", .. } => return,
        ParsedBody::Object { rest, .. } => (NonObjectBodyKind::More, *rest),
        ParsedBody::Other { found } => (*found, text),
    };
    let text = match found {
        NonObjectBodyKind::Nothing => String::new(),
        NonObjectBodyKind::Array
        | NonObjectBodyKind::Scalar
        | NonObjectBodyKind::More
        | NonObjectBodyKind::Broken => shorten_text(at),
    };
    collector.add(WireFormatBreach::NotOneObject { found, text });
}

enum ParsedBody<'t> {
    Object { tree: JsonTree, rest: &'t str },
    Other { found: NonObjectBodyKind },
}

fn parse_body(text: &str) -> ParsedBody<'_> {
    let other = |found| ParsedBody::Other { found };
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<JsonTree>();
    match values.next() {
        None => other(NonObjectBodyKind::Nothing),
        Some(Err(_)) => other(NonObjectBodyKind::Broken),
        Some(Ok(tree)) => {
            let rest = &text[values.byte_offset()..];
            let rest = rest.trim_matches([' ', '\t', '\n', '\r']);
            match tree {
                JsonTree::Map(_) => ParsedBody::Object { tree, rest },
                JsonTree::List(_) if rest.is_empty() => other(NonObjectBodyKind::Array),
                JsonTree::Scalar(_) if rest.is_empty() => other(NonObjectBodyKind::Scalar),
                JsonTree::List(_) | JsonTree::Scalar(_) => other(NonObjectBodyKind::Broken),
            }
        }
    }
}

#[cfg(test)]
#[path = "wire_format_tests.rs"]
mod tests;
