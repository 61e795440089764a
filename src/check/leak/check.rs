//! The search for leaks in the headers and the body of a response.

use serde_json::Value;

use crate::contract::JsonPointer;
use crate::exchange::{Actor, Request, RequestHeaderValue, Response};

use super::super::BreachPlace;
use super::super::collector::ViolationCollector;
use super::super::parsed_response::ParsedResponse;
use super::super::shorten::shorten_text;
use super::{LeakBreach, LeakKind, LeakedText, file_path, sql, stack_trace};

pub(in super::super) fn check_leaks(
    reading: &ParsedResponse<'_>,
    collector: &mut ViolationCollector<'_>,
) {
    check_tokens(reading, collector);
    check_internals(reading, collector);
}

fn check_tokens(reading: &ParsedResponse<'_>, collector: &mut ViolationCollector<'_>) {
    let response = reading.response();
    if response.tokens_seen.is_empty() {
        let sent = find_sent_credential(&reading.exchange.request);
        let place =
            sent.and_then(|sent| find_place_of_text(response, &|text| text.contains(&sent)));
        if let Some(place) = place {
            collector.add(LeakBreach::SentCredential { place });
        }
        return;
    }
    let mark = |actor: &Actor| format!("[{actor} token]");
    let holds = |text: &str| {
        response
            .tokens_seen
            .iter()
            .any(|seen| text.contains(&mark(seen)))
    };
    collector.add(LeakBreach::Token {
        place: find_place_of_text(response, &holds).unwrap_or(BreachPlace::Body),
        actors: response.tokens_seen.clone(),
    });
}

/// The fewest characters of a credential: a response may well contain a shorter word by chance.
const MIN_CREDENTIAL_CHARS: usize = 20;

/// Returns the longest word that a request sends in `Authorization` and that is no token of an actor.
fn find_sent_credential(request: &Request) -> Option<String> {
    let values = request
        .headers
        .iter()
        .filter_map(|(name, value)| match value {
            RequestHeaderValue::Plain(value) if name.eq_ignore_ascii_case("authorization") => {
                Some(value.to_string_lossy().into_owned())
            }
            RequestHeaderValue::Plain(_)
            | RequestHeaderValue::Token(_)
            | RequestHeaderValue::Secret(_) => None,
        });
    let words = values.flat_map(|value| {
        let words = value.split_whitespace().map(str::to_owned);
        words.collect::<Vec<String>>()
    });
    words
        .filter(|word| word.chars().count() >= MIN_CREDENTIAL_CHARS)
        .max_by_key(String::len)
}

/// Finds the body, or else the first header, that holds a text.
fn find_place_of_text(response: &Response, holds: &dyn Fn(&str) -> bool) -> Option<BreachPlace> {
    if holds(&response.body.to_string_lossy()) {
        return Some(BreachPlace::Body);
    }
    let mut headers = response.headers.iter();
    let (name, _) = headers.find(|(_, value)| holds(&value.to_string_lossy()))?;
    Some(BreachPlace::Header(name.clone()))
}

fn check_internals(reading: &ParsedResponse<'_>, collector: &mut ViolationCollector<'_>) {
    let said = collect_request_text(&reading.exchange.request);
    for (place, text) in collect_response_texts(reading) {
        // A header may name a script that a page loads.
        let paths = if matches!(place, BreachPlace::Header(_)) {
            Vec::new()
        } else {
            file_path::find_file_paths(&text)
        };
        let kinds = [
            (LeakKind::StackTrace, stack_trace::find_stack_traces(&text)),
            (LeakKind::Sql, sql::find_sql_leaks(&text)),
            (LeakKind::FilePath, paths),
        ];
        let leaks: Vec<LeakedText> = kinds
            .into_iter()
            .filter_map(|(kind, found)| {
                let leak = found
                    .into_iter()
                    .find(|range| !said.contains(&text[range.clone()].to_lowercase()))?;
                let text = shorten_text(&text[leak.start..]);
                Some(LeakedText { kind, text })
            })
            .collect();
        if !leaks.is_empty() {
            collector.add(LeakBreach::Internals { place, leaks });
        }
    }
}

/// Collects the texts of a response: the header values, and the strings of the body, or the whole body if it is no object.
fn collect_response_texts(reading: &ParsedResponse<'_>) -> Vec<(BreachPlace, String)> {
    let response = reading.response();
    let mut texts: Vec<_> = response
        .headers
        .iter()
        .map(|(name, value)| {
            (
                BreachPlace::Header(name.clone()),
                value.to_string_lossy().into_owned(),
            )
        })
        .collect();
    match &reading.body {
        Some(body) => visit_strings(body, &JsonPointer::root(), &mut |pointer, text| {
            texts.push((BreachPlace::BodyAt(pointer.clone()), text.to_owned()));
        }),
        None => texts.push((
            BreachPlace::Body,
            response.body.to_string_lossy().into_owned(),
        )),
    }
    texts
}

