//! Expansion of parameters: the values of one combination are inserted into the case as written.

use serde_json::Value;

use super::parameters::{ParameterError, ParameterSet};
use super::template::{RawTemplatePart, TemplateParseError, json_to_text, split_template};
use crate::contract::authored::{Span, TomlNode, TomlTable, TomlValue};

/// The purpose of a text with parameters, which decides what is inserted for each of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ParameterInsertion {
    /// A text for people: a parameter is replaced by its label.
    Label,
    /// A template: a parameter is replaced by its value.
    Template,
    /// Raw bytes: a text is replaced only if it consists of one parameter.
    Bytes,
}

impl ParameterSet {
    /// Returns the case with the parameter values inserted and without `each`.
    pub(super) fn substitute_in_case(&self, case: &TomlTable) -> Result<TomlTable, ParameterError> {
        self.substitute_in_entries(case.iter().filter(|(key, _)| *key != "each"))
    }

    /// Inserts the values into a case, a control or a part of a body.
    fn substitute_in_table(&self, table: &TomlTable) -> Result<TomlTable, ParameterError> {
        self.substitute_in_entries(table.iter())
    }

    fn substitute_in_entries<'t>(
        &self,
        entries: impl Iterator<Item = (&'t String, &'t (Span, TomlNode))>,
    ) -> Result<TomlTable, ParameterError> {
        entries
            .map(|(key, (span, value))| {
                let value = match key.as_str() {
                    "id" | "about" => self.substitute_in_node(value, ParameterInsertion::Label),
                    "text" | "hex" => self.substitute_in_node(value, ParameterInsertion::Bytes),
                    "parts" => self.substitute_in_body_parts(value),
                    "control" => self.substitute_in_control(value),
                    _ => self.substitute_in_node(value, ParameterInsertion::Template),
                }?;
                Ok((key.clone(), (span.clone(), value)))
            })
            .collect()
    }

    fn substitute_in_control(&self, control: &TomlNode) -> Result<TomlNode, ParameterError> {
        let kind = match &control.value {
            TomlValue::Table(table) => TomlValue::Table(self.substitute_in_table(table)?),
            TomlValue::List(items) => TomlValue::List(
                items
                    .iter()
                    .map(|item| self.substitute_in_control(item))
                    .collect::<Result<_, _>>()?,
            ),
            TomlValue::Text(_) | TomlValue::Scalar(_) | TomlValue::Date(_) => {
                return self.substitute_in_node(control, ParameterInsertion::Template);
            }
        };
        Ok(TomlNode {
            value: kind,
            span: control.span.clone(),
        })
    }

    fn substitute_in_body_parts(&self, parts: &TomlNode) -> Result<TomlNode, ParameterError> {
        let TomlValue::List(items) = &parts.value else {
            return self.substitute_in_node(parts, ParameterInsertion::Bytes);
        };
        let items = items
            .iter()
            .map(|item| match &item.value {
                TomlValue::Table(part) => Ok(TomlNode {
                    value: TomlValue::Table(self.substitute_in_table(part)?),
                    span: item.span.clone(),
                }),
                TomlValue::Text(_)
                | TomlValue::Scalar(_)
                | TomlValue::Date(_)
                | TomlValue::List(_) => self.substitute_in_node(item, ParameterInsertion::Bytes),
            })
            .collect::<Result<_, ParameterError>>()?;
        Ok(TomlNode {
            value: TomlValue::List(items),
            span: parts.span.clone(),
        })
    }

    fn substitute_in_node(
        &self,
        node: &TomlNode,
        usage: ParameterInsertion,
    ) -> Result<TomlNode, ParameterError> {
        let kind = match &node.value {
            TomlValue::Text(text) => {
                return self
                    .substitute_in_text(text, usage, &node.span)
                    .map_err(|ExpansionError(what)| (what, node.span.clone()));
            }
            TomlValue::Scalar(value) => TomlValue::Scalar(value.clone()),
            TomlValue::Date(date) => TomlValue::Date(*date),
            TomlValue::List(items) => TomlValue::List(
                items
                    .iter()
                    .map(|item| self.substitute_in_node(item, usage))
                    .collect::<Result<_, _>>()?,
            ),
            TomlValue::Table(table) => TomlValue::Table(
                table
                    .iter()
                    .map(|(key, (span, value))| {
                        let key = self
                            .substitute_in_text(key, usage, span)
                            .map_err(|ExpansionError(what)| (what, span.clone()))?;
                        let key = key.as_text().unwrap_or_default().to_owned();
                        Ok((key, (span.clone(), self.substitute_in_node(value, usage)?)))
                    })
                    .collect::<Result<_, ParameterError>>()?,
            ),
        };
        Ok(TomlNode {
            value: kind,
            span: node.span.clone(),
        })
    }

    fn substitute_in_text(
        &self,
        text: &str,
        usage: ParameterInsertion,
        span: &Span,
    ) -> Result<TomlNode, ExpansionError> {
        let unchanged = |text: &str| TomlNode {
            value: TomlValue::Text(text.to_owned()),
            span: span.clone(),
        };
        if !text.contains(['{', '}']) {
            return Ok(unchanged(text));
        }
        if usage == ParameterInsertion::Bytes {
            let axis = text
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'))
                .and_then(|name| self.find_value(name));
            return Ok(axis.map_or_else(|| unchanged(text), |value| value.with_span(span)));
        }
        let pieces = split_template(text)?;
        if let ([RawTemplatePart::Placeholder(inner)], ParameterInsertion::Template) =
            (pieces.as_slice(), usage)
            && let Some(value) = self.find_value(inner)
        {
            return Ok(value.with_span(span));
        }
        let mut filled = String::new();
        for piece in pieces {
            match piece {
                RawTemplatePart::Text(literal) if usage == ParameterInsertion::Label => {
                    filled.push_str(&literal.replace("{{", "{").replace("}}", "}"));
                }
                RawTemplatePart::Text(literal) => filled.push_str(literal),
                RawTemplatePart::Placeholder(inner) if usage == ParameterInsertion::Label => {
                    filled.push_str(&self.expand_label_placeholder(inner)?);
                }
                RawTemplatePart::Placeholder(inner) => {
                    filled.push_str(&self.expand_template_placeholder(inner)?);
                }
            }
        }
        Ok(unchanged(&filled))
    }

    /// Returns the text that replaces `{inner}` in a text for people.
    fn expand_label_placeholder(&self, inner: &str) -> Result<String, ExpansionError> {
        if let Some((_, label, _)) = self.0.iter().find(|(name, _, _)| name == inner) {
            return Ok(label.clone());
        }
        match self.find_value(inner) {
            Some(value) => value.to_scalar_text(inner),
            None => Err(ExpansionError(format!(
                "`{{{inner}}}` is not an axis of this case, and `id` and `about` can contain nothing else: write `{{{{` for the brace itself"
            ))),
        }
    }

    /// Returns the text that replaces `{inner}` in a template: `{inner}` itself unless it uses a parameter.
    fn expand_template_placeholder(&self, inner: &str) -> Result<String, ExpansionError> {
        if let Some(value) = self.find_value(inner) {
            return value.to_scalar_text(inner);
        }
        let (head, filters) = inner.split_once('|').unwrap_or((inner, ""));
        let words: Vec<&str> = head.split_whitespace().collect();
        match (words.as_slice(), filters) {
            ([axis], filters) if self.find_value(axis).is_some() => {
                let value = self
                    .find_value(axis)
                    .map(|value| value.to_scalar_text(axis));
                append_filters_to_value(&value.transpose()?.unwrap_or_default(), inner, filters)
            }
            (["repeat", text, times], filters) => {
                let word = |word: &str| match self.find_value(word) {
                    Some(value) => value.to_scalar_text(word),
                    None => Ok(word.to_owned()),
                };
                let bar = if filters.is_empty() { "" } else { " |" };
                Ok(format!(
                    "{{repeat {} {}{bar}{filters}}}",
                    word(text)?,
                    word(times)?
                ))
            }
            _ => Ok(format!("{{{inner}}}")),
        }
    }

    /// Returns the value of a parameter, or of a key in that value.
    fn find_value(&self, name: &str) -> Option<&TomlNode> {
        let mut steps = name.split('.');
        let root = steps.next()?;
        let (_, _, value) = self.0.iter().find(|(name, _, _)| name == root)?;
        steps.try_fold(value, |value, step| match &value.value {
            TomlValue::Table(table) => table.get(step).map(|(_, value)| value),
            TomlValue::Text(_) | TomlValue::Scalar(_) | TomlValue::Date(_) | TomlValue::List(_) => {
                None
            }
        })
    }
}

