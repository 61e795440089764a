//! What a budget leaves out, and the time that limits take.

use std::time::Duration;

use badreq::contract::Edition;
use badreq::outcome::{ConformanceConclusion, NotRunReason, RowVerdict, Verdict};
use badreq::run::TargetRateLimiting;
use badreq_reference::{ServerRateLimits, TriggerMode};

use crate::engine::bench::{Run, assert_green, assert_untouched, inputs, server, server_with};
use crate::engine::planning::all;
use crate::engine::proxy::{Proxy, meddling};

/// A target that keeps the documented limits, and a run that knows them.
async fn limited(budget: Option<Duration>) -> (badreq_reference::ReferenceServer, Run) {
    let server = server_with(ServerRateLimits::Documented, TriggerMode::On).await;
    let mut run = Run::on(&server);
    run.options.target_limits = TargetRateLimiting::Enforced;
    run.options.budget = budget;
    run.pace.clone_from(&inputs(Edition::Errata).0.limits);
    (server, run)
}

#[tokio::test]
async fn a_budget_proves_the_rows_first_and_tells_what_it_left_out() {
    let (server, run) = limited(Some(Duration::from_secs(8))).await;
    let before = server.dump_state();
    let outcome = run.only(&["members"]).await;
    assert_eq!(outcome.receipt.refused_by_accident, 0);
    assert_eq!(outcome.conclusion(), ConformanceConclusion::Conforms);
    let left = outcome.left_out.as_ref().expect("it takes much longer");
    assert_eq!(left.rows, []);
    for row in outcome.rows.iter().filter(|row| row.cases > 0) {
        assert_eq!(row.state, RowVerdict::Proven, "{}", row.row.id());
    }
    let skipped = outcome.cases.iter().filter(|case| match &case.verdict {
        Verdict::Skipped { reason } => *reason == NotRunReason::Budget { budget_ms: 8000 },
        _ => false,
    });
    assert_eq!(skipped.count(), left.cases);
    assert_eq!(outcome.leftovers, []);
    assert_untouched(&before, &server);
}

#[tokio::test]
async fn a_run_under_limits_is_never_refused_by_accident_and_tells_the_best_time() {
    let (_server, run) = limited(None).await;
    let outcome = run.only(&["fronters", "messages"]).await;
    assert_green(&outcome);
    let receipt = &outcome.receipt;
    assert_eq!(receipt.refused_by_accident, 0);
    let best = receipt.min_duration_ms().expect("limits were kept");
    assert!(best > 0 && best <= receipt.elapsed_ms + 1000, "{receipt:?}");
    for scope in &receipt.scopes {
        let allowed = scope.allowed.expect("limits were kept");
        assert!(
            scope.peak_per_second <= u64::from(allowed.requests),
            "{scope:?}"
        );
    }
}

#[tokio::test]
async fn a_budget_that_leaves_no_time_for_anything_tries_nothing() {
    let server = server().await;
    let mut run = Run::on(&server);
    run.options.budget = Some(Duration::from_nanos(1));
    let outcome = run.all_but(&[]).await;
    assert_eq!(outcome.conclusion(), ConformanceConclusion::NothingRun);
    assert_eq!(outcome.receipt.requests, 1);
    let left = outcome.left_out.expect("all of it");
    assert_eq!((left.cases, left.rows.len()), (all().len(), 30));
    assert!(left.actors.is_empty() && left.defects.is_empty());
}

#[tokio::test]
async fn a_budget_that_is_long_enough_leaves_nothing_out() {
    let server = server().await;
    let mut run = Run::on(&server);
    run.options.budget = Some(Duration::from_secs(600));
    let outcome = run.only(&["members"]).await;
    assert_green(&outcome);
    assert_eq!(outcome.left_out, None);
}

/// Nothing limits its rate, but each answer takes its time, and so does each removal at the end.
#[tokio::test]
async fn a_budget_counts_the_time_that_answers_take() {
    let server = server().await;
    let meddler = meddling(|upstream, call| async move {
        tokio::time::sleep(Duration::from_millis(100)).await;
        upstream.forward(&call).await
    });
    let proxy = Proxy::start(&server, meddler).await;
    let mut run = Run::through(&server, &proxy.url);
    run.options.parallel_reads = 1;
    run.options.budget = Some(Duration::from_secs(4));
    let outcome = run.only(&["members", "groups"]).await;
    let left = outcome.left_out.as_ref().expect("it takes much longer");
    assert!(left.cases < outcome.cases.len(), "{left:?}");
    assert_eq!(outcome.leftovers, []);
    let receipt = &outcome.receipt;
    // Two at a time, forty in four seconds each, and one at a time while things are undone.
    assert!(receipt.requests + receipt.undone <= 80, "{receipt:?}");
}
