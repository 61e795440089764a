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
    CaseOutcome, Exchange, HeaderValue, Level, Request, Response, RunOutcome, Step,
};
use crate::report::sections::responses;
use crate::report::shared::moment::moment;
use crate::report::shared::uri::encoded;
use crate::report::shared::words;

/// Writes every exchange of a run as a HAR 1.2 archive.
///
/// Cases for which nothing was sent are left out. Tokens and other secrets are replaced by the name of their actor or variable.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_har(out: &mut dyn Write, run: &RunOutcome) -> io::Result<()> {
    let cases = || run.cases.iter().filter(|outcome| !outcome.steps.is_empty());
    let archive = Archive {
        log: Log {
            version: "1.2",
            creator: Creator {
                name: "badreq",
                version: env!("CARGO_PKG_VERSION"),
            },
            pages: cases().filter_map(page).collect(),
            entries: cases()
                .flat_map(|outcome| {
                    let steps = outcome.steps.iter();
                    steps.map(move |step| entry(&run.run.target, outcome, step))
                })
                .collect(),
            comment: comment(run),
        },
    };
    serde_json::to_writer(&mut *out, &archive)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Archive<'r> {
    log: Log<'r>,
}

#[derive(Serialize)]
struct Log<'r> {
    version: &'static str,
    creator: Creator,
    pages: Vec<Page<'r>>,
    entries: Vec<Entry<'r>>,
    comment: String,
}

#[derive(Serialize)]
struct Creator {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'r> {
    started_date_time: String,
    id: &'r str,
    title: String,
    page_timings: PageTimings,
    comment: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PageTimings {
    on_content_load: i8,
    on_load: i8,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'r> {
    pageref: &'r str,
    started_date_time: String,
    time: f64,
    request: Sent<'r>,
    response: Received<'r>,
    cache: Nothing,
    timings: Timings,
    comment: String,
}

#[derive(Serialize)]
struct Nothing {}

#[derive(Serialize)]
struct Timings {
    send: u8,
    wait: f64,
    receive: u8,
    comment: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Sent<'r> {
    method: &'r str,
    url: String,
    http_version: &'static str,
    cookies: [Nothing; 0],
    headers: Vec<Pair<'r>>,
    query_string: Vec<Pair<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_data: Option<PostData>,
    headers_size: i8,
    body_size: usize,
    #[serde(rename = "_target", skip_serializing_if = "Option::is_none")]
    target: Option<&'r str>,
}

#[derive(Serialize)]
struct Pair<'r> {
    name: &'r str,
    value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PostData {
    mime_type: String,
    text: String,
    #[serde(rename = "_encoding", skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Received<'r> {
    status: u16,
    status_text: &'static str,
    http_version: &'static str,
    cookies: [Nothing; 0],
    headers: Vec<Pair<'r>>,
    content: Content,
    #[serde(rename = "redirectURL")]
    redirect_url: String,
    headers_size: i8,
    body_size: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Content {
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
fn comment(run: &RunOutcome) -> String {
    let mut comment = format!(
        "run {} against {}, edition {}",
        run.run.id, run.run.target, run.run.edition
    );
    for finding in responses::shown(run) {
        comment.push_str(&format!(
            "\n{} ({}) {}",
            finding.requirement,
            finding.level,
            responses::describe(finding)
        ));
    }
    comment
}

fn page(outcome: &CaseOutcome) -> Option<Page<'_>> {
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
            words::breach(breach)
        ));
    }
    if let Some(reason) = outcome.verdict.reason() {
        comment.push_str(&format!("\n{reason}"));
    }
    Some(Page {
        started_date_time: moment(first.exchange.timing.sent_unix_ms),
        id: &outcome.case.name,
        title: format!("{}: {}", outcome.verdict.word(), outcome.case.name),
        page_timings: PageTimings {
            on_content_load: UNKNOWN,
            on_load: UNKNOWN,
        },
        comment,
    })
}

fn entry<'r>(base: &str, outcome: &'r CaseOutcome, step: &'r Step) -> Entry<'r> {
    let Exchange {
        request,
        response,
        timing,
    } = &step.exchange;
    let time = timing.elapsed_us as f64 / 1000.0;
    Entry {
        pageref: &outcome.case.name,
        started_date_time: moment(timing.sent_unix_ms),
        time,
        request: sent(base, request),
        response: received(response),
        cache: Nothing {},
        timings: Timings {
            send: 0,
            wait: time,
            receive: 0,
            comment: "from the first byte of the request to the last of the answer",
        },
        comment: format!(
            "{}: {}, {}",
            outcome.case.name,
            words::step(outcome, step),
            outcome.verdict.word()
        ),
    }
}

fn sent<'r>(base: &str, request: &'r Request) -> Sent<'r> {
    let target = encoded(&request.target);
    let header = |value: &HeaderValue| match value {
        HeaderValue::Plain(bytes) => bytes.lossy().into_owned(),
        HeaderValue::Token(actor) => format!("[{actor} token]"),
        HeaderValue::Secret(variable) => format!("[secret of {variable}]"),
    };
    let body = request.body.as_ref();
    Sent {
        method: &request.method,
        url: format!("{base}{target}"),
        http_version: "HTTP/1.1",
        cookies: [],
        headers: request
            .headers
            .iter()
            .map(|(name, value)| Pair {
                name,
                value: header(value),
            })
            .collect(),
        query_string: query(&request.target),
        post_data: body.map(|body| {
            let (text, encoding) = text(&body.0);
            PostData {
                mime_type: request
                    .header("content-type")
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

fn received(response: &Response) -> Received<'_> {
    let (text, encoding) = text(&response.body.0);
    let size = response
        .cut
        .unwrap_or_else(|| u64::try_from(response.body.0.len()).unwrap_or(u64::MAX));
    let header = |name: &str| response.header(name).unwrap_or_default().into_owned();
    Received {
        status: response.status,
        status_text: "",
        http_version: "HTTP/1.1",
        cookies: [],
        headers: response
            .headers
            .iter()
            .map(|(name, value)| Pair {
                name,
                value: value.lossy().into_owned(),
            })
            .collect(),
        content: Content {
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
fn text(body: &[u8]) -> (String, Option<&'static str>) {
    match std::str::from_utf8(body) {
        Ok(text) => (text.to_owned(), None),
        Err(_) => (STANDARD.encode(body), Some("base64")),
    }
}

/// Splits the query of a target into pairs, without decoding them.
fn query(target: &str) -> Vec<Pair<'_>> {
    let Some((_, query)) = target.split_once('?') else {
        return Vec::new();
    };
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            Pair {
                name,
                value: value.to_owned(),
            }
        })
        .collect()
}
