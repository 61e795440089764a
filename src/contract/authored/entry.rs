//! Entries of an authored file: whole tables deserialized into typed structs, so that one mistake does not hide the next.

use serde::de::DeserializeOwned;

use super::node::{Span, TomlNode, TomlValue};
use super::reader::TableReader;

/// A deserialized value together with the place of each of its parts in the file.
#[derive(Debug)]
pub(crate) struct SpannedEntry<T> {
    pub(crate) value: T,
    node: TomlNode,
}

impl TableReader<'_> {
    /// Reads the entries of `[[key]]`; each entry that cannot be read becomes a diagnostic.
    pub(crate) fn read_entries<T: DeserializeOwned>(
        &mut self,
        key: &'static str,
    ) -> Vec<SpannedEntry<T>> {
        let Some(node) = self.take_value(key) else {
            return Vec::new();
        };
        let TomlValue::List(items) = node.value else {
            self.diagnose_with_hint(
                node.span,
                format!("`{key}` is not a list"),
                format!("write `[[{key}]]`"),
            );
            return Vec::new();
        };
        let mut entries = Vec::new();
        for item in items {
            entries.extend(self.deserialize_entry(item));
        }
        entries
    }

    /// Reads the value of `key`; returns `None` if it is missing or cannot be read.
    pub(crate) fn read_section<T: DeserializeOwned>(
        &mut self,
        key: &'static str,
    ) -> Option<SpannedEntry<T>> {
        let node = self.take_value(key)?;
        self.deserialize_entry(node)
    }

    /// Reads like [`TableReader::read_section`], but reports a missing key as a mistake.
    pub(crate) fn read_required_section<T: DeserializeOwned>(
        &mut self,
        key: &'static str,
    ) -> Option<SpannedEntry<T>> {
        let node = self.take_value(key);
        if node.is_none() {
            let page = &self.file.page;
            let flaw = page.whole_file_diagnostic(format!("the section `{key}` is missing"));
            self.file
                .diagnostics
                .push(flaw.with_hint(format!("add `[{key}]`")));
        }
        self.deserialize_entry(node?)
    }

    fn deserialize_entry<T: DeserializeOwned>(
        &mut self,
        node: TomlNode,
    ) -> Option<SpannedEntry<T>> {
        match T::deserialize(&node) {
            Ok(value) => Some(SpannedEntry { value, node }),
            Err(error) => {
                let span = error.span.unwrap_or(node.span);
                self.diagnose_with_optional_hint(span, &error.what, error.hint);
                None
            }
        }
    }
}

impl<T> SpannedEntry<T> {
    /// Returns the place of a key's value, or of the whole entry if it has no such key.
    pub(crate) fn span_of_key_value(&self, key: &str) -> Span {
        self.node.get(key).unwrap_or(&self.node).span.clone()
    }

    /// Returns the place of one item of an entry that is itself a list.
    pub(crate) fn span_of_item(&self, index: usize) -> Span {
        self.node.get_item(index).unwrap_or(&self.node).span.clone()
    }

    /// Returns the place of one item of a key's list.
    pub(crate) fn span_of_key_item(&self, key: &str, index: usize) -> Span {
        let item = self.node.get(key).and_then(|list| list.get_item(index));
        item.map_or_else(|| self.span_of_key_value(key), |item| item.span.clone())
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use crate::contract::authored::TomlFileReader;
    use crate::contract::{Diagnostic, SourceFile};

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Thing {
        id: String,
    }

    fn file(text: &str) -> TomlFileReader {
        TomlFileReader::new(SourceFile::new("things.toml", text))
    }

    #[test]
    fn every_wrong_entry_is_reported_and_every_right_one_read() {
        let text = "[[thing]]\nid = 1\n[[thing]]\nid = \"b\"\n[[thing]]\nname = \"c\"\n[[thing]]\n";
        let mut file = file(text);
        let mut root = file.parse("").expect("it is TOML");
        let things = root.read_entries::<Thing>("thing");
        root.diagnose_unread_keys();
        let ids: Vec<&str> = things.iter().map(|thing| thing.value.id.as_str()).collect();
        let lines: Vec<_> = file
            .into_diagnostics()
            .iter()
            .map(Diagnostic::line)
            .collect();
        assert_eq!(ids, ["b"]);
        assert_eq!(lines, [Some(2), Some(6), Some(7)]);
    }

    #[test]
    fn a_list_written_as_a_table_is_a_flaw() {
        let mut file = file("[thing]\nid = \"a\"\n");
        let mut root = file.parse("").expect("it is TOML");
        assert!(root.read_entries::<Thing>("thing").is_empty());
        root.diagnose_unread_keys();
        let flaws = file.into_diagnostics();
        assert_eq!(flaws[0].message, "`thing` is not a list");
        assert_eq!(flaws[0].hint.as_deref(), Some("write `[[thing]]`"));
    }

    #[test]
    fn a_key_that_nobody_reads_is_a_flaw_with_a_suggestion() {
        let mut file = file("[[thng]]\nid = \"a\"\n");
        let mut root = file.parse("").expect("it is TOML");
        assert!(root.read_entries::<Thing>("thing").is_empty());
        root.diagnose_unread_keys();
        let flaws = file.into_diagnostics();
        assert_eq!(flaws[0].message, "unknown key `thng`");
        assert_eq!(flaws[0].hint.as_deref(), Some("did you mean `thing`?"));
        assert_eq!(flaws[0].line(), Some(1));
    }

    #[test]
    fn a_page_that_is_no_toml_is_reported_with_its_line() {
        let mut file = file("[[thing]]\nid = \n");
        assert!(file.parse("").is_none());
        assert_eq!(file.into_diagnostics()[0].line(), Some(2));
    }
}
