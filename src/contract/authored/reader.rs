//! Reads a table key by key: every mistake is collected, and none stops the reading.

use serde_json::Value;

use super::file::File;
use super::node::{Kind, Mistakes, Node, Span, Table};
use crate::contract::{Flaw, suggest};

/// A table that is being read.
#[derive(Debug)]
pub(crate) struct Reader<'f> {
    pub(crate) file: &'f mut File,
    /// The name of the table in messages, such as `case \`unknown-member\``; empty if messages need none.
    what: String,
    table: Table,
    span: Span,
    asked: Vec<&'static str>,
}

impl File {
    /// Parses the file as TOML and returns a reader of its root table, which messages call `what`; returns `None` if the file is not TOML.
    pub(crate) fn parse(&mut self, what: &str) -> Option<Reader<'_>> {
        let tree = Node::parse(&self.page.text);
        self.read(tree, what)
    }

    /// Parses `text` instead of the file's own text, which has the same length but its secrets masked for display.
    #[cfg(feature = "cli")]
    pub(crate) fn parse_unmasked(&mut self, text: &str, what: &str) -> Option<Reader<'_>> {
        self.read(Node::parse(text), what)
    }

    fn read(&mut self, tree: Result<Table, Mistakes>, what: &str) -> Option<Reader<'_>> {
        match tree {
            Ok(table) => Some(Reader::new(self, what.to_owned(), table, 0..0)),
            Err(mistakes) => {
                for (what, span) in mistakes {
                    let page = &self.page;
                    self.flaws
                        .push(Flaw::new(&page.name, &page.text, span, what));
                }
                None
            }
        }
    }
}

impl<'f> Reader<'f> {
    pub(crate) fn new(file: &'f mut File, what: String, table: Table, span: Span) -> Self {
        Self {
            file,
            what,
            table,
            span,
            asked: Vec::new(),
        }
    }

    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    pub(crate) fn rename(&mut self, what: String) {
        self.what = what;
    }

    /// Removes the value of a key from the table and returns it, whatever its type.
    pub(crate) fn take(&mut self, key: &'static str) -> Option<Node> {
        self.asked.push(key);
        self.table.shift_remove(key).map(|(_, node)| node)
    }

    pub(crate) fn flaw(&mut self, span: Span, what: &str) {
        self.flaw_with_hint(span, what, None);
    }

    pub(crate) fn flaw_with_hint(&mut self, span: Span, what: &str, hint: Option<String>) {
        let what = self.named(what.to_owned());
        self.file.flaw(span, what, hint);
    }

    /// Records a mistake with a hint.
    pub(crate) fn push(&mut self, span: Span, what: String, hint: String) {
        let what = self.named(what);
        self.file.flaw(span, what, Some(hint));
    }

    fn named(&self, what: String) -> String {
        if self.what.is_empty() {
            what
        } else {
            format!("{}: {what}", self.what)
        }
    }

    /// Reports whether no mistake has been found in the file so far.
    pub(crate) fn is_sound(&self) -> bool {
        self.file.flaws.is_empty()
    }

    /// Returns the line of a byte, counted from 1.
    pub(crate) fn line_at(&self, byte: usize) -> usize {
        self.file.page.line_at(byte)
    }

    /// Records that a word is none of a closed set of choices; the hint names the nearest choice, or all of them.
    pub(crate) fn unknown_word(&mut self, span: Span, kind: &str, word: &str, choice: &[&str]) {
        let hint = match suggest(word, choice.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("write one of `{}`", choice.join("`, `")),
        };
        self.flaw_with_hint(span, &format!("`{word}` is no {kind}"), Some(hint));
    }

    fn wrong_kind(&mut self, key: &str, wanted: &str, node: &Node) {
        self.flaw(
            node.span.clone(),
            &format!("`{key}` is {}, and has to be {wanted}", node.kind_name()),
        );
    }

    pub(crate) fn text(&mut self, key: &'static str) -> Option<(String, Span)> {
        let node = self.take(key)?;
        match node.kind {
            Kind::Text(text) => Some((text, node.span)),
            Kind::Scalar(_) | Kind::Date(_) | Kind::List(_) | Kind::Table(_) => {
                self.wrong_kind(key, "a text", &node);
                None
            }
        }
    }

