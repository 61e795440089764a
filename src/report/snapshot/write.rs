//! The text of a snapshot: everything that a review needs, without values that differ from run to run.

use serde_json::Value;

use crate::outcome::excerpt::{collapse_repeated_chars, excerpt_body, excerpt_text};
use crate::outcome::{
    CaseOutcome, Exchange, ExpectedErrorResponse, RequestHeaderValue, VolatileFieldNames,
    VolatileValueRedactor,
};

/// The maximum number of characters shown of a body.
const MAX_BODY_CHARS: usize = 4000;

/// Formats a case as a snapshot: its sentence, the expectation, the request, and the response.
///
/// Ids, times and other changing values are replaced by placeholders, and what every request has is left out; `names` lists the fields that hold times and counts. A case without a
/// judged exchange says so.
#[must_use]
pub fn render_snapshot(outcome: &CaseOutcome, names: &VolatileFieldNames) -> String {
    let redactor = VolatileValueRedactor::new(&outcome.bindings);
    let mut lines = vec![
        outcome.case.about.clone(),
        describe_expectation(&outcome.case.expected),
        String::new(),
    ];
    match outcome.judged_exchange() {
        Some(exchange) => {
            lines.extend(format_request_lines(exchange));
            lines.push(String::new());
            lines.extend(format_response_lines(exchange, names));
        }
        None => lines.push(format!(
            "nothing was judged: {}",
            outcome.verdict.report_label()
        )),
    }
    let text: Vec<String> = lines
        .iter()
        .map(|line| redactor.redact(line).trim_end().to_owned())
        .collect();
    text.join("\n")
}

fn describe_expectation(expected: &ExpectedErrorResponse) -> String {
    match expected {
        ExpectedErrorResponse::Row { row, accepted } if accepted.is_empty() => {
            format!("expects {row}")
        }
        ExpectedErrorResponse::Row { row, accepted } => {
            let accepted: Vec<String> =
                accepted.iter().map(|own| own.outcome.to_string()).collect();
            format!("expects {row}, accepts {}", accepted.join(", "))
        }
        ExpectedErrorResponse::Refusal => {
            "expects a refusal that follows the error model".to_owned()
        }
        ExpectedErrorResponse::AnyRow => "records which of two defects wins".to_owned(),
    }
}

fn format_request_lines(exchange: &Exchange) -> Vec<String> {
    let request = &exchange.request;
    let mut lines = vec![format!(
        "{} {}",
        request.method,
        collapse_repeated_chars(&request.target)
    )];
    for (name, value) in request.headers_besides_accept_identity() {
        let value = match value {
            RequestHeaderValue::Token(token) => {
                token.format_with_token(&format!("[token of the {}]", token.actor))
            }
            RequestHeaderValue::Secret(_) => "[secret]".to_owned(),
            // The version changes with every release, and the contact with every operator.
            RequestHeaderValue::Plain(bytes)
                if name == "User-Agent" && bytes.0.starts_with(b"badreq/") =>
            {
                "badreq/[version]".to_owned()
            }
            RequestHeaderValue::Plain(bytes) => excerpt_text(&bytes.to_string_lossy(), 200),
        };
        lines.push(format!("{name}: {value}"));
    }
    if let Some(body) = &request.body {
        lines.push(String::new());
        lines.push(match std::str::from_utf8(&body.0) {
            Ok(text) => excerpt_text(text, 400),
            Err(_) => excerpt_text(&body.0.escape_ascii().to_string(), 400),
        });
    }
    lines
}

fn format_response_lines(exchange: &Exchange, names: &VolatileFieldNames) -> Vec<String> {
    let response = &exchange.response;
    let mut lines = vec![response.status.to_string()];
    let mut headers: Vec<String> = response
        .headers
        .iter()
        .filter(|(name, _)| names.is_compared_header(name))
        .map(|(name, value)| {
            if names.is_volatile_header(name) {
                format!("{name}: [number]")
            } else {
                format!("{name}: {}", value.to_string_lossy())
            }
        })
        .collect();
    headers.sort();
    lines.extend(headers);
    if response.body.0.is_empty() {
        return lines;
    }
    lines.push(String::new());
    match serde_json::from_slice::<Value>(&response.body.0) {
        Ok(mut body) => {
            names.redact_retry_wait(&mut body);
            let pretty = serde_json::to_string_pretty(&body).unwrap_or_default();
            lines.extend(
                excerpt_text(&pretty, MAX_BODY_CHARS)
                    .lines()
                    .map(str::to_owned),
            );
        }
        Err(_) => {
            let shown = response.body.0.escape_ascii().to_string();
            lines.push(excerpt_body(response, &shown, MAX_BODY_CHARS));
        }
    }
    lines
}
