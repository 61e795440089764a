//! The parameters of a case (`each`), and the combinations of their values.

use crate::contract::authored::{Span, TomlNode, TomlValue};
use indexmap::IndexMap;

/// A mistake in a suite file, and its position.
pub(super) type ParameterError = (String, Span);

/// The named tables that a parameter may refer to as `$name`.
pub(super) type NamedTables = IndexMap<String, TomlNode>;

/// One combination of parameter values: the name, the label and the value of each parameter.
#[derive(Clone, Debug, Default)]
pub(super) struct ParameterSet(pub(super) Vec<(String, String, TomlNode)>);

/// Returns every combination of the parameter values. A case without `each` has one combination, which is empty.
pub(super) fn list_parameter_sets(
    each: Option<&TomlNode>,
    tables: &NamedTables,
) -> Result<Vec<ParameterSet>, ParameterError> {
    let Some(each) = each else {
        return Ok(vec![ParameterSet::default()]);
    };
    let TomlValue::Table(axes) = &each.value else {
        return Err((
            format!(
                "`each` is {}: write `each.form = {{ label = value }}`",
                each.type_name()
            ),
            each.span.clone(),
        ));
    };
    axes.iter().try_fold(
        vec![ParameterSet::default()],
        |combinations, (name, (_, axis))| {
            let values = list_labelled_values(axis, tables)?;
            Ok(combinations
                .iter()
                .flat_map(|ParameterSet(before)| {
                    values.iter().map(|(label, value)| {
                        let mut axes = before.clone();
                        axes.push((name.clone(), label.clone(), value.clone()));
                        ParameterSet(axes)
                    })
                })
                .collect())
        },
    )
}

fn list_labelled_values(
    axis: &TomlNode,
    tables: &NamedTables,
) -> Result<Vec<(String, TomlNode)>, ParameterError> {
    let values = match &axis.value {
        TomlValue::Text(name) if name.starts_with('$') => {
            let table = tables.get(&name[1..]).ok_or_else(|| {
                (
                    format!("`{name}` names no table: define it in `[tables]` of this file or of the fixtures"),
                    axis.span.clone(),
                )
            })?;
            return list_labelled_values(table, &NamedTables::new());
        }
        TomlValue::Table(table) => table
            .iter()
            .map(|(label, (_, value))| (label.clone(), value.clone()))
            .collect(),
        TomlValue::List(items) => items
            .iter()
            .map(|item| {
                let label = item.as_text().ok_or_else(|| {
                    (
                        "a list of values holds texts only: write a table of labels to values"
                            .to_owned(),
                        item.span.clone(),
                    )
                })?;
                Ok((label.to_owned(), item.clone()))
            })
            .collect::<Result<Vec<_>, ParameterError>>()?,
        TomlValue::Text(_) | TomlValue::Scalar(_) | TomlValue::Date(_) => Vec::new(),
    };
    if values.is_empty() {
        return Err((
            "an axis is a table of labels to values, a list of texts, or `\"$table\"`, and has at least one value".to_owned(),
            axis.span.clone(),
        ));
    }
    Ok(values)
}

impl ParameterSet {
    /// Returns the names of the parameters, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _, _)| name.as_str())
    }
}
