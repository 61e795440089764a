use crate::check::BreachPlace;
use rstest::rstest;
use serde_json::json;

use super::super::testing::{
    JSON, NOW, TestJudge, breach_field, build_error_body, build_exchange, requirement_ids,
};
use super::*;
use crate::contract::RequirementId as Id;

const REFUSED: &str = r#"{"message":"429: too many requests","retry_after":250,"code":0}"#;

/// Returns the exchange of a PATCH, sent this many milliseconds after the burst began. The response arrives 20 ms later.
fn patch_exchange_at(at: u64, status: u16, body: &str) -> Exchange {
    let mut sent = build_exchange(status, &[JSON], body);
    sent.request.method = "PATCH".to_owned();
    sent.timing.sent_unix_ms = NOW + at;
    sent.timing.received_unix_ms = NOW + at + 20;
    sent
}

/// Returns a burst that takes `took` milliseconds: some requests are served, then some are refused.
fn build_burst(served: usize, refused: usize, took: u64) -> Vec<Exchange> {
    let count = served + refused;
    (0..count)
        .map(|index| {
            let last = (count - 1).max(1) as u64;
            let at = index as u64 * took / last;
            if index < served {
                patch_exchange_at(at, 200, "{}")
            } else {
                patch_exchange_at(at, 429, REFUSED)
            }
        })
        .collect()
}

/// Judges a burst of updates. The limit grants 3 per second.
fn judge_update_burst(
    exchanges: &[Exchange],
    lost: u32,
    after: Option<&Exchange>,
    others: &[Exchange],
) -> BurstJudgement {
    let rig = TestJudge::new();
    let scope = rig
        .limits
        .as_ref()
        .unwrap()
        .find_scope("generic_update")
        .unwrap();
    let input = RecordedBurst {
        scope,
        exchanges: &collect_refs(exchanges),
        lost_requests: lost,
        after_wait: after,
        other_scopes: &collect_refs(others),
    };
    judge_burst(&rig.judge_context(), &input)
}

fn collect_refs(exchanges: &[Exchange]) -> Vec<&Exchange> {
    exchanges.iter().collect()
}

#[test]
fn a_burst_is_two_more_than_twice_the_limit() {
    assert_eq!(burst_size(3), 8);
    assert_eq!(burst_size(10), 22);
}

#[rstest]
#[case::a_bucket(3, 5, 200)]
#[case::a_bucket_that_refills_meanwhile(5, 3, 1000)]
#[case::a_window_that_turned_meanwhile(6, 2, 1000)]
#[case::one_refused_is_enough(7, 1, 1000)]
#[case::slow_but_refused(12, 1, 3000)]
fn an_enforced_and_granted_limit_passes(
    #[case] served: usize,
    #[case] refused: usize,
    #[case] took: u64,
) {
    let judgement = judge_update_burst(&build_burst(served, refused, took), 0, None, &[]);
    assert_eq!(judgement.violations, []);
    assert_eq!(judgement.inconclusive, []);
}

#[test]
fn a_limit_that_is_not_enforced_is_a_breach() {
    let judgement = judge_update_burst(&build_burst(8, 0, 980), 0, None, &[]);
    assert_eq!(requirement_ids(&judgement.violations), [Id::LimitEnforced]);
    assert_eq!(judgement.violations[0].place(), BreachPlace::Burst);
    let words = judgement.violations[0].describe();
    assert_eq!(
        (words.expected.as_str(), words.got.as_str()),
        ("a refusal within 8 requests", "no refusal")
    );
    assert_eq!(judgement.inconclusive, []);
}

/// Adds a limit header to each exchange.
fn add_limit_headers(limit: &str, mut exchanges: Vec<Exchange>) -> Vec<Exchange> {
    for exchange in &mut exchanges {
        let headers = &mut exchange.response.headers;
        headers.push(("x-ratelimit-limit".to_owned(), limit.into()));
    }
    exchanges
}

#[test]
fn a_burst_within_the_limit_that_is_announced_shows_nothing() {
    let judgement = judge_update_burst(
        &add_limit_headers("6", build_burst(13, 0, 980)),
        0,
        None,
        &[],
    );
    assert_eq!(judgement.violations, []);
    let few = BurstInconclusiveReason::TooFewAnswered {
        answered: 13,
        needed: 14,
    };
    assert_eq!(judgement.inconclusive, [few]);
}

#[test]
fn an_announced_limit_that_is_not_enforced_is_a_breach() {
    let judgement = judge_update_burst(
        &add_limit_headers("6", build_burst(14, 0, 980)),
        0,
        None,
        &[],
    );
    assert_eq!(requirement_ids(&judgement.violations), [Id::LimitEnforced]);
    assert_eq!(judgement.inconclusive, []);
}

#[test]
fn an_announced_limit_that_is_not_granted_is_a_breach() {
    let judgement = judge_update_burst(
        &add_limit_headers("6", build_burst(5, 3, 200)),
        0,
        None,
        &[],
    );
    let breach = BurstBreach::RefusedTooEarly {
        limit: 6,
        sent: 8,
        served: 5,
        refused: 3,
    };
    assert_eq!(judgement.violations[0].breach, breach.into());
    let judgement = judge_update_burst(
        &add_limit_headers("6", build_burst(6, 2, 200)),
        0,
        None,
        &[],
    );
    assert_eq!(judgement.violations, []);
}

