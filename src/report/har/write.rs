//! HAR 1.2, as the network panel of a browser loads it.
//!
//! A case becomes a page, and each of its exchanges an entry. HAR cannot express three things, which are replaced: a token that is inserted
//! at sending (by the name of its actor), a request body that is not text (by base64), and a target that is not a valid URL (by its
//! percent-encoded form, with the original beside it). Custom keys begin with `_`, as HAR requires.

use std::io::{self, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use crate::outcome::{
    CaseOutcome, Exchange, Level, RecordedExchange, Request, RequestHeaderValue, Response,
    RunOutcome,
};
use crate::report::sections::response_findings;
use crate::report::shared::timestamp::format_timestamp;
use crate::report::shared::uri::encode_invalid_url_chars;
use crate::report::shared::words;

/// Writes every exchange of a run as a HAR 1.2 archive.
///
/// Cases for which nothing was sent are left out. Tokens and other secrets are replaced by the name of their actor or variable.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_har(out: &mut dyn Write, run: &RunOutcome) -> io::Result<()> {
    let cases = || run.cases.iter().filter(|outcome| !outcome.steps.is_empty());
    let archive = HarArchive {
        log: HarLog {
            version: "1.2",
            creator: HarCreator {
                name: "badreq",
                version: env!("CARGO_PKG_VERSION"),
            },
            pages: cases().filter_map(to_har_page).collect(),
            entries: cases()
                .flat_map(|outcome| {
                    let steps = outcome.steps.iter();
                    steps.map(move |step| to_har_entry(&run.run.target, outcome, step))
                })
                .collect(),
            comment: describe_archive(run),
        },
    };
    serde_json::to_writer(&mut *out, &archive)?;
    writeln!(out)
}

#[derive(Serialize)]
struct HarArchive<'r> {
    log: HarLog<'r>,
}

#[derive(Serialize)]
struct HarLog<'r> {
    version: &'static str,
    creator: HarCreator,
    pages: Vec<HarPage<'r>>,
    entries: Vec<HarEntry<'r>>,
    comment: String,
}

#[derive(Serialize)]
struct HarCreator {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HarPage<'r> {
    started_date_time: String,
    id: &'r str,
    title: String,
    page_timings: HarPageTimings,
    comment: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HarPageTimings {
    on_content_load: i8,
    on_load: i8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HarEntry<'r> {
    pageref: &'r str,
    started_date_time: String,
    time: f64,
    request: HarRequest<'r>,
    response: HarResponse<'r>,
    cache: HarEmptyObject,
    timings: HarTimings,
    comment: String,
}

#[derive(Serialize)]
struct HarEmptyObject {}

#[derive(Serialize)]
struct HarTimings {
    send: u8,
    wait: f64,
    receive: u8,
    comment: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HarRequest<'r> {
    method: &'r str,
    url: String,
    http_version: &'static str,
    cookies: [HarEmptyObject; 0],
    headers: Vec<HarNameValue<'r>>,
    query_string: Vec<HarNameValue<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_data: Option<HarPostData>,
    headers_size: i8,
    body_size: usize,
    #[serde(rename = "_target", skip_serializing_if = "Option::is_none")]
    target: Option<&'r str>,
}

#[derive(Serialize)]
struct HarNameValue<'r> {
    name: &'r str,
    value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HarPostData {
    mime_type: String,
    text: String,
    #[serde(rename = "_encoding", skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HarResponse<'r> {
    status: u16,
    status_text: &'static str,
    http_version: &'static str,
    cookies: [HarEmptyObject; 0],
    headers: Vec<HarNameValue<'r>>,
    content: HarContent,
    #[serde(rename = "redirectURL")]
    redirect_url: String,
    headers_size: i8,
    body_size: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct HarContent {
    size: u64,
    mime_type: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

/// The number by which HAR marks an unknown value.
const UNKNOWN: i8 = -1;

/// Describes the run, and the findings in responses of every kind.
fn describe_archive(run: &RunOutcome) -> String {
    let mut comment = format!(
        "run {} against {}, edition {}",
        run.run.id, run.run.target, run.run.edition
    );
    for finding in &run.responses {
        comment.push_str(&format!(
            "\n{} ({}) {}",
            finding.requirement,
            finding.level,
            response_findings::describe_finding(finding)
        ));
    }
    comment
}

fn to_har_page(outcome: &CaseOutcome) -> Option<HarPage<'_>> {
    let first = outcome.steps.first()?;
    let mut comment = outcome.case.about.clone();
    for breach in outcome
        .violations
        .iter()
        .filter(|own| own.level > Level::May)
    {
        comment.push_str(&format!(
            "\n{} ({}) {}",
            breach.requirement,
            breach.level,
            words::describe_violation(breach)
        ));
    }
    if let Some(reason) = outcome.verdict.reason_text() {
        comment.push_str(&format!("\n{reason}"));
    }
    Some(HarPage {
        started_date_time: format_timestamp(first.exchange.timing.sent_unix_ms),
        id: &outcome.case.name,
        title: format!("{}: {}", outcome.verdict.report_label(), outcome.case.name),
        page_timings: HarPageTimings {
            on_content_load: UNKNOWN,
            on_load: UNKNOWN,
        },
        comment,
    })
}

fn to_har_entry<'r>(
    base: &str,
    outcome: &'r CaseOutcome,
    step: &'r RecordedExchange,
) -> HarEntry<'r> {
    let Exchange {
        request,
        response,
        timing,
    } = &step.exchange;
    let time = timing.elapsed_us as f64 / 1000.0;
    HarEntry {
        pageref: &outcome.case.name,
        started_date_time: format_timestamp(timing.sent_unix_ms),
        time,
        request: to_har_request(base, request),
        response: to_har_response(response),
        cache: HarEmptyObject {},
        timings: HarTimings {
            send: 0,
            wait: time,
            receive: 0,
            comment: "from the first byte of the request to the last of the response",
        },
        comment: format!(
            "{}: {}, {}",
            outcome.case.name,
            words::describe_exchange_role(outcome, step),
            outcome.verdict.report_label()
        ),
    }
}

