//! Positions of texts and keys in a table, for mistakes that are found after the table is parsed.

use super::template::Template;
use crate::contract::authored::{Span, TomlNode, TomlTable, TomlValue};

/// Returns the position of the first text or key in a table that matches.
pub(super) fn find_matching_text_span(
    table: &TomlTable,
    fits: &dyn Fn(&str) -> bool,
) -> Option<Span> {
    table.iter().find_map(|(key, (span, value))| {
        if fits(key) {
            Some(span.clone())
        } else {
            find_matching_text_span_in_node(value, fits)
        }
    })
}

/// Returns the position of the first template in a table that uses a name.
pub(super) fn find_name_usage_span(table: &TomlTable, name: &str) -> Option<Span> {
    find_matching_text_span(table, &|text| {
        text.parse::<Template>()
            .is_ok_and(|template| template.names().any(|used| used == name))
    })
}

/// Returns the position of the first text that matches in the value of a key, or of the whole value.
pub(super) fn find_text_span_in_value(
    table: &TomlTable,
    key: &str,
    fits: &dyn Fn(&str) -> bool,
) -> Option<Span> {
    let (_, value) = table.get(key)?;
    Some(find_matching_text_span_in_node(value, fits).unwrap_or(value.span.clone()))
}

fn find_matching_text_span_in_node(node: &TomlNode, fits: &dyn Fn(&str) -> bool) -> Option<Span> {
    match &node.value {
        TomlValue::Text(text) => fits(text).then(|| node.span.clone()),
        TomlValue::Scalar(_) | TomlValue::Date(_) => None,
        TomlValue::List(items) => items
            .iter()
            .find_map(|item| find_matching_text_span_in_node(item, fits)),
        TomlValue::Table(table) => find_matching_text_span(table, fits),
    }
}
