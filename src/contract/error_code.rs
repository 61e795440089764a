//! Error codes: the values that name an error in a body.

use std::fmt;

use internment::Intern;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The code of an error: an integer such as `20003`, or a word such as `M_NOT_FOUND`.
///
/// As JSON, a code is the value that a body has. A text that looks like an integer is read as a word from JSON, and as an integer from a table.
///
/// ```
/// use badreq::contract::ErrorCode;
///
/// assert_eq!(ErrorCode::from_text("20003"), ErrorCode::Integer(20003));
/// assert_eq!(ErrorCode::from_text("M_NOT_FOUND").to_string(), "M_NOT_FOUND");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum ErrorCode {
    /// An integer.
    Integer(i64),
    /// A word.
    Word(CodeWord),
}

/// A code that is a word, stored once however often it is used.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct CodeWord(Intern<String>);

/// The type of the values that codes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeType {
    /// All codes are integers.
    Integers,
    /// All codes are words.
    Words,
    /// Some codes are integers and others words.
    Mixed,
}

impl ErrorCode {
    /// Parses the code that a table or a file writes without quotes: an integer of 64 bits, or else a word.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        match text.parse() {
            Ok(number) => Self::Integer(number),
            Err(_) => Self::Word(text.into()),
        }
    }

    /// Returns the code of a body: `None` unless the value is an integer of 64 bits or a text.
    #[must_use]
    pub fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => number.as_i64().map(Self::Integer),
            Value::String(word) => Some(Self::Word(word.as_str().into())),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        }
    }

    /// Returns the type of this code.
    #[must_use]
    pub fn code_type(self) -> CodeType {
        match self {
            Self::Integer(_) => CodeType::Integers,
            Self::Word(_) => CodeType::Words,
        }
    }
}

impl CodeType {
    /// Returns the type of all these codes together; integers if there are none.
    pub fn from_codes(codes: impl IntoIterator<Item = ErrorCode>) -> Self {
        let mut types = codes.into_iter().map(ErrorCode::code_type);
        let first = types.next().unwrap_or(Self::Integers);
        if types.all(|other| other == first) {
            first
        } else {
            Self::Mixed
        }
    }

    /// Reports whether a value of a body has this type, whether or not it is a documented code.
    #[must_use]
    pub fn accepts(self, value: &Value) -> bool {
        let is_integer = value.is_i64() || value.is_u64();
        match self {
            Self::Integers => is_integer,
            Self::Words => value.is_string(),
            Self::Mixed => is_integer || value.is_string(),
        }
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => number.fmt(f),
            Self::Word(word) => f.pad(word.as_str()),
        }
    }
}

impl From<i64> for ErrorCode {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl PartialEq<i64> for ErrorCode {
    fn eq(&self, number: &i64) -> bool {
        *self == Self::Integer(*number)
    }
}

impl From<&str> for ErrorCode {
    fn from(word: &str) -> Self {
        Self::Word(word.into())
    }
}

impl From<ErrorCode> for Value {
    fn from(code: ErrorCode) -> Self {
        match code {
            ErrorCode::Integer(number) => number.into(),
            ErrorCode::Word(word) => word.as_str().into(),
        }
    }
}

impl CodeWord {
    /// Returns the word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl From<&str> for CodeWord {
    fn from(word: &str) -> Self {
        Self(Intern::from_ref(word))
    }
}

impl From<String> for CodeWord {
    fn from(word: String) -> Self {
        Self(Intern::new(word))
    }
}

impl From<CodeWord> for String {
    fn from(word: CodeWord) -> Self {
        word.as_str().to_owned()
    }
}

impl Ord for CodeWord {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl PartialOrd for CodeWord {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Debug for CodeWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
impl schemars::JsonSchema for CodeWord {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "CodeWord".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "description": "A code that is a word."})
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::{CodeType, ErrorCode};

    #[rstest]
    #[case::integer("20003", json!(20003))]
    #[case::negative("-1", json!(-1))]
    #[case::word("M_NOT_FOUND", json!("M_NOT_FOUND"))]
    #[case::beyond_64_bits("92233720368547758080", json!("92233720368547758080"))]
    fn a_code_of_a_table_is_the_value_of_a_body(#[case] text: &str, #[case] value: Value) {
        let code = ErrorCode::from_text(text);
        assert_eq!(Value::from(code), value);
        assert_eq!(serde_json::to_value(code).unwrap(), value);
        assert_eq!(ErrorCode::from_json(&value), Some(code));
    }

    #[test]
    fn codes_are_ordered_integers_first_and_words_by_their_letters() {
        let mut codes = ["b", "10", "a", "9"].map(ErrorCode::from_text);
        codes.sort();
        assert_eq!(codes.map(|code| code.to_string()), ["9", "10", "a", "b"]);
    }

    #[rstest]
    #[case::integers(&["1", "2"], CodeType::Integers)]
    #[case::words(&["a", "b"], CodeType::Words)]
    #[case::both(&["a", "1"], CodeType::Mixed)]
    fn the_type_of_codes_is_that_of_all(#[case] codes: &[&str], #[case] expected: CodeType) {
        let codes = codes.iter().map(|text| ErrorCode::from_text(text));
        assert_eq!(CodeType::from_codes(codes), expected);
    }

    #[rstest]
    #[case::text_for_an_integer(CodeType::Integers, json!("1"), false)]
    #[case::integer_for_a_word(CodeType::Words, json!(1), false)]
    #[case::word(CodeType::Words, json!("M_OTHER"), true)]
    #[case::undocumented_integer(CodeType::Integers, json!(7), true)]
    #[case::fraction(CodeType::Mixed, json!(7.5), false)]
    fn a_value_of_another_type_is_no_code(
        #[case] own: CodeType,
        #[case] value: Value,
        #[case] expected: bool,
    ) {
        assert_eq!(own.accepts(&value), expected);
    }
}
