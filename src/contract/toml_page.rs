//! Reading TOML pages entry by entry, so that one flaw does not hide the next.

use std::ops::Range;

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::{Flaw, Flaws, Page, suggest};

/// A TOML page that is being read; what is wrong so far is kept until [`TomlPage::finish`].
pub(crate) struct TomlPage<'p> {
    page: &'p Page,
    root: DeTable<'p>,
    known: Vec<&'static str>,
    flaws: Vec<Flaw>,
}

impl<'p> TomlPage<'p> {
    /// Fails with every place at which the page is no TOML.
    pub(crate) fn parse(page: &'p Page) -> Result<Self, Flaws> {
        let (root, errors) = DeTable::parse_recoverable(&page.text);
        let flaw = |error| Flaw::from_toml(&page.name, &page.text, error);
        match Flaws::new(errors.iter().map(flaw).collect()) {
            Some(flaws) => Err(flaws),
            None => Ok(Self {
                page,
                root: root.into_inner(),
                known: Vec::new(),
                flaws: Vec::new(),
            }),
        }
    }

    /// The readable entries of `[[key]]`; the others become flaws.
    pub(crate) fn list<T: DeserializeOwned>(&mut self, key: &'static str) -> Vec<Entry<'p, T>> {
        self.known.push(key);
        let Some(value) = self.root.remove(key) else {
            return Vec::new();
        };
        let span = value.span();
        let DeValue::Array(items) = value.into_inner() else {
            let flaw = self.page.flaw(span, format!("`{key}` is no list"));
            self.flaws
                .push(flaw.with_hint(format!("write `[[{key}]]`")));
            return Vec::new();
        };
        let mut entries = Vec::new();
        for item in items {
            entries.extend(self.entry(item));
        }
        entries
    }

    /// The value of `key`, or `None` where it is not given or not readable.
    pub(crate) fn section<T: DeserializeOwned>(
        &mut self,
        key: &'static str,
    ) -> Option<Entry<'p, T>> {
        self.known.push(key);
        let value = self.root.remove(key)?;
        self.entry(value)
    }

    /// As [`TomlPage::section`], but a page without the key has a flaw.
    pub(crate) fn required<T: DeserializeOwned>(
        &mut self,
        key: &'static str,
    ) -> Option<Entry<'p, T>> {
        if !self.root.contains_key(key) {
            let flaw = self
                .page
                .flaw_of_the_whole(format!("the section `{key}` is missing"));
            self.flaws.push(flaw.with_hint(format!("add `[{key}]`")));
        }
        self.section(key)
    }

    /// Whether nothing is wrong so far.
    pub(crate) fn is_sound(&self) -> bool {
        self.flaws.is_empty()
    }

    pub(crate) fn push(&mut self, span: Range<usize>, what: String, hint: String) {
        self.flaws.push(self.page.flaw(span, what).with_hint(hint));
    }

    pub(crate) fn line_at(&self, byte: usize) -> usize {
        self.page.line_at(byte)
    }

    /// Every flaw of the page in its order, keys that nobody asked for among them.
    pub(crate) fn finish(mut self) -> Vec<Flaw> {
        for key in self.root.keys() {
            let name = key.get_ref().as_ref();
            let hint = match suggest(name, self.known.iter().copied()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => format!("write one of `{}`", self.known.join("`, `")),
            };
            let flaw = self.page.flaw(key.span(), format!("unknown key `{name}`"));
            self.flaws.push(flaw.with_hint(hint));
        }
        self.flaws
            .sort_by_key(|flaw| flaw.span.as_ref().map(|span| span.start));
        self.flaws
    }

    fn entry<T: DeserializeOwned>(&mut self, raw: Spanned<DeValue<'p>>) -> Option<Entry<'p, T>> {
        match T::deserialize(ValueDeserializer::from(raw.clone())) {
            Ok(value) => Some(Entry { value, raw }),
            Err(error) => {
                let mut flaw = Flaw::from_toml(&self.page.name, &self.page.text, &error);
                flaw.span = flaw.span.or_else(|| Some(raw.span()));
                self.flaws.push(flaw);
                None
            }
        }
    }
}

/// A value that was read, and where each part of it stands.
pub(crate) struct Entry<'p, T> {
    pub(crate) value: T,
    raw: Spanned<DeValue<'p>>,
}

impl<T> Entry<'_, T> {
    /// The place of a key's value, or of the whole entry where it has no such key.
    pub(crate) fn at(&self, key: &str) -> Range<usize> {
        let value = self.raw.get_ref().get(key).unwrap_or(&self.raw);
        value.span()
    }

    /// The place of one item of an entry that is a list itself.
    pub(crate) fn item(&self, index: usize) -> Range<usize> {
        let item = self.raw.get_ref().get(index).unwrap_or(&self.raw);
        item.span()
    }

    /// The place of one item of a key's list.
    pub(crate) fn at_item(&self, key: &str, index: usize) -> Range<usize> {
        let list = self.raw.get_ref().get(key);
        let item = list.and_then(|list| list.get_ref().get(index));
        item.map_or_else(|| self.at(key), Spanned::span)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{Page, TomlPage};

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Thing {
        id: String,
    }

    #[test]
    fn every_wrong_entry_is_reported_and_every_right_one_read() {
        let text = "[[thing]]\nid = 1\n[[thing]]\nid = \"b\"\n[[thing]]\nname = \"c\"\n[[thing]]\n";
        let page = Page::new("things.toml", text);
        let mut toml = TomlPage::parse(&page).expect("the page is TOML");
        let things = toml.list::<Thing>("thing");
        let ids: Vec<&str> = things.iter().map(|thing| thing.value.id.as_str()).collect();
        let lines: Vec<_> = toml.finish().iter().map(super::Flaw::line).collect();
        assert_eq!(ids, ["b"]);
        assert_eq!(lines, [Some(2), Some(6), Some(7)]);
    }

    #[test]
    fn a_page_is_sound_until_something_is_wrong_with_it() {
        let page = Page::new("things.toml", "[[thing]]\nid = \"a\"\n[[thing]]\n");
        let mut toml = TomlPage::parse(&page).expect("the page is TOML");
        assert!(toml.is_sound());
        toml.list::<Thing>("thing");
        assert!(!toml.is_sound());
    }

    #[test]
    fn a_list_written_as_a_table_is_a_flaw() {
        let page = Page::new("things.toml", "[thing]\nid = \"a\"\n");
        let mut toml = TomlPage::parse(&page).expect("the page is TOML");
        assert!(toml.list::<Thing>("thing").is_empty());
        let flaws = toml.finish();
        assert_eq!(flaws[0].what, "`thing` is no list");
        assert_eq!(flaws[0].hint.as_deref(), Some("write `[[thing]]`"));
    }

    #[test]
    fn a_key_that_nobody_reads_is_a_flaw_with_a_suggestion() {
        let page = Page::new("things.toml", "[[thng]]\nid = \"a\"\n");
        let mut toml = TomlPage::parse(&page).expect("the page is TOML");
        assert!(toml.list::<Thing>("thing").is_empty());
        let flaws = toml.finish();
        assert_eq!(flaws[0].what, "unknown key `thng`");
        assert_eq!(flaws[0].hint.as_deref(), Some("did you mean `thing`?"));
        assert_eq!(flaws[0].line(), Some(1));
    }

    #[test]
    fn a_page_that_is_no_toml_is_reported_with_its_line() {
        let page = Page::new("things.toml", "[[thing]]\nid = \n");
        let flaws = TomlPage::parse(&page).err().expect("it cannot be read");
        assert_eq!(flaws.as_slice()[0].line(), Some(2));
    }
}
