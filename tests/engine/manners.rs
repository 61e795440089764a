//! Nothing is left behind, and nothing that was there before is lost.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use badreq::outcome::{ConformanceConclusion, RunEnding, RunEvent, Verdict};
use badreq::run::CancelReason;
use badreq_reference::ReferenceServer;
use rstest::rstest;
use serde_json::json;

use crate::engine::bench::{Run, assert_untouched, broken, of, server, whole_run};
use crate::engine::message::Message;
use crate::engine::proxy::{Meddler, Proxy, meddling};

#[tokio::test]
async fn a_whole_run_leaves_the_server_as_it_was() {
    // That the server is untouched is seen at the end of this run.
    let outcome = whole_run().await;
    assert_eq!(outcome.conclusion(), ConformanceConclusion::Conforms);
    assert_eq!(outcome.leftovers, []);
    assert!(outcome.receipt.made > 0);
    assert_eq!(outcome.receipt.made, outcome.receipt.undone);
}

#[rstest]
#[case::the_first(1)]
#[ignore = "like the other moments, for the weekly run"]
#[case::a_few(7)]
#[case::some(40)]
#[ignore = "like the other moments, for the weekly run"]
#[case::a_hundred(100)]
#[ignore = "like the other moments, for the weekly run"]
#[case::two_hundred(200)]
#[case::a_third(450)]
#[ignore = "like the other moments, for the weekly run"]
#[case::half(700)]
#[ignore = "like the other moments, for the weekly run"]
#[case::two_thirds(900)]
#[ignore = "like the other moments, for the weekly run"]
#[case::most(1200)]
#[case::nearly_all(1340)]
#[tokio::test]
async fn a_run_that_is_stopped_undoes_what_it_made(#[case] after: usize) {
    let server = server().await;
    let before = server.dump_state();
    let run = Run::on(&server);
    let mut finished = 0;
    let outcome = run
        .telling(&[], &[], |event| {
            if let RunEvent::CaseFinished { .. } = event {
                finished += 1;
                if finished == after {
                    run.stop.cancel(CancelReason::Interrupt);
                }
            }
        })
        .await;
    assert_eq!(outcome.ended, RunEnding::Interrupted);
    assert_eq!(outcome.conclusion(), ConformanceConclusion::Interrupted);
    assert_eq!(outcome.leftovers, []);
    assert_untouched(&before, &server);
    let of_stop = |verdict: &Verdict| matches!(verdict, Verdict::Skipped { .. } | Verdict::Pass);
    assert!(outcome.cases.iter().all(|case| of_stop(&case.verdict)));
}

#[tokio::test]
async fn a_run_that_is_stopped_before_it_begins_sends_nothing() {
    let server = server().await;
    let run = Run::on(&server);
    run.stop.cancel(CancelReason::Interrupt);
    let outcome = run.only(&["members"]).await;
    assert_eq!(outcome.ended, RunEnding::Interrupted);
    assert_eq!(outcome.receipt.requests, 0);
}

/// Requests that no HTTP client would send are left out: the proxy would not frame them as they are meant.
const PASSABLE: &[&str] = &["transport"];

#[tokio::test]
async fn a_server_that_takes_everybody_for_the_owner_is_left_as_it_was() {
    let server = server().await;
    let token = server.seed_values().token.clone();
    let meddler = meddling(move |upstream, mut call| {
        if call.header("authorization").is_none() {
            call.set("authorization", &token);
        }
        async move { upstream.forward(&call).await }
    });
    let failed = wrongly_accepting(&server, meddler).await;
    assert!(failed > 30, "{failed}");
}

#[tokio::test]
async fn a_server_that_lets_everybody_change_everything_is_left_as_it_was() {
    let server = server().await;
    let skip = [PASSABLE, &[SETTINGS]].concat();
    let failed = wrongly_accepting_but(&skip, &server, open_to_all(&server)).await;
    assert!(failed > 15, "{failed}");
}

/// A case that changes what no kept object stands for.
const SETTINGS: &str = "authorization/another-systems-system-settings-patch";

#[tokio::test]
async fn settings_of_the_stranger_that_the_owner_can_change_are_put_back() {
    let server = server().await;
    let proxy = Proxy::start(&server, open_to_all(&server)).await;
    let before = server.dump_state();
    let outcome = Run::through(&server, &proxy.url).only(&[SETTINGS]).await;
    assert_eq!(of(&outcome, SETTINGS).verdict, Verdict::Fail);
    assert_untouched(&before, &server);
}

