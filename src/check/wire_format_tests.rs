use rstest::rstest;
use serde_json::json;

use super::super::testing::{
    JSON, TestJudge, body_place_at, breach_field, build_error_body, build_exchange, expect_row,
    judge_body_for_row_20002, requirement_ids,
};
use super::*;
use crate::check::{Violation, judge_every_response_requirements};
use crate::contract::RequirementId as Id;
use crate::exchange::RequestHeaderValue;

#[rstest]
#[case::plain("application/json")]
#[case::charset("application/json; charset=utf-8")]
#[case::another_charset_name("application/json;charset=UTF-8")]
#[case::upper_case("Application/JSON")]
#[case::white_space_around(" application/json ; charset=utf-8")]
#[case::an_empty_parameter("application/json;")]
#[case::a_comma_in_quotes("application/json; profile=\"a,b\"")]
fn json_is_declared_as_json(#[case] content_type: &str) {
    let found = TestJudge::new().judge_with_headers(
        404,
        &[("content-type", content_type)],
        expect_row(20002),
    );
    assert_eq!(found, []);
}

/// Returns the content codings that count as a breach, if the requirement applies at all.
fn list_coding_violations(accepted: Option<&str>, encodings: &[&str]) -> Option<Vec<Id>> {
    let headers: Vec<_> = encodings
        .iter()
        .map(|value| ("Content-Encoding", *value))
        .collect();
    let mut sent = build_exchange(404, &headers, build_error_body(20002));
    let accepted = accepted.map(|value| {
        let value = RequestHeaderValue::Plain(value.into());
        ("accept-encoding".to_owned(), value)
    });
    sent.request.headers.extend(accepted);
    let rig = TestJudge::new();
    let observed = judge_every_response_requirements(&rig.judge_context(), None, &sent);
    let own = observed
        .into_iter()
        .find(|own| own.requirement == Id::ContentNotEncoded)?;
    Some(
        own.violation
            .iter()
            .map(Violation::requirement_id)
            .collect(),
    )
}

#[rstest]
#[case::none(&[], &[])]
#[case::identity(&["Identity"], &[])]
#[case::empty(&[""], &[])]
#[case::gzip(&["gzip"], &[Id::ContentNotEncoded])]
#[case::unknown(&["identity, zstd"], &[Id::ContentNotEncoded])]
#[case::in_a_second_line(&["identity", "br"], &[Id::ContentNotEncoded])]
fn a_request_that_accepts_no_coding_gets_none(#[case] encodings: &[&str], #[case] expected: &[Id]) {
    assert_eq!(
        list_coding_violations(Some("identity"), encodings),
        Some(expected.to_vec())
    );
}

#[rstest]
fn a_request_that_accepts_more_may_get_any_coding(
    #[values(None, Some("gzip"), Some("identity, gzip"))] accepted: Option<&str>,
) {
    assert_eq!(list_coding_violations(accepted, &["gzip"]), None);
}

#[rstest]
#[case::problem_details("application/problem+json")]
#[case::plain_text("text/plain")]
#[case::html("text/html; charset=utf-8")]
#[case::text_json("text/json")]
#[case::longer("application/json5")]
#[case::a_list("application/json, text/html")]
#[case::a_list_behind_a_parameter("application/json; charset=utf-8, text/html")]
#[case::empty("")]
fn another_declaration_is_a_breach(#[case] content_type: &str) {
    let found = TestJudge::new().judge_with_headers(
        404,
        &[("content-type", content_type)],
        expect_row(20002),
    );
    assert_eq!(requirement_ids(&found), [Id::ContentTypeJson]);
    assert_eq!(breach_field(&found[0], "/values"), json!([content_type]));
    assert_eq!(
        found[0].place(),
        BreachPlace::Header("content-type".to_owned())
    );
}

#[test]
fn a_missing_declaration_is_a_breach() {
    let found = TestJudge::new().judge_with_headers(404, &[], expect_row(20002));
    assert_eq!(requirement_ids(&found), [Id::ContentTypeJson]);
    assert_eq!(breach_field(&found[0], "/values"), json!([]));
}

#[test]
fn two_declarations_are_a_breach_even_when_they_agree() {
    let twice = [
        ("content-type", "application/json"),
        ("content-type", "application/json"),
    ];
    let found = TestJudge::new().judge_with_headers(404, &twice, expect_row(20002));
    assert_eq!(requirement_ids(&found), [Id::ContentTypeJson]);
    assert_eq!(
        breach_field(&found[0], "/values"),
        json!(["application/json", "application/json"])
    );
}

#[rstest]
#[case::pretty("\n{\n\t\"code\" : 20002 ,\r\n \"message\" : \"Member not found.\" }\n\n")]
#[case::another_order(r#"{"message":"Member not found.","code":20002}"#)]
#[case::escapes(r#"{"message":"\u004dember not found.","code":20002}"#)]
fn what_json_leaves_free_passes(#[case] body: &str) {
    assert_eq!(judge_body_for_row_20002(404, body), []);
}

