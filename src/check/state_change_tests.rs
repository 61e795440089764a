use rstest::rstest;
use serde_json::{Value, json};

use super::{StateChange, find_state_change, is_conclusive_after_read};
use crate::check::testing::{JSON, TestJudge, build_exchange};
use crate::exchange::Response;

fn build_read_response(status: u16, body: &str) -> Response {
    build_exchange(status, &[JSON], body).response
}

fn find_change_between_bodies(before: &[&str], after: &[&str]) -> Option<StateChange> {
    let reads = |bodies: &[&str]| -> Vec<Response> {
        bodies
            .iter()
            .map(|body| build_read_response(200, body))
            .collect()
    };
    let (before, after) = (reads(before), reads(after));
    find_state_change(
        &before.iter().collect::<Vec<_>>(),
        &after.iter().collect::<Vec<_>>(),
    )
}

fn build_value_change(
    at: &str,
    before: Option<Value>,
    after: Option<Value>,
) -> Option<StateChange> {
    Some(StateChange::Value {
        status: 200,
        at: Some(at.to_owned().try_into().unwrap()),
        before,
        after,
    })
}

#[rstest]
#[case::a_key_that_differs_from_read_to_read(
    &[r#"{"name":"a","request":1}"#],
    &[r#"{"name":"a","request":2}"#, r#"{"name":"a","request":3}"#],
)]
#[case::a_key_that_only_some_reads_have(
    &[r#"{"name":"a"}"#],
    &[r#"{"name":"a","cached":true}"#, r#"{"name":"a"}"#, r#"{"name":"a","cached":true}"#],
)]
#[case::a_time_in_whole_seconds(
    &[r#"{"name":"a","now":7}"#],
    &[r#"{"name":"a","now":8}"#, r#"{"name":"a","now":8}"#, r#"{"name":"a","now":9}"#],
)]
#[case::such_a_key_in_a_list_in_another_order(
    &[r#"[{"id":"a","at":1},{"id":"b","at":1}]"#],
    &[r#"[{"id":"b","at":2},{"id":"a","at":2}]"#, r#"[{"id":"b","at":3},{"id":"a","at":3}]"#],
)]
#[case::such_a_key_before(
    &[r#"{"name":"a","at":1}"#, r#"{"name":"a","at":2}"#],
    &[r#"{"name":"a","at":3}"#],
)]
#[case::a_read_after_that_is_behind(
    &[r#"{"name":"b"}"#],
    &[r#"{"name":"a"}"#, r#"{"name":"b"}"#],
)]
#[case::first_reads_before_that_were_behind(
    &[r#"{"name":"a"}"#, r#"{"name":"b"}"#, r#"{"name":"b"}"#],
    &[r#"{"name":"b"}"#],
)]
#[case::a_page_that_is_another_each_time(&["<p>1"], &["<p>2", "<p>3"])]
#[case::no_read_after(&["{}"], &[])]
fn a_difference_that_comes_by_itself_is_no_change(#[case] before: &[&str], #[case] after: &[&str]) {
    assert_eq!(find_change_between_bodies(before, after), None);
}

#[rstest]
#[case::beside_a_volatile_key(
    &[r#"{"at":1,"name":"a"}"#],
    &[r#"{"at":2,"name":"b"}"#, r#"{"at":3,"name":"b"}"#],
    build_value_change("/name", Some(json!("a")), Some(json!("b"))),
)]
#[case::after_reads_that_settled(
    &[r#"{"name":"a"}"#, r#"{"name":"b"}"#, r#"{"name":"b"}"#],
    &[r#"{"name":"c"}"#],
    build_value_change("/name", Some(json!("b")), Some(json!("c"))),
)]
#[case::an_item_more_beside_volatile_keys(
    &[r#"[{"id":"a","at":1}]"#],
    &[r#"[{"id":"a","at":2},{"id":"b","at":2}]"#, r#"[{"id":"a","at":3},{"id":"b","at":3}]"#],
    build_value_change("/1", None, Some(json!({"id": "b"}))),
)]
#[case::an_item_less(
    &[r#"["a","b"]"#],
    &[r#"["b"]"#],
    build_value_change("/0", Some(json!("a")), None),
)]
#[case::a_key_that_becomes_null(
    &["{}"],
    &[r#"{"name":null}"#],
    build_value_change("/name", None, Some(Value::Null)),
)]
fn a_change_is_found(
    #[case] before: &[&str],
    #[case] after: &[&str],
    #[case] expected: Option<StateChange>,
) {
    assert_eq!(find_change_between_bodies(before, after), expected);
}

#[test]
fn a_state_that_is_gone_has_changed_unless_it_comes_and_goes() {
    let (there, gone) = (
        build_read_response(200, "{}"),
        build_read_response(404, r#"{"code":1}"#),
    );
    let change = StateChange::Status {
        before: 200,
        after: 404,
    };
    assert_eq!(find_state_change(&[&there], &[&gone, &gone]), Some(change));
    assert_eq!(find_state_change(&[&there], &[&there, &gone]), None);
}

#[rstest]
#[case::a_success((200, r#"{"a":1}"#), (200, r#"{"a":2}"#), true)]
#[case::a_page_in_its_place((200, r#"{"a":1}"#), (200, "<p>Maintenance</p>"), false)]
#[case::no_content((200, r#"{"a":1}"#), (204, ""), true)]
#[case::gone_by_the_api((200, "{}"), (404, r#"{"code":20001}"#), true)]
#[case::gone_by_a_gateway((200, "{}"), (404, "<h1>Not found</h1>"), false)]
#[case::gone_before_and_after((404, ""), (404, ""), true)]
#[case::closed_by_the_api((200, "{}"), (403, r#"{"code":30001}"#), true)]
#[case::closed_by_a_gateway((200, "{}"), (403, r#"{"error":"blocked"}"#), false)]
#[case::refused_for_the_rate((200, "{}"), (429, r#"{"code":0}"#), false)]
#[case::a_server_error((200, "{}"), (502, r#"{"code":0}"#), false)]
#[case::a_redirect((200, "{}"), (302, ""), false)]
fn only_a_response_of_the_api_itself_shows_a_state(
    #[case] before: (u16, &str),
    #[case] after: (u16, &str),
    #[case] expected: bool,
) {
    let judge = TestJudge::new();
    let (before, after) = (
        build_read_response(before.0, before.1),
        build_read_response(after.0, after.1),
    );
    assert_eq!(
        is_conclusive_after_read(judge.judge_context().model, &before, &after),
        expected
    );
}
