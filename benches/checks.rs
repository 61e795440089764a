//! What the harness itself costs: the checks of one exchange, and the loading of contract and suites.

#![expect(
    clippy::expect_used,
    reason = "a bench of something broken has nothing to measure"
)]

use std::collections::BTreeMap;

use badreq::check::{Answer, Expectation, Fault, KeyFaults, Lengths, Rules, Terms, judge};
use badreq::contract::{Contract, Edition, Level, Sources};
use badreq::exchange::{Bytes, Exchange, Request, Response, Timing};
use badreq::suite::{Sources as SuiteSources, Suites};
use divan::Bencher;

fn main() {
    divan::main();
}

fn contract() -> Contract {
    Contract::load(&Sources::embedded(), Edition::Errata).expect("the built-in contract is sound")
}

fn exchange(status: u16, body: &str) -> Exchange {
    Exchange {
        request: Request {
            method: "PATCH".to_owned(),
            target: "/members/abcefg".to_owned(),
            headers: Vec::new(),
            body: Some(Bytes::from(r#"{"name":"…"}"#)),
        },
        response: Response {
            status,
            headers: vec![("content-type".to_owned(), Bytes::from("application/json"))],
            body: Bytes::from(body),
            headers_left_out: 0,
            cut: None,
            tokens_seen: Vec::new(),
        },
        timing: Timing {
            sent_unix_ms: 1_000,
            received_unix_ms: 1_005,
            elapsed_us: 5_000,
        },
    }
}

fn expectation(row: &str) -> Expectation {
    Expectation {
        answer: Answer::Row {
            expected: row.parse().expect("a row"),
            accepted: Vec::new(),
        },
        level: Level::Must,
        fill: BTreeMap::new(),
        errors: None,
    }
}

#[divan::bench]
fn checks_of_a_plain_refusal(bencher: Bencher<'_, '_>) {
    let contract = contract();
    let rules = Rules::of(&contract, Terms::default());
    let expectation = expectation("20002");
    let exchange = exchange(404, r#"{"message":"Member not found.","code":20002}"#);
    assert_eq!(judge(&rules, &expectation, &exchange).violations, []);
    bencher.bench_local(|| judge(&rules, &expectation, &exchange));
}

#[divan::bench]
fn checks_of_a_model_error(bencher: Bencher<'_, '_>) {
    let contract = contract();
    let rules = Rules::of(&contract, Terms::default());
    let faults = KeyFaults {
        alias: None,
        faults: vec![Fault {
            lengths: Some(Lengths {
                max: 100,
                actual: 101,
            }),
            message: Some("Field name is too long.".to_owned()),
        }],
    };
    let expectation = Expectation {
        errors: Some(BTreeMap::from([("name".to_owned(), faults)])),
        ..expectation("40001")
    };
    let exchange = exchange(
        400,
        r#"{"message":"Error parsing JSON model","code":40001,"errors":{"name":[{"message":"Field name is too long.","max_length":100,"actual_length":101}]}}"#,
    );
    assert_eq!(judge(&rules, &expectation, &exchange).violations, []);
    bencher.bench_local(|| judge(&rules, &expectation, &exchange));
}

#[divan::bench]
fn loading_of_the_contract(bencher: Bencher<'_, '_>) {
    let sources = Sources::embedded();
    bencher.bench_local(|| Contract::load(&sources, Edition::Errata));
}

#[divan::bench]
fn loading_of_all_suites(bencher: Bencher<'_, '_>) {
    let contract = contract();
    let sources = SuiteSources::embedded();
    bencher.bench_local(|| Suites::load(&sources, &contract));
}