/// What one system may not do, the server does in the name of the other.
fn open_to_all(server: &ReferenceServer) -> Meddler {
    let (owner, stranger) = (
        server.seed_values().token.clone(),
        server.seed_values().stranger_token.clone(),
    );
    meddling(move |upstream, mut call| {
        let is_owner = call.header("authorization") == Some(&owner);
        let other = if is_owner {
            stranger.clone()
        } else {
            owner.clone()
        };
        async move {
            let answer = upstream.forward(&call).await?;
            // Whoever says `@me` still means no other.
            if answer.status() != 403 || call.target().contains("@me") {
                return Some(answer);
            }
            call.set("authorization", &other);
            upstream.forward(&call).await
        }
    })
}

#[tokio::test]
async fn a_server_that_mends_every_body_is_left_as_it_was() {
    let server = server().await;
    let failed = wrongly_accepting(&server, mending(true)).await;
    assert!(failed > 100, "{failed}");
}

/// A refused body is replaced by one that is fine; whether the answer tells, or still refuses.
fn mending(tells: bool) -> Meddler {
    let count = AtomicUsize::new(0);
    meddling(move |upstream, mut call| {
        let number = count.fetch_add(1, Ordering::SeqCst);
        async move {
            let refusal = upstream.forward(&call).await?;
            let Some(body) = good_body(&call, number).filter(|_| refusal.status() == 400) else {
                return Some(refusal);
            };
            call.set("content-type", "application/json");
            call.set_body(body);
            let served = upstream.forward(&call).await?;
            Some(if tells { served } else { refusal })
        }
    })
}

fn good_body(call: &Message, number: usize) -> Option<String> {
    let path = call.target().split('?').next().unwrap_or_default();
    let name = format!("mended {number}");
    let body = match (call.method(), path) {
        ("POST", "/members" | "/groups") => json!({ "name": name }),
        ("POST", "/systems/@me/switches") => {
            json!({"members": [], "timestamp": format!("2015-01-01T00:00:00.{number:06}Z")})
        }
        ("PATCH", "/systems/@me") => json!({"name": name, "color": "c0ffee"}),
        ("PATCH", "/systems/@me/settings") => json!({"timezone": "Europe/Berlin"}),
        ("PATCH", path) if path.contains("/guilds/") => json!({ "display_name": name }),
        ("PATCH", path) if path.matches('/').count() == 2 => json!({ "name": name }),
        _ => return None,
    };
    Some(body.to_string())
}

/// Runs against a server that accepts what it should refuse; how many cases fail.
async fn wrongly_accepting(server: &ReferenceServer, meddler: Meddler) -> usize {
    wrongly_accepting_but(PASSABLE, server, meddler).await
}

async fn wrongly_accepting_but(skip: &[&str], server: &ReferenceServer, meddler: Meddler) -> usize {
    let proxy = Proxy::start(server, meddler).await;
    let before = server.dump_state();
    let outcome = Run::through(server, &proxy.url).all_but(skip).await;
    assert_eq!(outcome.leftovers, []);
    assert_untouched(&before, server);
    assert_eq!(outcome.ended, RunEnding::Complete);
    let harness_errors = outcome
        .cases
        .iter()
        .filter(|case| matches!(case.verdict, Verdict::HarnessError { .. }));
    assert_eq!(harness_errors.count(), 0);
    let failed = outcome
        .cases
        .iter()
        .filter(|case| case.verdict == Verdict::Fail);
    failed.count()
}

/// The answer tells nothing of it, so what was made must at least be noticed.
#[rstest]
#[case::member("members/post-empty-body")]
#[case::group("groups/post-empty-body")]
#[tokio::test]
async fn a_creation_behind_a_refusal_fails_the_case(#[case] name: &str) {
    use badreq::contract::RequirementId;

    let server = server().await;
    let proxy = Proxy::start(&server, mending(false)).await;
    let outcome = Run::through(&server, &proxy.url).only(&[name]).await;
    let case = of(&outcome, name);
    assert_eq!(case.verdict, Verdict::Fail);
    assert_eq!(broken(case), [RequirementId::RefusalChangesNothing]);
}

#[tokio::test]
async fn a_creation_behind_a_refusal_is_told_as_left_behind() {
    let server = server().await;
    let proxy = Proxy::start(&server, mending(false)).await;
    let before = server.dump_state();
    let outcome = Run::through(&server, &proxy.url)
        .only(&["members/post-empty-body"])
        .await;
    assert!(server.dump_state() == before || !outcome.leftovers.is_empty());
}

