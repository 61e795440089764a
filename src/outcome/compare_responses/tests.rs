//! Tests of the changes of responses between two runs, and of what is no change.

use rstest::rstest;

use super::{ResponseEdit, ResponsePlace, compare_responses};
use crate::check::TextEdit;
use crate::contract::JsonPointer;
use crate::outcome::testing::{
    bare_response_summary, case_outcome, exchange_with_response, failed_control_breach, run_outcome,
};
use crate::outcome::{
    CaseOutcome, ErrorId, ExchangeRole, InconclusiveReason, NameBinding, RateLimitHeaderNames,
    RecordedExchange, RunOutcome, Verdict, VolatileFieldNames, WireBytes,
};

/// Returns a passed case whose response has this status code and body, and shows this row.
fn passed_case_with_response(
    name: &str,
    status: u16,
    body: &str,
    row: Option<ErrorId>,
) -> CaseOutcome {
    let mut outcome = case_outcome(name, Verdict::Pass, row);
    outcome.steps[0].exchange = exchange_with_response(status, body);
    outcome
}

/// Returns a case whose response is row 7 with this message.
fn case_with_message(name: &str, message: &str) -> CaseOutcome {
    let body = format!(r#"{{"code":7,"message":"{message}"}}"#);
    passed_case_with_response(name, 404, &body, Some(ErrorId::new(7, 404)))
}

/// Returns a case whose response is row 7 with this body.
fn case_with_body(body: &str) -> CaseOutcome {
    passed_case_with_response("a", 404, body, Some(ErrorId::new(7, 404)))
}

fn body_key_place(name: &str) -> ResponsePlace {
    ResponsePlace::BodyKey(name.to_owned())
}

fn replacement_edit(before: &str, after: &str) -> ResponseEdit {
    ResponseEdit::Replaced {
        before: before.to_owned(),
        after: after.to_owned(),
    }
}

/// Lists the changes between two runs with their numbers of cases.
fn list_response_changes(
    old: Vec<CaseOutcome>,
    new: Vec<CaseOutcome>,
) -> Vec<(ResponsePlace, ResponseEdit, usize)> {
    let (old, new) = (run_outcome(old), run_outcome(new));
    let changes = compare_responses(&old, &new);
    changes
        .iter()
        .map(|own| (own.place.clone(), own.edit.clone(), own.case_count()))
        .collect()
}

fn cases_with_messages(messages: &[&str]) -> Vec<CaseOutcome> {
    let cases = messages.iter().enumerate();
    cases
        .map(|(at, message)| case_with_message(&format!("case-{at}"), message))
        .collect()
}

#[test]
fn a_result_and_itself_have_no_change() {
    let cases = || cases_with_messages(&["No such thing.", "No such book."]);
    assert_eq!(list_response_changes(cases(), cases()), []);
}

#[test]
fn messages_that_were_edited_alike_are_one_change() {
    let old = cases_with_messages(&["No such thing.", "No such book.", "No such book."]);
    let new = cases_with_messages(&[
        "Error: No such thing.",
        "Error: No such book.",
        "Error: No such book.",
    ]);
    let edit = TextEdit::Wrapped {
        prefix: "Error: ".to_owned(),
        suffix: String::new(),
    };
    assert_eq!(
        list_response_changes(old, new),
        [(body_key_place("message"), ResponseEdit::Text(edit), 3)]
    );
}

#[test]
fn where_every_message_is_another_one_it_is_one_change() {
    let old = cases_with_messages(&[
        "Alpha is gone.",
        "Beta hides!",
        "Gamma rests",
        "Delta left;",
    ]);
    let new = cases_with_messages(&["Lost it.", "Where?", "Asleep", "Nobody:"]);
    let edit = ResponseEdit::Various { edits: 4 };
    assert_eq!(
        list_response_changes(old, new),
        [(body_key_place("message"), edit, 4)]
    );
}

#[test]
fn one_message_of_several_is_a_change_with_both_texts() {
    let old = cases_with_messages(&["No such thing.", "No such book.", "No such book."]);
    let new = cases_with_messages(&["No such thing.", "Where is the book?", "Where is the book?"]);
    let edit = replacement_edit("\"No such book.\"", "\"Where is the book?\"");
    assert_eq!(
        list_response_changes(old, new),
        [(body_key_place("message"), edit, 2)]
    );
}

#[test]
fn an_edit_of_most_messages_is_told_apart_from_that_of_another() {
    let old = cases_with_messages(&["No thing.", "No book.", "No shelf.", "Wait!"]);
    let new = cases_with_messages(&["No thing", "No book", "No shelf", "Come later"]);
    let edit = TextEdit::Unwrapped {
        prefix: String::new(),
        suffix: ".".to_owned(),
    };
    assert_eq!(
        list_response_changes(old, new),
        [
            (body_key_place("message"), ResponseEdit::Text(edit), 3),
            (
                body_key_place("message"),
                replacement_edit("\"Wait!\"", "\"Come later\""),
                1
            ),
        ]
    );
}

#[rstest]
#[case::to_another_row(404, 8, Some(ErrorId::new(8, 404)), "404/8")]
#[case::to_no_row(404, 9, None, "404/9")]
#[case::to_another_status(400, 7, None, "400/7")]
fn a_row_that_moved_is_the_only_change(
    #[case] status: u16,
    #[case] code: i64,
    #[case] row: Option<ErrorId>,
    #[case] expected: &str,
) {
    let old = cases_with_messages(&["No such thing.", "No such thing.", "No such book."]);
    let moved = |name| {
        let body = format!(r#"{{"code":{code},"message":"Something else."}}"#);
        passed_case_with_response(name, status, &body, row)
    };
    let new = vec![
        moved("case-0"),
        moved("case-1"),
        case_with_message("case-2", "No such book."),
    ];
    assert_eq!(
        list_response_changes(old, new),
        [(ResponsePlace::Row, replacement_edit("404/7", expected), 2)]
    );
}

#[test]
fn a_request_that_is_served_now_is_a_change_of_the_row() {
    let old = vec![case_with_message("a", "No such thing.")];
    let new = vec![passed_case_with_response("a", 200, "{}", None)];
    assert_eq!(
        list_response_changes(old, new),
        [(
            ResponsePlace::Row,
            replacement_edit("404/7", "200, served"),
            1
        )]
    );
}

#[rstest]
#[case::gone(
    r#"{"code":7,"x":1}"#,
    r#"{"code":7}"#,
    body_key_place("x"),
    ResponseEdit::Removed
)]
#[case::new(
    r#"{"code":7}"#,
    r#"{"code":7,"x":{"y":1}}"#,
    body_key_place("x"),
    ResponseEdit::Added
)]
#[case::number(
    r#"{"code":7,"x":1}"#,
    r#"{"code":7,"x":2}"#,
    body_key_place("x"),
    replacement_edit("1", "2")
)]
#[case::number_as_text(
    r#"{"code":7,"x":1}"#,
    r#"{"code":7,"x":"1"}"#,
    body_key_place("x"),
    ResponseEdit::Retyped { before: "a number", after: "a text" }
)]
#[case::null(
    r#"{"code":7,"x":null}"#,
    r#"{"code":7,"x":false}"#,
    body_key_place("x"),
    ResponseEdit::Retyped { before: "null", after: "a boolean" }
)]
#[case::in_a_list(
    r#"{"code":7,"x":[{"y":1},{"y":2}]}"#,
    r#"{"code":7,"x":[{"y":1},{"y":3}]}"#,
    body_key_place("y"),
    replacement_edit("2", "3")
)]
#[case::moved(
    r#"{"code":7,"message":"Gone."}"#,
    r#"{"error":{"code":7,"message":"Gone."}}"#,
    ResponsePlace::BodyForm,
    ResponseEdit::Moved { before: String::new(), after: "/error".to_owned() }
)]
#[case::no_json(
    r#"{"code":7}"#,
    "<html>",
    ResponsePlace::BodyForm,
    replacement_edit("a JSON object", "no JSON")
)]
#[case::other_page(
    "<p>1</p>",
    "<p>2</p>",
    ResponsePlace::BodyText,
    replacement_edit("\"<p>1</p>\"", "\"<p>2</p>\"")
)]
fn a_body_is_compared_by_its_keys(
    #[case] old: &str,
    #[case] new: &str,
    #[case] place: ResponsePlace,
    #[case] edit: ResponseEdit,
) {
    assert_eq!(
        list_response_changes(vec![case_with_body(old)], vec![case_with_body(new)]),
        [(place, edit, 1)]
    );
}

