//! Breaches of form: content type, encoding, JSON, the error model, and what an answer must not show.

use std::io::Write;

use badreq::contract::RequirementId as Id;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use super::breach::{Breach, breaches, plain, plain_body};
use crate::engine::proxy::altering;

const HTML: &str = "<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>";

breaches! {
    an_answer_declared_as_html => plain(&[Id::ContentTypeJson], |answer| {
        answer.set("content-type", "text/html; charset=utf-8");
    });
    an_answer_declared_as_problem_json => plain(&[Id::ContentTypeJson], |answer| {
        answer.set("content-type", "application/problem+json");
    });
    an_answer_declared_as_nothing => plain(&[Id::ContentTypeJson], |answer| {
        answer.remove("content-type");
    });
    a_page_of_html_for_an_error => plain(&[Id::ContentTypeJson, Id::BodyOneObject], |answer| {
        answer.set("content-type", "text/html");
        answer.set_body(HTML);
    });
    a_problem_in_the_form_of_rfc_9457 => plain(
        &[Id::ContentTypeJson, Id::BodyCodeInteger, Id::BodyMessageString, Id::BodyNoOtherKeys],
        |answer| {
            answer.set("content-type", "application/problem+json");
            answer.set_body(r#"{"type":"about:blank","title":"Not Found","status":404}"#);
        },
    );
    a_byte_order_mark => plain_body(
        &[Id::BodyUtf8],
        b"\xEF\xBB\xBF{\"code\":20006,\"message\":\"Message not found.\"}",
    );
    a_body_in_latin_1 => plain_body(
        &[Id::BodyUtf8],
        b"{\"code\":20006,\"message\":\"Message not found\xE9.\"}",
    );
    a_body_of_no_bytes => plain_body(&[Id::BodyOneObject], b"");
    a_list_for_an_object => plain_body(
        &[Id::BodyOneObject],
        br#"[{"code":20006,"message":"Message not found."}]"#,
    );
    a_second_object_behind_the_first => plain_body(
        &[Id::BodyOneObject],
        br#"{"code":20006,"message":"Message not found."}{"code":20006}"#,
    );
    a_body_that_is_cut_off => plain_body(&[Id::BodyOneObject], br#"{"code":20006,"message":"Mess"#);
    the_same_key_twice => plain_body(
        &[Id::BodyKeysUnique],
        br#"{"code":20002,"message":"Message not found.","code":20006}"#,
    );
    a_lone_surrogate => plain_body(
        &[Id::BodyNoLoneSurrogates],
        br#"{"code":20006,"message":"Message not found.\ud83d"}"#,
    );
    a_code_that_is_text => plain_body(
        &[Id::BodyCodeInteger],
        br#"{"code":"20006","message":"Message not found."}"#,
    );
    a_code_that_is_missing => plain_body(
        &[Id::BodyCodeInteger],
        br#"{"message":"Message not found."}"#,
    );
    a_message_that_is_null => plain_body(&[Id::BodyMessageString], br#"{"code":20006,"message":null}"#);
    a_message_of_no_text => plain_body(&[Id::BodyMessageString], br#"{"code":20006,"message":""}"#);
    a_key_beyond_the_error_model => plain(&[Id::BodyNoOtherKeys], |answer| {
        answer.edit(|body| body["request_id"] = json!("c0ffee"));
    });
    a_body_that_is_compressed_unasked => plain(&[Id::ContentNotEncoded], |answer| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(&answer.body).expect("a vector takes everything");
        answer.set_body(encoder.finish().expect("a vector takes everything"));
        answer.set("content-encoding", "gzip");
    });
    an_error_for_shared_caches => plain(&[Id::NotForSharedCaches], |answer| {
        answer.set("cache-control", "public, max-age=60");
    });
    a_stack_trace => plain(&[Id::NoInternals, Id::MessageText], |answer| {
        answer.edit(|body| {
            body["message"] = json!("thread 'main' panicked at src/messages.rs:12:5:\nno entry");
        });
    });
    a_query_in_sql => plain(&[Id::NoInternals, Id::MessageText], |answer| {
        answer.edit(|body| {
            body["message"] = json!("no rows: SELECT mid, guild FROM messages WHERE mid = $1");
        });
    });
    a_path_of_the_server => plain(&[Id::NoInternals, Id::BodyNoOtherKeys], |answer| {
        answer.edit(|body| body["file"] = json!("/app/PluralKit.API/Controllers/Messages.cs"));
    });
    a_token_sent_back_in_a_header => reflected(|answer, token| answer.set("x-caller", token), &[Id::NoToken]);
    a_token_sent_back_in_the_body => reflected(
        |answer, token| answer.edit(|body| body["caller"] = json!(token)),
        &[Id::NoToken, Id::BodyNoOtherKeys],
    );
}

fn reflected(
    reflect: fn(&mut crate::engine::message::Message, &str),
    broken: &'static [Id],
) -> Breach {
    let meddler = altering(move |call, answer| {
        if call.target() == "/messages/0"
            && let Some(token) = call.header("authorization")
        {
            reflect(answer, token);
        }
    });
    Breach::new(broken, super::breach::PLAIN, meddler)
}
