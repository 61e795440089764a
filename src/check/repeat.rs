//! The same bad request twice.
//!
//! | requirement | place | expected | actual |
//! |---|---|---|---|
//! | `answer-repeats` | the status | the first status | the second status |
//! | `answer-repeats` | the header | the first answer's content types | the second's |
//! | `answer-repeats` | the value that differs, or the body | the first answer's | the second's |
//!
//! Where the status differs the rest is not compared: another answer has another body.

use serde_json::{Value, json};

use crate::contract::RequirementId;
use crate::exchange::{Bytes, Exchange, Response};
use crate::outcome::{Place, Violation};

use super::Rules;
use super::findings::Findings;
use super::same;

/// Judges whether the second answer to a request is the first once more.
///
/// Status, content type and body are compared, the body as JSON where both are. Of the milliseconds to wait after a
/// rate-limit refusal only that they are a number: they shrink as time passes. Of an object only the keys of the error
/// model: what else a server adds, such as the number of a request, is no part of the row that should come again.
#[must_use]
pub fn repeat(rules: &Rules<'_>, first: &Exchange, second: &Exchange) -> Vec<Violation> {
    let requirement = RequirementId::AnswerRepeats;
    let mut findings = Findings::new(&rules.levels);
    let (first, second) = (&first.response, &second.response);
    if first.status != second.status {
        findings.add(
            requirement,
            Place::Status,
            json!(first.status),
            &json!(second.status),
        );
        return findings.finish();
    }
    let (declared, declared_again) = (content_types(first), content_types(second));
    if declared != declared_again {
        findings.add(
            requirement,
            Place::Header("content-type".to_owned()),
            json!(declared),
            &json!(declared_again),
        );
    }
    let (one, other) = (compared(rules, first), compared(rules, second));
    if let Some(found) = same::difference(&one, &other) {
        let place = found.pointer.map_or(Place::Body, Place::BodyAt);
        findings.add(requirement, place, found.first, &found.second);
    }
    findings.finish()
}

fn content_types(response: &Response) -> Vec<String> {
    response
        .header_values("content-type")
        .map(|value| value.lossy().into_owned())
        .collect()
}

/// What is compared of a body; the number of milliseconds to wait, where it has one, is always the same.
fn compared(rules: &Rules<'_>, response: &Response) -> Bytes {
    let model = rules.model;
    let Ok(Value::Object(mut body)) = serde_json::from_slice(&response.body.0) else {
        return response.body.clone();
    };
    let keys = [
        &model.code,
        &model.message,
        &model.errors,
        &model.retry_after,
    ];
    body.retain(|key, _| keys.contains(&key));
    if let Some(wait) = body
        .get_mut(&model.retry_after)
        .filter(|wait| wait.is_number())
    {
        *wait = json!(0);
    }
    Bytes::from(Value::Object(body).to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::super::testing::{JSON, Rig, breaches, exchange};
    use super::*;
    use crate::contract::RequirementId as Id;

    fn judged(first: (u16, &str), second: (u16, &str)) -> Vec<Violation> {
        let rig = Rig::new();
        repeat(
            &rig.rules(),
            &exchange(first.0, &[JSON], first.1),
            &exchange(second.0, &[JSON], second.1),
        )
    }

    #[rstest]
    #[case::the_same((404, r#"{"code":20002,"message":"x"}"#), (404, r#"{"code":20002,"message":"x"}"#))]
    #[case::another_order((404, r#"{"code":20002,"message":"x"}"#), (404, r#"{ "message":"x","code":20002}"#))]
    #[case::another_wait((429, r#"{"code":0,"retry_after":900}"#), (429, r#"{"code":0,"retry_after":12}"#))]
    #[case::no_json((502, "<html>"), (502, "<html>"))]
    #[case::a_key_beyond_the_model((404, r#"{"code":20002,"at":1}"#), (404, r#"{"code":20002,"at":2}"#))]
    fn the_same_answer_passes(#[case] first: (u16, &str), #[case] second: (u16, &str)) {
        assert_eq!(judged(first, second), []);
    }

    #[rstest]
    #[case::status((404, "{}"), (500, "{}"), Place::Status, json!(404), json!(500))]
    #[case::status_and_body((404, "{}"), (500, "oops"), Place::Status, json!(404), json!(500))]
    #[case::code((404, r#"{"code":20002}"#), (404, r#"{"code":20003}"#), Place::BodyAt("/code".to_owned()), json!(20002), json!(20003))]
    #[case::errors((400, r#"{"errors":{"a":[]}}"#), (400, r#"{"errors":{"b":[]}}"#), Place::BodyAt("/errors/a".to_owned()), json!([]), Value::Null)]
    #[case::wait_missing((429, r#"{"retry_after":1}"#), (429, "{}"), Place::BodyAt("/retry_after".to_owned()), json!(0), Value::Null)]
    #[case::wait_as_text((429, r#"{"retry_after":1}"#), (429, r#"{"retry_after":"1"}"#), Place::BodyAt("/retry_after".to_owned()), json!(0), json!("1"))]
    #[case::no_json((404, "a"), (404, "b"), Place::Body, json!("a"), json!("b"))]
    fn another_answer_is_one_breach(
        #[case] first: (u16, &str),
        #[case] second: (u16, &str),
        #[case] place: Place,
        #[case] expected: Value,
        #[case] actual: Value,
    ) {
        let found = judged(first, second);
        assert_eq!(breaches(&found), [Id::AnswerRepeats]);
        assert_eq!(found[0].place, place);
        assert_eq!(found[0].expected, expected);
        assert_eq!(found[0].actual, actual);
    }

    #[test]
    fn another_content_type_is_a_breach() {
        let rig = Rig::new();
        let first = exchange(404, &[JSON], "{}");
        let second = exchange(404, &[("content-type", "text/plain")], "{}");
        let found = repeat(&rig.rules(), &first, &second);
        assert_eq!(breaches(&found), [Id::AnswerRepeats]);
        assert_eq!(found[0].place, Place::Header("content-type".to_owned()));
        assert_eq!(found[0].expected, json!(["application/json"]));
    }

    #[test]
    fn other_headers_may_differ() {
        let rig = Rig::new();
        let first = exchange(404, &[JSON, ("date", "a")], "{}");
        let second = exchange(404, &[JSON, ("date", "b")], "{}");
        assert_eq!(repeat(&rig.rules(), &first, &second), []);
    }
}
