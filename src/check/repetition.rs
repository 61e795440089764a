//! The repetition of a bad request.
//!
//! If the status codes differ, nothing else is compared: another response has another body.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::contract::{JsonPointer, RequirementId};
use crate::exchange::{Exchange, NoResponse, Response, WireBytes};

use super::body_difference::find_body_difference;
use super::collector::ViolationCollector;
use super::content_type::{CONTENT_TYPE, list_content_types};
use super::optional_value::deserialize_present_value;
use super::shorten::shorten_value;
use super::violation::BreachProperties;
use super::wording::{
    MISSING, describe_body_value, describe_value, describe_value_pair, join_items_or_none,
};
use super::{BreachDescription, BreachPlace, CauseContext, JudgeContext, Violation};

/// A second response to the same bad request that differs from the first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "shape")]
pub enum RepetitionBreach {
    /// The status code differs.
    Status {
        /// The first status code.
        first: u16,
        /// The second status code.
        second: u16,
    },
    /// The content type differs.
    ContentType {
        /// The content types of the first response.
        first: Vec<String>,
        /// The content types of the second response.
        second: Vec<String>,
    },
    /// The body differs.
    Body {
        /// The place of the first value that differs; `None` if one of the bodies is no JSON.
        at: Option<JsonPointer>,
        /// The value in the first body, or the beginning of this body; `None` if there is none.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "deserialize_present_value"
        )]
        first: Option<Value>,
        /// The value in the second body, or the beginning of this body; `None` if there is none.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "deserialize_present_value"
        )]
        second: Option<Value>,
    },
    /// The server failed to respond the second time.
    NoResponse {
        /// The reason why there was no response.
        reason: NoResponse,
    },
}

impl BreachProperties for RepetitionBreach {
    fn requirement_id(&self) -> RequirementId {
        RequirementId::AnswerRepeats
    }

    fn place(&self) -> BreachPlace {
        match self {
            Self::Status { .. } | Self::NoResponse { .. } => BreachPlace::Status,
            Self::ContentType { .. } => BreachPlace::Header(CONTENT_TYPE.to_owned()),
            Self::Body { at, .. } => at.clone().map_or(BreachPlace::Body, BreachPlace::BodyAt),
        }
    }

    fn describe(&self) -> BreachDescription {
        match self {
            Self::Status { first, second } => BreachDescription::new(
                format!("status {first}, as the first time"),
                format!("status {second} when the same request was sent again"),
            ),
            Self::ContentType { first, second } => {
                let words = |values: &[String]| join_items_or_none(values.iter().cloned());
                BreachDescription::new(words(first), words(second))
            }
            Self::Body { first, second, .. } => {
                let BreachDescription { expected, got } =
                    describe_value_pair(first.as_ref(), second.as_ref());
                BreachDescription::new(format!("{expected}, as the first time"), got)
            }
            Self::NoResponse { reason } => {
                BreachDescription::new("the same response", reason.to_string())
            }
        }
    }

    fn describe_for_fingerprint(&self) -> BreachDescription {
        match self {
            Self::Body { at, first, second } => {
                let describe = match at {
                    Some(_) => describe_body_value,
                    None => describe_value,
                };
                let side =
                    |own: &Option<Value>| own.as_ref().map_or_else(|| MISSING.to_owned(), describe);
                BreachDescription::new(side(first), side(second))
            }
            Self::Status { .. } | Self::ContentType { .. } | Self::NoResponse { .. } => {
                self.describe()
            }
        }
    }

    fn expected_and_actual_text(&self) -> Option<(&str, &str)> {
        match self {
            Self::Body {
                first: Some(Value::String(one)),
                second: Some(Value::String(other)),
                ..
            } => Some((one.as_str(), other.as_str())),
            Self::Body { .. }
            | Self::Status { .. }
            | Self::ContentType { .. }
            | Self::NoResponse { .. } => None,
        }
    }

    /// Returns one cause for all requests and differences.
    fn cause_key(&self, _: &CauseContext<'_>) -> String {
        "another response".to_owned()
    }
}

/// Judges whether the second response to a request equals the first.
///
/// Status code, content type and body are compared, the body as JSON if both are JSON. The wait after a rate-limit refusal need only be a
/// number in both, because it shrinks as time passes. Only the keys of the error model are compared: other keys that a server adds, such as a
/// request id, are no part of the row that must be repeated.
#[must_use]
pub fn judge_repetition(
    rules: &JudgeContext<'_>,
    first: &Exchange,
    second: &Exchange,
) -> Vec<Violation> {
    let mut collector = ViolationCollector::new(&rules.levels);
    let (first, second) = (&first.response, &second.response);
    if first.status != second.status {
        collector.add(RepetitionBreach::Status {
            first: first.status,
            second: second.status,
        });
        return collector.into_violations();
    }
    let (declared, declared_again) = (list_content_types(first), list_content_types(second));
    if declared != declared_again {
        collector.add(RepetitionBreach::ContentType {
            first: declared,
            second: declared_again,
        });
    }
    let (one, other) = (
        comparable_body(rules, first),
        comparable_body(rules, second),
    );
    if let Some(found) = find_body_difference(&one, &other) {
        collector.add(RepetitionBreach::Body {
            at: found.pointer,
            first: found.first.map(shorten_value),
            second: found.second.map(shorten_value),
        });
    }
    collector.into_violations()
}

