//! Templates: texts with placeholders that are filled in when the target is known.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// The characters that stand for something else in a segment of a path: all but the unreserved ones of RFC 3986.
const RESERVED_IN_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A source of values for templates.
pub trait TemplateBindings {
    /// Returns the value of a dotted name such as `owner_member.id`; `None` if the name has no value.
    fn resolve_name(&self, name: &str) -> Option<Value>;

    /// Applies a filter to a value of these bindings.
    fn apply_filter(&self, filter: TemplateFilter, value: &Value) -> Value {
        filter.apply(value)
    }
}

/// A text with placeholders, such as `GET /members/{owner_member.id}`.
///
/// ```
/// use badreq::suite::Template;
///
/// let template: Template = "/members/{owner_member.id | upper}".parse()?;
/// assert_eq!(template.names().collect::<Vec<_>>(), ["owner_member.id"]);
/// # Ok::<(), badreq::suite::TemplateParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    parts: Vec<TemplatePart>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum TemplatePart {
    Text(String),
    Placeholder(Placeholder),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Placeholder {
    source: PlaceholderExpression,
    filters: Vec<TemplateFilter>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum PlaceholderExpression {
    Name(String),
    Literal(Value),
    Repeat { text: String, times: usize },
}

/// A filter behind a placeholder, such as `{owner_member.id | upper}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplateFilter {
    /// In upper case.
    Upper,
    /// In lower case.
    Lower,
    /// With a dash in the middle of an id of six letters.
    Dash,
    /// Percent-encoded, as one segment of a path.
    Path,
    /// As text, whatever its type.
    Text,
}

/// A text that is not a template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct TemplateParseError(String);

/// A name without a value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the name `{0}` has no value")]
pub struct UnboundName(pub String);

impl Template {
    /// Creates a template without placeholders.
    #[must_use]
    pub fn from_literal(text: &str) -> Self {
        Self {
            parts: vec![TemplatePart::Text(text.to_owned())],
        }
    }

    /// Returns the dotted names in the template.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            TemplatePart::Placeholder(Placeholder {
                source: PlaceholderExpression::Name(name),
                ..
            }) => Some(name.as_str()),
            TemplatePart::Placeholder(_) | TemplatePart::Text(_) => None,
        })
    }

    /// Returns the text with a letter in place of every placeholder, for checks of its form only.
    #[must_use]
    pub fn to_sample_text(&self) -> String {
        self.parts
            .iter()
            .map(|part| match part {
                TemplatePart::Text(text) => text.as_str(),
                TemplatePart::Placeholder(_) => "x",
            })
            .collect()
    }

    /// Adds the dotted names in the template to `names`.
    pub(crate) fn collect_names(&self, names: &mut BTreeSet<String>) {
        names.extend(self.names().map(str::to_owned));
    }

    /// Fills in the placeholders and returns the text.
    ///
    /// # Errors
    /// Returns [`UnboundName`] if a name has no value.
    pub fn render_text(&self, bindings: &dyn TemplateBindings) -> Result<String, UnboundName> {
        self.parts.iter().try_fold(String::new(), |mut text, part| {
            match part {
                TemplatePart::Text(literal) => text.push_str(literal),
                TemplatePart::Placeholder(place) => {
                    text.push_str(&json_to_text(&place.resolve_value(bindings)?));
                }
            }
            Ok(text)
        })
    }

    /// Fills in the placeholders and returns a JSON value. If the template is nothing but one placeholder, its value keeps its type.
    ///
    /// # Errors
    /// Returns [`UnboundName`] if a name has no value.
    pub fn render_value(&self, bindings: &dyn TemplateBindings) -> Result<Value, UnboundName> {
        match self.parts.as_slice() {
            [TemplatePart::Placeholder(place)] => place.resolve_value(bindings),
            _ => self.render_text(bindings).map(Value::from),
        }
    }
}

impl Placeholder {
    fn resolve_value(&self, bindings: &dyn TemplateBindings) -> Result<Value, UnboundName> {
        let value = match &self.source {
            PlaceholderExpression::Name(name) => bindings
                .resolve_name(name)
                .ok_or_else(|| UnboundName(name.clone()))?,
            PlaceholderExpression::Literal(value) => value.clone(),
            PlaceholderExpression::Repeat { text, times } => Value::from(text.repeat(*times)),
        };
        Ok(self.filters.iter().fold(value, |value, filter| {
            bindings.apply_filter(*filter, &value)
        }))
    }
}

