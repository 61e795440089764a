//! A wrong code fails the test of the errors, and the message says which and where.

use std::panic::{AssertUnwindSafe, catch_unwind};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::middleware::map_response;
use axum::response::Response;
use badreq::{Conformance, ConformanceError};

/// How many digits an id has that no note has, by `contract/suites/fixtures.toml`.
const UNKNOWN_ID: usize = 12;

/// The server, with a wrong code in one error: 201 in the place of 200.
fn spoilt() -> Router {
    notes::router().layer(map_response(async |response: Response| {
        let (mut head, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let text = String::from_utf8_lossy(&body).replace(r#""code":200"#, r#""code":201"#);
        head.headers.remove("content-length");
        Response::from_parts(head, Body::from(text))
    }))
}

#[tokio::test]
async fn a_wrong_code_fails_the_test_with_the_finding() -> Result<(), ConformanceError> {
    let report = Conformance::new("contract/")
        .serve(spoilt())
        .actor("owner", "token-of-ann")
        .actor("stranger", "token-of-bob")
        .run()
        .await?;
    let panic = catch_unwind(AssertUnwindSafe(|| report.assert_conforms()))
        .expect_err("the server does not conform");
    let message = panic
        .downcast_ref::<String>()
        .expect("a panic has a message");
    insta::assert_snapshot!(without_what_varies(message, &report.outcome().run.id));
    Ok(())
}

/// The length of the start of a run, which stands behind its id.
const START: usize = "-20261130T224553Z".len();

/// Returns a message with `#` in the place of each number that differs from run to run: the port, times, versions, ids.
fn without_what_varies(message: &str, run: &str) -> String {
    let mut text = String::new();
    let mut message = message.replace(run, "[run]");
    while let Some(at) = message.find("[run]-") {
        let from = at + "[run]".len();
        message.replace_range(from..message.len().min(from + START), "");
    }
    for line in message.split_inclusive('\n') {
        let is_cost = line.contains(" requests in ");
        let mut rest = line;
        while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
            let (before, from) = rest.split_at(at);
            let end = from.find(|c: char| !c.is_ascii_digit() && c != '.');
            let (number, behind) = from.split_at(end.unwrap_or(from.len()));
            text.push_str(before);
            let varies = is_cost
                || text.ends_with("http://127.0.0.1:")
                || text.ends_with("badreq/")
                || number.len() == UNKNOWN_ID;
            text.push_str(if varies { "#" } else { number });
            rest = behind;
        }
        text.push_str(rest);
    }
    text
}
