//! JSON values whose strings and keys are templates.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::template::{Template, TemplateBindings, UnboundName};

/// A JSON value whose strings and keys are templates.
#[derive(Clone, Debug, PartialEq)]
pub enum JsonTemplate {
    /// A number or a boolean.
    Scalar(Value),
    /// A string. If its template is nothing but one placeholder, the value of the placeholder keeps its type.
    Text(Template),
    /// A list.
    List(Vec<Self>),
    /// An object, in the order written.
    Object(Vec<(Template, Self)>),
}

impl JsonTemplate {
    /// Fills in the templates.
    ///
    /// # Errors
    /// Returns [`UnboundName`] if a name has no value.
    pub fn render_value(&self, bindings: &dyn TemplateBindings) -> Result<Value, UnboundName> {
        Ok(match self {
            Self::Scalar(value) => value.clone(),
            Self::Text(template) => template.render_value(bindings)?,
            Self::List(items) => Value::Array(
                items
                    .iter()
                    .map(|item| item.render_value(bindings))
                    .collect::<Result<_, _>>()?,
            ),
            Self::Object(entries) => Value::Object(
                entries
                    .iter()
                    .map(|(key, value)| {
                        Ok((key.render_text(bindings)?, value.render_value(bindings)?))
                    })
                    .collect::<Result<Map<_, _>, UnboundName>>()?,
            ),
        })
    }

    pub(crate) fn collect_names(&self, names: &mut BTreeSet<String>) {
        match self {
            Self::Scalar(_) => {}
            Self::Text(template) => template.collect_names(names),
            Self::List(items) => items.iter().for_each(|item| item.collect_names(names)),
            Self::Object(entries) => {
                for (key, value) in entries {
                    key.collect_names(names);
                    value.collect_names(names);
                }
            }
        }
    }
}
