//! A line-by-line diff of a body, with expected and actual values.

use std::io::{self, Write};

use serde_json::Value;

use super::differences::differences;
use super::line::{Kind, Line};
use super::pick::picked;
use crate::outcome::excerpt::{excerpt, visible};
use crate::outcome::{JsonPointer, Mark, Wanted};
use crate::report::shared::style::{BAD, GOOD, paint};

/// The maximum number of characters shown of a text.
const TEXT: usize = 200;

/// The maximum number of lines shown of one wrong value.
const RUN: usize = 12;

/// A body, line by line: correct lines, expected lines that are missing, and wrong lines that were received instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct BodyDiff {
    lines: Vec<Line>,
}

impl BodyDiff {
    /// Compares a body with the value expected at each mark; `None` if no mark changes any line.
    pub(in crate::report) fn of(body: &Value, marks: &[Mark]) -> Option<Self> {
        Self::drawn(body, marks).map(|lines| Self {
            lines: picked(lines, 2, 20),
        })
    }

    /// Compares the second body with the first; `None` if they are equal.
    pub(in crate::report) fn between(first: &Value, second: &Value) -> Option<Self> {
        Self::drawn(second, &differences(first, second)).map(|lines| Self {
            lines: picked(lines, 0, 0),
        })
    }

    fn drawn(body: &Value, marks: &[Mark]) -> Option<Vec<Line>> {
        let mut drawing = Drawing {
            marks,
            lines: Vec::new(),
        };
        drawing.value(&Spot::root(), body);
        let breaks = drawing.lines.iter().any(|line| line.kind != Kind::Kept);
        breaks.then_some(drawing.lines)
    }

    /// Writes the lines, with `-` in front of expected lines and `+` in front of those received instead.
    pub(in crate::report) fn write(&self, out: &mut dyn Write, indent: &str) -> io::Result<()> {
        for line in &self.lines {
            let space = "  ".repeat(line.depth);
            let text = &line.text;
            let line = match line.kind {
                Kind::Kept => format!("  {indent}{space}{text}"),
                Kind::Missing => paint(GOOD, &format!("- {indent}{space}{text}")),
                Kind::Come => paint(BAD, &format!("+ {indent}{space}{text}")),
            };
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

/// The position of a value in the body.
struct Spot {
    pointer: JsonPointer,
    depth: usize,
    /// The key with its colon; empty for an item of a list.
    label: String,
    /// The comma after the value, or an empty text after the last one.
    comma: &'static str,
}

impl Spot {
    fn root() -> Self {
        Self {
            pointer: JsonPointer::root(),
            depth: 0,
            label: String::new(),
            comma: "",
        }
    }
}

struct Drawing<'m> {
    marks: &'m [Mark],
    lines: Vec<Line>,
}

impl Drawing<'_> {
    fn push(&mut self, kind: Kind, depth: usize, text: &str) {
        let text = visible(text);
        self.lines.push(Line { kind, depth, text });
    }

    /// Adds a received value: as it is, or compared with the value that its mark expects.
    fn value(&mut self, spot: &Spot, value: &Value) {
        let marks = self.marks;
        match marks.iter().find(|mark| mark.pointer == spot.pointer) {
            Some(mark) => {
                self.wanted(spot, &mark.wanted);
                self.run(Kind::Come, spot, value);
            }
            None => self.kept(spot, value),
        }
    }

    fn wanted(&mut self, spot: &Spot, wanted: &Wanted) {
        match wanted {
            Wanted::Value(value) => self.run(Kind::Missing, spot, value),
            Wanted::Words(words) => {
                let text = format!("{}{words}", spot.label);
                self.push(Kind::Missing, spot.depth, &text);
            }
            Wanted::Nothing => {}
        }
    }

    /// Adds a value with all its lines of one kind; a long one is truncated.
    fn run(&mut self, kind: Kind, spot: &Spot, value: &Value) {
        let mut whole = Drawing {
            marks: &[],
            lines: Vec::new(),
        };
        whole.kept(spot, value);
        let mut lines = whole.lines;
        let more = lines.len().saturating_sub(RUN);
        if more > 1 {
            lines.truncate(RUN);
            lines.push(Line::left_out(kind, spot.depth + 1, more));
        }
        self.lines
            .extend(lines.into_iter().map(|line| Line { kind, ..line }));
    }

    fn kept(&mut self, spot: &Spot, value: &Value) {
        let children: Vec<(String, String, &Value)> = match value {
            Value::Object(map) => map
                .iter()
                .map(|(key, own)| (key.clone(), label(key), own))
                .collect(),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, own)| (index.to_string(), String::new(), own))
                .collect(),
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
        };
        let (Spot { label, comma, .. }, depth) = (spot, spot.depth);
        let lacking = self.lacking(&spot.pointer, &children, value.is_array());
        let (open, close) = match value {
            Value::Object(_) => ("{", "}"),
            Value::Array(_) => ("[", "]"),
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {
                self.push(
                    Kind::Kept,
                    depth,
                    &format!("{label}{}{comma}", shown(value)),
                );
                return;
            }
        };
        if children.is_empty() && lacking.is_empty() {
            self.push(Kind::Kept, depth, &format!("{label}{open}{close}{comma}"));
            return;
        }
        self.push(Kind::Kept, depth, &format!("{label}{open}"));
        let last = children.len().saturating_sub(1);
        for (index, (key, label, own)) in children.into_iter().enumerate() {
            let inner = Spot {
                pointer: spot.pointer.key(&key),
                depth: depth + 1,
                label,
                comma: if index < last { "," } else { "" },
            };
            self.value(&inner, own);
        }
        for (label, wanted) in lacking {
            let inner = Spot {
                pointer: JsonPointer::root(),
                depth: depth + 1,
                label,
                comma: "",
            };
            self.wanted(&inner, &wanted);
        }
        self.push(Kind::Kept, depth, &format!("{close}{comma}"));
    }

    /// Returns the labels and expected values of children that the value at a pointer lacks.
    fn lacking(
        &self,
        pointer: &JsonPointer,
        children: &[(String, String, &Value)],
        is_list: bool,
    ) -> Vec<(String, Wanted)> {
        let within = |mark: &Mark| {
            let parts: Vec<String> = mark.pointer.relative_to(pointer)?.parts().collect();
            let key = parts.first()?;
            if children.iter().any(|(own, _, _)| own == key) {
                return None;
            }
            let is_item = is_list && parts.len() == 1;
            let label = if is_item {
                String::new()
            } else {
                label(&parts.join("/"))
            };
            Some((label, mark.wanted.clone()))
        };
        self.marks
            .iter()
            .filter(|mark| mark.wanted != Wanted::Nothing)
            .filter_map(within)
            .collect()
    }
}

fn label(key: &str) -> String {
    format!("{}: ", shown(&Value::from(key)))
}

/// Formats a value without children as JSON; a long text is truncated.
fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => Value::from(excerpt(text, TEXT)).to_string(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.to_string()
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
