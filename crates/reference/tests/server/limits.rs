//! The rate limits, on a server whose limits are so low that the time a test takes does not matter.

use badreq_reference::{
    ServerOptions, ServerRateLimits, ServerRateLimitsError, ServerStartError, start,
};
use rstest::rstest;

use crate::bench::{Answer, As, Bench};

async fn limited() -> Bench {
    let limits = ServerRateLimits::PerSecond {
        get: 1,
        update: 1,
        message: 1,
    };
    Bench::with(ServerOptions {
        limits,
        ..ServerOptions::default()
    })
    .await
}

fn header(answer: &Answer, name: &str) -> String {
    answer.headers[name].to_str().unwrap().to_owned()
}

/// One of a rate of 1 and a handful at once must be refused, however slow the machine is: several go at the same time.
async fn first_refusal(bench: &Bench, request: &str, body: &str) -> Answer {
    for _ in 0..50 {
        let answer = bench.send(As::Owner, request, body).await;
        if answer.status == 429 {
            return answer;
        }
    }
    panic!("nothing was refused");
}

#[rstest]
#[case::reads("GET /members/{member}", "", "generic_get")]
#[case::messages("GET /messages/{message}", "", "message")]
#[case::updates("PATCH /systems/@me", r#"{"tag": null}"#, "generic_update")]
#[tokio::test]
async fn too_many_requests_are_told_when_to_come_back(
    #[case] request: &str,
    #[case] body: &str,
    #[case] scope: &str,
) {
    let bench = limited().await;
    let granted = bench.send(As::Owner, request, body).await;
    assert_eq!(granted.status, 200);
    assert_eq!(header(&granted, "x-ratelimit-limit"), "1");
    assert_eq!(header(&granted, "x-ratelimit-remaining"), "0");
    assert_eq!(header(&granted, "x-ratelimit-scope"), scope);

    let refused = first_refusal(&bench, request, body).await;
    assert_eq!(refused.row(), (429, 0));
    assert_eq!(refused.body["message"], "429: too many requests");
    assert_eq!(header(&refused, "x-ratelimit-scope"), scope);
    let wait = refused.body["retry_after"].as_u64().unwrap();
    assert!((1..=1000).contains(&wait), "{wait}");
    tokio::time::sleep(std::time::Duration::from_millis(wait)).await;
    assert_eq!(bench.send(As::Owner, request, body).await.status, 200);
}

#[tokio::test]
async fn a_used_up_scope_leaves_others_and_other_callers_alone() {
    let bench = limited().await;
    first_refusal(&bench, "GET /members/{member}", "").await;
    assert_eq!(
        bench.get(As::Owner, "/messages/{message}").await.status,
        200
    );
    assert_eq!(
        bench.get(As::Stranger, "/members/{member}").await.status,
        200
    );
    assert_eq!(
        bench.get(As::Anonymous, "/members/{member}").await.status,
        200
    );
}

#[tokio::test]
async fn refusals_carry_the_headers_too() {
    let bench = limited().await;
    let missing = bench.get(As::Owner, "/members/{uuid}").await;
    assert_eq!(missing.row(), (404, 20002));
    assert_eq!(header(&missing, "x-ratelimit-scope"), "generic_get");
    assert!(header(&missing, "x-ratelimit-reset").parse::<u64>().is_ok());
}

#[tokio::test]
async fn the_documented_limits_are_ten_and_three() {
    let bench = Bench::with(ServerOptions::default()).await;
    let read = bench.get(As::Owner, "/members/{member}").await;
    assert_eq!(header(&read, "x-ratelimit-limit"), "10");
    let message = bench.get(As::Owner, "/messages/{message}").await;
    assert_eq!(header(&message, "x-ratelimit-limit"), "10");
    let update = bench
        .send(As::Owner, "PATCH /systems/@me", r#"{"tag": null}"#)
        .await;
    assert_eq!(header(&update, "x-ratelimit-limit"), "3");
}

#[tokio::test]
async fn without_limits_there_are_no_headers() {
    let bench = Bench::new().await;
    let answer = bench.get(As::Owner, "/members/{member}").await;
    assert!(
        answer
            .headers
            .keys()
            .all(|name| !name.as_str().starts_with("x-ratelimit"))
    );
}

#[tokio::test]
async fn a_limit_that_lets_nothing_in_is_refused_at_the_start() {
    let limits = ServerRateLimits::PerSecond {
        get: 10,
        update: 0,
        message: 10,
    };
    let options = ServerOptions {
        limits,
        ..ServerOptions::default()
    };
    match start(options).await {
        Err(ServerStartError::Limits(ServerRateLimitsError::Zero { scope })) => {
            assert_eq!(scope, "update");
        }
        other => panic!("{other:?}"),
    }
}
