//! Responses without rate-limit headers, of a target that sends these headers on others.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use badreq::contract::{Edition, Level, RequirementId};
use badreq::outcome::{ConformanceConclusion, RunOutcome};
use badreq::run::TargetRateLimiting;
use badreq_reference::{ServerRateLimits, TriggerMode};
use rstest::rstest;

use crate::engine::bench::{Run, assert_green, inputs, server, server_with};
use crate::engine::message::Message;
use crate::engine::proxy::{Meddler, Proxy, altering};

/// Runs cases against a server that keeps the documented limits, through this proxy.
async fn run_under_limits(meddler: Meddler, cases: &[&str]) -> RunOutcome {
    let server = server_with(ServerRateLimits::Documented, TriggerMode::Off).await;
    let proxy = Proxy::start(&server, meddler).await;
    let mut run = Run::through(&server, &proxy.url);
    run.hooks.clear();
    run.pace.clone_from(&inputs(Edition::Errata).0.limits);
    run.options.target_limits = TargetRateLimiting::Enforced;
    // In their order, so that it is known which answer is the first.
    run.options.parallel_reads = 1;
    run.only(cases).await
}

fn remove_rate_headers(answer: &mut Message) {
    for name in ["limit", "remaining", "reset", "scope"] {
        answer.remove(&format!("x-ratelimit-{name}"));
    }
}

#[tokio::test]
async fn headers_that_only_some_responses_have_are_missed_once_for_the_target() {
    let (seen, removed) = (AtomicU64::new(0), Arc::new(AtomicU64::new(0)));
    let counted = Arc::clone(&removed);
    let meddler = altering(move |call, answer| {
        let is_unknown_message = call.target().starts_with("/messages/") && answer.status() == 404;
        // The first one shows what the target sends.
        if is_unknown_message && seen.fetch_add(1, Ordering::SeqCst) > 0 {
            remove_rate_headers(answer);
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    let outcome = run_under_limits(
        meddler,
        &["messages/zero", "messages/one", "messages/unknown"],
    )
    .await;
    assert_green(&outcome);
    assert_eq!(outcome.conclusion(), ConformanceConclusion::Conforms);
    let [finding] = outcome.responses.as_slice() else {
        panic!("{:#?}", outcome.responses);
    };
    assert_eq!(finding.requirement, RequirementId::RateHeadersPresent);
    assert_eq!(finding.level, Level::Should);
    let removed = removed.load(Ordering::SeqCst);
    assert!(removed >= 3, "{removed}");
    assert_eq!(finding.count_broken_responses(), removed);
    assert!(finding.count_judged_responses() > removed);
}

#[tokio::test]
async fn what_may_be_answered_before_the_limiter_needs_no_headers_that_others_have() {
    let removed = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&removed);
    let meddler = altering(move |_, answer| {
        if answer.status() == 401 {
            remove_rate_headers(answer);
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    let outcome = run_under_limits(
        meddler,
        &[
            "authorization/no-token-own-system-get",
            "authorization/no-token-own-system-settings-get",
            "authorization/no-token-own-system-members",
        ],
    )
    .await;
    assert_green(&outcome);
    assert!(removed.load(Ordering::SeqCst) >= 3);
    assert_eq!(outcome.responses, []);
}

#[rstest]
#[case::declared_as_off(TargetRateLimiting::Off)]
#[case::declared_as_enforced(TargetRateLimiting::Enforced)]
#[tokio::test]
async fn limits_that_a_trigger_turns_on_promise_no_headers_without_it(
    #[case] declared: TargetRateLimiting,
) {
    let server = server().await;
    let mut run = Run::on(&server);
    run.options.target_limits = declared;
    let outcome = run.only(&["rate_limits", "messages"]).await;
    assert_green(&outcome);
    assert!(outcome.receipt.refused_on_purpose > 0);
    assert_eq!(outcome.responses, []);
}
