//! What a run concludes from the state before and after a bad request.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use badreq::contract::RequirementId;
use badreq::outcome::{
    Actor, ConditionFailure, InconclusiveReason, StateChange, StateOwner, Verdict,
};
use badreq_reference::ReferenceServer;
use serde_json::{Value, json};

use crate::engine::bench::{Run, assert_green, assert_untouched, broken, of, server};
use crate::engine::message::Message;
use crate::engine::proxy::{Meddler, Proxy, altering, meddling};

const REFUSED_WRITE: &str = "model_validation/system-name-too-long-by-one";
const OTHER_REFUSED_WRITE: &str = "model_validation/system-color-by-name-malformed";
const REFUSED_DELETION: &str = "authorization/no-token-own-switch-delete";
const STRANGERS_MEMBER: &str = "authorization/another-systems-member-patch";

/// Every object that is read says which request it answers.
#[tokio::test]
async fn a_key_that_differs_from_read_to_read_is_no_change() {
    let server = server().await;
    let count = AtomicUsize::new(0);
    let meddler = altering(move |call, answer| {
        if call.method() == "GET" && answer.status() == 200 && answer.json().is_object() {
            let number = count.fetch_add(1, Ordering::SeqCst);
            answer.edit(|body| body["request_id"] = json!(number));
        }
    });
    let proxy = Proxy::start(&server, meddler).await;
    let outcome = Run::through(&server, &proxy.url)
        .only(&[REFUSED_WRITE, OTHER_REFUSED_WRITE, STRANGERS_MEMBER])
        .await;
    assert_green(&outcome);
}

/// After each write, the first read of anything shows what was read before.
fn behind(stale: &Arc<AtomicUsize>) -> Meddler {
    let stale = Arc::clone(stale);
    let (answers, behind) = (
        Mutex::new(HashMap::<String, Message>::new()),
        Mutex::new(HashSet::<String>::new()),
    );
    altering(move |call, answer| {
        let mut answers = answers.lock().expect("nobody panicked");
        let mut behind = behind.lock().expect("nobody panicked");
        let is_served = answer.status() < 300;
        if call.method() != "GET" {
            if is_served {
                behind.extend(answers.keys().cloned());
            }
            return;
        }
        if !is_served {
            return;
        }
        let key = format!("{} {:?}", call.target(), call.header("authorization"));
        let old = answers.insert(key.clone(), answer.clone());
        if behind.remove(&key)
            && let Some(old) = old
        {
            stale.fetch_add(1, Ordering::SeqCst);
            *answer = old;
        }
    })
}

#[tokio::test]
async fn a_read_that_is_behind_an_earlier_write_is_no_change() {
    let server = server().await;
    let stale = Arc::default();
    let proxy = Proxy::start(&server, behind(&stale)).await;
    let outcome = Run::through(&server, &proxy.url)
        .only(&[
            REFUSED_WRITE,
            OTHER_REFUSED_WRITE,
            "members/post-empty-body",
            "groups/post-empty-body",
            STRANGERS_MEMBER,
        ])
        .await;
    assert!(stale.load(Ordering::SeqCst) > 0);
    for case in &outcome.cases {
        let broken = broken(case);
        assert!(
            !broken.contains(&RequirementId::RefusalChangesNothing),
            "{}: {:#?}",
            case.case.name,
            case.violations
        );
    }
}

/// The switch was created just before, and its deletion cannot come a second time by itself.
#[tokio::test]
async fn a_refused_deletion_that_is_done_all_the_same_is_a_change() {
    let server = server().await;
    let owner = server.seed_values().token.clone();
    let meddler = meddling(move |upstream, mut call| {
        let owner = owner.clone();
        async move {
            let answer = upstream.forward(&call).await?;
            if call.method() == "DELETE" && answer.status() == 401 {
                call.set("authorization", &owner);
                upstream.forward(&call).await?;
            }
            Some(answer)
        }
    });
    let proxy = Proxy::start(&server, meddler).await;
    let before = server.dump_state();
    let outcome = Run::through(&server, &proxy.url)
        .only(&[REFUSED_WRITE, REFUSED_DELETION])
        .await;
    let case = of(&outcome, REFUSED_DELETION);
    assert_eq!(broken(case), [RequirementId::RefusalChangesNothing]);
    assert_eq!(outcome.leftovers, []);
    assert_untouched(&before, &server);
}

