use rstest::rstest;

use super::super::testing::{JSON, TestJudge, build_error_body, build_exchange};
use super::*;

const LIMIT: (&str, &str) = ("x-ratelimit-limit", "10");

/// The page of a gateway.
const PAGE: &str = "<html>Bad gateway</html>";

/// A pair that no row has.
const NO_ROW: &str = r#"{"code":777,"message":"no such path"}"#;

fn exchange_with_limit_header(status: u16, body: &str) -> Exchange {
    build_exchange(status, &[JSON, LIMIT], body)
}

fn exchange_without_limit_header(status: u16, body: &str) -> Exchange {
    build_exchange(status, &[JSON], body)
}

/// Returns what is asked of the last of these responses.
fn infer_last_enforcement(exchanges: &[Exchange]) -> RateLimitEnforcement {
    let rig = TestJudge::new();
    let mut history = RateHeaderHistory::default();
    let mut asked = RateLimitEnforcement::Unknown;
    for exchange in exchanges {
        asked = history.record_and_infer_enforcement(&rig.judge_context(), exchange);
    }
    asked
}

#[test]
fn nothing_is_asked_before_a_response_has_shown_headers() {
    let first = exchange_with_limit_header(200, "{}");
    assert_eq!(
        infer_last_enforcement(&[first]),
        RateLimitEnforcement::Unknown
    );
    let plain = [
        exchange_without_limit_header(200, "{}"),
        exchange_without_limit_header(200, "{}"),
    ];
    assert_eq!(
        infer_last_enforcement(&plain),
        RateLimitEnforcement::Unknown
    );
}

#[rstest]
#[case::a_success(200, "{}")]
#[case::without_content(204, "")]
#[case::not_found(404, &build_error_body(20002))]
#[case::forbidden(403, &build_error_body(30006))]
#[case::a_model_error(400, &build_error_body(40001))]
fn a_response_that_the_limiter_let_through_needs_the_headers_that_others_had(
    #[case] status: u16,
    #[case] body_text: &str,
) {
    for shown in [
        exchange_with_limit_header(200, "{}"),
        exchange_with_limit_header(404, &build_error_body(20001)),
        exchange_with_limit_header(401, &build_error_body(0)),
    ] {
        let last = exchange_without_limit_header(status, body_text);
        assert_eq!(
            infer_last_enforcement(&[shown, last]),
            RateLimitEnforcement::On
        );
    }
}

#[rstest]
#[case::a_missing_token(401, r#"{"code":0,"message":"no token"}"#)]
#[case::a_blocked_client(403, r#"{"code":0,"message":"blocked"}"#)]
#[case::a_request_that_cannot_be_read(400, r#"{"code":0,"message":"bad request"}"#)]
#[case::a_failure(500, r#"{"code":0,"message":"internal error"}"#)]
#[case::an_unknown_path(404, NO_ROW)]
#[case::a_page_of_a_gateway(502, PAGE)]
#[case::an_error_without_a_body(503, "")]
#[case::a_login_page(200, PAGE)]
#[case::a_redirect(302, "")]
fn a_response_that_may_come_from_before_the_limiter_needs_what_its_kind_had(
    #[case] status: u16,
    #[case] body_text: &str,
) {
    let last = || exchange_without_limit_header(status, body_text);
    let shown = [
        exchange_with_limit_header(200, "{}"),
        exchange_with_limit_header(404, &build_error_body(20002)),
        last(),
    ];
    assert_eq!(
        infer_last_enforcement(&shown),
        RateLimitEnforcement::Unknown
    );
    let of_its_kind = [exchange_with_limit_header(status, body_text), last()];
    assert_eq!(
        infer_last_enforcement(&of_its_kind),
        RateLimitEnforcement::On
    );
}

#[test]
fn a_page_without_a_code_is_not_of_the_kind_of_an_error_of_the_api() {
    let exchanges = [
        exchange_with_limit_header(404, NO_ROW),
        exchange_without_limit_header(404, PAGE),
    ];
    assert_eq!(
        infer_last_enforcement(&exchanges),
        RateLimitEnforcement::Unknown
    );
}

#[test]
fn headers_of_a_gateway_promise_nothing_for_the_api() {
    let exchanges = [
        exchange_with_limit_header(429, PAGE),
        exchange_without_limit_header(200, "{}"),
    ];
    assert_eq!(
        infer_last_enforcement(&exchanges),
        RateLimitEnforcement::Unknown
    );
}

#[test]
fn headers_in_one_scope_promise_nothing_for_another() {
    let mut update = exchange_without_limit_header(200, "{}");
    update.request.method = "PATCH".to_owned();
    let exchanges = [exchange_with_limit_header(200, "{}"), update];
    assert_eq!(
        infer_last_enforcement(&exchanges),
        RateLimitEnforcement::Unknown
    );
}

#[test]
fn a_request_without_a_scope_needs_no_headers() {
    let mut put = exchange_without_limit_header(200, "{}");
    put.request.method = "PUT".to_owned();
    let exchanges = [exchange_with_limit_header(200, "{}"), put];
    assert_eq!(
        infer_last_enforcement(&exchanges),
        RateLimitEnforcement::Unknown
    );
}

#[test]
fn any_of_the_headers_shows_that_the_target_sends_them() {
    let reset = build_exchange(200, &[JSON, ("x-ratelimit-reset", "1700000000500")], "{}");
    let exchanges = [reset, exchange_without_limit_header(200, "{}")];
    assert_eq!(infer_last_enforcement(&exchanges), RateLimitEnforcement::On);
}

#[test]
fn a_response_out_of_a_cache_shows_nothing_and_needs_nothing() {
    let cached = |headers: &[(&str, &str)]| {
        let headers: Vec<_> = [JSON, ("age", "40")]
            .iter()
            .chain(headers)
            .copied()
            .collect();
        build_exchange(200, &headers, "{}")
    };
    let exchanges = [cached(&[LIMIT]), exchange_without_limit_header(200, "{}")];
    assert_eq!(
        infer_last_enforcement(&exchanges),
        RateLimitEnforcement::Unknown
    );
    let exchanges = [exchange_with_limit_header(200, "{}"), cached(&[])];
    assert_eq!(
        infer_last_enforcement(&exchanges),
        RateLimitEnforcement::Unknown
    );
}

#[test]
fn a_contract_without_limits_asks_for_nothing() {
    let mut rig = TestJudge::new();
    rig.limits = None;
    let mut history = RateHeaderHistory::default();
    for exchange in [
        exchange_with_limit_header(200, "{}"),
        exchange_without_limit_header(200, "{}"),
    ] {
        let asked = history.record_and_infer_enforcement(&rig.judge_context(), &exchange);
        assert_eq!(asked, RateLimitEnforcement::Unknown);
    }
}
