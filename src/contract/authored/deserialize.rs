//! Deserialization of typed structs from nodes: each mistake is worded by this project and has its place in the file.

use std::fmt;

use serde::de::value::{BorrowedStrDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;
use toml::Spanned;
use toml::de::{DeValue, ValueDeserializer};
use toml::value::Datetime;

use super::node::{Span, TomlNode, TomlValue};
use crate::contract::suggest_similar_word;

/// A TOML value that does not fit the type it is deserialized into.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub(crate) struct DeserializeError {
    pub(super) what: String,
    pub(super) hint: Option<String>,
    pub(super) span: Option<Span>,
}

impl DeserializeError {
    fn new(what: String, hint: Option<String>) -> Self {
        Self {
            what,
            hint,
            span: None,
        }
    }

    /// Sets the place of the mistake unless it has one already.
    fn with_span_if_missing(mut self, span: &Span) -> Self {
        self.span.get_or_insert_with(|| span.clone());
        self
    }

    fn unknown_name(kind: &str, word: &str, choice: &'static [&'static str]) -> Self {
        let hint = match (
            suggest_similar_word(word, choice.iter().copied()),
            choice.is_empty(),
        ) {
            (Some(near), _) => format!("did you mean `{near}`?"),
            (None, true) => "remove it".to_owned(),
            (None, false) => format!("write one of `{}`", choice.join("`, `")),
        };
        Self::new(format!("unknown {kind} `{word}`"), Some(hint))
    }
}

impl de::Error for DeserializeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string(), None)
    }

    fn unknown_field(key: &str, choice: &'static [&'static str]) -> Self {
        Self::unknown_name("key", key, choice)
    }

    fn unknown_variant(word: &str, choice: &'static [&'static str]) -> Self {
        Self::unknown_name("value", word, choice)
    }

    fn missing_field(key: &'static str) -> Self {
        let hint = format!("add a line `{key} = …`");
        Self::new(format!("the key `{key}` is missing"), Some(hint))
    }
}

impl<'de> Deserializer<'de> for &'de TomlNode {
    type Error = DeserializeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        let read = match &self.value {
            TomlValue::Text(text) => visitor.visit_borrowed_str(text),
            TomlValue::Scalar(value) => value.deserialize_any(visitor).map_err(de::Error::custom),
            TomlValue::Date(date) => date_deserializer(*date)
                .deserialize_any(visitor)
                .map_err(|error| de::Error::custom(error.message())),
            TomlValue::List(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            TomlValue::Table(table) => visitor.visit_map(TableAccess {
                rest: table.iter(),
                pending_value: None,
            }),
        };
        read.map_err(|error| error.with_span_if_missing(&self.span))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DeserializeError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DeserializeError> {
        let read = match &self.value {
            TomlValue::Text(text) => {
                let text: BorrowedStrDeserializer<'de, DeserializeError> =
                    BorrowedStrDeserializer::new(text);
                visitor.visit_enum(text)
            }
            TomlValue::Scalar(_)
            | TomlValue::Date(_)
            | TomlValue::List(_)
            | TomlValue::Table(_) => {
                let what = format!("this is {}, and has to be a text", self.type_name());
                Err(DeserializeError::new(what, None))
            }
        };
        read.map_err(|error| error.with_span_if_missing(&self.span))
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

impl<'de> IntoDeserializer<'de, DeserializeError> for &'de TomlNode {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The remaining keys of a table, and the value of the key that was read last.
struct TableAccess<'de> {
    rest: indexmap::map::Iter<'de, String, (Span, TomlNode)>,
    pending_value: Option<&'de TomlNode>,
}

impl<'de> MapAccess<'de> for TableAccess<'de> {
    type Error = DeserializeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, DeserializeError> {
        let Some((key, (span, value))) = self.rest.next() else {
            return Ok(None);
        };
        self.pending_value = Some(value);
        seed.deserialize(BorrowedStrDeserializer::new(key))
            .map(Some)
            .map_err(|error: DeserializeError| error.with_span_if_missing(span))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, DeserializeError> {
        match self.pending_value.take() {
            // A type that converts what it read fails without a place.
            Some(value) => seed
                .deserialize(value)
                .map_err(|error| error.with_span_if_missing(&value.span)),
            None => Err(de::Error::custom("a value was asked for before its key")),
        }
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
        #[expect(dead_code, reason = "only read by the parser")]
        level: crate::contract::Level,
    }

    fn diagnose_text(text: &str) -> Diagnostic {
        let mut file =
            TomlFileReader::new(SourceFile::new("things.toml", format!("[thing]\n{text}")));
        let mut root = file.parse("").expect("it is TOML");
        assert!(root.read_section::<Thing>("thing").is_none());
        file.into_diagnostics().remove(0)
    }

    #[test]
    fn a_misspelt_key_is_answered_with_the_right_one() {
        let flaw = diagnose_text("levle = \"must\"\n");
        assert_eq!(flaw.message, "unknown key `levle`");
        assert_eq!(flaw.hint.as_deref(), Some("did you mean `level`?"));
        assert_eq!(flaw.line(), Some(2));
        assert_eq!(flaw.line_text(), Some("levle = \"must\""));
    }

    #[test]
    fn a_value_far_from_all_others_is_answered_with_the_whole_choice() {
        let flaw = diagnose_text("level = \"absolutely\"\n");
        assert_eq!(flaw.message, "unknown value `absolutely`");
        assert_eq!(
            flaw.hint.as_deref(),
            Some("write one of `may`, `should`, `must`")
        );
    }

    #[test]
    fn a_missing_key_is_named() {
        assert_eq!(diagnose_text("").message, "the key `level` is missing");
    }

    #[test]
    fn a_value_of_another_type_is_shown_at_its_own_place() {
        let flaw = diagnose_text("level = 3\n");
        assert_eq!(flaw.message, "this is a number, and has to be a text");
        assert_eq!(flaw.line_text(), Some("level = 3"));
    }
}