fn to_har_request<'r>(base: &str, request: &'r Request) -> HarRequest<'r> {
    let target = encode_invalid_url_chars(&request.target);
    let header = |value: &RequestHeaderValue| match value {
        RequestHeaderValue::Plain(bytes) => bytes.to_string_lossy().into_owned(),
        RequestHeaderValue::Token(token) => {
            token.format_with_token(&format!("[{} token]", token.actor))
        }
        RequestHeaderValue::Secret(variable) => format!("[secret of {variable}]"),
    };
    let body = request.body.as_ref();
    HarRequest {
        method: &request.method,
        url: format!("{base}{target}"),
        http_version: "HTTP/1.1",
        cookies: [],
        headers: request
            .headers
            .iter()
            .map(|(name, value)| HarNameValue {
                name,
                value: header(value),
            })
            .collect(),
        query_string: split_query(&request.target),
        post_data: body.map(|body| {
            let (text, encoding) = encode_body(&body.0);
            HarPostData {
                mime_type: request
                    .header_value("content-type")
                    .map(header)
                    .unwrap_or_default(),
                text,
                encoding,
            }
        }),
        headers_size: UNKNOWN,
        body_size: body.map_or(0, |body| body.0.len()),
        target: (target != request.target).then_some(request.target.as_str()),
    }
}

fn to_har_response(response: &Response) -> HarResponse<'_> {
    let (text, encoding) = encode_body(&response.body.0);
    let size = response
        .cut
        .unwrap_or_else(|| u64::try_from(response.body.0.len()).unwrap_or(u64::MAX));
    let header = |name: &str| response.header_text(name).unwrap_or_default().into_owned();
    HarResponse {
        status: response.status,
        status_text: "",
        http_version: "HTTP/1.1",
        cookies: [],
        headers: response
            .headers
            .iter()
            .map(|(name, value)| HarNameValue {
                name,
                value: value.to_string_lossy().into_owned(),
            })
            .collect(),
        content: HarContent {
            size,
            mime_type: header("content-type"),
            text,
            encoding,
            comment: response
                .cut
                .map(|_| "only the beginning of the body was kept".to_owned()),
        },
        redirect_url: header("location"),
        headers_size: UNKNOWN,
        body_size: size,
        comment: (response.headers_left_out > 0)
            .then(|| format!("{} more headers were not kept", response.headers_left_out)),
    }
}

/// Returns a body as text, or as base64 if it is not UTF-8.
fn encode_body(body: &[u8]) -> (String, Option<&'static str>) {
    match std::str::from_utf8(body) {
        Ok(text) => (text.to_owned(), None),
        Err(_) => (STANDARD.encode(body), Some("base64")),
    }
}

/// Splits the query of a target into pairs, without decoding them.
fn split_query(target: &str) -> Vec<HarNameValue<'_>> {
    let Some((_, query)) = target.split_once('?') else {
        return Vec::new();
    };
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            HarNameValue {
                name,
                value: value.to_owned(),
            }
        })
        .collect()
}
