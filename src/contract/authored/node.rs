//! TOML values that keep their places in the file.
//!
//! Serde would lose the places, and with them the excerpts in the reports of authoring mistakes. Cases are also
//! expanded (`each`) before they are deserialized, which only works on values.

use std::ops::Range;

use indexmap::IndexMap;
use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

/// The syntax errors of a file: a message and a place each.
pub(super) type SyntaxErrors = Vec<(String, Option<Span>)>;

/// The bytes of a file that a value occupies.
pub(crate) type Span = Range<usize>;

/// A table in the order of the file: each key with its own place and its value.
pub(crate) type TomlTable = IndexMap<String, (Span, TomlNode)>;

/// A value and its place in the file.
#[derive(Clone, Debug)]
pub(crate) struct TomlNode {
    pub(crate) value: TomlValue,
    pub(crate) span: Span,
}

#[derive(Clone, Debug)]
pub(crate) enum TomlValue {
    Text(String),
    /// A number or a boolean, as JSON.
    Scalar(Value),
    Date(Datetime),
    List(Vec<TomlNode>),
    Table(TomlTable),
}

impl TomlNode {
    /// Parses a whole file, or returns all its syntax errors, each with a message and a place.
    pub(crate) fn parse_document(text: &str) -> Result<TomlTable, SyntaxErrors> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut mistakes: Vec<_> = errors
            .iter()
            .map(|error| (error.message().to_owned(), error.span()))
            .collect();
        let table = convert_table(table.get_ref(), &mut mistakes);
        if mistakes.is_empty() {
            Ok(table)
        } else {
            Err(mistakes)
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match &self.value {
            TomlValue::Text(text) => Some(text),
            TomlValue::Scalar(_)
            | TomlValue::Date(_)
            | TomlValue::List(_)
            | TomlValue::Table(_) => None,
        }
    }

    /// Returns the value of a key if the node is a table with this key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            TomlValue::Table(table) => table.get(key).map(|(_, value)| value),
            TomlValue::Text(_) | TomlValue::Scalar(_) | TomlValue::Date(_) | TomlValue::List(_) => {
                None
            }
        }
    }

    /// Returns an item if the node is a list that is long enough.
    pub(super) fn get_item(&self, index: usize) -> Option<&Self> {
        match &self.value {
            TomlValue::List(items) => items.get(index),
            TomlValue::Text(_)
            | TomlValue::Scalar(_)
            | TomlValue::Date(_)
            | TomlValue::Table(_) => None,
        }
    }

    /// Returns the name of the value's type for messages.
    pub(crate) fn type_name(&self) -> &'static str {
        match &self.value {
            TomlValue::Text(_) => "a text",
            TomlValue::Scalar(Value::Bool(_)) => "a boolean",
            TomlValue::Scalar(_) => "a number",
            TomlValue::Date(_) => "a date",
            TomlValue::List(_) => "a list",
            TomlValue::Table(_) => "a table",
        }
    }
}

fn convert_table(table: &DeTable<'_>, mistakes: &mut SyntaxErrors) -> TomlTable {
    table
        .iter()
        .map(|(key, value)| {
            let name = key.get_ref().to_string();
            (name, (key.span(), convert_value(value, mistakes)))
        })
        .collect()
}

fn convert_value(value: &Spanned<DeValue<'_>>, mistakes: &mut SyntaxErrors) -> TomlNode {
    let mut refused = |what: &str| {
        mistakes.push((what.to_owned(), Some(value.span())));
        TomlValue::Scalar(Value::Null)
    };
    let kind = match value.get_ref() {
        DeValue::String(text) => TomlValue::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => TomlValue::Scalar(Value::from(number)),
            Err(_) => refused("a number of more than 64 bits: write the body as `text`"),
        },
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(number) if number.is_finite() => TomlValue::Scalar(Value::from(number)),
            Ok(_) | Err(_) => refused("JSON has no such number: write the body as `text`"),
        },
        DeValue::Boolean(value) => TomlValue::Scalar(Value::from(*value)),
        DeValue::Datetime(date) => TomlValue::Date(*date),
        DeValue::Array(items) => TomlValue::List(
            items
                .iter()
                .map(|item| convert_value(item, mistakes))
                .collect(),
        ),
        DeValue::Table(table) => TomlValue::Table(convert_table(table, mistakes)),
    };
    TomlNode {
        value: kind,
        span: value.span(),
    }
}
