//! Entries of an authored file: whole tables deserialized into typed structs, so that one mistake does not hide the next.

use serde::de::DeserializeOwned;

use super::node::{Kind, Node, Span};
use super::reader::Reader;

/// A deserialized value together with the place of each of its parts in the file.
#[derive(Debug)]
pub(crate) struct Entry<T> {
    pub(crate) value: T,
    node: Node,
}

impl Reader<'_> {
    /// Reads the entries of `[[key]]`; each entry that cannot be read becomes a diagnostic.
    pub(crate) fn list<T: DeserializeOwned>(&mut self, key: &'static str) -> Vec<Entry<T>> {
        let Some(node) = self.take(key) else {
            return Vec::new();
        };
        let Kind::List(items) = node.kind else {
            self.push(
                node.span,
                format!("`{key}` is no list"),
                format!("write `[[{key}]]`"),
            );
            return Vec::new();
        };
        let mut entries = Vec::new();
        for item in items {
            entries.extend(self.entry(item));
        }
        entries
    }

    /// Reads the value of `key`; returns `None` if it is missing or cannot be read.
    pub(crate) fn section<T: DeserializeOwned>(&mut self, key: &'static str) -> Option<Entry<T>> {
        let node = self.take(key)?;
        self.entry(node)
    }

    /// Reads like [`Reader::section`], but reports a missing key as a mistake.
    pub(crate) fn required_section<T: DeserializeOwned>(
        &mut self,
        key: &'static str,
    ) -> Option<Entry<T>> {
        let node = self.take(key);
        if node.is_none() {
            let page = &self.file.page;
            let flaw = page.flaw_of_the_whole(format!("the section `{key}` is missing"));
            self.file
                .flaws
                .push(flaw.with_hint(format!("add `[{key}]`")));
        }
        self.entry(node?)
    }

    fn entry<T: DeserializeOwned>(&mut self, node: Node) -> Option<Entry<T>> {
        match T::deserialize(&node) {
            Ok(value) => Some(Entry { value, node }),
            Err(error) => {
                let span = error.span.unwrap_or(node.span);
                self.flaw_with_hint(span, &error.what, error.hint);
                None
            }
        }
    }
}

impl<T> Entry<T> {
    /// Returns the place of a key's value, or of the whole entry if it has no such key.
    pub(crate) fn at(&self, key: &str) -> Span {
        self.node.get(key).unwrap_or(&self.node).span.clone()
    }

    /// Returns the place of one item of an entry that is itself a list.
    pub(crate) fn item(&self, index: usize) -> Span {
        self.node.item(index).unwrap_or(&self.node).span.clone()
    }

    /// Returns the place of one item of a key's list.
    pub(crate) fn at_item(&self, key: &str, index: usize) -> Span {
        let item = self.node.get(key).and_then(|list| list.item(index));
        item.map_or_else(|| self.at(key), |item| item.span.clone())
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use crate::contract::authored::File;
    use crate::contract::{Flaw, Page};

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Thing {
        id: String,
    }

    fn file(text: &str) -> File {
        File::new(Page::new("things.toml", text))
    }

    #[test]
    fn every_wrong_entry_is_reported_and_every_right_one_read() {
        let text = "[[thing]]\nid = 1\n[[thing]]\nid = \"b\"\n[[thing]]\nname = \"c\"\n[[thing]]\n";
        let mut file = file(text);
        let mut root = file.parse("").expect("it is TOML");
        let things = root.list::<Thing>("thing");
        root.finish();
        let ids: Vec<&str> = things.iter().map(|thing| thing.value.id.as_str()).collect();
        let lines: Vec<_> = file.into_flaws().iter().map(Flaw::line).collect();
        assert_eq!(ids, ["b"]);
        assert_eq!(lines, [Some(2), Some(6), Some(7)]);
    }

    #[test]
    fn a_page_is_sound_until_something_is_wrong_with_it() {
        let mut file = file("[[thing]]\nid = \"a\"\n[[thing]]\n");
        let mut root = file.parse("").expect("it is TOML");
        assert!(root.is_sound());
        root.list::<Thing>("thing");
        assert!(!root.is_sound());
    }

    #[test]
    fn a_list_written_as_a_table_is_a_flaw() {
        let mut file = file("[thing]\nid = \"a\"\n");
        let mut root = file.parse("").expect("it is TOML");
        assert!(root.list::<Thing>("thing").is_empty());
        root.finish();
        let flaws = file.into_flaws();
        assert_eq!(flaws[0].what, "`thing` is no list");
        assert_eq!(flaws[0].hint.as_deref(), Some("write `[[thing]]`"));
    }

    #[test]
    fn a_key_that_nobody_reads_is_a_flaw_with_a_suggestion() {
        let mut file = file("[[thng]]\nid = \"a\"\n");
        let mut root = file.parse("").expect("it is TOML");
        assert!(root.list::<Thing>("thing").is_empty());
        root.finish();
        let flaws = file.into_flaws();
        assert_eq!(flaws[0].what, "unknown key `thng`");
        assert_eq!(flaws[0].hint.as_deref(), Some("did you mean `thing`?"));
        assert_eq!(flaws[0].line(), Some(1));
    }

    #[test]
    fn a_page_that_is_no_toml_is_reported_with_its_line() {
        let mut file = file("[[thing]]\nid = \n");
        assert!(file.parse("").is_none());
        assert_eq!(file.into_flaws()[0].line(), Some(2));
    }
}
