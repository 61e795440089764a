//! Breaches that one answer does not show: what a refusal did, what became of the control, the second answer, the time.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use badreq::contract::RequirementId as Id;

use super::breach::{Breach, PLAIN, breaches};
use crate::engine::bench::{Run, of, server};
use crate::engine::message::Message;
use crate::engine::proxy::{Meddler, Proxy, altering, meddling};

const REFUSED_WRITE: &str = "model_validation/system-name-too-long-by-one";

breaches! {
    a_refused_change_that_is_made_all_the_same => Breach::new(
        &[Id::RefusalChangesNothing],
        REFUSED_WRITE,
        writing_behind_a_refusal(r#"{"name":"badreq written all the same"}"#),
    );
    a_refused_change_that_is_made_in_part => Breach::new(
        &[Id::RefusalChangesNothing],
        "model_validation/system-two-keys-at-fault",
        writing_behind_a_refusal(r#"{"privacy":{"front_privacy":"private"}}"#),
    );
    a_good_request_that_is_refused_too => Breach::new(
        &[Id::ControlSucceeds],
        "members/groups-of-an-unknown-uuid",
        altering(|call, answer| {
            if call.target().ends_with("/groups") && answer.status() == 200 {
                answer.set_status(404);
                answer.set_body(r#"{"code":20002,"message":"Member not found."}"#);
            }
        }),
    );
    a_bad_request_that_is_served_the_second_time => Breach::new(
        &[Id::AnswerRepeats],
        PLAIN,
        second_time(|answer| {
            answer.set_status(200);
            answer.set_body("{}");
        }),
    )
    .alone();
    a_second_answer_in_other_words => Breach::new(
        &[Id::AnswerRepeats],
        PLAIN,
        second_time(|answer| answer.set_body(r#"{"code":20006,"message":"Still not found."}"#)),
    )
    .alone();
    an_answer_that_takes_its_time => Breach::new(&[Id::AnswerInTime], PLAIN, late())
        .with_budget(Duration::from_millis(1500));
    a_connection_that_is_dropped_over_a_bad_request => Breach::new(
        &[Id::NoServerError],
        PLAIN,
        meddling(|upstream, call| async move {
            if call.target() == "/messages/0" {
                return None;
            }
            upstream.forward(&call).await
        }),
    );
    an_answer_that_is_not_http => Breach::new(
        &[Id::NoServerError],
        PLAIN,
        altering(|call, answer| {
            if call.target() == "/messages/0" {
                "SSH-2.0-OpenSSH_9.6".clone_into(&mut answer.start);
            }
        }),
    );
}

/// Writes this to the owner's system whenever a write to it is refused for its name or its tag.
fn writing_behind_a_refusal(body: &'static str) -> Meddler {
    meddling(move |upstream, call| async move {
        let answer = upstream.forward(&call).await?;
        let faults = answer.json()["errors"].take();
        let is_ours = faults.get("name").is_some() || faults.get("tag").is_some();
        if is_ours && call.target() == "/systems/@me" {
            let mut write = call.clone();
            write.set_body(body);
            assert_eq!(upstream.forward(&write).await?.status(), 200);
        }
        Some(answer)
    })
}

fn second_time(alter: fn(&mut Message)) -> Meddler {
    let asked = AtomicUsize::new(0);
    altering(move |call, answer| {
        if call.target() == "/messages/0" && asked.fetch_add(1, Ordering::SeqCst) == 1 {
            alter(answer);
        }
    })
}

fn late() -> Meddler {
    meddling(|upstream, call| async move {
        if call.target() == "/messages/0" {
            tokio::time::sleep(Duration::from_millis(1600)).await;
        }
        upstream.forward(&call).await
    })
}

/// Two failed reads are equal and show nothing of what a refused request did.
#[tokio::test]
async fn reads_that_fail_before_and_after_prove_no_effect() {
    const NAME: &str = "members/post-empty-body";
    let server = server().await;
    let meddler = altering(|call, answer| {
        if call.method() == "GET" && call.target() == "/systems/@me/members" {
            answer.set_status(500);
            answer.set_body(r#"{"code":0,"message":"500: Internal Server Error"}"#);
        }
    });
    let proxy = Proxy::start(&server, meddler).await;
    let outcome = Run::through(&server, &proxy.url).only(&[NAME]).await;
    assert!(!of(&outcome, NAME).verdict.is_green());
}
