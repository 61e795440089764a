//! Faults of the rate limits. The trigger puts the documented ones on a request.

use std::time::Duration;

use reqwest::Method;
use rstest::rstest;

use crate::faults::bench::{Answer, Bench, row, send};

async fn send_limited(bench: &Bench, path: &str) -> Answer {
    let request = bench.owner(Method::GET, path);
    send(request.header("x-reference-hook", "rate-limit")).await
}

async fn count_served(bench: &Bench, path: &str, sent: usize) -> usize {
    let mut served = 0;
    for _ in 0..sent {
        served += usize::from(send_limited(bench, path).await.0 == 200);
    }
    served
}

#[tokio::test]
async fn more_is_served_than_the_limit_grants() {
    let bench = Bench::start("limit/never-enforced/reads").await;
    assert_eq!(count_served(&bench, "/systems/@me", 40).await, 40);
}

#[rstest]
#[case::reads_and_messages("shared-scopes/reads-and-messages")]
#[case::all("shared-scopes/all")]
#[tokio::test]
async fn reads_use_up_the_messages(#[case] fault: &str) {
    let bench = Bench::start(fault).await;
    count_served(&bench, "/systems/@me", 12).await;
    assert_eq!(row(&send_limited(&bench, "/messages/1").await), (429, 0));
}

#[tokio::test]
async fn who_waits_as_long_as_told_is_refused_all_the_same() {
    let bench = Bench::start("limit/ends-late/reads").await;
    let mut wait = None;
    for _ in 0..40 {
        let refused = send_limited(&bench, "/systems/@me").await;
        if refused.0 == 429 {
            wait = refused.1["retry_after"].as_u64();
            break;
        }
    }
    tokio::time::sleep(Duration::from_millis(wait.unwrap())).await;
    assert_eq!(send_limited(&bench, "/systems/@me").await.0, 429);
}
