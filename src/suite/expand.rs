//! Expansion of parameters: the values of one combination are inserted into the case as written.

use serde_json::Value;

use super::axes::{Axes, Fault};
use super::template::{Piece, TemplateError, as_text, pieces};
use crate::contract::authored::{Kind, Node, Span, Table};

/// The purpose of a text, which decides what may be inserted into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    /// A text for people: a parameter is replaced by its label.
    Label,
    /// A template: a parameter is replaced by its value.
    Template,
    /// Raw bytes: a text is replaced only if it consists of one parameter.
    Bytes,
}

impl Axes {
    /// Returns the case with the parameter values inserted and without `each`.
    pub(super) fn apply_to_case(&self, case: &Table) -> Result<Table, Fault> {
        let mut case = case.clone();
        case.shift_remove("each");
        self.apply_to_request(&case)
    }

    /// Inserts the values into a case, a control or a part of a body.
    fn apply_to_request(&self, table: &Table) -> Result<Table, Fault> {
        table
            .iter()
            .map(|(key, (span, value))| {
                let value = match key.as_str() {
                    "id" | "about" => self.apply(value, Use::Label),
                    "text" | "hex" => self.apply(value, Use::Bytes),
                    "parts" => self.apply_to_parts(value),
                    "control" => self.apply_to_control(value),
                    _ => self.apply(value, Use::Template),
                }?;
                Ok((key.clone(), (span.clone(), value)))
            })
            .collect()
    }

    fn apply_to_control(&self, control: &Node) -> Result<Node, Fault> {
        let kind = match &control.kind {
            Kind::Table(table) => Kind::Table(self.apply_to_request(table)?),
            Kind::List(items) => Kind::List(
                items
                    .iter()
                    .map(|item| self.apply_to_control(item))
                    .collect::<Result<_, _>>()?,
            ),
            Kind::Text(_) | Kind::Scalar(_) | Kind::Date(_) => {
                return self.apply(control, Use::Template);
            }
        };
        Ok(Node {
            kind,
            span: control.span.clone(),
        })
    }

    fn apply_to_parts(&self, parts: &Node) -> Result<Node, Fault> {
        let Kind::List(items) = &parts.kind else {
            return self.apply(parts, Use::Bytes);
        };
        let items = items
            .iter()
            .map(|item| match &item.kind {
                Kind::Table(part) => Ok(Node {
                    kind: Kind::Table(self.apply_to_request(part)?),
                    span: item.span.clone(),
                }),
                Kind::Text(_) | Kind::Scalar(_) | Kind::Date(_) | Kind::List(_) => {
                    self.apply(item, Use::Bytes)
                }
            })
            .collect::<Result<_, Fault>>()?;
        Ok(Node {
            kind: Kind::List(items),
            span: parts.span.clone(),
        })
    }

    fn apply(&self, node: &Node, usage: Use) -> Result<Node, Fault> {
        let kind = match &node.kind {
            Kind::Text(text) => {
                return self
                    .apply_to_text(text, usage, &node.span)
                    .map_err(|TemplateMistake(what)| (what, node.span.clone()));
            }
            Kind::Scalar(value) => Kind::Scalar(value.clone()),
            Kind::Date(date) => Kind::Date(*date),
            Kind::List(items) => Kind::List(
                items
                    .iter()
                    .map(|item| self.apply(item, usage))
                    .collect::<Result<_, _>>()?,
            ),
            Kind::Table(table) => Kind::Table(
                table
                    .iter()
                    .map(|(key, (span, value))| {
                        let key = self.apply(
                            &Node {
                                kind: Kind::Text(key.clone()),
                                span: span.clone(),
                            },
                            usage,
                        )?;
                        let key = key.text().unwrap_or_default().to_owned();
                        Ok((key, (span.clone(), self.apply(value, usage)?)))
                    })
                    .collect::<Result<_, Fault>>()?,
            ),
        };
        Ok(Node {
            kind,
            span: node.span.clone(),
        })
    }

