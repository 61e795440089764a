//! A line-by-line diff of a body, with expected and actual values.

use std::io::{self, Write};

use serde_json::Value;

use super::differences::find_differences;
use super::elide::elide_lines;
use super::line::{DiffLine, DiffLineKind};
use crate::outcome::excerpt::{escape_control_chars, escape_invisible_chars, excerpt_text};
use crate::outcome::text_contrast::{EscapedTextComparison, find_caret_column, measure_width};
use crate::outcome::{ExpectedJson, ExpectedValueMark, JsonPointer};
use crate::report::shared::display_options::LineWidth;
use crate::report::shared::style::{BAD, GOOD, QUIET, format_styled};

/// The maximum number of characters shown of a text.
const MAX_TEXT_CHARS: usize = 200;

/// The maximum number of lines shown of one wrong value.
const MAX_VALUE_LINES: usize = 12;

/// A body, line by line: correct lines, expected lines that are missing, and wrong lines that were received instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct BodyDiff {
    lines: Vec<DiffLine>,
}

impl BodyDiff {
    /// Compares a body with the value expected at each mark; `None` if no mark changes any line.
    pub(in crate::report) fn from_marks(body: &Value, marks: &[ExpectedValueMark]) -> Option<Self> {
        Self::build_lines(body, marks).map(|lines| Self {
            lines: elide_lines(lines, 2, 20),
        })
    }

    /// Compares the second body with the first; `None` if they are equal.
    pub(in crate::report) fn between(first: &Value, second: &Value) -> Option<Self> {
        Self::build_lines(second, &find_differences(first, second)).map(|lines| Self {
            lines: elide_lines(lines, 0, 0),
        })
    }

    fn build_lines(body: &Value, marks: &[ExpectedValueMark]) -> Option<Vec<DiffLine>> {
        let mut drawing = DiffBuilder {
            marks,
            lines: Vec::new(),
        };
        drawing.diff_received_value(&ValuePosition::root(), body);
        let breaks = drawing
            .lines
            .iter()
            .any(|line| line.kind != DiffLineKind::Context);
        breaks.then_some(drawing.lines)
    }

    /// Writes the lines, with `-` in front of expected lines and `+` in front of those received instead. Below lines that are wrapped at this width,
    /// a caret would point at nothing, so it is left out.
    pub(in crate::report) fn write(
        &self,
        out: &mut dyn Write,
        indent: &str,
        width: LineWidth,
    ) -> io::Result<()> {
        let mut is_wrapped = false;
        for line in &self.lines {
            let space = "  ".repeat(line.depth);
            let text = &line.text;
            let columns = 2 + measure_width(indent) + measure_width(&space) + measure_width(text);
            let line = match line.kind {
                DiffLineKind::Caret if is_wrapped => continue,
                DiffLineKind::Caret => format_styled(QUIET, &format!("  {indent}{space}{text}")),
                DiffLineKind::Context => format!("  {indent}{space}{text}"),
                DiffLineKind::Expected => format_styled(GOOD, &format!("- {indent}{space}{text}")),
                DiffLineKind::Actual => format_styled(BAD, &format!("+ {indent}{space}{text}")),
            };
            is_wrapped = match width {
                LineWidth::Unbounded => false,
                LineWidth::Columns(most) => columns > most,
            };
            writeln!(out, "{line}")?;
        }
        Ok(())
    }
}

/// The position of a value in the body.
struct ValuePosition {
    pointer: JsonPointer,
    depth: usize,
    /// The key with its colon; empty for an item of a list.
    label: String,
    /// The comma after the value, or an empty text after the last one.
    comma: &'static str,
}

impl ValuePosition {
    fn root() -> Self {
        Self {
            pointer: JsonPointer::root(),
            depth: 0,
            label: String::new(),
            comma: "",
        }
    }
}

struct DiffBuilder<'m> {
    marks: &'m [ExpectedValueMark],
    lines: Vec<DiffLine>,
}