/// Returns the part of a body that is compared. The number of milliseconds to wait, if there is one, is replaced by 0.
fn comparable_body(rules: &JudgeContext<'_>, response: &Response) -> WireBytes {
    let model = rules.model;
    let Some(Value::Object(mut body)) = response.parse_json_body() else {
        return response.body.clone();
    };
    let keys = model.list_top_level_keys();
    body.retain(|key, _| keys.contains(key));
    let mut body = Value::Object(body);
    if let Some(wait) = &model.wait
        && wait.at.find_in(&body).is_some_and(Value::is_number)
    {
        wait.at.insert_into(&mut body, json!(0));
    }
    WireBytes::from(body.to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::super::testing::{
        JSON, TestJudge, body_place_at, breach_field, build_exchange, requirement_ids,
    };
    use super::*;
    use crate::contract::RequirementId as Id;

    fn judge_two_responses(first: (u16, &str), second: (u16, &str)) -> Vec<Violation> {
        let rig = TestJudge::new();
        judge_repetition(
            &rig.judge_context(),
            &build_exchange(first.0, &[JSON], first.1),
            &build_exchange(second.0, &[JSON], second.1),
        )
    }

    #[rstest]
    #[case::the_same((404, r#"{"code":20002,"message":"x"}"#), (404, r#"{"code":20002,"message":"x"}"#))]
    #[case::another_order((404, r#"{"code":20002,"message":"x"}"#), (404, r#"{ "message":"x","code":20002}"#))]
    #[case::another_wait((429, r#"{"code":0,"retry_after":900}"#), (429, r#"{"code":0,"retry_after":12}"#))]
    #[case::no_json((502, "<html>"), (502, "<html>"))]
    #[case::a_key_beyond_the_model((404, r#"{"code":20002,"at":1}"#), (404, r#"{"code":20002,"at":2}"#))]
    #[case::a_lone_surrogate((404, r#"{"code":20002,"at":"1\ud83d"}"#), (404, r#"{"code":20002,"at":"2\ud83d"}"#))]
    fn the_same_answer_passes(#[case] first: (u16, &str), #[case] second: (u16, &str)) {
        assert_eq!(judge_two_responses(first, second), []);
    }

    #[rstest]
    #[case::status((404, "{}"), (500, "{}"), BreachPlace::Status, json!(404), json!(500))]
    #[case::status_and_body((404, "{}"), (500, "oops"), BreachPlace::Status, json!(404), json!(500))]
    #[case::code((404, r#"{"code":20002}"#), (404, r#"{"code":20003}"#), body_place_at("/code"), json!(20002), json!(20003))]
    #[case::errors((400, r#"{"errors":{"a":[]}}"#), (400, r#"{"errors":{"b":[]}}"#), body_place_at("/errors/a"), json!([]), Value::Null)]
    #[case::wait_missing((429, r#"{"retry_after":1}"#), (429, "{}"), body_place_at("/retry_after"), json!(0), Value::Null)]
    #[case::wait_as_text((429, r#"{"retry_after":1}"#), (429, r#"{"retry_after":"1"}"#), body_place_at("/retry_after"), json!(0), json!("1"))]
    #[case::no_json((404, "a"), (404, "b"), BreachPlace::Body, json!("a"), json!("b"))]
    fn another_answer_is_one_breach(
        #[case] first: (u16, &str),
        #[case] second: (u16, &str),
        #[case] place: BreachPlace,
        #[case] expected: Value,
        #[case] actual: Value,
    ) {
        let found = judge_two_responses(first, second);
        assert_eq!(requirement_ids(&found), [Id::AnswerRepeats]);
        assert_eq!(found[0].place(), place);
        assert_eq!(breach_field(&found[0], "/first"), expected);
        assert_eq!(breach_field(&found[0], "/second"), actual);
    }

    #[test]
    fn another_content_type_is_a_breach() {
        let rig = TestJudge::new();
        let first = build_exchange(404, &[JSON], "{}");
        let second = build_exchange(404, &[("content-type", "text/plain")], "{}");
        let found = judge_repetition(&rig.judge_context(), &first, &second);
        assert_eq!(requirement_ids(&found), [Id::AnswerRepeats]);
        assert_eq!(
            found[0].place(),
            BreachPlace::Header("content-type".to_owned())
        );
        assert_eq!(
            breach_field(&found[0], "/first"),
            json!(["application/json"])
        );
    }

    #[test]
    fn other_headers_may_differ() {
        let rig = TestJudge::new();
        let first = build_exchange(404, &[JSON, ("date", "a")], "{}");
        let second = build_exchange(404, &[JSON, ("date", "b")], "{}");
        assert_eq!(judge_repetition(&rig.judge_context(), &first, &second), []);
    }
}
