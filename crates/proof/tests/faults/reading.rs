//! Faults in how a request is read.

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use rstest::rstest;
use serde_json::json;

use crate::faults::bench::{Bench, row, send, text};

const MEMBERS: &str = "/members";

#[tokio::test]
async fn a_lenient_reader_serves_a_trailing_comma() {
    let bench = Bench::start("json/trailing-comma/served").await;
    let request = text(bench.owner(Method::POST, MEMBERS), r#"{"name": "a",}"#);
    let (status, member) = send(request).await;
    assert_eq!((status, &member["name"]), (200, &json!("a")));
    let request = text(bench.owner(Method::POST, MEMBERS), r#"{"name": 'a'}"#);
    assert_eq!(row(&send(request).await), (400, 0));
}

#[tokio::test]
async fn a_reader_breaks_on_a_byte_order_mark() {
    let bench = Bench::start("json/byte-order-mark/crash").await;
    let request = text(bench.owner(Method::POST, MEMBERS), "\u{feff}{}");
    assert_eq!(row(&send(request).await), (500, 0));
}

#[tokio::test]
async fn a_list_is_served_in_the_place_of_an_object() {
    let bench = Bench::start("top-level/list/served").await;
    let request = text(bench.owner(Method::POST, MEMBERS), "[]");
    assert_eq!(send(request).await, (200, json!({})));
}

#[tokio::test]
async fn json_that_is_declared_as_text_is_served() {
    let bench = Bench::start("content-type/other-served").await;
    let request = bench
        .owner(Method::POST, MEMBERS)
        .header(CONTENT_TYPE, "text/plain");
    let (status, member) = send(request.body(r#"{"name": "a"}"#)).await;
    assert_eq!((status, &member["name"]), (200, &json!("a")));
}

#[tokio::test]
async fn a_request_with_an_empty_user_agent_is_served() {
    let bench = Bench::start("user-agent/empty-served").await;
    let mut request = bench.owner(Method::GET, "/systems/@me").build().unwrap();
    request
        .headers_mut()
        .insert(USER_AGENT, "".parse().unwrap());
    let response = reqwest::Client::new().execute(request).await.unwrap();
    assert_eq!(response.status(), 200);
}

#[tokio::test]
async fn any_token_is_taken_for_the_owners() {
    let bench = Bench::start("token/any-served").await;
    let request = bench.anonymous(Method::GET, "/systems/@me");
    let (status, system) = send(request.header(AUTHORIZATION, "nobody's")).await;
    assert_eq!(
        (status, &system["id"]),
        (200, &json!(bench.seeds().system_id))
    );
    let request = bench.anonymous(Method::GET, "/systems/@me");
    assert_eq!(row(&send(request).await), (401, 0));
}

#[tokio::test]
async fn a_creation_asks_for_no_token() {
    let bench = Bench::start("unauthenticated/member-post").await;
    let request = text(bench.anonymous(Method::POST, MEMBERS), r#"{"name": "a"}"#);
    assert_eq!(send(request).await.0, 200);
}

#[tokio::test]
async fn a_deletion_does_not_ask_whose_member_it_is() {
    let bench = Bench::start("unowned/member-delete").await;
    let path = format!("/members/{}", bench.seeds().guild_member_id);
    assert_eq!(send(bench.stranger(Method::DELETE, &path)).await.0, 204);
    assert_eq!(
        row(&send(bench.owner(Method::GET, &path)).await),
        (404, 20002)
    );
}

#[tokio::test]
async fn an_unread_form_names_nothing() {
    let bench = Bench::start("form-unread/upper-case").await;
    let path = format!("/members/{}", bench.seeds().guild_member_id.to_uppercase());
    assert_eq!(
        row(&send(bench.owner(Method::GET, &path)).await),
        (404, 20002)
    );
}

#[rstest]
#[case::mistaken(
    "form-mistaken/uuid",
    "/members/01234567-89ab-4def-8123-456789abcdef",
    400
)]
#[case::crash("form-crash/digits", "/systems/1", 500)]
#[case::number_crash("number/message/crash", "/messages/abc", 500)]
#[case::number_zero("number/message/taken-for-zero", "/messages/abc", 404)]
#[case::query_ignored("query/bad-ignored/limit", "/systems/@me/switches?limit=x", 200)]
#[case::query_empty("query/empty-ignored/limit", "/systems/@me/switches?limit=", 200)]
#[case::problem_details("framework/text/query", "/systems/@me/switches?limit=x", 400)]
#[case::html("framework/html/path", "/nothing", 404)]
#[case::dated("dated/2024-09-27", "/members/zzzzzz/groups", 500)]
#[tokio::test]
async fn a_read_gets_another_status(#[case] fault: &str, #[case] path: &str, #[case] status: u16) {
    let bench = Bench::start(fault).await;
    assert_eq!(send(bench.owner(Method::GET, path)).await.0, status);
}

#[tokio::test]
async fn who_has_no_token_is_sent_to_a_page_to_sign_in() {
    let bench = Bench::start("sign-in/redirect").await;
    let request = bench.anonymous(Method::GET, "/systems/@me");
    assert_eq!(request.send().await.unwrap().status(), 302);
}

#[tokio::test]
async fn a_refusal_without_a_body_stays_without_one() {
    let bench = Bench::start("framework/empty/token").await;
    let response = bench.anonymous(Method::GET, "/systems/@me").send().await;
    let response = response.unwrap();
    assert_eq!(response.status(), 401);
    assert!(!response.headers().contains_key(CONTENT_TYPE));
    assert!(!response.headers().contains_key("x-fault-framing"));
    assert_eq!(response.text().await.unwrap(), "");
}

#[tokio::test]
async fn the_message_stands_under_another_key() {
    let bench = Bench::start("dated/2025-07-05").await;
    let (_, body) = send(bench.anonymous(Method::GET, "/systems/@me")).await;
    assert_eq!(
        body["error"],
        "401: Missing or invalid Authorization header"
    );
    assert_eq!(body.get("message"), None);
}

#[tokio::test]
async fn a_privacy_setting_is_ignored() {
    let bench = Bench::start("privacy/ignored/members").await;
    hide_members(&bench).await;
    let path = format!("/systems/{}/members", bench.seeds().system_id);
    let (status, members) = send(bench.anonymous(Method::GET, &path)).await;
    assert_eq!(status, 200);
    assert!(!members.as_array().unwrap().is_empty());
}

#[tokio::test]
async fn the_owner_is_refused_what_is_private() {
    let bench = Bench::start("privacy/owner-refused/groups").await;
    let list = || bench.owner(Method::GET, "/systems/@me/groups");
    assert_eq!(send(list()).await.0, 200);
    let body = r#"{"privacy": {"group_list_privacy": "private"}}"#;
    send(text(bench.owner(Method::PATCH, "/systems/@me"), body)).await;
    assert_eq!(row(&send(list()).await), (403, 30002));
}

async fn hide_members(bench: &Bench) {
    let body = r#"{"privacy": {"member_list_privacy": "private"}}"#;
    let (status, _) = send(text(bench.owner(Method::PATCH, "/systems/@me"), body)).await;
    assert_eq!(status, 200);
}
