//! The pace of a target against every kind of limiter that the documentation leaves room for.

use badreq::target::{Credentials, Target, TargetOptions};
use badreq_reference::{LimiterAlgorithm, LimiterOptions, RateLimitKey, ServerOptions, start};
use futures_util::future::join_all;
use rstest::rstest;

use crate::target::pacing::limits;
use crate::target::server::ordinary;

/// Each way of counting that the documentation leaves room for, in the middle of whatever window it counts in.
#[rstest]
#[case::bucket(LimiterAlgorithm::SteadyBucket, RateLimitKey::Caller)]
#[case::bucket_that_gains_one_by_one(LimiterAlgorithm::TokenBucket, RateLimitKey::Caller)]
#[case::windows_of_the_clock(LimiterAlgorithm::FixedWindow, RateLimitKey::Caller)]
#[case::the_window_behind_each_request(LimiterAlgorithm::SlidingWindow, RateLimitKey::Caller)]
#[case::refusals_count_too(LimiterAlgorithm::SlidingWindowWithRefusals, RateLimitKey::Caller)]
#[case::counted_by_address(LimiterAlgorithm::SteadyBucket, RateLimitKey::Address)]
#[tokio::test]
async fn no_limiter_refuses_what_keeps_the_pace(
    #[case] algorithm: LimiterAlgorithm,
    #[case] counted_by: RateLimitKey,
) {
    let options = ServerOptions {
        limiter: LimiterOptions {
            algorithm,
            counted_by,
            ..LimiterOptions::default()
        },
        ..ServerOptions::default()
    };
    let server = start(options).await.expect("a port is free");
    let base = server.url().parse().expect("it is a base URL");
    let target = Target::new(TargetOptions {
        rate_limits: Some(limits()),
        ..TargetOptions::new(base, Credentials::default())
    });
    let target = target.expect("no TLS is needed");
    let request = ordinary("GET", "/systems/aaaaa");
    // Urgent ones use the limit up at once, ordinary ones stand in line meanwhile.
    let hurried = target.with_urgent_priority();
    let asks = (0..32).map(|number| {
        let target = if number % 2 == 0 { &target } else { &hurried };
        target.send(&request)
    });
    let answers = join_all(asks).await;
    let statuses: Vec<u16> = answers
        .into_iter()
        .map(|answer| answer.expect("the server answers").response.status)
        .collect();
    assert!(!statuses.contains(&429), "{statuses:?}");
    assert!(target.traffic().scopes["read"].peak_per_second <= 10);
}