/// Adds filters to a value. If the value is one placeholder, it gets the filters. If it is one word, it becomes a `repeat` placeholder,
/// whose filters are applied when the template is filled in.
fn append_filters_to_value(
    value: &str,
    inner: &str,
    filters: &str,
) -> Result<String, ExpansionError> {
    match split_template(value)?.as_slice() {
        [RawTemplatePart::Placeholder(place)] => Ok(format!("{{{place} |{filters}}}")),
        [RawTemplatePart::Text(text)]
            if !text.contains(char::is_whitespace) && !text.contains(['{', '}', '|']) =>
        {
            Ok(format!("{{repeat {text} 1 |{filters}}}"))
        }
        [] => Ok(String::new()),
        _ => Err(ExpansionError(format!(
            "`{{{inner}}}`: a filter needs a value that is one word or one template, and this is `{value}`"
        ))),
    }
}

struct ExpansionError(String);

impl From<TemplateParseError> for ExpansionError {
    fn from(error: TemplateParseError) -> Self {
        Self(error.to_string())
    }
}

impl TomlNode {
    fn with_span(&self, span: &Span) -> Self {
        Self {
            value: self.value.clone(),
            span: span.clone(),
        }
    }

    fn to_scalar_text(&self, name: &str) -> Result<String, ExpansionError> {
        match &self.value {
            TomlValue::Text(text) => Ok(text.clone()),
            TomlValue::Scalar(Value::Null) => Ok("null".to_owned()),
            TomlValue::Scalar(value) => Ok(json_to_text(value)),
            TomlValue::Date(date) => Ok(date.to_string()),
            TomlValue::List(_) | TomlValue::Table(_) => Err(ExpansionError(format!(
                "`{{{name}}}` is {} and can only stand alone",
                self.type_name()
            ))),
        }
    }
}

#[cfg(test)]
#[path = "expand_tests.rs"]
mod tests;
