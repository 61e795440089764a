use rstest::rstest;
use serde_json::json;

use super::super::BreachPlace;
use super::super::testing::{
    JSON, NOW, TestJudge, breach_field, build_error_body, build_exchange, requirement_ids,
};
use super::*;
use crate::contract::{Level, RequirementId as Id};

const NAMES: [&str; 4] = [
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-ratelimit-scope",
];

/// Observes a 404 response to a GET outside `/messages/`, with these headers and the content type.
fn list_header_violations(
    rig: &TestJudge,
    headers: &[(&str, &str)],
) -> Vec<crate::check::Violation> {
    let headers: Vec<_> = [JSON].iter().chain(headers).copied().collect();
    rig.list_every_response_violations(&build_exchange(404, &headers, build_error_body(20002)))
}

fn choose_valid_header_value(name: &str) -> String {
    match name {
        "x-ratelimit-limit" => "10".to_owned(),
        "x-ratelimit-remaining" => "9".to_owned(),
        "x-ratelimit-reset" => (NOW + 400).to_string(),
        _ => "generic_get".to_owned(),
    }
}

#[test]
fn headers_as_documented_pass() {
    let values = NAMES.map(choose_valid_header_value);
    let headers: Vec<_> = NAMES
        .into_iter()
        .zip(values.iter().map(String::as_str))
        .collect();
    let mut rig = TestJudge::new();
    assert_eq!(list_header_violations(&rig, &headers), []);
    rig.terms.rate_limit_enforcement = RateLimitEnforcement::On;
    assert_eq!(list_header_violations(&rig, &headers), []);
}

#[rstest]
#[case::limit("x-ratelimit-limit", Id::RateHeaderLimit, &["3", "9", "ten", "10.0", "", "+10", "-10", "10, 10"])]
#[case::remaining("x-ratelimit-remaining", Id::RateHeaderRemaining, &["11", "-1", "many", "9.5", ""])]
#[case::scope("x-ratelimit-scope", Id::RateHeaderScope, &["generic_update", "message", "Generic_Get", "generic-get", ""])]
fn a_wrong_value_is_a_breach_of_that_header(
    #[case] name: &str,
    #[case] requirement: Id,
    #[case] values: &[&str],
) {
    for value in values {
        let found = list_header_violations(&TestJudge::new(), &[(name, value)]);
        assert_eq!(requirement_ids(&found), [requirement], "{value}");
        assert_eq!(breach_field(&found[0], "/values"), json!([value]));
        assert_eq!(found[0].place(), BreachPlace::Header(name.to_owned()));
    }
}

#[rstest]
#[case::by_one("11")]
#[case::by_far("600")]
#[case::beyond_any_limit("99999999999")]
fn a_limit_above_the_documented_one_is_a_remark(#[case] limit: &str) {
    let found = list_header_violations(&TestJudge::new(), &[("x-ratelimit-limit", limit)]);
    assert_eq!(requirement_ids(&found), [Id::RateHeaderLimitDocumented]);
    assert_eq!(found[0].level, Level::May);
    let place = BreachPlace::Header("x-ratelimit-limit".to_owned());
    assert_eq!(found[0].place(), place);
}

#[test]
fn a_remark_on_a_raised_limit_names_both_limits() {
    let found = list_header_violations(&TestJudge::new(), &[("x-ratelimit-limit", "50")]);
    let words = found[0].describe();
    assert_eq!(words.expected, "10 (the documented limit)");
    assert_eq!(words.got, "50 (taken as raised for this client)");
}

#[rstest]
#[case::raised("50", "50", &[Id::RateHeaderLimitDocumented])]
#[case::more_than_raised("50", "51", &[Id::RateHeaderLimitDocumented, Id::RateHeaderRemaining])]
#[case::lowered("5", "10", &[Id::RateHeaderLimit])]
#[case::no_number("many", "11", &[Id::RateHeaderLimit, Id::RateHeaderRemaining])]
fn no_more_is_left_than_the_announced_limit_or_the_documented_one(
    #[case] limit: &str,
    #[case] remaining: &str,
    #[case] expected: &[Id],
) {
    let headers = [
        ("x-ratelimit-limit", limit),
        ("x-ratelimit-remaining", remaining),
    ];
    let found = list_header_violations(&TestJudge::new(), &headers);
    assert_eq!(requirement_ids(&found), expected);
}