#[test]
fn documented_headers_are_compared_and_others_are_not() {
    let old = case_with_body("{}");
    let mut new = case_with_body("{}");
    new.steps[0].exchange.response.headers = vec![
        ("content-type".to_owned(), WireBytes::from("text/plain")),
        ("server".to_owned(), WireBytes::from("another")),
    ];
    assert_eq!(
        list_response_changes(vec![old], vec![new]),
        [(
            ResponsePlace::Header("content-type".to_owned()),
            replacement_edit("\"application/json\"", "\"text/plain\""),
            1
        )]
    );
}

#[test]
fn of_a_success_only_the_keys_are_compared() {
    let served = |body: &str| vec![passed_case_with_response("a", 200, body, None)];
    let old = || served(r#"[{"id":1,"name":null}]"#);
    let more = r#"[{"id":2,"name":"b"},{"id":3,"name":"c"}]"#;
    assert_eq!(list_response_changes(old(), served(more)), []);
    assert_eq!(
        list_response_changes(old(), served(r#"[{"id":1}]"#)),
        [(body_key_place("name"), ResponseEdit::Removed, 1)]
    );
}

/// Returns the result of a run with this id, in which one response holds what differs from run to run.
fn run_with_volatile_values(id: &str, thing: &str, uuid: &str, number: u32) -> RunOutcome {
    let body = format!(
        r#"{{"code":7,"message":"No '{thing}' in badreq {id}-20261201T0245{number}Z.","of":"{uuid}",
            "at":"2026-12-01T02:45:{number}.123Z","wait":{number}}}"#
    );
    let mut outcome = case_with_body(&body);
    outcome.bindings = vec![NameBinding {
        name: "owner_thing.id".to_owned(),
        value: thing.to_owned(),
    }];
    let headers = &mut outcome.steps[0].exchange.response.headers;
    for name in ["x-left", "retry-after"] {
        let value = WireBytes::from(number.to_string().as_str());
        headers.push((name.to_owned(), value));
    }
    let mut whole = run_outcome(vec![outcome]);
    whole.run.id = id.to_owned();
    whole.run.volatile_fields = Some(VolatileFieldNames {
        wait: Some(JsonPointer::root().join_key("wait")),
        rate_headers: Some(RateLimitHeaderNames {
            limit: "x-limit".to_owned(),
            remaining: "x-left".to_owned(),
            reset: "x-reset".to_owned(),
            scope: "x-scope".to_owned(),
        }),
    });
    whole
}

fn old_run() -> RunOutcome {
    let uuid = "11111111-2222-4333-8444-555555555555";
    run_with_volatile_values("0a1b2c3d", "abcefg", uuid, 11)
}

fn new_run() -> RunOutcome {
    let uuid = "66666666-7777-4888-9999-000000000000";
    run_with_volatile_values("4e5f6071", "hijklm", uuid, 22)
}

#[test]
fn values_that_differ_from_run_to_run_are_no_change() {
    let old = old_run();
    let new = new_run();
    assert_eq!(compare_responses(&old, &new), []);
}

#[test]
fn the_fields_of_waits_and_limits_may_be_named_by_either_run() {
    let old = old_run();
    let mut new = new_run();
    new.run.volatile_fields = None;
    assert_eq!(compare_responses(&old, &new), []);
}

#[test]
fn a_value_that_differs_when_the_request_is_sent_again_is_no_change() {
    let body = |id: &str| format!(r#"{{"code":7,"message":"Gone.","request":"{id}"}}"#);
    let repeated = |first: &str, second: &str| {
        let mut outcome = case_with_body(&body(first));
        let repeat = exchange_with_response(404, &body(second));
        outcome
            .steps
            .push(RecordedExchange::new(ExchangeRole::Repeat, repeat));
        outcome
    };
    // The second case has no repetition; the key is volatile there, too.
    let other =
        |id: &str| passed_case_with_response("b", 404, &body(id), Some(ErrorId::new(8, 404)));
    assert_eq!(
        list_response_changes(
            vec![repeated("k1", "k2"), other("k3")],
            vec![repeated("k4", "k5"), other("k6")]
        ),
        []
    );
    assert_eq!(
        list_response_changes(vec![repeated("k1", "k1")], vec![repeated("k2", "k2")]),
        [(
            body_key_place("request"),
            replacement_edit("\"k1\"", "\"k2\""),
            1
        )]
    );
}

#[test]
fn a_response_that_was_not_judged_in_both_runs_is_not_compared() {
    let old = vec![case_with_message("a", "No such thing.")];
    let because =
        InconclusiveReason::Control(failed_control_breach(1, bare_response_summary(403)).into());
    let new = vec![CaseOutcome {
        verdict: Verdict::Inconclusive { because },
        ..case_with_message("a", "Another text.")
    }];
    assert_eq!(list_response_changes(old.clone(), new), []);
    assert_eq!(
        list_response_changes(old, vec![case_with_message("b", "Another text.")]),
        []
    );
}

#[test]
fn operations_are_counted_by_cases_and_the_most_frequent_comes_first() {
    let of = |name: &str, operation: Option<&str>, message: &str| {
        let mut outcome = case_with_message(name, message);
        outcome.case.operation = operation.map(str::to_owned);
        outcome
    };
    let cases = |message: &str| {
        vec![
            of("a", Some("get"), message),
            of("b", None, message),
            of("c", Some("put"), message),
            of("d", Some("put"), message),
        ]
    };
    let (old, new) = (run_outcome(cases("Gone.")), run_outcome(cases("Lost.")));
    let changes = compare_responses(&old, &new);
    let [change] = &changes[..] else {
        panic!("one text changed, not {changes:?}");
    };
    assert_eq!(
        change.count_cases_by_operation(),
        [(Some("put"), 2), (None, 1), (Some("get"), 1)]
    );
    let examples = change.examples(2);
    assert_eq!(examples.len(), 1, "all cases have the same old text");
    assert_eq!(examples[0].outcome.case.name, "things/a");
}
