//! A table of strings that stores each text once.

use indexmap::IndexSet;
use serde::Serialize;

/// The distinct texts of a page, which are referenced by index.
#[derive(Debug, Default, Serialize)]
#[serde(transparent)]
pub(super) struct StringTable {
    texts: IndexSet<String>,
}

impl StringTable {
    /// Returns the index of a text, and adds the text if it is new.
    pub(super) fn intern(&mut self, text: &str) -> usize {
        match self.texts.get_index_of(text) {
            Some(place) => place,
            None => self.texts.insert_full(text.to_owned()).0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::StringTable;

    #[test]
    fn a_text_is_kept_once() {
        let mut pool = StringTable::default();
        let places = ["a", "b", "a"].map(|text| pool.intern(text));
        assert_eq!(places, [0, 1, 0]);
        assert_eq!(
            serde_json::to_string(&pool).expect("it is JSON"),
            r#"["a","b"]"#
        );
    }
}
