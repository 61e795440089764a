//! The exact form of the one thing wrong with a request, as its bytes show it beside those of its control.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::JsonSyntaxDefect;
use super::fingerprint::mask_list_indices;
use crate::contract::JsonPointer;
use crate::exchange::Request;

/// The form of a request's defect, finer than the defects that a contract lists: two forms of one defect are two causes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "form")]
pub enum BodyDefectKind {
    /// The body is no JSON.
    Syntax {
        /// The syntax error.
        what: JsonSyntaxDefect,
    },
    /// The body as a whole has another type than that of the control.
    BodyType {
        /// The type of the control's body.
        expected: JsonType,
        /// The type that was sent.
        sent: JsonType,
    },
    /// One value has another type than in the control.
    ValueType {
        /// The type in the control.
        expected: JsonType,
        /// The type that was sent.
        sent: JsonType,
        /// The places of the values; `N` stands for the index of an entry.
        at: Vec<String>,
    },
    /// One value of the same type is another one than in the control.
    Value {
        /// The place of the value; `N` stands for the index of an entry.
        at: String,
    },
}

/// A type of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum JsonType {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A list.
    List,
    /// An object.
    Object,
}

impl BodyDefectKind {
    /// Compares a bad request with its control; `None` if their bodies are alike or differ in more than one value, or if the defect is elsewhere.
    #[must_use]
    pub fn detect_against_control(bad_request: &Request, control: &Request) -> Option<Self> {
        if bad_request.headers != control.headers {
            return None;
        }
        let right = control.body.as_ref()?.0.as_slice();
        let right: Value = serde_json::from_slice(right).ok()?;
        let wrong = bad_request.body.as_ref().map_or(&[][..], |body| &body.0);
        if let Some(what) = JsonSyntaxDefect::find(wrong) {
            return Some(Self::Syntax { what });
        }
        let wrong: Value = serde_json::from_slice(wrong).ok()?;
        let (expected, sent) = (JsonType::from_value(&right), JsonType::from_value(&wrong));
        if expected != sent {
            return Some(Self::BodyType { expected, sent });
        }
        // A defect elsewhere leaves values in the body that differ by chance.
        if bad_request.method != control.method || bad_request.target != control.target {
            return None;
        }
        let mut differences = Vec::new();
        collect_differences(&JsonPointer::root(), &right, &wrong, &mut differences);
        match differences.as_slice() {
            [(at, right, wrong)] => Self::from_difference(at, right, wrong),
            several => Self::from_several_differences(several),
        }
    }

    fn from_difference(at: &JsonPointer, right: &Value, wrong: &Value) -> Option<Self> {
        let (expected, sent) = (JsonType::from_value(right), JsonType::from_value(wrong));
        let at = mask_list_indices(at);
        if expected != sent && expected != JsonType::Null {
            return Some(Self::ValueType {
                expected,
                sent,
                at: vec![at],
            });
        }
        // The contract's defects say which entry of a list is wrong.
        let is_entry = at.ends_with("/N");
        (!is_entry).then_some(Self::Value { at })
    }

    /// Names the types of several values, if all that have another type than in the control have the same one.
    fn from_several_differences(differences: &[(JsonPointer, &Value, &Value)]) -> Option<Self> {
        let forms = differences
            .iter()
            .filter_map(|(at, right, wrong)| Self::from_difference(at, right, wrong));
        let mut common: Option<(JsonType, JsonType, Vec<String>)> = None;
        for form in forms {
            let Self::ValueType { expected, sent, at } = form else {
                continue;
            };
            match &mut common {
                None => common = Some((expected, sent, at)),
                Some((own, other, places)) if (*own, *other) == (expected, sent) => {
                    places.extend(at);
                }
                Some(_) => return None,
            }
        }
        common.map(|(expected, sent, at)| Self::ValueType { expected, sent, at })
    }

    /// Returns the place of the value at fault, if there is one such value.
    #[must_use]
    pub fn place_of_value(&self) -> Option<&str> {
        match self {
            Self::Value { at } => Some(at),
            Self::ValueType { at, .. } => match at.as_slice() {
                [at] => Some(at),
                _ => None,
            },
            Self::Syntax { .. } | Self::BodyType { .. } => None,
        }
    }

    /// Reports whether one piece of a server meets the defect whatever the operation: what reads every body, or every value of one key.
    #[must_use]
    pub const fn is_independent_of_operation(&self) -> bool {
        match self {
            Self::Syntax { .. } | Self::Value { .. } => true,
            Self::BodyType { .. } | Self::ValueType { .. } => false,
        }
    }
}