#[test]
fn a_limit_below_the_documented_one_is_not_taken_as_announced() {
    let judgement = judge_update_burst(
        &add_limit_headers("1", build_burst(2, 6, 200)),
        0,
        None,
        &[],
    );
    assert_eq!(requirement_ids(&judgement.violations), [Id::LimitGranted]);
    let judgement = judge_update_burst(
        &add_limit_headers("1", build_burst(7, 0, 200)),
        0,
        None,
        &[],
    );
    let few = BurstInconclusiveReason::TooFewAnswered {
        answered: 7,
        needed: 8,
    };
    assert_eq!(judgement.inconclusive, [few]);
}

#[test]
fn of_two_announced_limits_the_one_in_favour_of_the_target_counts() {
    let mut exchanges = add_limit_headers("3", build_burst(4, 0, 100));
    exchanges.extend(add_limit_headers("6", build_burst(4, 0, 100)));
    let judgement = judge_update_burst(&exchanges, 0, None, &[]);
    assert_eq!(judgement.violations, []);
    assert_ne!(judgement.inconclusive, []);
    let mut exchanges = add_limit_headers("3", build_burst(4, 0, 100));
    exchanges.extend(add_limit_headers("6", build_burst(0, 4, 100)));
    assert_eq!(judge_update_burst(&exchanges, 0, None, &[]).violations, []);
}

#[test]
fn a_burst_that_took_longer_than_a_window_shows_nothing() {
    let judgement = judge_update_burst(&build_burst(8, 0, 981), 0, None, &[]);
    assert_eq!(judgement.violations, []);
    let slow = BurstInconclusiveReason::SentTooSlowly {
        took_ms: 1001,
        window_ms: 1000,
    };
    assert_eq!(judgement.inconclusive, [slow]);
}

#[test]
fn a_burst_of_too_few_shows_nothing() {
    let judgement = judge_update_burst(&build_burst(7, 0, 200), 1, None, &[]);
    assert_eq!(judgement.violations, []);
    let few = BurstInconclusiveReason::TooFewAnswered {
        answered: 7,
        needed: 8,
    };
    assert_eq!(judgement.inconclusive, [few]);
}

#[test]
fn a_burst_smaller_than_the_limit_cannot_show_that_it_is_granted() {
    assert_eq!(
        judge_update_burst(&build_burst(2, 0, 100), 0, None, &[]).violations,
        []
    );
}

#[test]
fn no_answer_at_all_shows_nothing_and_is_no_breach() {
    let judgement = judge_update_burst(&[], 8, None, &[]);
    assert_eq!(judgement.violations, []);
    assert_ne!(judgement.inconclusive, []);
}

#[rstest]
#[case::none_served(0, 8)]
#[case::one_too_few(2, 6)]
#[case::refused_before_the_limit(2, 1)]
fn a_limit_that_is_not_granted_is_a_breach(#[case] served: usize, #[case] refused: usize) {
    let judgement = judge_update_burst(&build_burst(served, refused, 200), 0, None, &[]);
    assert_eq!(requirement_ids(&judgement.violations), [Id::LimitGranted]);
    let breach = BurstBreach::RefusedTooEarly {
        limit: 3,
        sent: served + refused,
        served,
        refused,
    };
    assert_eq!(judgement.violations[0].breach, breach.into());
}

#[test]
fn an_answer_that_was_lost_may_have_been_a_served_one() {
    assert_eq!(
        judge_update_burst(&build_burst(2, 5, 200), 1, None, &[]).violations,
        []
    );
    assert_ne!(
        judge_update_burst(&build_burst(1, 6, 200), 1, None, &[]).violations,
        []
    );
}

#[test]
fn another_error_is_no_refusal() {
    let crashes: Vec<_> = (0..8)
        .map(|at| patch_exchange_at(at, 500, "oops"))
        .collect();
    let judgement = judge_update_burst(&crashes, 0, None, &[]);
    assert_eq!(requirement_ids(&judgement.violations), [Id::LimitEnforced]);
}

#[rstest]
#[case::html("<html>Too many requests</html>")]
#[case::another_code(r#"{"code":42900,"message":"slow down"}"#)]
fn a_refusal_with_a_broken_body_refuses_all_the_same(#[case] body: &str) {
    let mut exchanges = build_burst(3, 0, 100);
    exchanges.extend((0..5).map(|at| patch_exchange_at(100 + at, 429, body)));
    assert_eq!(judge_update_burst(&exchanges, 0, None, &[]).violations, []);
}