/// Behind a refused write, a gateway answers so many reads in the server's place.
fn gateway(answers: usize) -> Meddler {
    let (refused, answered) = (AtomicBool::new(false), AtomicUsize::new(0));
    altering(move |call, answer| {
        if call.method() == "PATCH" && answer.status() >= 400 {
            refused.store(true, Ordering::SeqCst);
        }
        if call.method() == "GET"
            && refused.load(Ordering::SeqCst)
            && answered.fetch_add(1, Ordering::SeqCst) < answers
        {
            *answer = Message::answer(502, "<h1>502 Bad Gateway</h1>");
        }
    })
}

#[tokio::test]
async fn one_answer_of_a_gateway_to_a_read_says_nothing_of_the_state() {
    let server = server().await;
    let proxy = Proxy::start(&server, gateway(1)).await;
    let outcome = Run::through(&server, &proxy.url)
        .only(&[REFUSED_WRITE])
        .await;
    assert_green(&outcome);
}

#[tokio::test]
async fn a_case_whose_state_cannot_be_read_again_is_inconclusive() {
    let server = server().await;
    let proxy = Proxy::start(&server, gateway(2)).await;
    let outcome = Run::through(&server, &proxy.url)
        .only(&[REFUSED_WRITE])
        .await;
    let case = of(&outcome, REFUSED_WRITE);
    let is_unreadable = matches!(
        &case.verdict,
        Verdict::Inconclusive {
            because: InconclusiveReason::Condition(ConditionFailure::UnreadableState {
                status: 502,
                ..
            })
        }
    );
    assert!(is_unreadable, "{:?}", case.verdict);
    assert_eq!(case.violations, []);
}

/// What one system may not do, the server does in the name of the other.
fn open_to_the_owner(server: &ReferenceServer) -> Meddler {
    let stranger = server.seed_values().stranger_token.clone();
    meddling(move |upstream, mut call| {
        let stranger = stranger.clone();
        async move {
            let answer = upstream.forward(&call).await?;
            if answer.status() != 403 {
                return Some(answer);
            }
            call.set("authorization", &stranger);
            upstream.forward(&call).await
        }
    })
}

#[tokio::test]
async fn a_change_of_what_belongs_to_another_system_is_told_with_both_values() {
    let server = server().await;
    let proxy = Proxy::start(&server, open_to_the_owner(&server)).await;
    let before = server.dump_state();
    let outcome = Run::through(&server, &proxy.url)
        .only(&[STRANGERS_MEMBER])
        .await;
    let case = of(&outcome, STRANGERS_MEMBER);
    assert_eq!(broken(case), [RequirementId::RowExpected]);
    let [change] = case.served_changes.as_slice() else {
        panic!("{:#?}", case.served_changes);
    };
    assert_eq!(change.owner, StateOwner::OtherActor(Actor::Stranger));
    let StateChange::Value { at: Some(at), .. } = &change.change else {
        panic!("{change:#?}");
    };
    assert_eq!(at.as_str(), "/name");
    assert_untouched(&before, &server);
}

#[tokio::test]
async fn a_control_that_fails_behind_a_served_request_is_not_judged() {
    const NAME: &str = "members/groups-of-an-unknown-uuid";
    let server = server().await;
    let meddler = altering(|call, answer| {
        if call.method() == "GET" && call.target().ends_with("/groups") {
            *answer = match answer.status() {
                404 => Message::answer(200, "[]"),
                _ => Message::answer(404, r#"{"code":20001,"message":"System not found."}"#),
            };
        }
    });
    let proxy = Proxy::start(&server, meddler).await;
    let outcome = Run::through(&server, &proxy.url).only(&[NAME]).await;
    let case = of(&outcome, NAME);
    assert_eq!(broken(case), [RequirementId::RowExpected]);
    assert_eq!(case.verdict, Verdict::Fail);
}

/// The control writes a tag and a colour; no colour is an error of the server.
#[tokio::test]
async fn what_can_be_restored_is_restored_though_one_key_cannot() {
    let server = server().await;
    let meddler = meddling(|upstream, call| async move {
        if call.method() == "PATCH" && call.json().get("color").is_some_and(Value::is_null) {
            return Some(Message::answer(500, r#"{"code":0,"message":"500"}"#));
        }
        upstream.forward(&call).await
    });
    let proxy = Proxy::start(&server, meddler).await;
    let before = server.dump_state().to_string();
    let outcome = Run::through(&server, &proxy.url)
        .only(&["model_validation/system-two-keys-at-fault"])
        .await;
    let remedies = outcome.leftovers.iter().map(|left| left.remedy.as_str());
    assert_eq!(
        remedies.collect::<Vec<_>>(),
        [r#"PATCH /systems/@me {"color":null} as owner"#]
    );
    let after = server.dump_state().to_string();
    assert_ne!(after, before);
    assert_eq!(after.replace(r#""c0ffee""#, "null"), before);
}
