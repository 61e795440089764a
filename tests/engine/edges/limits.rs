//! Rate limits that the server keeps by itself, and refusals that nobody asked for.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use badreq::contract::{Edition, Level, RateLimits, RequirementId};
use badreq::outcome::ConformanceConclusion;
use badreq::run::TargetRateLimiting;
use badreq_reference::{ServerRateLimits, TriggerMode};
use rstest::rstest;

use crate::engine::bench::{Run, assert_green, assert_untouched, inputs, server, server_with};
use crate::engine::message::Message;
use crate::engine::proxy::{Meddler, Proxy, meddling};

fn limits(get: u32, update: u32, message: u32) -> RateLimits {
    let mut limits = inputs(Edition::Errata)
        .0
        .limits
        .clone()
        .expect("there are limits");
    for scope in &mut limits.scopes {
        scope.limit = match scope.name.as_str() {
            "generic_get" => get,
            "generic_update" => update,
            _ => message,
        };
    }
    limits
}

#[tokio::test]
async fn a_run_stays_under_the_documented_limits_by_itself() {
    let server = server_with(ServerRateLimits::Documented, TriggerMode::Off).await;
    let before = server.dump_state();
    let mut run = Run::on(&server);
    run.hooks.clear();
    run.pace = Some(limits(10, 3, 10));
    run.options.target_limits = TargetRateLimiting::Enforced;
    let outcome = run
        .only(&[
            "rate_limits",
            "messages/zero",
            "messages/one",
            "members/get-of-an-unknown-uuid",
            "members/post-empty-body",
            "members/patch-name-null",
        ])
        .await;
    assert_green(&outcome);
    let receipt = &outcome.receipt;
    assert_eq!(receipt.refused_by_accident, 0);
    assert!(receipt.refused_on_purpose > 0);
    assert!(receipt.waited_ms > 0);
    assert_untouched(&before, &server);
}

#[tokio::test]
async fn cases_of_the_limits_left_out_nothing_is_refused_at_all() {
    let server = server_with(
        "get=40,update=20,message=40".parse().expect("it is one"),
        TriggerMode::Off,
    );
    let server = server.await;
    let mut run = Run::on(&server);
    run.hooks.clear();
    run.pace = Some(limits(40, 20, 40));
    run.options.target_limits = TargetRateLimiting::Enforced;
    let outcome = run.only(&["messages", "members/post-*"]).await;
    assert_eq!(outcome.receipt.refused_by_accident, 0);
    assert_eq!(outcome.receipt.refused_on_purpose, 0);
    let peaks = &outcome.receipt.scopes;
    assert!(
        peaks.iter().all(|scope| scope.peak_per_second <= 40),
        "{peaks:?}"
    );
}

#[tokio::test]
async fn limits_that_are_raised_are_exceeded_as_announced_and_remarked_once() {
    // More than a burst against the documented limits sends, so that none of its requests is refused.
    let server = server_with(
        "get=25,update=9,message=25".parse().expect("it is one"),
        TriggerMode::Off,
    );
    let server = server.await;
    let mut run = Run::on(&server);
    run.hooks.clear();
    run.pace = Some(limits(10, 3, 10));
    run.options.target_limits = TargetRateLimiting::Enforced;
    let outcome = run.only(&["rate_limits", "messages/zero"]).await;
    assert_green(&outcome);
    assert_eq!(outcome.conclusion(), ConformanceConclusion::Conforms);
    assert!(outcome.receipt.refused_on_purpose > 0);
    assert_eq!(outcome.receipt.refused_by_accident, 0);
    let remarks = outcome.responses.iter();
    let remarks: Vec<_> = remarks.map(|own| (own.requirement, own.level)).collect();
    assert_eq!(
        remarks,
        [(RequirementId::RateHeaderLimitDocumented, Level::May)]
    );
}

/// Refuses each request for the rate so many times before it passes it on.
fn impatient(times: usize, refused: Arc<AtomicUsize>) -> Meddler {
    let seen = Mutex::new(HashMap::new());
    meddling(move |upstream, call| {
        let asked = {
            let mut seen = seen.lock().expect("nobody panicked");
            let asked = seen.entry((call.start.clone(), call.body.clone()));
            let asked: &mut usize = asked.or_default();
            *asked += 1;
            *asked
        };
        // The greeting is not part of the run.
        let is_refused = asked <= times && call.target() != "/";
        if is_refused {
            refused.fetch_add(1, Ordering::SeqCst);
        }
        async move {
            if is_refused {
                let body = r#"{"message":"429: too many requests","retry_after":5,"code":0}"#;
                return Some(Message::answer(429, body));
            }
            upstream.forward(&call).await
        }
    })
}

#[rstest]
#[case::once(1)]
#[case::thrice(3)]
#[tokio::test]
async fn a_refusal_that_nobody_asked_for_is_waited_out_and_counted(#[case] times: usize) {
    let server = server().await;
    let before = server.dump_state();
    let refused = Arc::new(AtomicUsize::new(0));
    let proxy = Proxy::start(&server, impatient(times, Arc::clone(&refused))).await;
    let run = Run::through(&server, &proxy.url);
    let outcome = run.only(&["messages", "members", "privacy"]).await;
    assert_green(&outcome);
    let refused = u64::try_from(refused.load(Ordering::SeqCst)).expect("it is small");
    assert!(refused > 50);
    assert_eq!(outcome.receipt.refused_by_accident, refused);
    assert_eq!(outcome.receipt.refused_on_purpose, 0);
    assert!(outcome.receipt.waited_ms >= 5 * refused);
    assert_untouched(&before, &server);
}
