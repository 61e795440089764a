//! What leaves the harness is what the case says, to the byte.
//!
//! The reference server records what arrives on its sockets, beneath any HTTP library; every exchange of every case is
//! held against that. Only what frames a message is left to the sender: `host`, `content-length`, `connection`.

#![expect(
    clippy::expect_used,
    reason = "a test says what must hold by panicking"
)]

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use badreq::contract::{Contract, ContractFiles, Edition, TokenHeader};
use badreq::exchange::{Actor, Request, RequestHeaderValue};
use badreq::outcome::{ExchangeRole, Verdict};
use badreq::run::{CancelSignal, RunOptions, RunSession, TargetRateLimiting};
use badreq::suite::{RequestDefaults, SuiteSet, SuiteSources};
use badreq::target::{CaseHeader, Credentials, Target, TargetOptions};
use badreq_reference::{
    RecordedRequest, RecordingMode, ReferenceServer, SeedValues, ServerOptions, ServerRateLimits,
    TriggerMode, start,
};

/// A request as bytes: request line, headers with names in lower case, body.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct OnTheWire {
    line: Vec<u8>,
    headers: Vec<(Vec<u8>, Vec<u8>)>,
    body: Vec<u8>,
}

impl OnTheWire {
    fn of_case(request: &Request, seeds: &SeedValues) -> Self {
        let value = |value: &RequestHeaderValue| match value {
            RequestHeaderValue::Plain(bytes) => bytes.0.clone(),
            // No request of these has one: it would not be what arrived.
            RequestHeaderValue::Secret(name) => name.clone().into_bytes(),
            RequestHeaderValue::Token(token) => {
                let own = match token.actor {
                    Actor::Stranger => &seeds.stranger_token,
                    Actor::Owner | Actor::Anonymous => &seeds.token,
                };
                token.format_with_token(own).into_bytes()
            }
        };
        Self {
            line: format!("{} /v2{} HTTP/1.1", request.method, request.target).into_bytes(),
            headers: request
                .headers
                .iter()
                .map(|(name, own)| (name.to_ascii_lowercase().into_bytes(), value(own)))
                .collect(),
            body: request
                .body
                .as_ref()
                .map(|body| body.0.clone())
                .unwrap_or_default(),
        }
    }

    fn recorded(recorded: &RecordedRequest) -> Self {
        let head = recorded
            .head
            .strip_suffix(b"\r\n\r\n")
            .expect("a head ends with an empty line");
        let mut lines = split(head, b"\r\n").into_iter();
        let line = lines.next().expect("a head has a request line").to_vec();
        let headers = lines
            .map(|line| {
                let colon = line
                    .iter()
                    .position(|byte| *byte == b':')
                    .expect("a header has a colon");
                let value = line[colon + 1..]
                    .strip_prefix(b" ")
                    .unwrap_or(&line[colon + 1..]);
                (line[..colon].to_ascii_lowercase(), value.to_vec())
            })
            .filter(|(name, _)| {
                !matches!(name.as_slice(), b"host" | b"content-length" | b"connection")
            })
            .collect();
        Self {
            line,
            headers,
            body: recorded.body.clone(),
        }
    }
}

fn split<'b>(bytes: &'b [u8], by: &[u8]) -> Vec<&'b [u8]> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(by.len()).position(|window| window == by) {
        parts.push(&rest[..at]);
        rest = &rest[at + by.len()..];
    }
    parts.push(rest);
    parts
}

async fn reference() -> ReferenceServer {
    let options = ServerOptions {
        limits: ServerRateLimits::None,
        triggers: TriggerMode::On,
        recording: RecordingMode::On,
        ..ServerOptions::default()
    };
    start(options).await.expect("the reference server starts")
}

