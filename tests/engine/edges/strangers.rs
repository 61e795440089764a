//! Targets that are not there, go away, or are no such API.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use badreq::outcome::{
    CaseOutcome, ConformanceConclusion, Level, RunEnding, RunOutcome, VacuityWarning, Verdict,
};
use rstest::rstest;
use tokio::net::TcpListener;

use crate::engine::bench::{Run, names, of, server};
use crate::engine::message::Message;
use crate::engine::proxy::{Meddler, Proxy, meddling};

#[tokio::test]
async fn a_target_that_is_not_there_is_said_to_be_so() {
    let server = server().await;
    let listener = TcpListener::bind(("127.0.0.1", 0))
        .await
        .expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    drop(listener);
    let run = Run::through(&server, &format!("http://{address}/v2"));
    let error = run.open().await.expect_err("nobody listens");
    let text = error.to_string();
    assert!(text.contains(&address.to_string()), "{text}");
    assert!(text.starts_with("cannot use the target at"), "{text}");
}

/// Answers so many requests as the reference server does, and drops every connection from then on.
fn dying(after: usize) -> Meddler {
    let count = AtomicUsize::new(0);
    meddling(move |upstream, call| {
        let alive = count.fetch_add(1, Ordering::SeqCst) < after;
        async move {
            if alive {
                upstream.forward(&call).await
            } else {
                None
            }
        }
    })
}

#[rstest]
#[case::after_its_greeting(1)]
#[case::while_things_are_made(40)]
#[case::in_the_middle(900)]
#[tokio::test]
async fn a_target_that_dies_leaves_no_doubt_of_it(#[case] after: usize) {
    let server = server().await;
    let proxy = Proxy::start(&server, dying(after)).await;
    let run = Run::through(&server, &proxy.url);
    let outcome = run.all_but(&["rate_limits", "transport"]).await;
    assert_ne!(outcome.ended, RunEnding::Complete);
    assert_ne!(outcome.conclusion(), ConformanceConclusion::Conforms);
    // What could not be undone is said, thing by thing.
    let open = outcome.receipt.made - outcome.receipt.undone;
    assert!(outcome.leftovers.len() as u64 >= open);
}

/// Whatever kind of case is under way when it happens.
#[rstest]
#[case::while_things_are_made(&["members", "groups"], 40)]
#[case::in_the_middle(&[], 900)]
#[case::where_nothing_is_made_any_more(&["references"], 60)]
#[tokio::test]
async fn a_target_that_dies_ends_the_run(#[case] only: &[&str], #[case] after: usize) {
    let server = server().await;
    let proxy = Proxy::start(&server, dying(after)).await;
    let run = Run::through(&server, &proxy.url);
    let outcome = run
        .telling(only, &["rate_limits", "transport"], |_| {})
        .await;
    assert_eq!(outcome.ended, RunEnding::TargetLost);
    assert_eq!(outcome.conclusion(), ConformanceConclusion::TargetUnusable);
    let skipped = names(&outcome, |verdict| {
        matches!(verdict, Verdict::Skipped { .. })
    });
    assert!(!skipped.is_empty());
}

#[tokio::test]
async fn a_server_that_drops_the_connection_over_every_bad_request_fails_each_case() {
    let server = server().await;
    let meddler = meddling(|upstream, call| async move {
        let answer = upstream.forward(&call).await?;
        let is_bad = call.target().starts_with("/messages/") && answer.status() >= 400;
        // The look-ups that prove an unknown number need an answer.
        let is_proof = answer.json()["code"] == 20006 && call.target().len() > 15;
        (!is_bad || is_proof).then_some(answer)
    });
    let proxy = Proxy::start(&server, meddler).await;
    let outcome = Run::through(&server, &proxy.url).only(&["messages"]).await;
    assert_eq!(outcome.ended, RunEnding::Complete);
    assert_eq!(of(&outcome, "messages/zero").verdict, Verdict::Fail);
    assert_eq!(of(&outcome, "messages/word@owner").verdict, Verdict::Fail);
    assert_eq!(
        of(&outcome, "messages/unknown@owner").verdict,
        Verdict::Pass
    );
}