#[rstest]
#[case::nothing_left("x-ratelimit-remaining", "0")]
#[case::all_left("x-ratelimit-remaining", "10")]
#[case::white_space("x-ratelimit-limit", " 10 ")]
fn the_ends_of_what_is_allowed_pass(#[case] name: &str, #[case] value: &str) {
    assert_eq!(
        list_header_violations(&TestJudge::new(), &[(name, value)]),
        []
    );
}

// The exchange takes 20 ms, from NOW to NOW + 20; the window is 1000 ms, the clocks may differ by 2000 ms.
#[rstest]
#[case::now(NOW.to_string(), true)]
#[case::a_window_ahead((NOW + 20 + 1000).to_string(), true)]
#[case::a_clock_that_is_ahead((NOW + 20 + 1000 + 2000).to_string(), true)]
#[case::a_clock_that_is_behind((NOW - 2000).to_string(), true)]
#[case::too_far_ahead((NOW + 20 + 1000 + 2001).to_string(), false)]
#[case::too_far_behind((NOW - 2001).to_string(), false)]
#[case::seconds((NOW / 1000).to_string(), false)]
#[case::microseconds((NOW * 1000).to_string(), false)]
#[case::milliseconds_from_now("437".to_owned(), false)]
#[case::seconds_with_a_fraction("1700000000.437".to_owned(), false)]
#[case::a_fraction_of_a_millisecond(format!("{NOW}.5"), false)]
#[case::a_date("Tue, 14 Nov 2023 22:13:20 GMT".to_owned(), false)]
#[case::larger_than_any_number("99999999999999999999999".to_owned(), false)]
fn a_reset_is_a_time_in_milliseconds_at_most_a_window_ahead(
    #[case] value: String,
    #[case] passes: bool,
) {
    let found = list_header_violations(&TestJudge::new(), &[("x-ratelimit-reset", &value)]);
    let expected: &[Id] = if passes { &[] } else { &[Id::RateHeaderReset] };
    assert_eq!(requirement_ids(&found), expected);
}

/// `NOW` and 40 seconds, as a date.
const DATE_40_S_AHEAD: &str = "Tue, 14 Nov 2023 22:14:00 GMT";
const AHEAD: u64 = NOW + 40_000;

// The clock of the target is 39.98 s to 41 s ahead; the window is 1000 ms, and 2000 ms more are tolerated.
#[rstest]
#[case::by_the_clock_of_the_target(AHEAD + 1000, true)]
#[case::the_latest(NOW + 20 + 41_000 + 1000 + 2000, true)]
#[case::later(NOW + 20 + 41_000 + 1000 + 2001, false)]
#[case::the_earliest(NOW + 39_980 - 2000, true)]
#[case::earlier(NOW + 39_980 - 2001, false)]
// A gateway may have written the date.
#[case::by_the_clock_of_the_harness(NOW + 500, true)]
#[case::by_neither_clock(NOW + 20_000, false)]
#[case::seconds(AHEAD / 1000, false)]
fn a_reset_is_judged_by_the_date_of_its_response_or_the_clock_of_the_harness(
    #[case] reset: u64,
    #[case] passes: bool,
) {
    let reset = reset.to_string();
    let headers = [("date", DATE_40_S_AHEAD), ("x-ratelimit-reset", &reset)];
    let found = list_header_violations(&TestJudge::new(), &headers);
    let expected: &[Id] = if passes { &[] } else { &[Id::RateHeaderReset] };
    assert_eq!(requirement_ids(&found), expected);
}