/// Calls `see` with every string of a value, keys included, and its pointer.
fn visit_strings(value: &Value, pointer: &JsonPointer, see: &mut impl FnMut(&JsonPointer, &str)) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
        Value::String(text) => see(pointer, text),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                visit_strings(item, &pointer.join_index(index), see);
            }
        }
        Value::Object(map) => {
            for (key, value) in map {
                let pointer = pointer.join_key(key);
                see(&pointer, key);
                visit_strings(value, &pointer, see);
            }
        }
    }
}

/// Collects the texts of a request in lower case, both as they were sent and as a server decodes them.
fn collect_request_text(request: &Request) -> String {
    let mut said = vec![request.target.clone(), percent_decode(&request.target)];
    for (_, value) in &request.headers {
        match value {
            RequestHeaderValue::Plain(value) => said.push(value.to_string_lossy().into_owned()),
            RequestHeaderValue::Token(_) | RequestHeaderValue::Secret(_) => {}
        }
    }
    if let Some(body) = &request.body {
        said.push(body.to_string_lossy().into_owned());
        if let Ok(value) = serde_json::from_slice::<Value>(&body.0) {
            visit_strings(&value, &JsonPointer::root(), &mut |_, text| {
                said.push(text.to_owned());
            });
        }
    }
    said.join("\n").to_lowercase()
}

