//! The parameters of a case (`each`), and the combinations of their values.

use crate::contract::authored::{Kind, Node, Span};
use indexmap::IndexMap;

/// A mistake in a suite file, and its position.
pub(super) type Fault = (String, Span);

/// The named tables that a parameter may refer to as `$name`.
pub(super) type Tables = IndexMap<String, Node>;

/// One combination of parameter values: the name, the label and the value of each parameter.
#[derive(Clone, Debug, Default)]
pub(super) struct Axes(pub(super) Vec<(String, String, Node)>);

/// Returns every combination of the parameter values. A case without `each` has one combination, which is empty.
pub(super) fn combinations(each: Option<&Node>, tables: &Tables) -> Result<Vec<Axes>, Fault> {
    let Some(each) = each else {
        return Ok(vec![Axes::default()]);
    };
    let Kind::Table(axes) = &each.kind else {
        return Err((
            format!(
                "`each` is {}: write `each.form = {{ label = value }}`",
                each.kind_name()
            ),
            each.span.clone(),
        ));
    };
    axes.iter()
        .try_fold(vec![Axes::default()], |combinations, (name, (_, axis))| {
            let values = axis_values(axis, tables)?;
            Ok(combinations
                .iter()
                .flat_map(|Axes(before)| {
                    values.iter().map(|(label, value)| {
                        let mut axes = before.clone();
                        axes.push((name.clone(), label.clone(), value.clone()));
                        Axes(axes)
                    })
                })
                .collect())
        })
}

fn axis_values(axis: &Node, tables: &Tables) -> Result<Vec<(String, Node)>, Fault> {
    let values = match &axis.kind {
        Kind::Text(name) if name.starts_with('$') => {
            let table = tables.get(&name[1..]).ok_or_else(|| {
                (
                    format!("`{name}` names no table: it would stand in `[tables]` of this file or of the fixtures"),
                    axis.span.clone(),
                )
            })?;
            return axis_values(table, &Tables::new());
        }
        Kind::Table(table) => table
            .iter()
            .map(|(label, (_, value))| (label.clone(), value.clone()))
            .collect(),
        Kind::List(items) => items
            .iter()
            .map(|item| {
                let label = item.text().ok_or_else(|| {
                    (
                        "a list of values holds texts only: write a table of labels to values"
                            .to_owned(),
                        item.span.clone(),
                    )
                })?;
                Ok((label.to_owned(), item.clone()))
            })
            .collect::<Result<Vec<_>, Fault>>()?,
        Kind::Text(_) | Kind::Scalar(_) | Kind::Date(_) => Vec::new(),
    };
    if values.is_empty() {
        return Err((
            "an axis is a table of labels to values, a list of texts, or `\"$table\"`, and has at least one value".to_owned(),
            axis.span.clone(),
        ));
    }
    Ok(values)
}

impl Axes {
    /// Returns the names of the parameters, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _, _)| name.as_str())
    }
}