/// Ten of them in a row do not mean that it is gone.
#[tokio::test]
async fn a_server_that_hangs_up_on_wrong_methods_is_still_there() {
    let server = server().await;
    let meddler = meddling(|upstream, call| async move {
        let answer = upstream.forward(&call).await?;
        (answer.status() < 400 || call.target() == "/").then_some(answer)
    });
    let proxy = Proxy::start(&server, meddler).await;
    let run = Run::through(&server, &proxy.url);
    let outcome = run.only(&["transport/wrong-method-*"]).await;
    assert_eq!(outcome.ended, RunEnding::Complete);
    assert_eq!(names(&outcome, Verdict::is_green), [""; 0]);
}

async fn run_against(answer: Message) -> RunOutcome {
    let server = server().await;
    let meddler = meddling(move |_, call| {
        let mut answer = answer.clone();
        if call.method() == "HEAD" {
            answer.set_body("");
        }
        async move { Some(answer) }
    });
    let proxy = Proxy::start(&server, meddler).await;
    let mut run = Run::through(&server, &proxy.url);
    run.patience = Duration::from_secs(5);
    let run = run.all_but(&["rate_limits", "transport"]);
    let outcome = tokio::time::timeout(Duration::from_secs(120), run).await;
    outcome.expect("it comes to an end")
}

/// What passes is held to no more than a *should*, and that is broken, or may be served.
fn assert_nothing_is_right(outcome: &RunOutcome) {
    let right = |case: &&CaseOutcome| {
        case.verdict == Verdict::Pass
            && case.violations_at_level(Level::Should).next().is_none()
            && !case.passed_with_alternative()
    };
    let right = outcome.cases.iter().filter(right);
    let right: Vec<_> = right.map(|case| &case.case.name).collect();
    assert!(right.is_empty(), "{right:?}");
    let passed = names(outcome, |verdict| *verdict == Verdict::Pass);
    assert!(passed.len() < 30, "{passed:?}");
}

#[tokio::test]
async fn a_site_that_welcomes_everything_does_not_conform() {
    let mut page = Message::answer(200, "<!DOCTYPE html><title>Welcome</title>");
    page.set("content-type", "text/html");
    let outcome = run_against(page).await;
    assert_eq!(outcome.ended, RunEnding::Complete);
    assert_eq!(outcome.conclusion(), ConformanceConclusion::DoesNotConform);
    assert_nothing_is_right(&outcome);
    assert_ne!(outcome.hollow, []);
    // It says that it made things, and not which: that is told once for each kind and actor.
    let remedies: BTreeSet<_> = outcome.leftovers.iter().map(|left| &left.remedy).collect();
    assert_eq!(remedies.len(), outcome.leftovers.len());
    // Members and groups by three actors, and the owner's switches.
    assert!(remedies.len() <= 7, "{remedies:?}");
}

#[tokio::test]
async fn a_site_that_finds_nothing_proves_nothing() {
    let outcome = run_against(Message::answer(404, r#"{"error":"not found"}"#)).await;
    assert_eq!(outcome.conclusion(), ConformanceConclusion::DoesNotConform);
    assert_nothing_is_right(&outcome);
    assert_ne!(outcome.hollow, []);
}

/// Each answer may be a line of the table; that the good requests get it too gives the server away.
#[tokio::test]
async fn a_server_that_knows_one_line_only_is_seen_through() {
    let body = r#"{"code":20002,"message":"Member not found."}"#;
    let outcome = run_against(Message::answer(404, body)).await;
    assert_eq!(outcome.conclusion(), ConformanceConclusion::DoesNotConform);
    let case = of(&outcome, "members/get-of-an-unknown-uuid@owner");
    assert!(!case.verdict.is_green(), "{:?}", case.verdict);
    let mostly = |sign: &VacuityWarning| matches!(sign, VacuityWarning::MostlyInconclusive { .. });
    assert!(outcome.hollow.iter().any(mostly), "{:?}", outcome.hollow);
}