    /// Takes a text that is not blank.
    pub(crate) fn filled_text(&mut self, key: &'static str) -> Option<(String, Span)> {
        let (text, span) = self.text(key)?;
        if text.trim().is_empty() {
            self.flaw(span, &format!("`{key}` is empty"));
            return None;
        }
        Some((text, span))
    }

    pub(crate) fn required_text(&mut self, key: &'static str) -> Option<(String, Span)> {
        if !self.table.contains_key(key) {
            self.asked.push(key);
            self.flaw(self.span.clone(), &format!("`{key}` is missing"));
            return None;
        }
        self.filled_text(key)
    }

    /// Takes one text or a list of texts.
    pub(crate) fn texts(&mut self, key: &'static str) -> Option<Vec<(String, Span)>> {
        let node = self.take(key)?;
        let items = match node.kind {
            Kind::List(items) => items,
            Kind::Text(_) | Kind::Scalar(_) | Kind::Date(_) | Kind::Table(_) => vec![node],
        };
        let mut texts = Vec::new();
        for item in items {
            match item.kind {
                Kind::Text(text) => texts.push((text, item.span)),
                Kind::Scalar(_) | Kind::Date(_) | Kind::List(_) | Kind::Table(_) => {
                    self.wrong_kind(key, "a text or a list of texts", &item);
                }
            }
        }
        Some(texts)
    }

    pub(crate) fn table(&mut self, key: &'static str) -> Option<(Table, Span)> {
        let node = self.take(key)?;
        match node.kind {
            Kind::Table(table) => Some((table, node.span)),
            Kind::Text(_) | Kind::Scalar(_) | Kind::Date(_) | Kind::List(_) => {
                self.wrong_kind(key, "a table", &node);
                None
            }
        }
    }

    /// Takes a natural number.
    pub(crate) fn count(&mut self, key: &'static str) -> Option<u64> {
        let node = self.take(key)?;
        let number = match &node.kind {
            Kind::Scalar(value) => value.as_u64(),
            // The value of a parameter may have been inserted into a text.
            Kind::Text(text) => text.parse().ok(),
            Kind::Date(_) | Kind::List(_) | Kind::Table(_) => None,
        };
        if number.is_none() {
            self.wrong_kind(key, "a natural number", &node);
        }
        number
    }

    /// Takes one status code or a list of status codes.
    pub(crate) fn statuses(&mut self, key: &'static str) -> Option<Vec<u16>> {
        let node = self.take(key)?;
        let items = match &node.kind {
            Kind::List(items) => items.clone(),
            Kind::Text(_) | Kind::Scalar(_) | Kind::Date(_) | Kind::Table(_) => vec![node.clone()],
        };
        let mut statuses = Vec::new();
        if items.is_empty() {
            let what = format!("`{key}` is an empty list, so nothing would be a success");
            self.flaw(node.span.clone(), &what);
        }
        for item in items {
            let status = match &item.kind {
                Kind::Scalar(Value::Number(number)) => number
                    .as_u64()
                    .and_then(|number| u16::try_from(number).ok())
                    .filter(|status| (100..600).contains(status)),
                Kind::Scalar(_)
                | Kind::Date(_)
                | Kind::Text(_)
                | Kind::List(_)
                | Kind::Table(_) => None,
            };
            match status {
                Some(status) => statuses.push(status),
                None => self.wrong_kind(key, "an HTTP status or a list of them", &item),
            }
        }
        Some(statuses)
    }

    /// Records every key that was not read as a mistake, with the most similar key that was read as a hint.
    pub(crate) fn finish(self) {
        for (key, (span, _)) in &self.table {
            let hint = suggest(key, self.asked.iter().copied())
                .map(|near| format!("did you mean `{near}`?"))
                .or_else(|| {
                    let mut known = self.asked.clone();
                    known.sort_unstable();
                    known.dedup();
                    Some(format!("known keys: {}", known.join(", ")))
                });
            let what = self.named(format!("unknown key `{key}`"));
            self.file.flaw(span.clone(), what, hint);
        }
    }
}