    fn apply_to_text(&self, text: &str, usage: Use, span: &Span) -> Result<Node, TemplateMistake> {
        let unchanged = |text: &str| Node {
            kind: Kind::Text(text.to_owned()),
            span: span.clone(),
        };
        if usage == Use::Bytes {
            let axis = text
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'))
                .and_then(|name| self.value(name));
            return Ok(axis.map_or_else(|| unchanged(text), |value| value.at(span)));
        }
        let pieces = pieces(text)?;
        if let ([Piece::Place(inner)], Use::Template) = (pieces.as_slice(), usage)
            && let Some(value) = self.value(inner)
        {
            return Ok(value.at(span));
        }
        let mut filled = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(literal) if usage == Use::Label => {
                    filled.push_str(&literal.replace("{{", "{").replace("}}", "}"));
                }
                Piece::Text(literal) => filled.push_str(literal),
                Piece::Place(inner) if usage == Use::Label => filled.push_str(&self.label(inner)?),
                Piece::Place(inner) => filled.push_str(&self.fill(inner)?),
            }
        }
        Ok(unchanged(&filled))
    }

    /// Returns the text that replaces `{inner}` in a text for people.
    fn label(&self, inner: &str) -> Result<String, TemplateMistake> {
        if let Some((_, label, _)) = self.0.iter().find(|(name, _, _)| name == inner) {
            return Ok(label.clone());
        }
        match self.value(inner) {
            Some(value) => value.splice(inner),
            None => Err(TemplateMistake(format!(
                "`{{{inner}}}` is no axis of this case, and nothing else can stand in `id` and `about`: write `{{{{` for the brace itself"
            ))),
        }
    }

    /// Returns the text that replaces `{inner}` in a template: `{inner}` itself unless it uses a parameter.
    fn fill(&self, inner: &str) -> Result<String, TemplateMistake> {
        if let Some(value) = self.value(inner) {
            return value.splice(inner);
        }
        let (head, filters) = inner.split_once('|').unwrap_or((inner, ""));
        let words: Vec<&str> = head.split_whitespace().collect();
        match (words.as_slice(), filters) {
            ([axis], filters) if self.value(axis).is_some() => {
                let value = self.value(axis).map(|value| value.splice(axis));
                filtered(&value.transpose()?.unwrap_or_default(), inner, filters)
            }
            (["repeat", text, times], filters) => {
                let word = |word: &str| match self.value(word) {
                    Some(value) => value.splice(word),
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
    fn value(&self, name: &str) -> Option<&Node> {
        let mut steps = name.split('.');
        let root = steps.next()?;
        let (_, _, value) = self.0.iter().find(|(name, _, _)| name == root)?;
        steps.try_fold(value, |value, step| match &value.kind {
            Kind::Table(table) => table.get(step).map(|(_, value)| value),
            Kind::Text(_) | Kind::Scalar(_) | Kind::Date(_) | Kind::List(_) => None,
        })
    }
}

/// Adds filters to a value. If the value is one placeholder, it gets the filters. If it is one word, it becomes a `repeat` placeholder,
/// whose filters are applied when the template is filled in.
fn filtered(value: &str, inner: &str, filters: &str) -> Result<String, TemplateMistake> {
    match pieces(value)?.as_slice() {
        [Piece::Place(place)] => Ok(format!("{{{place} |{filters}}}")),
        [Piece::Text(text)]
            if !text.contains(char::is_whitespace) && !text.contains(['{', '}', '|']) =>
        {
            Ok(format!("{{repeat {text} 1 |{filters}}}"))
        }
        [] => Ok(String::new()),
        _ => Err(TemplateMistake(format!(
            "`{{{inner}}}`: a filter needs a value that is one word or one template, and this is `{value}`"
        ))),
    }
}

struct TemplateMistake(String);

impl From<TemplateError> for TemplateMistake {
    fn from(error: TemplateError) -> Self {
        Self(error.to_string())
    }
}

impl Node {
    fn at(&self, span: &Span) -> Self {
        Self {
            kind: self.kind.clone(),
            span: span.clone(),
        }
    }

    fn splice(&self, name: &str) -> Result<String, TemplateMistake> {
        match &self.kind {
            Kind::Text(text) => Ok(text.clone()),
            Kind::Scalar(Value::Null) => Ok("null".to_owned()),
            Kind::Scalar(value) => Ok(as_text(value)),
            Kind::Date(date) => Ok(date.to_string()),
            Kind::List(_) | Kind::Table(_) => Err(TemplateMistake(format!(
                "`{{{name}}}` is {} and can only stand alone",
                self.kind_name()
            ))),
        }
    }
}

#[cfg(test)]
#[path = "expand_tests.rs"]
mod tests;
