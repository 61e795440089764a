//! The hooks, and that they do nothing unless they are on.

use badreq_reference::{ServerOptions, ServerRateLimits, TriggerMode};
use reqwest::header::HeaderMap;
use rstest::rstest;

use crate::bench::{Answer, As, Bench};

async fn hooked(hooks: TriggerMode) -> Bench {
    Bench::with(ServerOptions {
        limits: ServerRateLimits::None,
        triggers: hooks,
        ..ServerOptions::default()
    })
    .await
}

async fn ask(bench: &Bench, hook: &str) -> Answer {
    let headers =
        HeaderMap::from_iter([("x-reference-hook".parse().unwrap(), hook.parse().unwrap())]);
    bench
        .send_with(As::Owner, "GET /members/{member}", headers, Vec::new())
        .await
}

#[tokio::test]
async fn an_internal_error_can_be_asked_for() {
    let bench = hooked(TriggerMode::On).await;
    let answer = ask(&bench, "internal-error").await;
    assert_eq!(answer.row(), (500, 0));
    assert_eq!(answer.body["message"], "500: Internal Server Error");
}

#[tokio::test]
async fn the_documented_limit_can_be_asked_for() {
    let bench = hooked(TriggerMode::On).await;
    let first = ask(&bench, "rate-limit").await;
    assert_eq!(first.status, 200);
    assert_eq!(first.headers["x-ratelimit-limit"], "10");
    let mut refused = 0;
    for _ in 0..200 {
        refused += u32::from(ask(&bench, "rate-limit").await.status == 429);
    }
    assert!(refused > 0);
    let plain = bench.get(As::Owner, "/members/{member}").await;
    assert_eq!(plain.status, 200);
    assert!(!plain.headers.contains_key("x-ratelimit-limit"));
}

#[rstest]
#[case::off(TriggerMode::Off, "internal-error")]
#[case::off_limit(TriggerMode::Off, "rate-limit")]
#[case::unknown(TriggerMode::On, "coffee")]
#[tokio::test]
async fn otherwise_the_header_is_ignored(#[case] hooks: TriggerMode, #[case] hook: &str) {
    let bench = hooked(hooks).await;
    let answer = ask(&bench, hook).await;
    assert_eq!(answer.status, 200);
    assert!(!answer.headers.contains_key("x-ratelimit-limit"));
}
