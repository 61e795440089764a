//! A body as a diff: line by line, with what belongs there and what came in its place.

use std::io::{self, Write};

use serde_json::Value;

use super::differences::differences;
use super::line::{Kind, Line};
use super::pick::picked;
use crate::outcome::excerpt::{excerpt, visible};
use crate::outcome::{JsonPointer, Mark, Wanted};
use crate::report::shared::style::{BAD, GOOD, paint};

/// How many characters of a text are shown.
const TEXT: usize = 200;

/// How many lines of one value that breaks are shown.
const RUN: usize = 12;

/// A body, line by line: what is as it should be, what is missing, and what came in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct BodyDiff {
    lines: Vec<Line>,
}

impl BodyDiff {
    /// A body with what belongs at each of these places; `None` where none of them makes a difference to it.
    pub(in crate::report) fn of(body: &Value, marks: &[Mark]) -> Option<Self> {
        Self::drawn(body, marks).map(|lines| Self {
            lines: picked(lines, 2, 20),
        })
    }

    /// What is different in the second of two bodies; `None` where nothing is.
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

    /// Writes the lines, with `-` at the margin of what is missing and `+` at that of what came in its place.
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

/// Where a value stands.
struct Spot {
    pointer: JsonPointer,
    depth: usize,
    /// The key with its colon, where it has one.
    label: String,
    /// What stands behind it.
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

    /// A value that came: as it is, or against what belongs there.
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

    /// A whole value of one kind, cut where it is long.
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

    /// What belongs within the value at a pointer, where it has no such child.
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

/// A value without children, as JSON has it; a long text is cut.
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