/// Its answer never comes, so nobody knows its id; it bears the run's own, and is found by that.
#[tokio::test]
async fn something_made_whose_answer_is_lost_is_found_and_removed() {
    let server = server().await;
    let meddler = meddling(|upstream, call| async move {
        let answer = upstream.forward(&call).await?;
        (call.method() != "POST").then_some(answer)
    });
    let proxy = Proxy::start(&server, meddler).await;
    let before = server.dump_state();
    let outcome = Run::through(&server, &proxy.url)
        .only(&["authorization/another-systems-member-patch"])
        .await;
    assert_eq!(server.dump_state(), before);
    assert_eq!(outcome.leftovers, []);
    assert!(outcome.receipt.undone > 0);
}

/// The control makes a member of which nothing is heard any more.
#[tokio::test]
async fn a_control_that_made_something_whose_answer_is_lost_is_found_and_removed() {
    let server = server().await;
    let meddler = meddling(|upstream, call| async move {
        let answer = upstream.forward(&call).await?;
        let is_control = call.target() == "/members" && answer.status() == 200;
        (!is_control).then_some(answer)
    });
    let proxy = Proxy::start(&server, meddler).await;
    let before = server.dump_state();
    let outcome = Run::through(&server, &proxy.url)
        .only(&["members/post-empty-body"])
        .await;
    assert_eq!(server.dump_state(), before);
    assert_eq!(outcome.leftovers, []);
    assert!(outcome.receipt.undone > 0);
}

/// Neither does an answer tell of it nor can it be looked for.
#[tokio::test]
async fn something_made_of_which_nothing_can_be_found_out_is_told() {
    let server = server().await;
    let meddler = meddling(|upstream, call| async move {
        let answer = upstream.forward(&call).await?;
        let is_told = call.method() != "POST" && call.target() != "/systems/@me/members";
        is_told.then_some(answer)
    });
    let proxy = Proxy::start(&server, meddler).await;
    let before = server.dump_state();
    let outcome = Run::through(&server, &proxy.url)
        .only(&["authorization/another-systems-member-patch"])
        .await;
    assert_ne!(server.dump_state(), before);
    let remedy = &outcome.leftovers.first().expect("it is told").remedy;
    let id = &outcome.run.id;
    assert!(
        remedy.starts_with(&format!(
            "look for `badreq {id}` and DELETE /members/{{id}} as "
        )),
        "{remedy}"
    );
}

const SECOND_TIME: &[&str] = &[
    "authorization/no-token-own-switch-delete",
    "authorization/nobodys-token-switch-delete",
];

/// Refused at first, then done, and no read shows it: the case behind must not pay for it.
#[tokio::test]
async fn what_a_bad_request_destroys_the_second_time_is_made_anew() {
    let server = server().await;
    let owner = server.seed_values().token.clone();
    let (asked, made) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&made);
    let reads = Arc::new(Mutex::new(HashMap::new()));
    let meddler = meddling(move |upstream, mut call| {
        let is_of_nobody = call.header("authorization").is_none();
        let again =
            call.method() == "DELETE" && is_of_nobody && asked.fetch_add(1, Ordering::SeqCst) == 1;
        if again {
            call.set("authorization", &owner);
        }
        let body = String::from_utf8_lossy(&call.body);
        counted.fetch_add(usize::from(body.contains("2019-03-14")), Ordering::SeqCst);
        let reads = Arc::clone(&reads);
        async move {
            let answer = upstream.forward(&call).await?;
            if call.method() != "GET" {
                return Some(answer);
            }
            let mut reads = reads.lock().expect("nobody panicked");
            Some(reads.entry(call.start.clone()).or_insert(answer).clone())
        }
    });
    let proxy = Proxy::start(&server, meddler).await;
    let outcome = Run::through(&server, &proxy.url).only(SECOND_TIME).await;
    assert_eq!(of(&outcome, SECOND_TIME[0]).verdict, Verdict::Fail);
    assert_eq!(made.load(Ordering::SeqCst), 2);
}

/// Once is an accident: at the end of the run it is tried again.
#[tokio::test]
async fn what_cannot_be_removed_at_once_is_removed_at_the_end() {
    let server = server().await;
    let removals = AtomicUsize::new(0);
    let meddler = meddling(move |upstream, call| {
        let is_first = call.method() == "DELETE" && removals.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            if is_first {
                return Some(Message::answer(503, r#"{"code":0,"message":"later"}"#));
            }
            upstream.forward(&call).await
        }
    });
    let proxy = Proxy::start(&server, meddler).await;
    let before = server.dump_state();
    let outcome = Run::through(&server, &proxy.url)
        .only(&["members/post-empty-body"])
        .await;
    assert_untouched(&before, &server);
    assert_eq!(outcome.leftovers, []);
    assert_eq!(outcome.receipt.made, outcome.receipt.undone);
}
