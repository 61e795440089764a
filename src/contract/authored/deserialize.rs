//! Deserialization of typed structs from nodes: each mistake is worded by this project and has its place in the file.

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};
use toml::value::Datetime;

use super::node::{Kind, Node, Span};
use crate::contract::suggest;

/// A TOML value that does not fit the type it is deserialized into.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub(crate) struct ShapeError {
    pub(super) what: String,
    pub(super) hint: Option<String>,
    pub(super) span: Option<Span>,
}

impl ShapeError {
    fn new(what: String, hint: Option<String>) -> Self {
        Self {
            what,
            hint,
            span: None,
        }
    }

    /// Sets the place of the mistake unless it has one already.
    fn at(mut self, span: &Span) -> Self {
        self.span.get_or_insert_with(|| span.clone());
        self
    }

    fn unknown(kind: &str, word: &str, choice: &'static [&'static str]) -> Self {
        let hint = match (suggest(word, choice.iter().copied()), choice.is_empty()) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, true) => "remove it".to_owned(),
            (None, false) => format!("write one of `{}`", choice.join("`, `")),
        };
        Self::new(format!("unknown {kind} `{word}`"), Some(hint))
    }
}

impl de::Error for ShapeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string(), None)
    }

    fn unknown_field(key: &str, choice: &'static [&'static str]) -> Self {
        Self::unknown("key", key, choice)
    }

    fn unknown_variant(word: &str, choice: &'static [&'static str]) -> Self {
        Self::unknown("value", word, choice)
    }

    fn missing_field(key: &'static str) -> Self {
        let hint = format!("add a line `{key} = …`");
        Self::new(format!("the key `{key}` is missing"), Some(hint))
    }
}

impl<'de> Deserializer<'de> for &'de Node {
    type Error = ShapeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        let read = match &self.kind {
            Kind::Text(text) => visitor.visit_borrowed_str(text),
            Kind::Scalar(value) => value.deserialize_any(visitor).map_err(de::Error::custom),
            Kind::Date(date) => date_deserializer(*date)
                .deserialize_any(visitor)
                .map_err(|error| de::Error::custom(error.message())),
            Kind::List(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            Kind::Table(table) => visitor.visit_map(Fields {
                rest: table.iter(),
                value: None,
            }),
        };
        read.map_err(|error| error.at(&self.span))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        let read = match &self.kind {
            Kind::Text(text) => {
                let text: BorrowedStrDeserializer<'de, ShapeError> =
                    BorrowedStrDeserializer::new(text);
                visitor.visit_enum(text)
            }
            Kind::Scalar(_) | Kind::Date(_) | Kind::List(_) | Kind::Table(_) => {
                let what = format!("{} stands here, and has to be a text", self.kind_name());
                Err(ShapeError::new(what, None))
            }
        };
        read.map_err(|error| error.at(&self.span))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

/// Returns the deserializer of toml itself: its date type accepts dates in no other form.
fn date_deserializer(date: Datetime) -> ValueDeserializer<'static> {
    ValueDeserializer::from(Spanned::new(0..0, DeValue::Datetime(date)))
}

impl<'de> IntoDeserializer<'de, ShapeError> for &'de Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The remaining keys of a table, and the value of the key that was read last.
struct Fields<'de> {
    rest: indexmap::map::Iter<'de, String, (Span, Node)>,
    value: Option<&'de Node>,
}

impl<'de> MapAccess<'de> for Fields<'de> {
    type Error = ShapeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, ShapeError> {
        let Some((key, (span, value))) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(value);
        seed.deserialize(BorrowedStrDeserializer::new(key))
            .map(Some)
            .map_err(|error: ShapeError| error.at(span))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, ShapeError> {
        match self.value.take() {
            Some(value) => seed.deserialize(value),
            None => Err(de::Error::custom("a value was asked for before its key")),
        }
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
        #[expect(dead_code, reason = "only read by the parser")]
        level: crate::contract::Level,
    }

    fn flaw_of(text: &str) -> Flaw {
        let mut file = File::new(Page::new("things.toml", format!("[thing]\n{text}")));
        let mut root = file.parse("").expect("it is TOML");
        assert!(root.section::<Thing>("thing").is_none());
        file.into_flaws().remove(0)
    }

    #[test]
    fn a_misspelt_key_is_answered_with_the_right_one() {
        let flaw = flaw_of("levle = \"must\"\n");
        assert_eq!(flaw.what, "unknown key `levle`");
        assert_eq!(flaw.hint.as_deref(), Some("did you mean `level`?"));
        assert_eq!(flaw.line(), Some(2));
        assert_eq!(flaw.excerpt(), Some("levle = \"must\""));
    }

    #[test]
    fn a_value_far_from_all_others_is_answered_with_the_whole_choice() {
        let flaw = flaw_of("level = \"absolutely\"\n");
        assert_eq!(flaw.what, "unknown value `absolutely`");
        assert_eq!(
            flaw.hint.as_deref(),
            Some("write one of `may`, `should`, `must`")
        );
    }

    #[test]
    fn a_missing_key_is_named() {
        assert_eq!(flaw_of("").what, "the key `level` is missing");
    }

    #[test]
    fn a_value_of_another_type_is_shown_at_its_own_place() {
        let flaw = flaw_of("level = 3\n");
        assert_eq!(flaw.what, "a number stands here, and has to be a text");
        assert_eq!(flaw.excerpt(), Some("level = 3"));
    }
}
