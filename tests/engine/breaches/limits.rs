//! Breaches of the rate limits: what a refusal for the rate says, and whether it is true.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use badreq::contract::JsonPointer;
use badreq::contract::RequirementId as Id;
use badreq::outcome::{BreachPlace, Verdict};
use serde_json::json;

use super::breach::{Breach, breaches, plain};
use crate::engine::bench::{Run, of, server};
use crate::engine::message::Message;
use crate::engine::proxy::{Meddler, Proxy, altering, meddling};

/// Its scope is `message`, which grants 10; the burst has 22 requests; one follows alone, and one after the wait.
const BURST: &str = "rate_limits/message-look-ups-beyond-the-limit";
const SENT: usize = 22;

breaches! {
    a_wait_on_what_is_no_rate_limit => plain(&[Id::RetryAfterOnlyOnRateLimit], |answer| {
        answer.edit(|body| body["retry_after"] = json!(100));
    });
    a_refusal_without_a_wait => refusals(&[Id::RetryAfterPresent], |answer| {
        answer.edit(|body| {
            body.as_object_mut().and_then(|body| body.remove("retry_after"));
        });
    });
    a_wait_in_seconds => refusals(&[Id::RetryAfterInteger], |answer| {
        answer.edit(|body| body["retry_after"] = json!(0.437));
    });
    a_wait_of_nothing => refusals(&[Id::RetryAfterWithinWindow], |answer| {
        answer.edit(|body| body["retry_after"] = json!(0));
    });
    a_wait_longer_than_the_window => refusals(&[Id::RetryAfterWithinWindow], |answer| {
        answer.edit(|body| body["retry_after"] = json!(60_000));
    });
    a_refusal_with_a_code_of_its_own => refusals(
        &[Id::PairDocumented, Id::RowExpected],
        |answer| answer.edit(|body| body["code"] = json!(429)),
    );
    a_refusal_without_headers => refusals(&[Id::RateHeadersPresent], |answer| {
        for name in ["limit", "remaining", "reset", "scope"] {
            answer.remove(&format!("x-ratelimit-{name}"));
        }
    });
    a_limit_below_that_of_the_scope => refusals(&[Id::RateHeaderLimit], |answer| {
        answer.set("x-ratelimit-limit", "9");
    });
    a_limit_above_that_of_the_scope => refusals(&[Id::RateHeaderLimitDocumented], |answer| {
        answer.set("x-ratelimit-limit", "99");
    });
    a_raised_limit_that_is_not_granted => Breach::new(
        &[Id::LimitGranted, Id::RateHeaderLimitDocumented],
        BURST,
        altering(|_, answer| {
            if answer.header("x-ratelimit-limit").is_some() {
                answer.set("x-ratelimit-limit", "99");
            }
        }),
    );
    less_left_than_nothing => refusals(&[Id::RateHeaderRemaining], |answer| {
        answer.set("x-ratelimit-remaining", "-1");
    });
    a_reset_in_seconds => refusals(&[Id::RateHeaderReset], |answer| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later than 1970");
        answer.set("x-ratelimit-reset", &(now.as_secs() + 1).to_string());
    });
    a_scope_of_another_name => refusals(&[Id::RateHeaderScope], |answer| {
        answer.set("x-ratelimit-scope", "generic_get");
    });
    a_limit_that_is_not_enforced => Breach::new(&[Id::LimitEnforced], BURST, unlimited());
    a_limit_that_is_lower => Breach::new(
        &[Id::LimitGranted],
        BURST,
        refusing(|number| (6..=SENT).contains(&number)),
    );
    a_wait_that_is_not_true => Breach::new(
        &[Id::RetryAfterTrue],
        BURST,
        refusing(|number| (16..=SENT + 2).contains(&number)),
    );
    a_server_that_breaks_down_under_a_burst => Breach::new(
        &[Id::NoServerError],
        BURST,
        numbered(|number, served| match number {
            SENT => broken_down(),
            11..SENT => too_many("message"),
            _ => served,
        }),
    );
    a_scope_that_uses_up_another => Breach::new(
        &[Id::LimitScopesSeparate],
        BURST,
        meddling(|upstream, call| async move {
            // Nothing but the request of another scope right after the burst asks for this.
            if call.method() == "GET" && call.target() == "/systems/@me" {
                return Some(too_many("generic_get"));
            }
            upstream.forward(&call).await
        }),
    )
    .beside(&["messages/one"]);
}