#[rstest]
#[case::empty(b"", "an empty body")]
#[case::white_space(b" \n", "an empty body")]
#[case::html(b"<html><body>Not found</body></html>", "text that is not JSON")]
#[case::plain_text(b"Member not found.", "text that is not JSON")]
#[case::truncated(br#"{"code":20002,"message":"Mem"#, "text that is not JSON")]
#[case::a_list(br#"[{"code":20002,"message":"Member not found."}]"#, "a list")]
#[case::a_list_and_more(b"[20002] x", "text that is not JSON")]
#[case::a_string(br#""Member not found.""#, "a bare value")]
#[case::a_string_and_more(br#""Member" not found"#, "text that is not JSON")]
#[case::a_number(b"20002", "a bare value")]
#[case::null(b"null", "a bare value")]
#[case::single_quotes(b"{'code':20002}", "text that is not JSON")]
#[case::a_trailing_comma(
    br#"{"code":20002,"message":"Member not found.",}"#,
    "text that is not JSON"
)]
#[case::a_comment(
    br#"{"code":20002/**/,"message":"Member not found."}"#,
    "text that is not JSON"
)]
#[case::not_a_number(
    br#"{"code":NaN,"message":"Member not found."}"#,
    "text that is not JSON"
)]
#[case::a_raw_nul_in_a_text(
    b"{\"code\":20002,\"message\":\"Member\0not found.\"}",
    "text that is not JSON"
)]
#[case::a_raw_line_break_in_a_text(
    b"{\"code\":20002,\"message\":\"a\nb\"}",
    "text that is not JSON"
)]
fn a_body_that_is_no_object_breaks_that_one_rule(#[case] body: &[u8], #[case] found: &str) {
    let violations = judge_body_for_row_20002(404, body);
    assert_eq!(requirement_ids(&violations), [Id::BodyOneObject]);
    assert!(violations[0].describe().got.starts_with(found));
}

