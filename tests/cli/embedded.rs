//! Runs against the embedded reference server.

use std::sync::OnceLock;

use serde_json::Value;

use super::command::{badreq, call, verdicts};

/// The JSON report of everything, run once for all tests that look at it.
pub(crate) fn everything() -> &'static Value {
    static REPORT: OnceLock<Value> = OnceLock::new();
    REPORT.get_or_init(|| {
        let ended = call(&["--format", "json"]);
        assert_eq!(ended.status, 0, "{}{}", ended.err, not_green(&ended.json()));
        ended.json()
    })
}

/// What a run says of the cases that are not green.
fn not_green(report: &Value) -> String {
    let cases = report["outcome"]["cases"].as_array().expect("cases");
    let told = cases
        .iter()
        .filter(|case| case["verdict"]["is"] != "pass")
        .map(|case| {
            format!(
                "{} {}\n{:#}\n",
                case["case"]["name"], case["verdict"], case["violations"]
            )
        });
    told.collect()
}

#[test]
fn without_arguments_every_case_is_run_and_all_pass() {
    let list = call(&["list"]).out;
    let verdicts = verdicts(everything());
    let last = list.lines().last().expect("the list has lines");
    assert_eq!(last, format!("{} cases", verdicts.len()));
    for (name, verdict) in verdicts {
        assert_eq!(verdict["is"], "pass", "{name}");
        let listed = |line: &str| line.split_whitespace().next() == Some(&name);
        assert!(list.lines().any(listed), "{name} is not listed");
    }
}

#[test]
fn the_json_report_holds_each_case_with_request_answer_verdict_and_violations() {
    let report = everything();
    assert_eq!(report["format"], "badreq-outcome");
    assert_eq!(report["version"], 2);
    assert_eq!(report["conclusion"], "conforms");
    for case in report["outcome"]["cases"].as_array().expect("cases") {
        let name = &case["case"]["name"];
        assert!(case["verdict"]["is"].is_string(), "{name}");
        assert!(case["violations"].is_array(), "{name}");
        let steps = case["steps"].as_array().expect("steps");
        let bad = steps
            .iter()
            .find(|step| step["role"]["is"] == "bad-request")
            .unwrap_or_else(|| panic!("{name} has no bad request"));
        let request = &bad["exchange"]["request"];
        assert!(request["method"].is_string(), "{name}");
        assert!(request["target"].is_string(), "{name}");
        assert!(bad["exchange"]["response"]["status"].is_u64(), "{name}");
        assert!(!bad["exchange"]["response"]["body"].is_null(), "{name}");
    }
}

#[test]
fn the_text_report_has_a_line_for_every_row_and_ends_with_the_conclusion() {
    let ended = call(&["run", "20006"]);
    assert_eq!(ended.status, 0);
    assert!(ended.out.contains("Message not found."), "{}", ended.out);
    assert!(
        ended
            .out
            .ends_with("the target conforms to every must: 1 row, 8 cases\n"),
        "{}",
        ended.out
    );
    assert_eq!(ended.err, "", "nobody watches standard error");
}

#[test]
fn what_is_no_terminal_gets_no_colours() {
    let ended = call(&["run", "20006"]);
    assert!(!ended.out.contains('\u{1b}'), "{}", ended.out);
    let ended = call(&["run", "nothing-of-the-kind"]);
    assert!(!ended.err.contains('\u{1b}'), "{}", ended.err);
}

#[test]
fn a_reader_that_goes_away_changes_neither_the_status_nor_says_anything() {
    let mut child = badreq(&["run", "20006"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the command starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
