//! Answers that are written, framed and worded otherwise.

use badreq_proof::Variant;
use rstest::rstest;

use crate::variants::client::{Answer, Sender, ask, send, serve};

async fn unknown_member(variants: &[Variant]) -> Answer {
    let server = serve(variants).await;
    let answer = ask(&server, Sender::Owner, "GET /members/qqqqqq", "").await;
    server.shutdown().await;
    answer
}

#[rstest]
#[case::reordered(Variant::KeysReordered, "{\"code\":20002,\"message\"")]
#[case::whitespace(Variant::Whitespace, "\r\n  {\n\t\"message\"")]
#[case::escapes(Variant::Escapes, "{\"\\u006D\\u0065")]
#[case::extra(Variant::ExtraKeys, "\"x_extra\":{")]
#[case::point(Variant::NumbersWithPoint, "\"code\":20002.0")]
#[tokio::test]
async fn a_body_is_written_otherwise(#[case] variant: Variant, #[case] written: &str) {
    let answer = unknown_member(&[variant]).await;
    assert!(answer.body.contains(written), "{answer:?}");
    let length = format!("content-length: {}", answer.body.len());
    assert!(answer.head.contains(&length), "{answer:?}");
    assert!(!unknown_member(&[]).await.body.contains(written));
}

#[rstest]
#[case::charset(Variant::Charset, "content-type: application/json; charset=utf-8")]
#[case::upper_case(Variant::ContentTypeUpperCase, "content-type: APPLICATION/JSON")]
#[case::extra(Variant::ExtraHeaders, "x-request-id: ")]
#[case::header_case(Variant::HeaderCase, "Content-Type: application/json")]
#[case::chunked(Variant::Chunked, "transfer-encoding: chunked")]
#[case::http10(Variant::Http10, "HTTP/1.0 404 Not Found")]
#[tokio::test]
async fn a_head_is_written_otherwise(#[case] variant: Variant, #[case] written: &str) {
    let answer = unknown_member(&[variant]).await;
    assert!(answer.head.contains(written), "{answer:?}");
    assert!(!unknown_member(&[]).await.head.contains(written));
}

#[tokio::test]
async fn a_connection_is_closed_though_the_client_would_keep_it() {
    let server = serve(&[Variant::ConnectionClose]).await;
    let request = b"GET /v2/members/qqqqqq HTTP/1.1\r\nhost: a\r\nuser-agent: a\r\n\r\n";
    // It would never end if the server kept the connection.
    let answer = send(&server, request).await;
    assert!(answer.head.contains("connection: close"));
    server.shutdown().await;
}

#[tokio::test]
async fn what_is_no_http_gets_the_body_of_its_row_whatever_the_case_of_headers() {
    let server = serve(&[Variant::HeaderCase]).await;
    let answer = send(&server, b"GET  \x01 HTTP/1.1\r\n\r\n").await;
    assert_eq!(answer.row(), "0/400");
    server.shutdown().await;
}

#[tokio::test]
async fn messages_that_are_not_documented_are_others() {
    let server = serve(&[Variant::Messages, Variant::InnerMessages]).await;
    let body = "{\"name\": \"\"}";
    let answer = ask(&server, Sender::Owner, "PATCH /members/{member}", body).await;
    assert!(answer.body.contains("The model could not be read"));
    assert!(answer.body.contains("This value cannot be used here."));
    let answer = ask(&server, Sender::Owner, "GET /messages/abc", "").await;
    assert!(
        answer
            .body
            .contains("Invalid JSON, or invalid request format")
    );
    server.shutdown().await;
}

#[tokio::test]
async fn a_privacy_value_is_reported_under_the_key_privacy() {
    let server = serve(&[Variant::PrivacyKey]).await;
    let body = "{\"privacy\": {\"visibility\": \"x\"}}";
    let answer = ask(&server, Sender::Owner, "PATCH /members/{member}", body).await;
    assert!(answer.body.contains("\"errors\":{\"privacy\":["));
    server.shutdown().await;
}

#[tokio::test]
async fn a_new_id_is_of_the_letters_and_the_length_of_the_variant() {
    let server = serve(&[Variant::ShortIdsFive, Variant::ShortIdsOfAnyLetter]).await;
    let answer = ask(&server, Sender::Owner, "POST /members", "{\"name\": \"a\"}").await;
    let member: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(member["id"].as_str().unwrap().len(), 5);
    server.shutdown().await;
}