impl TemplateFilter {
    /// Applies the filter to a value.
    #[must_use]
    pub fn apply(self, value: &Value) -> Value {
        let text = json_to_text(value);
        Value::from(match self {
            Self::Upper => text.to_uppercase(),
            Self::Lower => text.to_lowercase(),
            Self::Dash => match text.split_at_checked(3) {
                // Only an id of six letters is written with a dash; an id of five letters stays as it is.
                Some((head, tail)) if tail.len() == 3 => format!("{head}-{tail}"),
                Some(_) | None => text,
            },
            Self::Path => encode_path_segment(&text),
            Self::Text => text,
        })
    }

    fn parse(word: &str) -> Result<Self, TemplateParseError> {
        match word {
            "upper" => Ok(Self::Upper),
            "lower" => Ok(Self::Lower),
            "dash" => Ok(Self::Dash),
            "path" => Ok(Self::Path),
            "text" => Ok(Self::Text),
            other => Err(TemplateParseError(format!(
                "`{other}` is not a filter: there are `upper`, `lower`, `dash`, `path` and `text`"
            ))),
        }
    }
}

/// Returns a JSON value as text: strings without quotes.
pub(crate) fn json_to_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.to_string()
        }
    }
}

/// Percent-encodes a text, so that it is one segment of a path: `#alias:example.org` as `%23alias%3Aexample.org`.
pub(crate) fn encode_path_segment(text: &str) -> String {
    utf8_percent_encode(text, RESERVED_IN_SEGMENT).to_string()
}

impl std::str::FromStr for Template {
    type Err = TemplateParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = split_template(text)?
            .into_iter()
            .map(|piece| match piece {
                RawTemplatePart::Text(text) => Ok(TemplatePart::Text(
                    text.replace("{{", "{").replace("}}", "}"),
                )),
                RawTemplatePart::Placeholder(inner) => {
                    parse_placeholder(inner).map(TemplatePart::Placeholder)
                }
            })
            .collect::<Result<_, _>>()?;
        Ok(Self { parts })
    }
}

/// A part of the source of a template: text in which braces are doubled, or the content of a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RawTemplatePart<'a> {
    Text(&'a str),
    Placeholder(&'a str),
}

/// Splits the source of a template into parts.
pub(super) fn split_template(text: &str) -> Result<Vec<RawTemplatePart<'_>>, TemplateParseError> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    // Most texts have no brace, and one character is found faster than one of two.
    let has_braces = text.contains('{') || text.contains('}');
    while has_braces && let Some(found) = text[at..].find(['{', '}']) {
        let brace = at + found;
        let rest = &text[brace..];
        if rest.starts_with("{{") || rest.starts_with("}}") {
            at = brace + 2;
        } else if rest.starts_with('}') {
            return Err(TemplateParseError(format!(
                "a lone `}}` in `{text}`: write `}}}}` for the brace itself"
            )));
        } else {
            let Some(end) = rest.find('}') else {
                return Err(TemplateParseError(format!(
                    "`{rest}` has no closing brace: write `{{{{` for the brace itself"
                )));
            };
            if start < brace {
                pieces.push(RawTemplatePart::Text(&text[start..brace]));
            }
            pieces.push(RawTemplatePart::Placeholder(&rest[1..end]));
            at = brace + end + 1;
            start = at;
        }
    }
    if start < text.len() {
        pieces.push(RawTemplatePart::Text(&text[start..]));
    }
    Ok(pieces)
}

fn parse_placeholder(inner: &str) -> Result<Placeholder, TemplateParseError> {
    let mut steps = inner.split('|').map(str::trim);
    let head = steps.next().unwrap_or_default();
    let words: Vec<&str> = head.split_whitespace().collect();
    let source = match words.as_slice() {
        ["null"] => PlaceholderExpression::Literal(Value::Null),
        ["true"] => PlaceholderExpression::Literal(Value::from(true)),
        ["false"] => PlaceholderExpression::Literal(Value::from(false)),
        ["repeat", text, times] => PlaceholderExpression::Repeat {
            text: (*text).to_owned(),
            times: times.parse().map_err(|_| {
                TemplateParseError(format!(
                    "`{times}` in `{{{inner}}}` is not a count: write `{{repeat a 101}}`"
                ))
            })?,
        },
        [name] if is_dotted_name(name) => PlaceholderExpression::Name((*name).to_owned()),
        _ => {
            return Err(TemplateParseError(format!(
                "`{{{inner}}}` is not a template: write `{{owner_member.id}}`, `{{repeat a 101}}`, `{{null}}`, or `{{{{` for the brace itself"
            )));
        }
    };
    Ok(Placeholder {
        source,
        filters: steps.map(TemplateFilter::parse).collect::<Result<_, _>>()?,
    })
}

fn is_dotted_name(word: &str) -> bool {
    !word.is_empty()
        && word.split('.').all(|part| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-')
        })
}

#[cfg(test)]
#[path = "template_tests.rs"]
mod tests;
