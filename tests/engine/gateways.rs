//! What stands between a run and its target answers in the target's place.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use badreq::outcome::Verdict;

use crate::engine::bench::{Run, server};
use crate::engine::message::Message;
use crate::engine::proxy::{Proxy, altering, meddling};

/// What stands before the target loses its patience; the target has done what was asked.
#[tokio::test]
async fn something_made_behind_an_answer_of_a_gateway_is_found_and_removed() {
    let server = server().await;
    let meddler = altering(|call, answer| {
        if call.method() == "POST" && answer.status() == 200 {
            *answer = Message::answer(504, "<h1>Gateway timeout</h1>");
        }
    });
    let proxy = Proxy::start(&server, meddler).await;
    let before = server.dump_state();
    let outcome = Run::through(&server, &proxy.url)
        .only(&["authorization/another-systems-member-patch"])
        .await;
    assert_eq!(server.dump_state(), before);
    assert_eq!(outcome.leftovers, []);
}

/// A 404 that is not the target's own says nothing of what is there.
#[tokio::test]
async fn what_only_a_gateway_calls_gone_is_told_as_left_behind() {
    let server = server().await;
    let meddler = meddling(|upstream, call| async move {
        if call.method() == "DELETE" {
            return Some(Message::answer(404, "<h1>No such route</h1>"));
        }
        upstream.forward(&call).await
    });
    let proxy = Proxy::start(&server, meddler).await;
    let before = server.dump_state();
    let outcome = Run::through(&server, &proxy.url)
        .only(&["authorization/another-systems-member-patch"])
        .await;
    assert_ne!(server.dump_state(), before);
    assert!(!outcome.leftovers.is_empty());
    assert_eq!(outcome.receipt.undone, 0);
}

/// One answer that goes wrong is no reason to give up every case that needs the same.
#[tokio::test]
async fn a_fixture_that_could_not_be_made_once_is_tried_again() {
    let server = server().await;
    let asked = Arc::new(AtomicUsize::new(0));
    let meddler = altering(move |call, answer| {
        let is_first = || asked.fetch_add(1, Ordering::SeqCst) == 0;
        if call.method() == "POST" && call.target() == "/members" && is_first() {
            *answer = Message::answer(503, "<h1>In a moment</h1>");
        }
    });
    let proxy = Proxy::start(&server, meddler).await;
    let outcome = Run::through(&server, &proxy.url)
        .only(&["authorization/another-systems-member-*"])
        .await;
    let unproven = outcome
        .cases
        .iter()
        .filter(|case| matches!(case.verdict, Verdict::Inconclusive { .. }));
    assert_eq!(unproven.count(), 1, "{:?}", outcome.cases.len());
}
