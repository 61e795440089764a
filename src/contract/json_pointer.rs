//! JSON pointers: places of values in JSON documents.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A JSON pointer (RFC 6901): the place of a value in a JSON document.
///
/// ```
/// use badreq::contract::JsonPointer;
///
/// let place = JsonPointer::root().join_key("errors").join_key("a/b").join_index(0);
/// assert_eq!(place.as_str(), "/errors/a~1b/0");
/// assert!(place.is_within(&JsonPointer::root().join_key("errors")));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(extend("pattern" = "^(/|$)")))]
#[serde(try_from = "String", into = "String")]
pub struct JsonPointer(String);

/// A text that is not a JSON pointer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a JSON pointer: it has to be empty or begin with `/`")]
pub struct JsonPointerParseError(String);

impl JsonPointer {
    /// Returns the pointer to the whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// Returns the pointer to a member of the object at this pointer.
    #[must_use]
    pub fn join_key(&self, key: &str) -> Self {
        Self(format!("{}/{}", self.0, escape_token(key)))
    }

    /// Returns the pointer to an item of the list at this pointer, counted from 0.
    #[must_use]
    pub fn join_index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// Returns the pointer as text, with its parts escaped.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reports whether it points to the whole document.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Reports whether it points to the same value as `outer`, or to a value inside it.
    #[must_use]
    pub fn is_within(&self, outer: &Self) -> bool {
        self.relative_to(outer).is_some()
    }

    /// Returns this pointer relative to `outer`, or `None` if it does not point into the value at `outer`.
    #[must_use]
    pub fn relative_to(&self, outer: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(&outer.0)?;
        (rest.is_empty() || rest.starts_with('/')).then(|| Self(rest.to_owned()))
    }

    /// Returns the value at this pointer in a document.
    #[must_use]
    pub fn find_in<'v>(&self, document: &'v Value) -> Option<&'v Value> {
        document.pointer(&self.0)
    }

    /// Puts a value at this pointer into a document, with the objects and lists around it that are missing. A value of another type in its way is
    /// replaced.
    pub fn insert_into(&self, document: &mut Value, value: Value) {
        let mut place = document;
        for token in self.reference_tokens() {
            place = match token.parse::<usize>() {
                Ok(index) if !place.is_object() => {
                    if !place.is_array() {
                        *place = Value::Array(Vec::new());
                    }
                    let Value::Array(items) = place else { return };
                    let index = index.min(items.len());
                    if index == items.len() {
                        items.push(Value::Null);
                    }
                    &mut items[index]
                }
                _ => {
                    if !place.is_object() {
                        *place = Value::Object(Map::new());
                    }
                    let Value::Object(entries) = place else {
                        return;
                    };
                    entries.entry(token).or_insert(Value::Null)
                }
            };
        }
        *place = value;
    }

    /// Removes the entry or item at this pointer from a document, and returns it.
    pub fn remove_from(&self, document: &mut Value) -> Option<Value> {
        let (outer, _) = self.0.rsplit_once('/')?;
        let token = self.reference_tokens().last()?;
        match document.pointer_mut(outer)? {
            Value::Object(entries) => entries.shift_remove(&token),
            Value::Array(items) => {
                let index: usize = token.parse().ok()?;
                (index < items.len()).then(|| items.remove(index))
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => None,
        }
    }

    /// Iterates over the parts of the pointer as unescaped keys.
    pub fn reference_tokens(&self) -> impl Iterator<Item = String> {
        self.0.split('/').skip(1).map(unescape_token)
    }
}

impl TryFrom<String> for JsonPointer {
    type Error = JsonPointerParseError;

    fn try_from(text: String) -> Result<Self, JsonPointerParseError> {
        if text.is_empty() || text.starts_with('/') {
            Ok(Self(text))
        } else {
            Err(JsonPointerParseError(text))
        }
    }
}

impl From<JsonPointer> for String {
    fn from(pointer: JsonPointer) -> Self {
        pointer.0
    }
}

impl fmt::Display for JsonPointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Escapes a key for use as a part of a JSON pointer.
fn escape_token(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn unescape_token(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::JsonPointer;

    fn pointer(text: &str) -> JsonPointer {
        text.to_owned().try_into().unwrap()
    }

    #[test]
    fn a_key_is_escaped_where_it_would_end_a_part_and_unescaped_again() {
        let own = JsonPointer::root().join_key("a/b~c").join_key("~1");
        assert_eq!(own.as_str(), "/a~1b~0c/~01");
        assert_eq!(own.reference_tokens().collect::<Vec<_>>(), ["a/b~c", "~1"]);
    }

    #[test]
    fn a_text_without_a_slash_before_it_is_no_pointer() {
        assert!(JsonPointer::try_from("code".to_owned()).is_err());
    }

    #[rstest]
    #[case::itself("/errors", "/errors", true)]
    #[case::inside("/errors/name/0", "/errors", true)]
    #[case::a_longer_name("/errors2", "/errors", false)]
    #[case::outside("/message", "/errors", false)]
    #[case::the_whole_body("/message", "", true)]
    fn a_pointer_is_within_itself_and_what_holds_it(
        #[case] own: &str,
        #[case] outer: &str,
        #[case] expected: bool,
    ) {
        assert_eq!(pointer(own).is_within(&pointer(outer)), expected);
    }
}
