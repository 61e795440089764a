//! Breaches of the table: pairs that stand on no line, lines that say something else, words that are not the line's.

use badreq::contract::RequirementId as Id;
use serde_json::json;

use super::breach::{Breach, breaches, plain};
use crate::engine::message::Message;
use crate::engine::proxy::altering;

const UNKNOWN_ENTRY: &str = "membership_lists/add-an-unknown-member-by-uuid";

breaches! {
    the_right_code_with_the_status_of_another_line => plain(
        &[Id::PairDocumented, Id::RowExpected],
        |answer| answer.set_status(400),
    );
    a_code_that_stands_on_no_line => plain(&[Id::PairDocumented, Id::RowExpected], |answer| {
        answer.edit(|body| body["code"] = json!(20099));
    });
    the_line_of_a_sibling => plain(&[Id::RowExpected], |answer| {
        answer.set_body(r#"{"code":20002,"message":"Member not found."}"#);
    });
    a_line_of_another_family => plain(&[Id::RowExpected], |answer| {
        answer.set_status(401);
        answer.set_body(r#"{"code":0,"message":"401: Missing or invalid Authorization header"}"#);
    });
    siblings_that_are_swapped => Breach::new(
        &[Id::RowExpected],
        "privacy/member-list-by-id@anonymous",
        altering(|_, answer| match answer.json()["code"].as_i64() {
            Some(30001) => answer.set_body(r#"{"code":30002,"message":"Unauthorized to view group list"}"#),
            Some(30002) => answer.set_body(r#"{"code":30001,"message":"Unauthorized to view member list"}"#),
            _ => {}
        }),
    );
    a_bad_request_that_is_served => plain(&[Id::RowExpected], |answer| {
        answer.set_status(200);
        answer.set_body("{}");
    });
    a_bad_request_that_is_redirected => plain(&[Id::RowExpected], |answer| {
        answer.set_status(302);
        answer.set("location", "/v2/messages/1");
        answer.set_body("");
    });
    an_error_of_the_server => plain(&[Id::NoServerError], break_down);
    a_gateway_that_finds_no_server => plain(
        &[Id::NoServerError, Id::ContentTypeJson, Id::BodyOneObject],
        |answer| {
            answer.set_status(502);
            answer.set("content-type", "text/html");
            answer.set_body("<html>502 Bad Gateway</html>");
        },
    );
    an_error_of_the_server_where_any_refusal_will_do => Breach::new(
        &[Id::NoServerError],
        "transport/wrong-method-on-a-message",
        altering(|call, answer| if call.method() == "POST" { break_down(answer) }),
    );
    an_error_of_the_server_where_any_line_will_do => Breach::new(
        &[Id::NoServerError],
        "probes/no-token-and-broken-json",
        altering(|call, answer| {
            if call.header("authorization").is_none() && call.method() == "PATCH" {
                break_down(answer);
            }
        }),
    );
    a_refusal_in_a_form_of_its_own => Breach::new(
        &[Id::RefusalUsesErrorModel, Id::BodyNoOtherKeys],
        "transport/wrong-method-on-a-message",
        altering(|call, answer| {
            if call.method() == "POST" {
                answer.set_body(r#"{"error":"method not allowed"}"#);
            }
        }),
    );
    another_wording => plain(&[Id::MessageText], |answer| {
        answer.edit(|body| body["message"] = json!("There is no such message."));
    });
    a_placeholder_that_is_not_filled => entry(|body| {
        body["message"] = json!("Member '{memberRef}' not found.");
    });
    a_placeholder_filled_with_something_else => entry(|body| {
        body["message"] = json!("Member 'abcde' not found.");
    });
}

/// An internal error, told as documented.
fn break_down(answer: &mut Message) {
    answer.set_status(500);
    answer.set_body(r#"{"code":0,"message":"500: Internal Server Error"}"#);
}

fn entry(edit: fn(&mut serde_json::Value)) -> Breach {
    let meddler = altering(move |_, answer| {
        if answer.json()["code"] == json!(20003) {
            answer.edit(edit);
        }
    });
    Breach::new(&[Id::MessageText], UNKNOWN_ENTRY, meddler)
}