async fn session(
    server: &ReferenceServer,
    suites: &SuiteSet,
    contract: &Arc<Contract>,
    case_header: Option<CaseHeader>,
) -> RunSession {
    let seeds = server.seed_values();
    let token = |text: &str| Some(text.parse().expect("a token"));
    let credentials =
        Credentials::new(token(&seeds.token), token(&seeds.stranger_token)).expect("two tokens");
    let base = server.url().parse().expect("a base URL");
    let target = Target::new(TargetOptions::new(base, credentials)).expect("a target");
    let hook = |name: &str| {
        let hook = format!("X-Reference-Hook: {name}").parse().expect("a hook");
        (name.to_owned(), hook)
    };
    let usual = RequestDefaults {
        user_agent: "badreq-wire-test/1".to_owned(),
        token_header: TokenHeader::from_name("Authorization"),
        triggers: BTreeMap::from([hook("internal-error"), hook("rate-limit")]),
    };
    let options = RunOptions {
        values: seeds.operator_values(),
        target_limits: TargetRateLimiting::Off,
        case_header,
        ..RunOptions::default()
    };
    RunSession::open(
        Arc::clone(contract),
        suites,
        target,
        usual,
        options,
        CancelSignal::default(),
    )
    .await
    .expect("the reference server answers")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_request_of_every_case_arrives_as_it_was_said() {
    let contract =
        Contract::parse(&ContractFiles::embedded(), Edition::Errata).expect("a contract");
    let contract = Arc::new(contract);
    let suites = SuiteSet::parse(&SuiteSources::embedded(), &contract).expect("suites");
    let server = reference().await;
    let session = session(&server, &suites, &contract, None).await;

    let mut arrived: HashSet<OnTheWire> = HashSet::new();
    let mut held = 0;
    for case in suites.cases() {
        server.clear_recorded();
        let outcome = session.run_case(case).await;
        assert_eq!(outcome.verdict, Verdict::Pass, "{}", case.name);
        let recorded: Vec<OnTheWire> = server
            .recorded_requests()
            .iter()
            .map(OnTheWire::recorded)
            .collect();
        arrived.extend(recorded.iter().cloned());

        // In their order, but for bursts, whose requests are sent at once.
        let mut in_order = recorded.iter();
        for step in &outcome.steps {
            let said = OnTheWire::of_case(&step.exchange.request, server.seed_values());
            let is_there = match step.role {
                ExchangeRole::BadRequest
                | ExchangeRole::Repeat
                | ExchangeRole::Before(_)
                | ExchangeRole::After(_) => in_order.any(|arrived| *arrived == said),
                // A control is sent once and serves many cases.
                ExchangeRole::Control(_)
                | ExchangeRole::Burst
                | ExchangeRole::OtherScope
                | ExchangeRole::AfterWait => arrived.contains(&said),
            };
            assert!(
                is_there,
                "{}: {:?} was said as\n{said:?}\nand this arrived:\n{recorded:#?}",
                case.name, step.role
            );
            held += 1;
        }
    }
    assert!(
        held > 3 * suites.cases().count(),
        "only {held} exchanges were held against the wire"
    );
    assert_eq!(session.close().await, []);
    server.shutdown().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_request_of_a_case_carries_its_name_where_that_is_asked_for() {
    let contract =
        Contract::parse(&ContractFiles::embedded(), Edition::Errata).expect("a contract");
    let contract = Arc::new(contract);
    let suites = SuiteSet::parse(&SuiteSources::embedded(), &contract).expect("suites");
    let server = reference().await;
    let header = Some("X-Test-Case".parse().expect("a header name"));
    let session = session(&server, &suites, &contract, header).await;
    let of_suite = |suite: &str| {
        let suite = suite.to_owned();
        suites.cases().filter(move |case| case.name.suite == suite)
    };
    let mut named = 0;
    for case in of_suite("messages").chain(of_suite("rate_limits")) {
        let outcome = session.run_case(case).await;
        assert_eq!(outcome.verdict, Verdict::Pass, "{}", case.name);
        for step in &outcome.steps {
            let name = match step.exchange.request.header_value("x-test-case") {
                Some(RequestHeaderValue::Plain(value)) => value.to_string_lossy().into_owned(),
                Some(RequestHeaderValue::Token(_) | RequestHeaderValue::Secret(_)) | None => {
                    String::new()
                }
            };
            assert_ne!(name, "", "{}: {:?}", case.name, step.role);
            // A control is sent once and serves many cases.
            if !matches!(step.role, ExchangeRole::Control(_)) {
                assert_eq!(name, case.name.to_string());
                named += 1;
            }
        }
    }
    assert!(named > 20, "only {named} requests carry a name");
    assert_eq!(session.close().await, []);
    let arrived = server.recorded_requests();
    let has_name = |request: &&RecordedRequest| {
        let head = request.head.to_ascii_lowercase();
        head.windows(13).any(|own| own == b"x-test-case: ")
    };
    let arrived = arrived.iter().filter(has_name).count();
    assert!(arrived >= named, "{arrived} of {named} arrived with a name");
    server.shutdown().await;
}

#[test]
fn a_request_that_differs_in_one_byte_is_noticed() {
    let recorded = |head: &str, body: &str| {
        OnTheWire::recorded(&RecordedRequest {
            head: head.as_bytes().to_vec(),
            body: body.as_bytes().to_vec(),
        })
    };
    let said = recorded(
        "GET /v2/a/../b HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n",
        "{",
    );
    for (head, body) in [
        ("GET /v2/b HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n", "{"),
        (
            "GET /v2/a/../b HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nUser-Agent: x\r\n\r\n",
            "{",
        ),
        ("GET /v2/a/../b HTTP/1.1\r\nHost: x\r\n\r\n", "{"),
        (
            "GET /v2/a/../b HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n",
            "\"{\"",
        ),
    ] {
        assert_ne!(recorded(head, body), said, "{head}{body}");
    }
    // What frames the message is the sender's own business.
    let framed = recorded(
        "GET /v2/a/../b HTTP/1.1\r\naccept: */*\r\nhost: y\r\ncontent-length: 1\r\nconnection: close\r\n\r\n",
        "{",
    );
    assert_eq!(framed, said);
}
