//! Reads a table key by key: every mistake is collected, and none stops the reading.

use serde_json::Value;

use super::file::TomlFileReader;
use super::node::{Span, SyntaxErrors, TomlNode, TomlTable, TomlValue};
use crate::contract::{Diagnostic, suggest_similar_word};

/// The reader of a TOML table: its keys and values, and the keys requested so far.
#[derive(Debug)]
pub(crate) struct TableReader<'f> {
    pub(crate) file: &'f mut TomlFileReader,
    /// The name of the table in messages, such as `case \`unknown-member\``; empty if messages need none.
    subject: String,
    table: TomlTable,
    span: Span,
    requested_keys: Vec<&'static str>,
}

impl TomlFileReader {
    /// Parses the file as TOML and returns a reader of its root table, which messages call `what`; returns `None` if the file is not TOML.
    pub(crate) fn parse(&mut self, what: &str) -> Option<TableReader<'_>> {
        let tree = TomlNode::parse_document(&self.page.text);
        self.build_root_reader_or_diagnose(tree, what)
    }

    /// Parses `text` instead of the file's own text, which has the same length but its secrets masked for display.
    #[cfg(feature = "cli")]
    pub(crate) fn parse_unmasked_text(
        &mut self,
        text: &str,
        what: &str,
    ) -> Option<TableReader<'_>> {
        self.build_root_reader_or_diagnose(TomlNode::parse_document(text), what)
    }

    fn build_root_reader_or_diagnose(
        &mut self,
        tree: Result<TomlTable, SyntaxErrors>,
        what: &str,
    ) -> Option<TableReader<'_>> {
        match tree {
            Ok(table) => Some(TableReader::new(self, what.to_owned(), table, 0..0)),
            Err(mistakes) => {
                for (what, span) in mistakes {
                    let page = &self.page;
                    self.diagnostics
                        .push(Diagnostic::new(&page.name, &page.text, span, what));
                }
                None
            }
        }
    }
}

impl<'f> TableReader<'f> {
    pub(crate) fn new(
        file: &'f mut TomlFileReader,
        what: String,
        table: TomlTable,
        span: Span,
    ) -> Self {
        Self {
            file,
            subject: what,
            table,
            span,
            requested_keys: Vec::new(),
        }
    }

    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    pub(crate) fn set_message_subject(&mut self, what: String) {
        self.subject = what;
    }

    /// Removes the value of a key from the table and returns it, whatever its type.
    pub(crate) fn take_value(&mut self, key: &'static str) -> Option<TomlNode> {
        self.requested_keys.push(key);
        self.table.shift_remove(key).map(|(_, node)| node)
    }

    pub(crate) fn diagnose(&mut self, span: Span, what: &str) {
        self.diagnose_with_optional_hint(span, what, None);
    }

    pub(crate) fn diagnose_with_optional_hint(
        &mut self,
        span: Span,
        what: &str,
        hint: Option<String>,
    ) {
        let what = self.prefix_message(what.to_owned());
        self.file.record_diagnostic(span, what, hint);
    }

    /// Records a mistake with a hint.
    pub(crate) fn diagnose_with_hint(&mut self, span: Span, what: String, hint: String) {
        let what = self.prefix_message(what);
        self.file.record_diagnostic(span, what, Some(hint));
    }

    fn prefix_message(&self, what: String) -> String {
        if self.subject.is_empty() {
            what
        } else {
            format!("{}: {what}", self.subject)
        }
    }

    /// Returns the line of a byte, counted from 1.
    pub(crate) fn line_number_at(&self, byte: usize) -> usize {
        self.file.line_number_at(byte)
    }

    /// Records that a word is none of a closed set of choices; the hint names the nearest choice, or all of them.
    pub(crate) fn diagnose_unknown_word(
        &mut self,
        span: Span,
        kind: &str,
        word: &str,
        choice: &[&str],
    ) {
        let hint = match suggest_similar_word(word, choice.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of `{}`", choice.join("`, `")),
        };
        self.diagnose_with_optional_hint(span, &format!("unknown {kind} `{word}`"), Some(hint));
    }

    fn diagnose_wrong_type(&mut self, key: &str, wanted: &str, node: &TomlNode) {
        self.diagnose(
            node.span.clone(),
            &format!("`{key}` is {}, and has to be {wanted}", node.type_name()),
        );
    }

    pub(crate) fn take_text(&mut self, key: &'static str) -> Option<(String, Span)> {
        let node = self.take_value(key)?;
        match node.value {
            TomlValue::Text(text) => Some((text, node.span)),
            TomlValue::Scalar(_)
            | TomlValue::Date(_)
            | TomlValue::List(_)
            | TomlValue::Table(_) => {
                self.diagnose_wrong_type(key, "a text", &node);
                None
            }
        }
    }

