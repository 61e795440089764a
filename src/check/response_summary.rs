//! Response summaries: the parts of a response that violations keep.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::wording::{describe_text, describe_value};
use crate::contract::{ErrorCode, ErrorId, JsonPointer};

/// The properties that distinguish one response from others: its status code, and the keys of the error model in its body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ResponseSummary {
    /// The HTTP status code.
    pub status: u16,
    /// The kind of the response: an error or not.
    pub kind: ResponseKind,
    /// The row with exactly this status code and code, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<ErrorId>,
    /// The code, if the body has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<LocatedValue>,
    /// The message, if the body has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<LocatedValue>,
    /// The beginning of a body that is no object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

/// The kind of a response: an error or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ResponseKind {
    /// An error: the status code is one of an error, or that of a documented row.
    Error,
    /// No error: the status code is informational, a success or a redirect.
    NoError,
}

/// A value and its place in the body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LocatedValue {
    /// The place.
    pub at: JsonPointer,
    /// The value, with long texts cut.
    pub value: Value,
}

impl ResponseSummary {
    /// Returns the code, if it is an integer or a word.
    #[must_use]
    pub fn error_code(&self) -> Option<ErrorCode> {
        ErrorCode::from_json(&self.code.as_ref()?.value)
    }

    /// Returns the message, if it is a text.
    #[must_use]
    pub fn message_text(&self) -> Option<&str> {
        self.message.as_ref()?.value.as_str()
    }

    /// Describes the response: `status 404, code 20002, message "Member not found."`.
    pub(super) fn describe(&self) -> String {
        self.describe_with_body_formatter(&|body| {
            if body.is_empty() {
                "no body".to_owned()
            } else {
                format!("body \"{}\"", describe_text(body, 200))
            }
        })
    }

    /// Describes the response without data of the target: a list received in place of a refusal is described as `a list`.
    pub(super) fn describe_stably(&self) -> String {
        self.describe_with_body_formatter(&|body| {
            if body.trim_start().starts_with('[') {
                "body a list".to_owned()
            } else {
                // In UTF-16, every second byte of ASCII text is NUL. An id with NULs between its letters would not be redacted.
                format!("body \"{}\"", describe_text(&body.replace('\0', ""), 200))
            }
        })
    }

    fn describe_with_body_formatter(&self, body: &dyn Fn(&str) -> String) -> String {
        let mut words = format!("status {}", self.status);
        // Writing into a text does not fail.
        if let Some(code) = &self.code {
            let _ = write!(words, ", code {}", describe_value(&code.value));
        } else if let Some(row) = self.row {
            let _ = write!(words, ", row {row}");
        }
        match self.message.as_ref().map(|own| &own.value) {
            Some(Value::String(text)) => {
                let _ = write!(words, ", message \"{}\"", describe_text(text, 200));
            }
            Some(other) => {
                let _ = write!(words, ", message {}", describe_value(other));
            }
            None => {}
        }
        if let Some(text) = &self.body {
            let _ = write!(words, ", {}", body(text));
        }
        words
    }

    /// Reports whether the other response has the same status code and the same code.
    pub(crate) fn has_same_row(&self, other: &Self) -> bool {
        self.cause_key() == other.cause_key()
    }

    /// Returns a key that is the same for all responses of one row: `404/20002`, or the status code alone.
    pub(super) fn cause_key(&self) -> String {
        match &self.code {
            Some(code) => format!("{}/{}", self.status, code.value),
            None => self.status.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::{LocatedValue, ResponseKind, ResponseSummary};
    use crate::contract::JsonPointer;

    fn summary(body: Option<&str>) -> ResponseSummary {
        ResponseSummary {
            status: 200,
            kind: ResponseKind::NoError,
            row: None,
            code: None,
            message: None,
            body: body.map(str::to_owned),
        }
    }

    #[test]
    fn the_status_comes_first_and_the_row_is_named_by_its_code() {
        let at = |key: &str, value| LocatedValue {
            at: JsonPointer::root().join_key(key),
            value,
        };
        let own = ResponseSummary {
            status: 404,
            kind: ResponseKind::Error,
            row: "20002".parse().ok(),
            code: Some(at("code", json!(20002))),
            message: Some(at("message", json!("Member not found."))),
            body: None,
        };
        assert_eq!(
            own.describe(),
            "status 404, code 20002, message \"Member not found.\""
        );
        assert_eq!(own.cause_key(), "404/20002");
    }

    #[rstest]
    #[case::no_body(Some(""), "status 200, no body")]
    #[case::nothing_to_show(None, "status 200")]
    fn a_body_that_is_no_object_is_shown(#[case] body: Option<&str>, #[case] words: &str) {
        assert_eq!(summary(body).describe(), words);
    }

    #[test]
    fn lists_of_a_targets_things_are_the_same_in_every_run() {
        let one = summary(Some("[{\"id\":\"aaaaa\"}]"));
        let other = summary(Some(" [1,2… (931 more characters)"));
        assert_eq!(one.describe_stably(), other.describe_stably());
    }
}
