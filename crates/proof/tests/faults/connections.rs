//! Faults in how a response is sent.

use std::time::{Duration, Instant};

use reqwest::Method;
use rstest::rstest;

use crate::faults::bench::{Bench, send};

#[tokio::test]
async fn a_server_hangs_up_on_who_has_no_token() {
    let bench = Bench::start("connection/hangs-up/no-token").await;
    let refused = bench.anonymous(Method::GET, "/systems/@me").send().await;
    assert!(refused.is_err());
    assert_eq!(send(bench.owner(Method::GET, "/systems/@me")).await.0, 200);
}

#[rstest]
#[case::half_a_body("connection/head-only/unknown-message", b"HTTP/1.1 404", b"\r\n\r\n")]
#[case::too_short("framing/length-too-short", b"HTTP/1.1 404", b"}")]
#[case::garbage("framing/garbage", b"\0", b"}")]
#[case::nul("framing/nul-in-header", b"HTTP/1.1 404", b"}")]
#[case::no_head("framing/no-head", b"{", b"}")]
#[case::bad_chunk("framing/bad-chunk", b"HTTP/1.1 404", b"}")]
#[tokio::test]
async fn the_bytes_begin_and_end_in_another_way(
    #[case] fault: &str,
    #[case] begin: &[u8],
    #[case] end: &[u8],
) {
    let bench = Bench::start(fault).await;
    let bytes = bench.read_bytes_of_unknown_message().await;
    let shown = String::from_utf8_lossy(&bytes).into_owned();
    assert!(bytes.starts_with(begin) && bytes.ends_with(end), "{shown}");
    assert!(!shown.contains("x-fault-framing"), "{shown}");
}

#[rstest]
#[case::late("connection/late/unknown-message")]
#[case::drips("connection/drips/unknown-message")]
#[tokio::test]
async fn a_refusal_takes_two_seconds(#[case] fault: &str) {
    let bench = Bench::start(fault).await;
    let start = Instant::now();
    let (status, body) = send(bench.owner(Method::GET, "/messages/1")).await;
    assert!(start.elapsed() > Duration::from_secs(2));
    assert_eq!((status, &body["code"]), (404, &20006.into()));
}

#[tokio::test]
async fn a_body_is_compressed_unasked() {
    let bench = Bench::start("framing/gzip").await;
    let response = bench
        .owner(Method::GET, "/messages/1")
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()["content-encoding"], "gzip");
    let body = response.bytes().await.unwrap();
    assert!(body.starts_with(&[0x1f, 0x8b, 8]));
}
