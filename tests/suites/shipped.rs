//! The shipped suites and contract, loaded once, and requests composed with made-up values.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

use badreq::contract::{Contract, ContractFiles as Pages, Edition};
use badreq::exchange::Request;
use badreq::suite::{
    Case, ErrorTrigger, FIXTURES_FILE_NAME, RequestDefaults, RequestTemplate, SuiteSet,
    SuiteSources, TemplateBindings,
};
use serde_json::Value;

/// The contract in the edition that has every row.
pub(crate) static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
    Contract::parse(&Pages::embedded(), Edition::Errata).expect("the shipped contract is sound")
});

/// The suites as they stand in the folder.
pub(crate) static SUITES: LazyLock<SuiteSet> = LazyLock::new(|| {
    let sources = SuiteSources::from_folder(&folder()).expect("the folder can be read");
    SuiteSet::parse(&sources, &CONTRACT).expect("the shipped suites are sound")
});

pub(crate) fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("suites")
}

/// The cases that a rule finds wrong, each with what is wrong, one a line.
pub(crate) fn findings(rule: impl Fn(&Case) -> Vec<String>) -> String {
    let lines: Vec<String> = SUITES
        .cases()
        .flat_map(|case| {
            rule(case)
                .into_iter()
                .map(|what| {
                    format!(
                        "suites/{}.toml:{}: {}: {what}",
                        case.name.suite, case.line, case.name
                    )
                })
                .collect::<Vec<_>>()
        })
        .collect();
    lines.join("\n")
}

/// Holds every case to a rule.
pub(crate) fn every_case(rule: impl Fn(&Case) -> Vec<String>) {
    assert!(SUITES.cases().count() > 1000, "the cases are found");
    let findings = findings(rule);
    assert!(findings.is_empty(), "\n{findings}\n");
}

/// What a rule says of made-up cases that may refer to the shipped fixtures.
pub(crate) fn of_made_up(cases: &str, rule: impl Fn(&Case) -> Vec<String>) -> Vec<String> {
    let fixtures =
        std::fs::read_to_string(folder().join(FIXTURES_FILE_NAME)).expect("it can be read");
    let head = "[suite]\ntitle = \"Made up\"\nabout = \"Cases that are wrong\"\n";
    let sources = SuiteSources::from_texts(vec![
        ("made_up.toml".to_owned(), format!("{head}{cases}")),
        (FIXTURES_FILE_NAME.to_owned(), fixtures),
    ]);
    let suites = SuiteSet::parse(&sources, &CONTRACT).unwrap_or_else(|flaws| panic!("{flaws:#?}"));
    suites.cases().flat_map(rule).collect()
}

/// A value for every name: the name itself, so that different names stay different.
struct Names;

impl TemplateBindings for Names {
    fn resolve_name(&self, name: &str) -> Option<Value> {
        Some(Value::from(match name {
            "run" => "0123abcd".to_owned(),
            // It is a part of times.
            "run.millis" => "123".to_owned(),
            name => name.replace('.', "-"),
        }))
    }
}

/// A request as it would leave, with a name in place of each value.
pub(crate) fn composed(ask: &RequestTemplate) -> Request {
    let hook = |name: &str| {
        let header = ErrorTrigger::Header {
            name: format!("hook-{name}"),
            value: "yes".to_owned(),
        };
        (name.to_owned(), header)
    };
    let usual = RequestDefaults {
        user_agent: "badreq".to_owned(),
        token_header: CONTRACT.token_header.clone(),
        triggers: ask
            .trigger
            .iter()
            .map(|name| hook(name))
            .collect::<BTreeMap<_, _>>(),
    };
    usual
        .compose_request(ask, &Names)
        .unwrap_or_else(|error| panic!("{} {:?}: {error}", ask.method, ask.target))
}

/// The body of a request as JSON, where it is.
pub(crate) fn json(request: &Request) -> Option<Value> {
    serde_json::from_slice(&request.body.as_ref()?.0).ok()
}