/// The refusals of the burst.
fn refusals(broken: &'static [Id], alter: impl Fn(&mut Message) + Send + Sync + 'static) -> Breach {
    let meddler = altering(move |_, answer| {
        if answer.status() == 429 {
            alter(answer);
        }
    });
    Breach::new(broken, BURST, meddler)
}

/// Takes away the wish to be limited.
fn unlimited() -> Meddler {
    meddling(|upstream, mut call| async move {
        call.remove("x-reference-hook");
        upstream.forward(&call).await
    })
}

/// Keeps a limit of its own: refuses requests of the burst by their number, counted from 1.
fn refusing(is_refused: fn(usize) -> bool) -> Meddler {
    numbered(move |number, served| {
        if is_refused(number) {
            too_many("message")
        } else {
            served
        }
    })
}

/// Answers requests of the burst by their number, counted from 1; the answer of a server without limits is at hand.
fn numbered(answer: impl Fn(usize, Message) -> Message + Send + Sync + 'static) -> Meddler {
    let sent = AtomicUsize::new(0);
    let answer = Arc::new(answer);
    meddling(move |upstream, mut call| {
        let is_of_the_burst =
            call.header("x-reference-hook").is_some() && call.target().starts_with("/messages/");
        call.remove("x-reference-hook");
        let number = is_of_the_burst.then(|| sent.fetch_add(1, Ordering::SeqCst) + 1);
        let answer = Arc::clone(&answer);
        async move {
            let served = upstream.forward(&call).await?;
            Some(match number {
                Some(number) => answer(number, served),
                None => served,
            })
        }
    })
}

fn broken_down() -> Message {
    let mut answer = too_many("message");
    answer.set_status(500);
    answer.set_body(r#"{"code":0,"message":"500: Internal Server Error"}"#);
    answer
}

/// A refusal for the rate as documented.
fn too_many(scope: &str) -> Message {
    let mut answer = Message::answer(
        429,
        r#"{"message":"429: too many requests","retry_after":300,"code":0}"#,
    );
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("it is later than 1970");
    answer.set("x-ratelimit-limit", "10");
    answer.set("x-ratelimit-remaining", "0");
    answer.set("x-ratelimit-reset", &(now.as_millis() + 300).to_string());
    answer.set("x-ratelimit-scope", scope);
    answer
}

/// What a refusal promised was granted, to a request of the burst that came behind it.
#[tokio::test]
async fn a_promise_that_the_burst_itself_used_up_is_no_breach() {
    let server = server().await;
    let meddler = refusing(|number| (11..SENT).contains(&number) || number == SENT + 1);
    let proxy = Proxy::start(&server, meddler).await;
    let outcome = Run::through(&server, &proxy.url).only(&[BURST]).await;
    let case = of(&outcome, BURST);
    assert_eq!(case.verdict, Verdict::Pass, "{:#?}", case.violations);
}

#[tokio::test]
async fn a_burst_reports_a_requirement_once_for_each_place() {
    let server = server().await;
    let waits = AtomicI64::new(0);
    let meddler = altering(move |_, answer| {
        if answer.status() == 429 {
            let wait = waits.fetch_sub(1, Ordering::SeqCst);
            answer.edit(|body| body["retry_after"] = json!(wait));
        }
    });
    let proxy = Proxy::start(&server, meddler).await;
    let outcome = Run::through(&server, &proxy.url).only(&[BURST]).await;
    let found = of(&outcome, BURST).violations.iter();
    let found: Vec<_> = found
        .map(|violation| (violation.requirement, violation.place()))
        .collect();
    let place = BreachPlace::BodyAt(JsonPointer::root().join_key("retry_after"));
    assert_eq!(found, [(Id::RetryAfterWithinWindow, place)]);
}
