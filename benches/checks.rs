//! What the harness itself costs: the checks of one exchange, and the loading of contract and suites.

#![expect(
    clippy::expect_used,
    reason = "a bench of something broken has nothing to measure"
)]

use std::collections::BTreeMap;

use badreq::check::{
    ExceededLengthLimit, ExpectedRefusal, FieldError, FieldErrors, JudgeContext, JudgeOptions,
    ResponseExpectation, judge_response,
};
use badreq::contract::{Contract, ContractFiles, Edition, Level};
use badreq::exchange::{Exchange, ExchangeTiming, Request, Response, WireBytes};
use badreq::suite::{SuiteSet, SuiteSources};
use divan::Bencher;

fn main() {
    divan::main();
}

fn contract() -> Contract {
    Contract::parse(&ContractFiles::embedded(), Edition::Errata)
        .expect("the built-in contract is sound")
}

fn exchange_with_response(status: u16, body: &str) -> Exchange {
    Exchange {
        request: Request {
            method: "PATCH".to_owned(),
            target: "/members/abcefg".to_owned(),
            headers: Vec::new(),
            body: Some(WireBytes::from(r#"{"name":"…"}"#)),
        },
        response: Response {
            status,
            headers: vec![(
                "content-type".to_owned(),
                WireBytes::from("application/json"),
            )],
            body: WireBytes::from(body),
            headers_left_out: 0,
            cut: None,
            tokens_seen: Vec::new(),
        },
        timing: ExchangeTiming {
            sent_unix_ms: 1_000,
            received_unix_ms: 1_005,
            elapsed_us: 5_000,
        },
    }
}

fn expectation(row: &str) -> ResponseExpectation {
    ResponseExpectation {
        outcome: ExpectedRefusal::Row {
            expected: row.parse().expect("a row"),
            accepted: Vec::new(),
        },
        level: Level::Must,
        placeholders: BTreeMap::new(),
        field_errors: None,
    }
}

#[divan::bench]
fn checks_of_a_plain_refusal(bencher: Bencher<'_, '_>) {
    let contract = contract();
    let rules = JudgeContext::from_contract(&contract, JudgeOptions::default());
    let expectation = expectation("20002");
    let exchange = exchange_with_response(404, r#"{"message":"Member not found.","code":20002}"#);
    assert_eq!(
        judge_response(&rules, &expectation, &exchange).violations,
        []
    );
    bencher.bench_local(|| judge_response(&rules, &expectation, &exchange));
}

#[divan::bench]
fn checks_of_a_model_error(bencher: Bencher<'_, '_>) {
    let contract = contract();
    let rules = JudgeContext::from_contract(&contract, JudgeOptions::default());
    let field_errors = FieldErrors {
        alias: None,
        errors: vec![FieldError {
            lengths: Some(ExceededLengthLimit {
                max: 100,
                actual: 101,
            }),
            message: Some("Field name is too long.".to_owned()),
        }],
    };
    let expectation = ResponseExpectation {
        field_errors: Some(BTreeMap::from([("name".to_owned(), field_errors)])),
        ..expectation("40001")
    };
    let exchange = exchange_with_response(
        400,
        r#"{"message":"Error parsing JSON model","code":40001,"errors":{"name":[{"message":"Field name is too long.","max_length":100,"actual_length":101}]}}"#,
    );
    assert_eq!(
        judge_response(&rules, &expectation, &exchange).violations,
        []
    );
    bencher.bench_local(|| judge_response(&rules, &expectation, &exchange));
}

#[divan::bench]
fn loading_of_the_contract(bencher: Bencher<'_, '_>) {
    let sources = ContractFiles::embedded();
    bencher.bench_local(|| Contract::parse(&sources, Edition::Errata));
}

#[divan::bench]
fn loading_of_all_suites(bencher: Bencher<'_, '_>) {
    let contract = contract();
    let sources = SuiteSources::embedded();
    bencher.bench_local(|| SuiteSet::parse(&sources, &contract));
}
