//! Positions of texts and keys in a table, for mistakes that are found after the table is parsed.

use super::template::Template;
use crate::contract::authored::{Kind, Node, Span, Table};

/// Returns the position of the first text or key in a table that matches.
pub(super) fn text_that(table: &Table, fits: &dyn Fn(&str) -> bool) -> Option<Span> {
    table.iter().find_map(|(key, (span, value))| {
        if fits(key) {
            Some(span.clone())
        } else {
            text_in(value, fits)
        }
    })
}

/// Returns the position of the first template in a table that uses a name.
pub(super) fn template_with(table: &Table, name: &str) -> Option<Span> {
    text_that(table, &|text| {
        text.parse::<Template>()
            .is_ok_and(|template| template.names().any(|used| used == name))
    })
}

/// Returns the position of the first text that matches in the value of a key, or of the whole value.
pub(super) fn value_of(table: &Table, key: &str, fits: &dyn Fn(&str) -> bool) -> Option<Span> {
    let (_, value) = table.get(key)?;
    Some(text_in(value, fits).unwrap_or(value.span.clone()))
}

fn text_in(node: &Node, fits: &dyn Fn(&str) -> bool) -> Option<Span> {
    match &node.kind {
        Kind::Text(text) => fits(text).then(|| node.span.clone()),
        Kind::Scalar(_) | Kind::Date(_) => None,
        Kind::List(items) => items.iter().find_map(|item| text_in(item, fits)),
        Kind::Table(table) => text_that(table, fits),
    }
}
