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
pub(super) type Mistakes = Vec<(String, Option<Span>)>;

/// The bytes of a file that a value occupies.
pub(crate) type Span = Range<usize>;

/// A table in the order of the file: each key with its own place and its value.
pub(crate) type Table = IndexMap<String, (Span, Node)>;

/// A value and its place in the file.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    pub(crate) span: Span,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Text(String),
    /// A number or a boolean, as JSON.
    Scalar(Value),
    Date(Datetime),
    List(Vec<Node>),
    Table(Table),
}

impl Node {
    /// Parses a whole file, or returns all its syntax errors, each with a message and a place.
    pub(crate) fn parse(text: &str) -> Result<Table, Mistakes> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut mistakes: Vec<_> = errors
            .iter()
            .map(|error| (error.message().to_owned(), error.span()))
            .collect();
        let table = of_table(table.get_ref(), &mut mistakes);
        if mistakes.is_empty() {
            Ok(table)
        } else {
            Err(mistakes)
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            Kind::Scalar(_) | Kind::Date(_) | Kind::List(_) | Kind::Table(_) => None,
        }
    }

    /// Returns the value of a key if the node is a table with this key.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match &self.kind {
            Kind::Table(table) => table.get(key).map(|(_, value)| value),
            Kind::Text(_) | Kind::Scalar(_) | Kind::Date(_) | Kind::List(_) => None,
        }
    }

    /// Returns an item if the node is a list that is long enough.
    pub(super) fn item(&self, index: usize) -> Option<&Self> {
        match &self.kind {
            Kind::List(items) => items.get(index),
            Kind::Text(_) | Kind::Scalar(_) | Kind::Date(_) | Kind::Table(_) => None,
        }
    }

    /// Returns the name of the value's type for messages.
    pub(crate) fn kind_name(&self) -> &'static str {
        match &self.kind {
            Kind::Text(_) => "a text",
            Kind::Scalar(Value::Bool(_)) => "a boolean",
            Kind::Scalar(_) => "a number",
            Kind::Date(_) => "a date",
            Kind::List(_) => "a list",
            Kind::Table(_) => "a table",
        }
    }
}

fn of_table(table: &DeTable<'_>, mistakes: &mut Mistakes) -> Table {
    table
        .iter()
        .map(|(key, value)| {
            let name = key.get_ref().to_string();
            (name, (key.span(), of_value(value, mistakes)))
        })
        .collect()
}

fn of_value(value: &Spanned<DeValue<'_>>, mistakes: &mut Mistakes) -> Node {
    let mut refused = |what: &str| {
        mistakes.push((what.to_owned(), Some(value.span())));
        Kind::Scalar(Value::Null)
    };
    let kind = match value.get_ref() {
        DeValue::String(text) => Kind::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(number) => Kind::Scalar(Value::from(number)),
            Err(_) => refused("a number of more than 64 bits: write the body as `text`"),
        },
        DeValue::Float(number) => match number.as_str().parse::<f64>() {
            Ok(number) if number.is_finite() => Kind::Scalar(Value::from(number)),
            Ok(_) | Err(_) => refused("JSON has no such number: write the body as `text`"),
        },
        DeValue::Boolean(value) => Kind::Scalar(Value::from(*value)),
        DeValue::Datetime(date) => Kind::Date(*date),
        DeValue::Array(items) => {
            Kind::List(items.iter().map(|item| of_value(item, mistakes)).collect())
        }
        DeValue::Table(table) => Kind::Table(of_table(table, mistakes)),
    };
    Node {
        kind,
        span: value.span(),
    }
}