#[test]
fn a_reset_without_a_date_is_judged_by_the_dates_of_other_responses() {
    let reset = (AHEAD + 1000).to_string();
    let headers = [JSON, ("x-ratelimit-reset", &reset)];
    let sent = build_exchange(404, &headers, build_error_body(20002));
    let rig = TestJudge::new();
    assert_eq!(
        requirement_ids(&rig.list_every_response_violations(&sent)),
        [Id::RateHeaderReset]
    );
    let skew = ClockSkewRange {
        least_ms: 39_500,
        most_ms: 40_100,
    };
    assert_eq!(rig.list_violations_with_skew(Some(skew), &sent), []);
}

#[test]
fn the_allowance_for_the_clocks_is_a_term_of_the_run() {
    let mut rig = TestJudge::new();
    rig.terms.clock_tolerance = Duration::ZERO;
    let reset = (NOW + 20 + 1001).to_string();
    let found = list_header_violations(&rig, &[("x-ratelimit-reset", &reset)]);
    assert_eq!(requirement_ids(&found), [Id::RateHeaderReset]);
    assert_eq!(breach_field(&found[0], "/earliest_ms"), json!(NOW));
    assert_eq!(breach_field(&found[0], "/latest_ms"), json!(NOW + 1020));
}

#[test]
fn a_header_that_stands_twice_is_a_breach_even_when_both_agree() {
    let twice = [("x-ratelimit-limit", "10"), ("x-ratelimit-limit", "10")];
    let found = list_header_violations(&TestJudge::new(), &twice);
    assert_eq!(requirement_ids(&found), [Id::RateHeaderLimit]);
    assert_eq!(breach_field(&found[0], "/values"), json!(["10", "10"]));
}

#[test]
fn headers_are_asked_for_where_limits_are_on() {
    let mut rig = TestJudge::new();
    assert_eq!(list_header_violations(&rig, &[]), []);
    rig.terms.rate_limit_enforcement = RateLimitEnforcement::On;
    let found = list_header_violations(&rig, &[("x-ratelimit-limit", "10")]);
    assert_eq!(requirement_ids(&found), [Id::RateHeadersPresent]);
    assert_eq!(
        found[0].place(),
        BreachPlace::Header("x-ratelimit-remaining".to_owned())
    );
    assert_eq!(breach_field(&found[0], "/expected"), json!(NAMES));
    assert_eq!(
        breach_field(&found[0], "/present"),
        json!(["x-ratelimit-limit"])
    );
}

#[test]
fn a_refusal_for_the_rate_always_carries_them() {
    let mut sent = build_exchange(
        429,
        &[JSON],
        r#"{"message":"429: too many requests","retry_after":9,"code":0}"#,
    );
    let rig = TestJudge::new();
    assert_eq!(
        requirement_ids(&rig.list_every_response_violations(&sent)),
        [Id::RateHeadersPresent]
    );
    sent.request.method = "PUT".to_owned();
    assert_eq!(
        rig.list_every_response_violations(&sent),
        [],
        "no scope is documented for PUT"
    );
}

#[rstest]
#[case::update("PATCH", "/members/abcdef", "3", "generic_update")]
#[case::message("GET", "/messages/1", "10", "message")]
#[case::other("GET", "/members/abcdef", "10", "generic_get")]
fn each_request_is_held_to_its_own_scope(
    #[case] method: &str,
    #[case] target: &str,
    #[case] limit: &str,
    #[case] scope: &str,
) {
    let headers = [
        JSON,
        ("x-ratelimit-limit", limit),
        ("x-ratelimit-scope", scope),
    ];
    let mut sent = build_exchange(404, &headers, build_error_body(20002));
    sent.request.method = method.to_owned();
    sent.request.target = target.to_owned();
    assert_eq!(TestJudge::new().list_every_response_violations(&sent), []);
}

#[test]
fn without_documented_limits_nothing_is_judged() {
    let mut rig = TestJudge::new();
    rig.limits = None;
    rig.terms.rate_limit_enforcement = RateLimitEnforcement::On;
    assert_eq!(
        list_header_violations(&rig, &[("x-ratelimit-limit", "many")]),
        []
    );
}