    /// Takes a text that is not blank.
    pub(crate) fn take_nonblank_text(&mut self, key: &'static str) -> Option<(String, Span)> {
        let (text, span) = self.take_text(key)?;
        if text.trim().is_empty() {
            self.diagnose(span, &format!("`{key}` is empty"));
            return None;
        }
        Some((text, span))
    }

    pub(crate) fn take_required_text(&mut self, key: &'static str) -> Option<(String, Span)> {
        if !self.table.contains_key(key) {
            self.requested_keys.push(key);
            self.diagnose(self.span.clone(), &format!("`{key}` is missing"));
            return None;
        }
        self.take_nonblank_text(key)
    }

    /// Takes one text or a list of texts.
    pub(crate) fn take_texts(&mut self, key: &'static str) -> Option<Vec<(String, Span)>> {
        let node = self.take_value(key)?;
        let items = match node.value {
            TomlValue::List(items) => items,
            TomlValue::Text(_)
            | TomlValue::Scalar(_)
            | TomlValue::Date(_)
            | TomlValue::Table(_) => vec![node],
        };
        let mut texts = Vec::new();
        for item in items {
            match item.value {
                TomlValue::Text(text) => texts.push((text, item.span)),
                TomlValue::Scalar(_)
                | TomlValue::Date(_)
                | TomlValue::List(_)
                | TomlValue::Table(_) => {
                    self.diagnose_wrong_type(key, "a text or a list of texts", &item);
                }
            }
        }
        Some(texts)
    }

    pub(crate) fn take_table(&mut self, key: &'static str) -> Option<(TomlTable, Span)> {
        let node = self.take_value(key)?;
        match node.value {
            TomlValue::Table(table) => Some((table, node.span)),
            TomlValue::Text(_) | TomlValue::Scalar(_) | TomlValue::Date(_) | TomlValue::List(_) => {
                self.diagnose_wrong_type(key, "a table", &node);
                None
            }
        }
    }

    /// Takes a natural number.
    pub(crate) fn take_natural_number(&mut self, key: &'static str) -> Option<u64> {
        let node = self.take_value(key)?;
        let number = match &node.value {
            TomlValue::Scalar(value) => value.as_u64(),
            // The value of a parameter may have been inserted into a text.
            TomlValue::Text(text) => text.parse().ok(),
            TomlValue::Date(_) | TomlValue::List(_) | TomlValue::Table(_) => None,
        };
        if number.is_none() {
            self.diagnose_wrong_type(key, "a natural number", &node);
        }
        number
    }

    /// Takes `true` or `false`.
    #[cfg(feature = "cli")]
    pub(crate) fn take_bool(&mut self, key: &'static str) -> Option<bool> {
        let node = self.take_value(key)?;
        let value = match &node.value {
            TomlValue::Scalar(value) => value.as_bool(),
            TomlValue::Text(_) | TomlValue::Date(_) | TomlValue::List(_) | TomlValue::Table(_) => {
                None
            }
        };
        if value.is_none() {
            self.diagnose_wrong_type(key, "`true` or `false`", &node);
        }
        value
    }

    /// Takes one status code or a list of status codes.
    pub(crate) fn take_status_codes(&mut self, key: &'static str) -> Option<Vec<u16>> {
        let node = self.take_value(key)?;
        let items = match &node.value {
            TomlValue::List(items) => items.clone(),
            TomlValue::Text(_)
            | TomlValue::Scalar(_)
            | TomlValue::Date(_)
            | TomlValue::Table(_) => vec![node.clone()],
        };
        let mut statuses = Vec::new();
        if items.is_empty() {
            let what = format!("`{key}` is an empty list, so nothing would be a success");
            self.diagnose(node.span.clone(), &what);
        }
        for item in items {
            let status = match &item.value {
                TomlValue::Scalar(Value::Number(number)) => number
                    .as_u64()
                    .and_then(|number| u16::try_from(number).ok())
                    .filter(|status| (100..600).contains(status)),
                TomlValue::Scalar(_)
                | TomlValue::Date(_)
                | TomlValue::Text(_)
                | TomlValue::List(_)
                | TomlValue::Table(_) => None,
            };
            match status {
                Some(status) => statuses.push(status),
                None => self.diagnose_wrong_type(key, "an HTTP status or a list of them", &item),
            }
        }
        Some(statuses)
    }

    /// Records every key that was not read as a mistake, with the most similar key that was read as a hint.
    pub(crate) fn diagnose_unread_keys(self) {
        for (key, (span, _)) in &self.table {
            let hint = suggest_similar_word(key, self.requested_keys.iter().copied())
                .map(|near| format!("did you mean `{near}`?"))
                .or_else(|| {
                    let mut known = self.requested_keys.clone();
                    known.sort_unstable();
                    known.dedup();
                    Some(format!("known keys: {}", known.join(", ")))
                });
            let what = self.prefix_message(format!("unknown key `{key}`"));
            self.file.record_diagnostic(span.clone(), what, hint);
        }
    }
}