impl fmt::Display for BodyDefectKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax { what } => what.fmt(f),
            Self::BodyType { expected, sent } => {
                write!(f, "{sent} as the body in place of {expected}")
            }
            Self::ValueType { expected, sent, .. } => write!(f, "{sent} for {expected}"),
            Self::Value { at } => {
                write!(
                    f,
                    "a wrong `{}`",
                    at.trim_start_matches('/').replace('/', ".")
                )
            }
        }
    }
}

impl JsonType {
    /// Returns the type of a value.
    #[must_use]
    pub const fn from_value(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::Text,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Object,
        }
    }

    /// Returns the name with its article: `a text`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::Text => "a text",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Collects the places at which both have a value, and not the same. Several controls may have been sent as one, so keys that only the control has
/// are no difference.
fn collect_differences<'v>(
    at: &JsonPointer,
    right: &'v Value,
    wrong: &'v Value,
    into: &mut Vec<(JsonPointer, &'v Value, &'v Value)>,
) {
    match (right, wrong) {
        (Value::Object(right), Value::Object(wrong)) => {
            for (key, wrong) in wrong {
                if let Some(right) = right.get(key) {
                    collect_differences(&at.join_key(key), right, wrong, into);
                }
            }
        }
        (Value::Array(right), Value::Array(wrong)) if right.len() == wrong.len() => {
            for (index, (right, wrong)) in right.iter().zip(wrong).enumerate() {
                collect_differences(&at.join_key(&index.to_string()), right, wrong, into);
            }
        }
        _ if right == wrong => {}
        _ => into.push((at.clone(), right, wrong)),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::BodyDefectKind;
    use crate::exchange::{Request, WireBytes};

    fn request(body: &str) -> Request {
        Request {
            method: "PATCH".to_owned(),
            target: "/things/a".to_owned(),
            headers: Vec::new(),
            body: Some(WireBytes::from(body)),
        }
    }

    #[rstest]
    #[case::no_json(r#"{"name":"#, r#"{"name":"a"}"#, Some("JSON that is cut off"))]
    #[case::nothing("", r#"{"name":"a"}"#, Some("an empty body"))]
    #[case::a_list("[]", "{}", Some("a list as the body in place of an object"))]
    #[case::null(r#"{"on":null}"#, r#"{"on":true}"#, Some("null for a boolean"))]
    #[case::a_number(r#"{"name":1}"#, r#"{"name":"a"}"#, Some("a number for a text"))]
    #[case::deep(
        r#"{"privacy":{"name":1}}"#,
        r#"{"privacy":{"name":"public"}}"#,
        Some("a number for a text")
    )]
    #[case::an_entry(r"[1]", r#"["a"]"#, Some("a number for a text"))]
    #[case::another_text(r#"{"mode":"x"}"#, r#"{"mode":"on"}"#, Some("a wrong `mode`"))]
    #[case::a_text_for_null(r#"{"color":"x"}"#, r#"{"color":null}"#, Some("a wrong `color`"))]
    #[case::a_control_of_several(
        r#"{"mode":"x"}"#,
        r#"{"mode":"on","name":"a"}"#,
        Some("a wrong `mode`")
    )]
    #[case::another_entry(r#"["b"]"#, r#"["a"]"#, None)]
    #[case::two_values(r#"{"a":1,"b":1}"#, r#"{"a":2,"b":2}"#, None)]
    #[case::a_right_value_beside(
        r#"{"name":"x","on":null}"#,
        r#"{"name":"a","on":true}"#,
        Some("null for a boolean")
    )]
    #[case::two_types(r#"{"name":1,"on":null}"#, r#"{"name":"a","on":true}"#, None)]
    #[case::the_same(r#"{"name":"a"}"#, r#"{"name":"a"}"#, None)]
    #[case::no_json_in_the_control("{}", "{", None)]
    fn a_defect_is_named_by_what_differs_from_the_control(
        #[case] bad: &str,
        #[case] control: &str,
        #[case] expected: Option<&str>,
    ) {
        let found = BodyDefectKind::detect_against_control(&request(bad), &request(control));
        assert_eq!(found.map(|form| form.to_string()).as_deref(), expected);
    }

    #[test]
    fn values_of_a_request_whose_defect_is_in_its_path_are_no_defect() {
        let control = request(r#"{"name":"a"}"#);
        let mut bad = request(r#"{"name":"b"}"#);
        bad.target = "/things/b".to_owned();
        assert_eq!(BodyDefectKind::detect_against_control(&bad, &control), None);
    }
}
