//! Somebody else uses the same systems meanwhile: what is theirs is left alone.

use badreq::outcome::Verdict;
use rstest::rstest;
use serde_json::json;

use crate::engine::bench::{Run, assert_untouched, of, server};
use crate::engine::message::Message;
use crate::engine::proxy::{Meddler, Proxy, Upstream, meddling};

const REFUSED_CREATION: &str = "members/post-empty-body";

/// A member that was there before the run; returns the path to it.
async fn member(upstream: Upstream, token: &str) -> String {
    let mut call = Message::of(b"POST /v2/members HTTP/1.1\r\nhost: x\r\n\r\n", Vec::new());
    call.set("authorization", token);
    call.set("user-agent", "somebody else");
    call.set("content-type", "application/json");
    call.set_body(json!({"name": "theirs"}).to_string());
    let made = upstream.forward(&call).await.expect("it is made").json();
    format!("/members/{}", made["id"].as_str().expect("it has an id"))
}

/// Does this in somebody else's name whenever an empty body is sent, and passes the request on.
fn meanwhile(method: &'static str, path: String, body: &'static str) -> Meddler {
    meddling(move |upstream, call| {
        let path = path.clone();
        async move {
            if call.method() == "POST" && call.target() == "/members" && call.body.is_empty() {
                let mut theirs = call.clone();
                theirs.start = format!("{method} /v2{path} HTTP/1.1");
                theirs.set("content-type", "application/json");
                theirs.set_body(body);
                upstream.forward(&theirs).await?;
            }
            upstream.forward(&call).await
        }
    })
}

#[rstest]
#[case::changed("PATCH", r#"{"description":"changed meanwhile"}"#)]
#[case::made("POST", r#"{"name":"made meanwhile"}"#)]
#[tokio::test]
async fn a_member_of_somebody_else_is_not_taken_for_one_that_a_refused_request_made(
    #[case] method: &'static str,
    #[case] body: &'static str,
) {
    let server = server().await;
    let upstream = Upstream::of(&server);
    let theirs = member(upstream, &server.seed_values().token).await;
    let path = if method == "POST" {
        "/members".to_owned()
    } else {
        theirs
    };
    let count = || server.dump_state().to_string().matches("meanwhile").count();
    let proxy = Proxy::start(&server, meanwhile(method, path, body)).await;
    let outcome = Run::through(&server, &proxy.url)
        .only(&[REFUSED_CREATION])
        .await;
    assert_eq!(of(&outcome, REFUSED_CREATION).verdict, Verdict::Fail);
    assert!(count() > 0, "it is gone");
}

/// It answers with something that was there, as if the request had made it.
#[tokio::test]
async fn what_was_there_before_is_not_removed_for_standing_in_the_answer_to_a_bad_request() {
    let server = server().await;
    let upstream = Upstream::of(&server);
    let theirs = member(upstream, &server.seed_values().token).await;
    let before = server.dump_state();
    let meddler = meddling(move |upstream, mut call| {
        let is_bad = call.method() == "POST" && call.target() == "/members" && call.body.is_empty();
        if is_bad {
            call.start = format!("GET /v2{theirs} HTTP/1.1");
        }
        async move { upstream.forward(&call).await }
    });
    let proxy = Proxy::start(&server, meddler).await;
    let outcome = Run::through(&server, &proxy.url)
        .only(&[REFUSED_CREATION])
        .await;
    assert_eq!(of(&outcome, REFUSED_CREATION).verdict, Verdict::Fail);
    assert_untouched(&before, &server);
}