#[rstest]
#[case::text(" trailing", "trailing")]
#[case::a_second_object(r#"{"code":20002}"#, r#"{"code":20002}"#)]
#[case::a_brace("}", "}")]
#[case::a_nul("\0", "\0")]
#[case::white_space_of_unicode("\u{a0}", "\\u{a0}")]
fn what_stands_behind_the_object_is_a_breach(#[case] behind: &str, #[case] text: &str) {
    let body = format!(r#"{{"code":20002,"message":"Member not found."}}{behind}"#);
    let found = judge_body_for_row_20002(404, body);
    assert_eq!(requirement_ids(&found), [Id::BodyOneObject]);
    assert_eq!(
        found[0].describe().got,
        format!("text behind the object: \"{text}\"")
    );
}

#[test]
fn an_object_with_something_behind_it_is_still_judged() {
    let found = judge_body_for_row_20002(404, r#"{"code":20001,"message":"System not found."} x"#);
    assert_eq!(
        requirement_ids(&found),
        [Id::RowExpected, Id::BodyOneObject]
    );
}

#[rstest]
#[case::lists("[", "]")]
#[case::objects("{\"a\":", "}")]
fn a_nesting_bomb_is_a_breach_and_nothing_worse(#[case] open: &str, #[case] close: &str) {
    let bomb = format!("{}1{}", open.repeat(100_000), close.repeat(100_000));
    assert_eq!(
        requirement_ids(&judge_body_for_row_20002(404, bomb)),
        [Id::BodyOneObject]
    );
}

#[rstest]
#[case::a_stray_byte(b"{\"code\":20002,\"message\":\"caf\xe9\"}", 28, "e9227d")]
#[case::utf_16(b"\xff\xfe{\0", 0, "fffe7b00")]
fn bytes_that_are_no_utf8_are_a_breach(
    #[case] body: &[u8],
    #[case] offset: usize,
    #[case] bytes: &str,
) {
    let found = judge_body_for_row_20002(404, body);
    assert_eq!(requirement_ids(&found), [Id::BodyUtf8]);
    assert_eq!(breach_field(&found[0], "/offset"), json!(offset));
    assert_eq!(breach_field(&found[0], "/bytes"), json!(bytes));
}

#[test]
fn a_body_with_bytes_that_are_no_utf8_is_judged_as_far_as_it_is_read() {
    let found =
        judge_body_for_row_20002(404, b"{\"code\":20001,\"message\":\"caf\xe9\"}".as_slice());
    assert_eq!(requirement_ids(&found), [Id::RowExpected, Id::BodyUtf8]);
    assert_eq!(breach_field(&found[0], "/answer/code/value"), json!(20001));
    let found = judge_body_for_row_20002(
        404,
        b"{\"code\":20002,\"message\":\"Member not found.\"}\xe9".as_slice(),
    );
    assert_eq!(requirement_ids(&found), [Id::BodyUtf8], "one cause");
}

#[rstest]
#[case::cut_off(r"Member not found.\ud83d", r"Member not found.\ud83d")]
#[case::the_second_half(r"Member not found.\uDE00", r"Member not found.\uDE00")]
#[case::beside_a_pair(r"\ud83d\ude00 \ud83d", "\u{1f600} \\ud83d")]
fn a_lone_surrogate_is_one_breach_at_its_place(#[case] message: &str, #[case] shown: &str) {
    let found = judge_body_for_row_20002(404, format!(r#"{{"code":20002,"message":"{message}"}}"#));
    assert_eq!(requirement_ids(&found), [Id::BodyNoLoneSurrogates]);
    assert_eq!(found[0].level, crate::contract::Level::Should);
    assert_eq!(found[0].place(), body_place_at("/message"));
    assert_eq!(found[0].describe().got, shown);
}

#[test]
fn a_body_with_a_lone_surrogate_is_judged_like_any_other() {
    let found =
        judge_body_for_row_20002(404, r#"{"code":20001,"message":"System not found.\ud83d"}"#);
    assert_eq!(
        requirement_ids(&found),
        [Id::RowExpected, Id::BodyNoLoneSurrogates]
    );
    let found = judge_body_for_row_20002(
        404,
        r#"{"code":20002,"message":"Member not found.","\ud83d":1}"#,
    );
    assert_eq!(
        requirement_ids(&found),
        [Id::BodyNoLoneSurrogates, Id::BodyNoOtherKeys]
    );
    assert_eq!(found[0].describe().got, "\\ud83d");
}

#[rstest]
#[case::a_pair(r"\ud83d\ude00")]
#[case::a_backslash(r"\\ud83d")]
#[case::a_noncharacter(r"\ufffe")]
#[case::nul(r"\u0000")]
fn other_escapes_are_no_lone_surrogates(#[case] escape: &str) {
    let found = judge_body_for_row_20002(404, format!(r#"{{"code":20002,"message":"{escape}"}}"#));
    assert_eq!(requirement_ids(&found), [Id::MessageText]);
}

#[test]
fn a_byte_order_mark_is_a_breach_and_what_follows_is_judged() {
    let marked = |body: &str| [BYTE_ORDER_MARK, body.as_bytes()].concat();
    let found = judge_body_for_row_20002(
        404,
        marked(r#"{"code":20002,"message":"Member not found."}"#),
    );
    assert_eq!(requirement_ids(&found), [Id::BodyUtf8]);
    let found = judge_body_for_row_20002(
        404,
        marked(r#"{"code":20001,"message":"System not found."}"#),
    );
    assert_eq!(requirement_ids(&found), [Id::RowExpected, Id::BodyUtf8]);
}

#[rstest]
#[case::same_value(
    r#"{"code":20002,"code":20002,"message":"Member not found."}"#,
    "/code",
    2
)]
#[case::the_last_counts(
    r#"{"code":20001,"code":20002,"message":"Member not found."}"#,
    "/code",
    2
)]
#[case::thrice(
    r#"{"message":"a","message":"b","code":20002,"message":"Member not found."}"#,
    "/message",
    3
)]
#[case::escaped(
    r#"{"code":20002,"\u0063ode":20002,"message":"Member not found."}"#,
    "/code",
    2
)]
fn a_key_that_stands_twice_is_a_breach(
    #[case] body: &str,
    #[case] pointer: &str,
    #[case] times: usize,
) {
    let found = judge_body_for_row_20002(404, body);
    assert_eq!(requirement_ids(&found), [Id::BodyKeysUnique]);
    assert_eq!(found[0].place(), body_place_at(pointer));
    assert_eq!(breach_field(&found[0], "/times"), json!(times));
}

#[rstest]
#[case::no_header(None, &[])]
#[case::for_nobody(Some("no-store"), &[])]
#[case::for_the_client_alone(Some("private, max-age=60"), &[])]
#[case::validated_each_time(Some("s-maxage=0"), &[])]
#[case::for_everybody(Some("max-age=60, Public"), &["Public"])]
#[case::for_a_while(Some("s-maxage=\"60\""), &["s-maxage=\"60\""])]
fn an_error_that_is_offered_to_shared_caches_is_noticed(
    #[case] value: Option<&str>,
    #[case] directives: &[&str],
) {
    let mut headers = vec![JSON];
    headers.extend(value.map(|value| ("cache-control", value)));
    let found = TestJudge::new().list_response_violations(
        &build_exchange(404, &headers, build_error_body(20002)),
        &expect_row(20002),
    );
    match directives {
        [] => assert_eq!(found, []),
        [_, ..] => {
            assert_eq!(requirement_ids(&found), [Id::NotForSharedCaches]);
            assert_eq!(breach_field(&found[0], "/directives"), json!(directives));
        }
    }
}
