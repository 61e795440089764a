//! `badreq plan`: what a run would do, told without a target to ask.

use rstest::rstest;
use serde_json::Value;

use super::command::{Ended, call};

/// A port on which nobody listens.
const NOBODY: &str = "http://127.0.0.1:1/v2";

fn plan(more: &[&str]) -> Ended {
    let given = [
        "--target",
        NOBODY,
        "--token",
        "the-owners",
        "--stranger-token",
        "the-strangers",
    ];
    call(&[["plan"].as_slice(), &given, more].concat())
}

#[test]
fn a_plan_needs_nobody_who_answers() {
    let ended = plan(&["members"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(ended.out.contains("nothing was sent"), "{}", ended.out);
    assert!(ended.out.contains("generic_update"), "{}", ended.out);
    assert!(
        ended.out.contains("owner_member  "),
        "it is made: {}",
        ended.out
    );
}

#[rstest]
#[case::a_baseline_that_is_not_there(&["--baseline", "no-such.toml"], "cannot read the baseline from `no-such.toml`")]
#[case::a_report_that_cannot_be_written(&["--report", "junit=no-such/a.xml"], "its folder does not exist")]
#[case::a_handover_that_is_not_there(&["--fixtures-file", "no-such.json"], "cannot use the shared fixtures in `no-such.json`")]
#[case::a_result_that_is_not_there(&["--failed-in", "no-such.json"], "cannot read the result `no-such.json`")]
fn a_plan_refuses_what_the_run_would_refuse(#[case] more: &[&str], #[case] told: &str) {
    let ended = plan(more);
    assert_eq!((ended.status, ended.out.as_str()), (2, ""));
    assert!(ended.err.contains(told), "{}", ended.err);
}

#[test]
fn a_plan_holds_no_token() {
    for format in ["text", "json"] {
        let ended = plan(&["--format", format]);
        assert!(!(ended.out + &ended.err).contains("the-owners"));
    }
}

#[test]
fn a_plan_as_json_tells_what_is_sent_in_each_scope_and_what_cannot_be_tried() {
    let preview = plan(&["--format", "json"]).json()["preview"].take();
    let scopes = preview["scopes"].as_array().expect("limits are kept");
    let sum: u64 = scopes
        .iter()
        .filter_map(|scope| scope["requests"].as_u64())
        .sum();
    assert_eq!(preview["requests"], sum);
    let lacking = preview["lacking"].as_array().expect("it is a list");
    let missing = lacking.iter().map(|lacking| &lacking["because"]["missing"]);
    let missing: Vec<&Value> = missing.collect();
    assert!(missing.contains(&&Value::from("value")), "{missing:?}");
    assert!(missing.contains(&&Value::from("trigger")), "{missing:?}");
    assert_eq!(
        preview["rows_lacking"],
        serde_json::json!(["0/500", "20006", "20009", "20010"])
    );
}

#[test]
fn a_plan_with_a_budget_tells_what_it_leaves_out() {
    let ended = plan(&["--budget", "10s"]);
    assert!(ended.out.contains("did not fit into 10 s"), "{}", ended.out);
    assert!(ended.out.contains("defects not tried: "), "{}", ended.out);
}

#[test]
fn a_plan_of_a_run_without_a_target_is_one_for_the_embedded_server() {
    let ended = call(&["plan", "members"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert!(ended.out.contains("no limits are kept"), "{}", ended.out);
}