impl DiffBuilder<'_> {
    fn push_line(&mut self, kind: DiffLineKind, depth: usize, text: &str) {
        let text = escape_control_chars(text);
        self.lines.push(DiffLine { kind, depth, text });
    }

    /// Adds a received value: as it is, or compared with the value that its mark expects.
    fn diff_received_value(&mut self, spot: &ValuePosition, value: &Value) {
        let marks = self.marks;
        match marks.iter().find(|mark| mark.pointer == spot.pointer) {
            Some(mark) => match (&mark.expected, value) {
                (ExpectedJson::Value(Value::String(wanted)), Value::String(text)) => {
                    self.push_text_pair(spot, wanted, text);
                }
                (wanted, _) => {
                    self.push_expected(spot, wanted);
                    self.push_truncated_value(DiffLineKind::Actual, spot, value);
                }
            },
            None => self.push_unmarked_value(spot, value),
        }
    }

    /// Adds two texts that differ, with a caret below the first difference.
    fn push_text_pair(&mut self, spot: &ValuePosition, wanted: &str, text: &str) {
        let (wanted, text) = skip_common_beginning(wanted, text);
        let contrast = EscapedTextComparison::between(
            &format_unquoted_json_text(&wanted),
            &format_unquoted_json_text(&text),
        );
        let label = escape_control_chars(&escape_invisible_chars(&spot.label));
        let first = escape_control_chars(&contrast.first);
        let second = escape_control_chars(&contrast.second);
        let sides = [
            (DiffLineKind::Expected, &first),
            (DiffLineKind::Actual, &second),
        ];
        for (kind, text) in sides {
            self.push_line(
                kind,
                spot.depth,
                &format!("{label}\"{text}\"{}", spot.comma),
            );
        }
        if let Some(column) = find_caret_column(&first, &second) {
            // The text begins behind its quotation mark.
            let space = " ".repeat(measure_width(&label) + 1 + column);
            let words = contrast.hidden_difference;
            let words = words.map_or_else(String::new, |own| format!(" {}", own.words));
            self.push_line(DiffLineKind::Caret, spot.depth, &format!("{space}^{words}"));
        }
    }

    fn push_expected(&mut self, spot: &ValuePosition, wanted: &ExpectedJson) {
        match wanted {
            ExpectedJson::Value(value) => {
                self.push_truncated_value(DiffLineKind::Expected, spot, value);
            }
            ExpectedJson::Description(words) => {
                let text = format!("{}{words}", spot.label);
                self.push_line(DiffLineKind::Expected, spot.depth, &text);
            }
            ExpectedJson::Absent => {}
        }
    }

    /// Adds a value with all its lines of one kind; a long one is truncated. Characters that cannot be seen are shown by number.
    fn push_truncated_value(&mut self, kind: DiffLineKind, spot: &ValuePosition, value: &Value) {
        let mut whole = DiffBuilder {
            marks: &[],
            lines: Vec::new(),
        };
        whole.push_unmarked_value(spot, value);
        let mut lines = whole.lines;
        let more = lines.len().saturating_sub(MAX_VALUE_LINES);
        if more > 1 {
            lines.truncate(MAX_VALUE_LINES);
            lines.push(DiffLine::for_omitted(kind, spot.depth + 1, more));
        }
        self.lines.extend(lines.into_iter().map(|line| DiffLine {
            kind,
            text: escape_invisible_chars(&line.text),
            ..line
        }));
    }

    fn push_unmarked_value(&mut self, spot: &ValuePosition, value: &Value) {
        let children: Vec<(String, String, &Value)> = match value {
            Value::Object(map) => map
                .iter()
                .map(|(key, own)| (key.clone(), format_key(key), own))
                .collect(),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, own)| (index.to_string(), String::new(), own))
                .collect(),
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => Vec::new(),
        };
        let (ValuePosition { label, comma, .. }, depth) = (spot, spot.depth);
        let lacking = self.missing_expected_children(&spot.pointer, &children, value.is_array());
        let (open, close) = match value {
            Value::Object(_) => ("{", "}"),
            Value::Array(_) => ("[", "]"),
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {
                self.push_line(
                    DiffLineKind::Context,
                    depth,
                    &format!("{label}{}{comma}", format_leaf(value)),
                );
                return;
            }
        };
        if children.is_empty() && lacking.is_empty() {
            self.push_line(
                DiffLineKind::Context,
                depth,
                &format!("{label}{open}{close}{comma}"),
            );
            return;
        }
        self.push_line(DiffLineKind::Context, depth, &format!("{label}{open}"));
        let last = children.len().saturating_sub(1);
        for (index, (key, label, own)) in children.into_iter().enumerate() {
            let inner = ValuePosition {
                pointer: spot.pointer.join_key(&key),
                depth: depth + 1,
                label,
                comma: if index < last { "," } else { "" },
            };
            self.diff_received_value(&inner, own);
        }
        for (label, wanted) in lacking {
            let inner = ValuePosition {
                pointer: JsonPointer::root(),
                depth: depth + 1,
                label,
                comma: "",
            };
            self.push_expected(&inner, &wanted);
        }
        self.push_line(DiffLineKind::Context, depth, &format!("{close}{comma}"));
    }

    /// Returns the labels and expected values of children that the value at a pointer lacks.
    fn missing_expected_children(
        &self,
        pointer: &JsonPointer,
        children: &[(String, String, &Value)],
        is_list: bool,
    ) -> Vec<(String, ExpectedJson)> {
        let within = |mark: &ExpectedValueMark| {
            let parts: Vec<String> = mark
                .pointer
                .relative_to(pointer)?
                .reference_tokens()
                .collect();
            let key = parts.first()?;
            if children.iter().any(|(own, _, _)| own == key) {
                return None;
            }
            let is_item = is_list && parts.len() == 1;
            let label = if is_item {
                String::new()
            } else {
                format_key(&parts.join("/"))
            };
            Some((label, mark.expected.clone()))
        };
        self.marks
            .iter()
            .filter(|mark| mark.expected != ExpectedJson::Absent)
            .filter_map(within)
            .collect()
    }
}

/// The number of characters shown in front of the first difference, if two texts differ too late to be shown from their beginnings.
const CHARS_BEFORE_DIFFERENCE: usize = 40;

/// Leaves out the common beginning of two texts that would otherwise be cut before they differ.
fn skip_common_beginning(first: &str, second: &str) -> (String, String) {
    let common = first.chars().zip(second.chars());
    let common = common.take_while(|(one, other)| one == other).count();
    if common < MAX_TEXT_CHARS - CHARS_BEFORE_DIFFERENCE {
        return (first.to_owned(), second.to_owned());
    }
    let skipped = common - CHARS_BEFORE_DIFFERENCE;
    let shown = |text: &str| format!("…{}", text.chars().skip(skipped).collect::<String>());
    (shown(first), shown(second))
}

/// Formats a text as in JSON, without quotes; a long one is truncated.
fn format_unquoted_json_text(text: &str) -> String {
    let quoted = Value::from(excerpt_text(text, MAX_TEXT_CHARS)).to_string();
    let inner = quoted
        .strip_prefix('"')
        .and_then(|own| own.strip_suffix('"'));
    inner.unwrap_or_default().to_owned()
}

fn format_key(key: &str) -> String {
    format!("{}: ", format_leaf(&Value::from(key)))
}

/// Formats a value without children as JSON; a long text is truncated.
fn format_leaf(value: &Value) -> String {
    match value {
        Value::String(text) => Value::from(excerpt_text(text, MAX_TEXT_CHARS)).to_string(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.to_string()
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
