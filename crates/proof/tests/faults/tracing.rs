//! Servers that record which faults requests would meet.

use std::collections::BTreeSet;

use badreq_proof::fault::{Fault, start_fault_tracing_server};
use reqwest::Method;

use crate::faults::bench::{Bench, options, row, send, text};

fn names(reached: &BTreeSet<Fault>) -> Vec<String> {
    reached.iter().map(Fault::to_string).collect()
}

#[tokio::test]
async fn a_traced_server_keeps_the_contract_and_names_what_a_request_would_meet() {
    let (server, trace) = start_fault_tracing_server(options()).await.unwrap();
    let bench = Bench::new(server);
    let request = text(bench.owner(Method::POST, "/members"), r#"{"name": "a",}"#);
    assert_eq!(row(&send(request).await), (400, 0));
    let reached = names(&trace.take_reached_faults());
    for fault in [
        "json/trailing-comma/served",
        "json/extra-commas/served",
        "framework/text/syntax",
    ] {
        assert!(
            reached.contains(&fault.to_owned()),
            "{fault} in {reached:?}"
        );
    }
    assert!(!reached.contains(&"json/block-comment/served".to_owned()));
    assert_eq!(names(&trace.take_reached_faults()), Vec::<String>::new());
}

#[tokio::test]
async fn a_good_read_meets_only_what_would_refuse_it() {
    let (server, trace) = start_fault_tracing_server(options()).await.unwrap();
    let bench = Bench::new(server);
    let path = format!("/members/{}", bench.seeds().guild_member_id.to_uppercase());
    assert_eq!(send(bench.owner(Method::GET, &path)).await.0, 200);
    assert_eq!(
        names(&trace.take_reached_faults()),
        ["form-unread/upper-case"]
    );
}

#[tokio::test]
async fn a_burst_meets_the_faults_of_its_scope() {
    let (server, trace) = start_fault_tracing_server(options()).await.unwrap();
    let bench = Bench::new(server);
    for _ in 0..40 {
        let request = bench.owner(Method::GET, "/systems/@me");
        send(request.header("x-reference-hook", "rate-limit")).await;
    }
    let reached = names(&trace.take_reached_faults());
    assert!(reached.contains(&"limit/never-enforced/reads".to_owned()));
    assert!(reached.contains(&"shared-scopes/all".to_owned()));
    assert!(!reached.contains(&"limit/never-enforced/messages".to_owned()));
}
