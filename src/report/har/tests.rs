//! Tests of the HAR archive.

use serde_json::{Value, json};

use super::write_har;
use crate::outcome::testing::{
    case_outcome, exchange_with_response, run_outcome, wrong_row_violation,
};
use crate::outcome::{
    Actor, CaseOutcome, ErrorId, ExchangeRole, InconclusiveReason, RecordedExchange,
    RequestHeaderValue, Verdict, WireBytes,
};

fn write_cases_as_har(cases: Vec<CaseOutcome>) -> Value {
    let mut out = Vec::new();
    write_har(&mut out, &run_outcome(cases)).expect("a vector takes everything");
    serde_json::from_slice(&out).expect("it is JSON")
}

#[test]
fn a_case_is_a_page_and_an_exchange_an_entry_of_it() {
    let mut failed = case_outcome("wrong", Verdict::Fail, None);
    failed.violations = vec![wrong_row_violation()];
    failed.steps.push(RecordedExchange::new(
        ExchangeRole::Control(1),
        exchange_with_response(200, "{}"),
    ));
    let log = &write_cases_as_har(vec![
        case_outcome("right", Verdict::Pass, Some(ErrorId::new(7, 404))),
        failed,
    ])["log"];
    assert_eq!(log["version"], "1.2");
    assert_eq!(
        log["pages"][1],
        json!({
            "startedDateTime": "1970-01-01T00:00:01.000Z",
            "id": "things/wrong",
            "title": "fail: things/wrong",
            "pageTimings": { "onContentLoad": -1, "onLoad": -1 },
            "comment": "A reference that names nothing\nrow-expected (must) status and code: expected status 404, code 7, got status 404, code 9",
        })
    );
    assert_eq!(
        log["entries"][1],
        json!({
            "pageref": "things/wrong",
            "startedDateTime": "1970-01-01T00:00:01.000Z",
            "time": 2.0,
            "request": {
                "method": "GET",
                "url": "http://127.0.0.1:1/v2/things/abcefg",
                "httpVersion": "HTTP/1.1",
                "cookies": [],
                "headers": [
                    { "name": "User-Agent", "value": "badreq/9.9.9" },
                    { "name": "Accept", "value": "*/*" },
                    { "name": "Authorization", "value": "[owner token]" },
                ],
                "queryString": [],
                "headersSize": -1,
                "bodySize": 0,
            },
            "response": {
                "status": 404,
                "statusText": "",
                "httpVersion": "HTTP/1.1",
                "cookies": [],
                "headers": [{ "name": "content-type", "value": "application/json" }],
                "content": {
                    "size": 28,
                    "mimeType": "application/json",
                    "text": "{\"code\":8,\"message\":\"Gone.\"}",
                },
                "redirectURL": "",
                "headersSize": -1,
                "bodySize": 28,
            },
            "cache": {},
            "timings": {
                "send": 0,
                "wait": 2.0,
                "receive": 0,
                "comment": "from the first byte of the request to the last of the response",
            },
            "comment": "things/wrong: the bad request, fail",
        })
    );
    assert_eq!(
        log["entries"][2]["comment"],
        "things/wrong: control 1, fail"
    );
    assert_eq!(log["entries"].as_array().map(Vec::len), Some(3));
}

#[test]
fn what_har_has_no_place_for_is_told_all_the_same() {
    let mut odd = case_outcome("odd", Verdict::Pass, None);
    let own = &mut odd.steps[0].exchange;
    own.request.target = "/things/a b%zz%20?q=\"x\"&flag&e=".to_owned();
    own.request.body = Some(WireBytes(vec![0xff, b'a']));
    own.request.headers = vec![
        (
            "Authorization".to_owned(),
            RequestHeaderValue::Token(Actor::Stranger.into()),
        ),
        (
            "X-Gate".to_owned(),
            RequestHeaderValue::Secret("GATE".to_owned()),
        ),
    ];
    own.response.body = WireBytes(vec![0xff, 0xfe, 0xfd, 0xfc]);
    own.response.cut = Some(70_000);
    own.response.headers_left_out = 2;
    let har = write_cases_as_har(vec![odd]);
    let entry = &har["log"]["entries"][0];
    let request = &entry["request"];
    assert_eq!(
        request["url"],
        "http://127.0.0.1:1/v2/things/a%20b%25zz%20?q=%22x%22&flag&e="
    );
    assert_eq!(request["_target"], "/things/a b%zz%20?q=\"x\"&flag&e=");
    assert_eq!(
        request["queryString"],
        json!([
            { "name": "q", "value": "\"x\"" },
            { "name": "flag", "value": "" },
            { "name": "e", "value": "" },
        ])
    );
    assert_eq!(
        request["headers"],
        json!([
            { "name": "Authorization", "value": "[stranger token]" },
            { "name": "X-Gate", "value": "[secret of GATE]" },
        ])
    );
    assert_eq!(
        request["postData"],
        json!({ "mimeType": "", "text": "/2E=", "_encoding": "base64" })
    );
    assert_eq!(
        entry["response"]["content"],
        json!({
            "size": 70_000,
            "mimeType": "application/json",
            "text": "//79/A==",
            "encoding": "base64",
            "comment": "only the beginning of the body was kept",
        })
    );
    assert_eq!(entry["response"]["comment"], "2 more headers were not kept");
}

#[test]
fn a_case_for_which_nothing_was_sent_is_no_page() {
    let because = InconclusiveReason::Trigger("fail".to_owned());
    let mut untried = case_outcome("untried", Verdict::Inconclusive { because }, None);
    untried.steps.clear();
    let har = write_cases_as_har(vec![untried]);
    assert_eq!(har["log"]["pages"], json!([]));
    assert_eq!(har["log"]["entries"], json!([]));
}
