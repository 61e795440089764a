//! Headers that every request to a target carries.

use badreq::exchange::{Actor, RequestHeaderValue};
use badreq::target::{ExtraHeader, Target, TargetSetupError};
use rstest::rstest;

use crate::target::server::{Reply, Server, ordinary, request, verbatim, with_token};

const SECRET: &str = "open sesame/1";

/// A target at this server, with a secret header and a plain one.
fn gated(server: &Server) -> Target {
    let mut options = server.options();
    options.extra_headers = vec![
        ExtraHeader::new_secret("X-Gate", "GATE", SECRET).expect("it can be sent"),
        ExtraHeader::new_plain("X-Plain", "yes").expect("it can be sent"),
    ];
    Target::new(options).expect("no TLS is needed")
}

#[rstest]
#[case::pooled(ordinary("GET", "/x"))]
#[case::verbatim(verbatim("GET", "/../x"))]
#[tokio::test]
async fn every_request_carries_them(#[case] request: badreq::exchange::Request) {
    let server = Server::start(vec![Reply::json("200 OK", "{}")]).await;
    let sent = gated(&server).send(&request).await.expect("it answers");
    let received = server.requests()[0].to_lowercase();
    assert!(received.contains("\nx-gate: open sesame/1\n"), "{received}");
    assert!(received.contains("\nx-plain: yes\n"), "{received}");
    assert_eq!(
        sent.request.header_value("X-Gate"),
        Some(&RequestHeaderValue::Secret("GATE".to_owned()))
    );
}

#[tokio::test]
async fn to_ask_whether_a_target_is_there_carries_them_and_says_who_asks() {
    let server = Server::start(vec![Reply::json("200 OK", "{}")]).await;
    gated(&server).check_reachable().await.expect("it answers");
    let received = server.requests()[0].to_lowercase();
    assert!(received.contains("\nx-gate: open sesame/1\n"), "{received}");
    let agent = concat!("\nuser-agent: badreq/", env!("CARGO_PKG_VERSION"), "\n");
    assert!(received.contains(agent), "{received}");
}

#[tokio::test]
async fn a_request_that_says_one_itself_is_left_alone() {
    let server = Server::start(vec![Reply::json("200 OK", "{}")]).await;
    let own = request("GET", "/x", &[("accept", "*/*"), ("x-plain", "no")]);
    gated(&server).send(&own).await.expect("it answers");
    let received = server.requests()[0].to_lowercase();
    assert!(received.contains("\nx-plain: no\n"), "{received}");
    assert!(!received.contains("x-plain: yes"), "{received}");
}

#[tokio::test]
async fn a_secret_that_comes_back_is_replaced_by_the_name_of_its_header() {
    let body = format!(r#"{{"gate":"{}"}}"#, SECRET.replace('/', "\\/"));
    let head = format!("200 OK\r\nx-echo: {SECRET}");
    let server = Server::start(vec![Reply::json(&head, &body)]).await;
    let exchange = gated(&server)
        .send(&with_token(ordinary("GET", "/x"), Actor::Owner))
        .await
        .expect("it answers");
    assert_eq!(
        exchange.response.body.to_string_lossy(),
        r#"{"gate":"[X-Gate]"}"#
    );
    assert_eq!(
        exchange.response.header_text("x-echo").as_deref(),
        Some("[X-Gate]")
    );
    assert_eq!(exchange.response.tokens_seen, []);
    assert!(!format!("{exchange:?}").contains("sesame"));
}

#[tokio::test]
async fn the_header_of_the_token_is_nobody_elses() {
    let server = Server::start(vec![Reply::Silence]).await;
    let mut options = server.options();
    options.extra_headers =
        vec![ExtraHeader::new_plain("Authorization", "Basic abc").expect("it can be sent")];
    let error = Target::new(options).expect_err("nobody would be anonymous");
    assert!(
        matches!(error, TargetSetupError::ConflictingExtraHeader { .. }),
        "{error}"
    );
}