/// Decodes the percent escapes of a target.
fn percent_decode(target: &str) -> String {
    let mut parts = target.split('%');
    let mut decoded = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let escape = part
            .split_at_checked(2)
            .and_then(|(digits, rest)| Some((u8::from_str_radix(digits, 16).ok()?, rest)));
        match escape {
            Some((byte, rest)) => {
                decoded.push(byte);
                decoded.extend(rest.bytes());
            }
            None => {
                decoded.push(b'%');
                decoded.extend(part.bytes());
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::super::super::Violation;
    use super::super::super::testing::{
        JSON, TestJudge, body_place_at, breach_field, build_error_body, build_exchange,
        expect_any_row, expect_row, requirement_ids,
    };
    use super::*;
    use crate::contract::RequirementId as Id;

    const TRACE: &str = "   at App.Members.Get(String ref) in /app/src/Members.cs:line 12";

    fn bad_request(message: &str) -> Value {
        json!({"code": 0, "message": message})
    }

    #[rstest]
    #[case::a_stack_trace(TRACE, json!("stack-trace"))]
    #[case::sql("syntax error at or near \"'\"", json!("sql"))]
    #[case::a_file_path("cannot read /srv/api/config/schema.sql", json!("file-path"))]
    fn the_inside_of_the_server_is_a_breach(#[case] message: &str, #[case] kind: Value) {
        let found = TestJudge::new().judge_json(400, &bad_request(message), expect_any_row());
        assert_eq!(requirement_ids(&found), [Id::NoInternals]);
        assert_eq!(breach_field(&found[0], "/leaks/0/kind"), kind);
        assert_eq!(found[0].place(), body_place_at("/message"));
    }

    #[test]
    fn it_is_found_wherever_it_stands() {
        let body = json!({"code": 0, "message": "400: Bad Request", "debug": {"frames": [TRACE]}});
        let found = TestJudge::new().judge_json(400, &body, expect_any_row());
        assert_eq!(
            requirement_ids(&found),
            [Id::BodyNoOtherKeys, Id::NoInternals]
        );
        assert_eq!(found[1].place(), body_place_at("/debug/frames/0"));

        let html = format!("<pre>\n{TRACE}\n</pre>");
        let found = TestJudge::new()
            .list_response_violations(&build_exchange(400, &[JSON], html), &expect_any_row());
        assert_eq!(
            requirement_ids(&found),
            [Id::BodyOneObject, Id::NoInternals]
        );
        assert_eq!(found[1].place(), BreachPlace::Body);

        let headers = [JSON, ("x-exception", TRACE)];
        let found = TestJudge::new().judge_with_headers(404, &headers, expect_row(20002));
        assert_eq!(requirement_ids(&found), [Id::NoInternals]);
        assert_eq!(
            found[0].place(),
            BreachPlace::Header("x-exception".to_owned())
        );
    }

    #[test]
    fn it_is_looked_for_in_a_success_too() {
        let answer = build_exchange(200, &[JSON], json!({"name": TRACE}).to_string());
        let found = TestJudge::new().list_response_violations(&answer, &expect_row(20002));
        assert_eq!(requirement_ids(&found), [Id::RowExpected, Id::NoInternals]);
    }

    #[rstest]
    #[case::in_the_path("/members//home/x/schema.sql", None, "/home/x/schema.sql")]
    #[case::escaped_in_the_path("/members/%2Fhome%2Fx%2Fschema.sql", None, "/home/x/schema.sql")]
    #[case::in_the_body("/members/x", Some(r#"["panicked at 'x'"]"#), "panicked at 'x'")]
    #[case::escaped_in_the_body("/members/x", Some(r#"["C:\\Users\\x.dll"]"#), "C:\\Users\\x.dll")]
    #[case::in_a_broken_body("/members/x", Some("SELECT a FROM b"), "SELECT a FROM b")]
    #[case::in_lower_case("/members/SELECT%20A%20FROM%20B", None, "SELECT a FROM b")]
    fn what_the_request_said_may_be_repeated(
        #[case] target: &str,
        #[case] sent: Option<&str>,
        #[case] repeated: &str,
    ) {
        let message = bad_request(&format!("cannot read '{repeated}' here"));
        let mut answer = build_exchange(400, &[JSON], message.to_string());
        assert_eq!(
            requirement_ids(&TestJudge::new().list_response_violations(&answer, &expect_any_row())),
            [Id::NoInternals]
        );
        answer.request.target = target.to_owned();
        answer.request.body = sent.map(Into::into);
        assert_eq!(
            TestJudge::new().list_response_violations(&answer, &expect_any_row()),
            []
        );
    }

    #[test]
    fn what_is_repeated_does_not_hide_what_is_not() {
        let message = bad_request("cannot read /srv/a/b.sql, nor /srv/c/d.sql");
        let mut answer = build_exchange(400, &[JSON], message.to_string());
        answer.request.target = "/members//srv/a/b.sql".to_owned();
        let found = TestJudge::new().list_response_violations(&answer, &expect_any_row());
        assert_eq!(
            breach_field(&found[0], "/leaks"),
            json!([{"kind": "file-path", "text": "/srv/c/d.sql"}])
        );
    }

    #[test]
    fn every_documented_message_is_free_of_leaks() {
        for code in [20001, 20002, 20003, 20008, 30001, 30006, 40003] {
            let mut answer = build_exchange(200, &[JSON], build_error_body(code));
            answer.request.method = "GET".to_owned();
            let found = TestJudge::new().list_response_violations(&answer, &expect_row(code));
            assert_eq!(requirement_ids(&found), [Id::RowExpected]);
        }
    }

    #[rstest]
    #[case::in_the_body(&[JSON], "[owner token]", BreachPlace::Body)]
    #[case::in_both(&[JSON, ("x-debug", "[owner token]")], "[owner token]", BreachPlace::Body)]
    #[case::in_a_header(&[JSON, ("x-debug", "authorization=[owner token]")], "x", BreachPlace::Header("x-debug".to_owned()))]
    #[case::somewhere(&[JSON], "x", BreachPlace::Body)]
    fn a_token_is_a_breach(
        #[case] headers: &[(&str, &str)],
        #[case] message: &str,
        #[case] place: BreachPlace,
    ) {
        let mut answer = build_exchange(401, headers, bad_request(message).to_string());
        assert_eq!(
            TestJudge::new().list_response_violations(&answer, &expect_any_row()),
            []
        );
        answer.response.tokens_seen = vec![Actor::Owner];
        let found = TestJudge::new().list_response_violations(&answer, &expect_any_row());
        assert_eq!(requirement_ids(&found), [Id::NoToken]);
        assert_eq!(breach_field(&found[0], "/actors"), json!(["owner"]));
        assert_eq!(found[0].place(), place);
    }

    const CREDENTIAL: &str = "nobodysTokenNobodysToken";

    #[rstest]
    #[case::in_the_body(CREDENTIAL, CREDENTIAL, &[JSON], Some(BreachPlace::Body))]
    #[case::behind_a_scheme("Bearer nobodysTokenNobodysToken", CREDENTIAL, &[JSON], Some(BreachPlace::Body))]
    #[case::in_a_header(CREDENTIAL, "x", &[JSON, ("x-debug", CREDENTIAL)], Some(BreachPlace::Header("x-debug".to_owned())))]
    #[case::nowhere(CREDENTIAL, "x", &[JSON], None)]
    #[case::a_word_that_is_too_short("nobodysToken", "nobodysToken", &[JSON], None)]
    fn a_credential_of_nobody_that_is_repeated_is_a_breach(
        #[case] sent: &str,
        #[case] message: &str,
        #[case] headers: &[(&str, &str)],
        #[case] place: Option<BreachPlace>,
    ) {
        let mut answer = build_exchange(401, headers, bad_request(message).to_string());
        answer.request.headers = vec![(
            "Authorization".to_owned(),
            RequestHeaderValue::Plain(sent.into()),
        )];
        let found = TestJudge::new().list_response_violations(&answer, &expect_any_row());
        let places: Vec<BreachPlace> = found.iter().map(Violation::place).collect();
        assert_eq!(places, Vec::from_iter(place));
    }

    #[rstest]
    #[case("/a%2Fb", "/a/b")]
    #[case("%41%42", "AB")]
    #[case("/a%2", "/a%2")]
    #[case("/a%é", "/a%é")]
    #[case("/a%%2Fb", "/a%/b")]
    #[case("/a%zz%", "/a%zz%")]
    #[case("/é%C3%A9", "/éé")]
    fn percent_escapes_are_resolved(#[case] target: &str, #[case] expected: &str) {
        assert_eq!(percent_decode(target), expected);
    }
}
