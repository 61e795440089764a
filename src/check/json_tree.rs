//! JSON syntax trees, which keep repeated keys.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::contract::JsonPointer;
use crate::exchange::json_text::normalize_f64;

/// A JSON value that keeps all values of a repeated key. A whole number is an integer, however it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum JsonTree {
    Scalar(Value),
    List(Vec<JsonTree>),
    Map(Vec<(String, JsonTree)>),
}

impl JsonTree {
    /// Converts the tree into a value. The last value of a repeated key wins.
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Scalar(value) => value,
            Self::List(items) => Value::Array(items.into_iter().map(Self::into_value).collect()),
            Self::Map(entries) => Value::Object(
                entries
                    .into_iter()
                    .map(|(key, value)| (key, value.into_value()))
                    .collect::<Map<_, _>>(),
            ),
        }
    }

    /// Finds the texts and keys that another tree of the same form spells differently, with the spelling there.
    pub(super) fn find_changed_strings<'o>(&self, other: &'o Self) -> Vec<(JsonPointer, &'o str)> {
        let mut changed = Vec::new();
        self.collect_changed_strings(other, &JsonPointer::root(), &mut changed);
        changed
    }

    fn collect_changed_strings<'o>(
        &self,
        other: &'o Self,
        at: &JsonPointer,
        changed: &mut Vec<(JsonPointer, &'o str)>,
    ) {
        match (self, other) {
            (Self::Scalar(own), Self::Scalar(Value::String(text))) => {
                if own.as_str() != Some(text) {
                    changed.push((at.clone(), text));
                }
            }
            (Self::List(items), Self::List(others)) => {
                for (index, (item, other)) in items.iter().zip(others).enumerate() {
                    item.collect_changed_strings(other, &at.join_index(index), changed);
                }
            }
            (Self::Map(entries), Self::Map(others)) => {
                for ((key, value), (other_key, other)) in entries.iter().zip(others) {
                    let at = at.join_key(key);
                    if key != other_key {
                        changed.push((at.clone(), other_key));
                    }
                    value.collect_changed_strings(other, &at, changed);
                }
            }
            (Self::Scalar(_) | Self::List(_) | Self::Map(_), _) => {}
        }
    }

    /// Finds the keys that occur more than once in their object, at every depth, with their number.
    pub(super) fn find_repeated_keys(&self) -> BTreeMap<JsonPointer, usize> {
        let mut repeated = BTreeMap::new();
        self.collect_repeated_keys(&JsonPointer::root(), &mut repeated);
        repeated
    }

    fn collect_repeated_keys(&self, at: &JsonPointer, repeated: &mut BTreeMap<JsonPointer, usize>) {
        match self {
            Self::Scalar(_) => {}
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    item.collect_repeated_keys(&at.join_index(index), repeated);
                }
            }
            Self::Map(entries) => {
                let mut times: BTreeMap<&str, usize> = BTreeMap::new();
                for (key, value) in entries {
                    *times.entry(key).or_default() += 1;
                    value.collect_repeated_keys(&at.join_key(key), repeated);
                }
                let twice = times.into_iter().filter(|(_, times)| *times > 1);
                repeated.extend(twice.map(|(key, times)| (at.join_key(key), times)));
            }
        }
    }
}

impl<'de> Deserialize<'de> for JsonTree {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonTreeDeserializeVisitor)
    }
}

struct JsonTreeDeserializeVisitor;

impl<'de> Visitor<'de> for JsonTreeDeserializeVisitor {
    type Value = JsonTree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<JsonTree, E> {
        Ok(JsonTree::Scalar(Value::Null))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<JsonTree, E> {
        Ok(JsonTree::Scalar(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<JsonTree, E> {
        Ok(JsonTree::Scalar(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<JsonTree, E> {
        Ok(JsonTree::Scalar(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<JsonTree, E> {
        normalize_f64(value)
            .map(|number| JsonTree::Scalar(number.into()))
            .ok_or_else(|| E::custom("a number that is not finite"))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<JsonTree, E> {
        Ok(JsonTree::Scalar(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<JsonTree, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(JsonTree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<JsonTree, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(JsonTree::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::unique(r#"{"a":{"a":1},"b":[{"a":1},{"a":1}]}"#, &[])]
    #[case::top(r#"{"a":1,"a":1}"#, &[("/a", 2)])]
    #[case::inside(r#"{"errors":{"name":[{"message":"x","message":"y"}]}}"#, &[("/errors/name/0/message", 2)])]
    #[case::both_levels(r#"{"a":{"b":1,"b":2},"a":{}}"#, &[("/a", 2), ("/a/b", 2)])]
    #[case::escaped_in_the_pointer(r#"{"a/b":1,"a/b":2}"#, &[("/a~1b", 2)])]
    #[case::the_empty_key(r#"{"":1,"":2}"#, &[("/", 2)])]
    #[case::case_matters(r#"{"code":1,"Code":2}"#, &[])]
    fn keys_that_stand_twice_are_found_at_every_depth(
        #[case] text: &str,
        #[case] expected: &[(&str, usize)],
    ) {
        let tree: JsonTree = serde_json::from_str(text).unwrap();
        let expected = expected
            .iter()
            .map(|(at, times)| (JsonPointer::try_from((*at).to_owned()).unwrap(), *times))
            .collect();
        assert_eq!(tree.find_repeated_keys(), expected);
    }

    #[test]
    fn texts_and_keys_that_are_spelt_otherwise_are_found_at_every_depth() {
        let parse = |text: &str| serde_json::from_str::<JsonTree>(text).unwrap();
        let own = parse(r#"{"a":"x","b":["y",{"c":"x"}],"d":1,"e":"x"}"#);
        let other = parse(r#"{"a":"X","b":["y",{"C":"X"}],"d":1,"e":"x"}"#);
        let changed = own.find_changed_strings(&other);
        let changed: Vec<_> = changed
            .iter()
            .map(|(at, text)| (at.as_str(), *text))
            .collect();
        assert_eq!(changed, [("/a", "X"), ("/b/1/c", "C"), ("/b/1/c", "X")]);
        assert_eq!(own.find_changed_strings(&own), []);
    }

    #[rstest]
    #[case(r#"{"a":[1,-2,2.5,true,null,"x",{}],"b":18446744073709551615}"#)]
    #[case(r#"{"a":20001.5,"b":1e20}"#)]
    fn the_value_is_what_any_reader_of_json_gets(#[case] text: &str) {
        let tree: JsonTree = serde_json::from_str(text).unwrap();
        assert_eq!(
            tree.into_value(),
            serde_json::from_str::<Value>(text).unwrap()
        );
    }

    #[test]
    fn an_integer_and_the_same_number_with_a_point_are_one() {
        let tree: JsonTree = serde_json::from_str("[20001, 20001.0, 2.0001e4]").unwrap();
        assert_eq!(tree.into_value(), serde_json::json!([20001, 20001, 20001]));
    }
}
