//! Error tables and error bodies of five real APIs: each is read from a folder, a right response is accepted, and a wrong one is noticed.
//!
//! The tables are excerpts with the published codes.

use std::collections::BTreeSet;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use badreq::Conformance;
use badreq::contract::RequirementId;
use badreq::outcome::{ConformanceConclusion, RunOutcome, Verdict};
use rstest::rstest;
use serde_json::{Value, json};

/// The responses of a scripted server.
#[derive(Clone)]
struct Script {
    /// The responses to reads of what is there.
    served: &'static [&'static str],
    unknown: (u16, Value),
    limited: (u16, Value),
}

impl Script {
    fn respond(&self, request: &Request) -> Response {
        let path = request.uri().path();
        let (status, body) = if self.served.contains(&path) {
            (200, json!({"id": "1"}))
        } else if path == "/limited" {
            self.limited.clone()
        } else {
            self.unknown.clone()
        };
        let status = StatusCode::from_u16(status).expect("it is a status code");
        let head = [("content-type", "application/json")];
        (status, head, body.to_string()).into_response()
    }
}

fn script(shape: &str) -> Script {
    let (served, unknown, limited): (&[&str], _, _) = match shape {
        "discord" => (
            &["/channels/2"],
            (404, json!({"message": "Unknown Channel", "code": 10003})),
            (
                429,
                json!({"message": "Slow down.", "retry_after": 0.25, "global": false, "code": 20028}),
            ),
        ),
        "matrix" => (
            &["/profile/@ann:example.org"],
            (
                404,
                json!({"errcode": "M_NOT_FOUND", "error": "No such profile"}),
            ),
            (
                429,
                json!({"errcode": "M_LIMIT_EXCEEDED", "error": "Too fast", "retry_after_ms": 250}),
            ),
        ),
        "oci" => (
            &["/library/manifests/latest"],
            (
                404,
                json!({"errors": [{"code": "MANIFEST_UNKNOWN", "message": "no such tag", "detail": {}}]}),
            ),
            (404, Value::Null),
        ),
        "stripe" => (
            &["/charges/ch_1"],
            (
                404,
                json!({"error": {"type": "invalid_request_error", "code": "resource_missing", "message": "No such charge", "param": "id"}}),
            ),
            (404, Value::Null),
        ),
        "google" => (
            &["/books/1"],
            (
                404,
                json!({"error": {"code": 404, "message": "No such book", "status": "NOT_FOUND"}}),
            ),
            (404, Value::Null),
        ),
        other => panic!("there is no shape {other}"),
    };
    Script {
        served,
        unknown,
        limited,
    }
}

async fn run(shape: &str, script: Script) -> RunOutcome {
    let folder = format!(
        "{}/tests/other_api/shapes/{shape}",
        env!("CARGO_MANIFEST_DIR")
    );
    let router = Router::new().fallback(move |request: Request| {
        let response = script.respond(&request);
        async move { response }
    });
    let report = Conformance::new(folder.as_str())
        .serve(router)
        .actor("owner", "token-of-the-owner")
        .run()
        .await;
    let report = report.unwrap_or_else(|error| panic!("{shape}: {error}"));
    report.outcome().clone()
}

/// Runs the cases of a shape with another code in the response to what does not exist.
async fn run_with_code(shape: &str, at: &str, code: Value) -> RunOutcome {
    let mut script = script(shape);
    *script.unknown.1.pointer_mut(at).expect("it has a code") = code;
    run(shape, script).await
}

fn broken(outcome: &RunOutcome, case: &str) -> BTreeSet<RequirementId> {
    let mut cases = outcome.cases.iter();
    let own = cases.find(|own| own.case.leaf == case);
    let own = own.expect("the case was run");
    own.violations.iter().map(|own| own.requirement).collect()
}

#[rstest]
#[tokio::test]
async fn a_right_response_of_each_shape_proves_its_row(
    #[values("discord", "matrix", "oci", "stripe", "google")] shape: &str,
) {
    let outcome = run(shape, script(shape)).await;
    for case in &outcome.cases {
        assert_eq!(case.verdict, Verdict::Pass, "{:#?}", case.violations);
    }
    assert_eq!(outcome.conclusion(), ConformanceConclusion::Conforms);
}

#[rstest]
#[case::discord("discord", "/code", json!(10008))]
#[case::matrix("matrix", "/errcode", json!("M_FORBIDDEN"))]
#[case::oci("oci", "/errors/0/code", json!("BLOB_UNKNOWN"))]
#[case::stripe("stripe", "/error/code", json!("parameter_missing"))]
#[case::google("google", "/error/status", json!("INVALID_ARGUMENT"))]
#[tokio::test]
async fn a_wrong_code_of_each_shape_is_noticed(
    #[case] shape: &str,
    #[case] at: &str,
    #[case] code: Value,
) {
    let outcome = run_with_code(shape, at, code).await;
    let broken = broken(&outcome, "unknown");
    let of_the_row = [RequirementId::RowExpected, RequirementId::PairDocumented];
    assert!(
        of_the_row.iter().any(|own| broken.contains(own)),
        "{broken:?}"
    );
    assert_eq!(outcome.conclusion(), ConformanceConclusion::DoesNotConform);
}

#[rstest]
#[case::seconds_as_text("discord", "/retry_after", json!("soon"), RequirementId::RetryAfterInteger)]
#[case::no_time_at_all("discord", "/retry_after", json!(0), RequirementId::RetryAfterWithinWindow)]
#[case::milliseconds_as_text("matrix", "/retry_after_ms", json!("250"), RequirementId::RetryAfterInteger)]
#[case::no_milliseconds("matrix", "/retry_after_ms", json!(0), RequirementId::RetryAfterWithinWindow)]
#[tokio::test]
async fn a_wrong_wait_is_noticed(
    #[case] shape: &str,
    #[case] at: &str,
    #[case] wait: Value,
    #[case] requirement: RequirementId,
) {
    let mut script = script(shape);
    *script.limited.1.pointer_mut(at).expect("it has a wait") = wait;
    let outcome = run(shape, script).await;
    assert_eq!(broken(&outcome, "limited"), [requirement].into());
}

#[rstest]
#[case::code_as_text("discord", "/code", json!("10003"))]
#[case::code_as_number("matrix", "/errcode", json!(404))]
#[case::code_as_number_in_a_list("oci", "/errors/0/code", json!(404))]
#[case::no_code("stripe", "/error/code", Value::Null)]
#[tokio::test]
async fn a_code_of_another_type_is_noticed(
    #[case] shape: &str,
    #[case] at: &str,
    #[case] code: Value,
) {
    let outcome = run_with_code(shape, at, code).await;
    let broken = broken(&outcome, "unknown");
    assert!(
        broken.contains(&RequirementId::BodyCodeInteger),
        "{broken:?}"
    );
}