// The burst ends at 200 ms. Its last response arrives at 220 ms and promises 250 ms.
#[rstest]
#[case::served(470, 200, "{}", &[])]
#[case::served_later(900, 200, "{}", &[])]
#[case::an_error_of_another_kind(470, 400, r#"{"code":0,"message":"x"}"#, &[])]
#[case::refused_again(470, 429, REFUSED, &[Id::RetryAfterTrue])]
#[case::refused_long_after(5000, 429, REFUSED, &[Id::RetryAfterTrue])]
fn who_waits_as_long_as_promised_gets_in(
    #[case] at: u64,
    #[case] status: u16,
    #[case] body: &str,
    #[case] expected: &[Id],
) {
    let after = patch_exchange_at(at, status, body);
    let judgement = judge_update_burst(&build_burst(3, 5, 200), 0, Some(&after), &[]);
    assert_eq!(requirement_ids(&judgement.violations), expected);
    assert_eq!(judgement.inconclusive, []);
    for violation in &judgement.violations {
        assert_eq!(breach_field(violation, "/promised_ms"), json!(250));
        assert_eq!(breach_field(violation, "/waited_ms"), json!(at - 220));
        assert_eq!(breach_field(violation, "/answer/row"), json!("0/429"));
    }
}

#[test]
fn who_waits_less_proves_nothing() {
    let after = patch_exchange_at(469, 429, REFUSED);
    let judgement = judge_update_burst(&build_burst(3, 5, 200), 0, Some(&after), &[]);
    assert_eq!(judgement.violations, []);
    let short = BurstInconclusiveReason::WaitedTooShort {
        waited_ms: 249,
        promised_ms: 250,
    };
    assert_eq!(judgement.inconclusive, [short]);
}

#[test]
fn the_promise_is_that_of_the_refusal_that_arrived_last() {
    let refusal = |at, wait: u64| {
        let body = json!({"message": "429", "retry_after": wait, "code": 0});
        patch_exchange_at(at, 429, &body.to_string())
    };
    let rig = TestJudge::new();
    let exchanges = [
        refusal(50, 300),
        refusal(90, 100),
        patch_exchange_at(99, 200, "{}"),
    ];
    let expected = PromisedWait {
        received_unix_ms: NOW + 110,
        wait_ms: 100,
    };
    assert_eq!(
        find_latest_promised_wait(&rig.judge_context(), &collect_refs(&exchanges)),
        Some(expected)
    );
    let at_once = [refusal(90, 100), refusal(90, 300), refusal(90, 200)];
    assert_eq!(
        find_latest_promised_wait(&rig.judge_context(), &collect_refs(&at_once))
            .map(|promise| promise.wait_ms),
        Some(300)
    );
}

#[rstest]
#[case::nothing(r#"{"message":"429","code":0}"#)]
#[case::text(r#"{"message":"429","code":0,"retry_after":"250"}"#)]
#[case::zero(r#"{"message":"429","code":0,"retry_after":0}"#)]
#[case::hours(r#"{"message":"429","code":0,"retry_after":3600000}"#)]
fn what_promises_nothing_within_the_window_is_not_held_to_it(#[case] body: &str) {
    let rig = TestJudge::new();
    assert_eq!(
        find_latest_promised_wait(&rig.judge_context(), &[&patch_exchange_at(0, 429, body)]),
        None
    );
    assert_eq!(
        find_latest_promised_wait(&rig.judge_context(), &collect_refs(&build_burst(3, 0, 100))),
        None
    );
}

fn get_exchange_for(target: &str, status: u16, body: &str) -> Exchange {
    let mut read = build_exchange(status, &[JSON], body);
    read.request.target = target.to_owned();
    read
}

#[test]
fn another_scope_stays_as_it_was() {
    let others = [
        get_exchange_for("/members/abcdef", 200, "{}"),
        get_exchange_for("/messages/1", 404, &build_error_body(20002)),
    ];
    let judgement = judge_update_burst(&build_burst(3, 5, 200), 0, None, &others);
    assert_eq!(judgement.violations, []);
}

#[test]
fn another_scope_that_is_refused_is_a_breach() {
    let others = [
        get_exchange_for("/members/abcdef", 200, "{}"),
        get_exchange_for("/messages/1", 429, REFUSED),
    ];
    let judgement = judge_update_burst(&build_burst(3, 5, 200), 0, None, &others);
    assert_eq!(
        requirement_ids(&judgement.violations),
        [Id::LimitScopesSeparate]
    );
    let violation = &judgement.violations[0];
    assert_eq!(breach_field(violation, "/used_up"), json!("generic_update"));
    assert_eq!(breach_field(violation, "/refused"), json!("message"));
}

#[test]
fn the_same_scope_is_no_other_scope() {
    let others = [patch_exchange_at(210, 429, REFUSED)];
    let judgement = judge_update_burst(&build_burst(3, 5, 200), 0, None, &others);
    assert_eq!(judgement.violations, []);
}

#[test]
fn without_documented_limits_a_burst_is_not_judged() {
    let mut rig = TestJudge::new();
    let scope = rig.limits.take().unwrap().scopes.remove(2);
    let exchanges = build_burst(8, 0, 100);
    let input = RecordedBurst {
        scope: &scope,
        exchanges: &collect_refs(&exchanges),
        lost_requests: 0,
        after_wait: None,
        other_scopes: &[],
    };
    assert_eq!(judge_burst(&rig.judge_context(), &input).violations, []);
}
