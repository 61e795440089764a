//! `badreq-proof faults`.

use rstest::rstest;
use serde_json::Value;

use super::call::{badreq_proof, call};

/// A server that takes a list with a comma at its end for JSON.
const COMMA: &str = "json/trailing-comma/served";

#[test]
fn the_list_names_every_fault_or_those_that_a_pattern_matches() {
    let all = call(&["faults", "--list"]);
    assert_eq!(all.status, Some(0), "{}", all.err);
    assert!(all.out.lines().count() >= 60, "{}", all.out);
    let some = call(&["faults", "--list", "json/*/served"]);
    assert!(some.out.lines().any(|line| line == COMMA), "{}", some.out);
    assert!(some.out.lines().count() < all.out.lines().count());
}

#[test]
fn faults_that_are_detected_for_the_right_reason_end_with_status_0() {
    let ended = call(&["faults", COMMA, "--cases", "malformed_json"]);
    assert_eq!(ended.status, Some(0), "{}{}", ended.out, ended.err);
    let is_family = |line: &str| {
        let mut words = line.split_whitespace();
        [words.next(), words.next(), words.next(), words.next()]
            == [Some("json"), Some("1"), Some("1"), Some("0")]
    };
    assert!(ended.out.lines().any(is_family), "{}", ended.out);
    assert!(
        ended
            .out
            .ends_with("every fault is detected for the right reason\n"),
        "{}",
        ended.out
    );
    assert_eq!(ended.err, "", "standard error is no terminal");
}

#[test]
fn a_fault_that_no_case_reaches_ends_with_status_1_and_is_named() {
    let ended = call(&["faults", COMMA, "--cases", "messages"]);
    assert_eq!(ended.status, Some(1), "{}{}", ended.out, ended.err);
    let objection = format!("out of reach {COMMA}\n");
    assert!(ended.out.contains(&objection), "{}", ended.out);
    assert!(
        ended.out.contains("0 detected, 1 undetected"),
        "{}",
        ended.out
    );
}

#[test]
fn json_holds_every_fault_with_the_cases_that_detected_it() {
    let format = ["--format", "json"];
    let ended = call(&[&["faults", COMMA, "--cases", "malformed_json"], &format[..]].concat());
    let json: Value = serde_json::from_str(&ended.out).expect("it is JSON");
    assert_eq!(json["format"], "badreq-fault-report");
    assert_eq!(json["passing"], true);
    let fault = &json["report"]["faults"][0];
    assert_eq!(fault["fault"], COMMA);
    let detections = fault["detections"].as_array().expect("detections");
    assert!(!detections.is_empty());
    for detection in detections {
        let requirements = detection["requirements"].as_array().expect("requirements");
        assert!(requirements.contains(&"row-expected".into()), "{detection}");
    }
}

#[rstest]
#[case::a_fault(&["faults", "jsn/trailing-comma/served"], "no fault or family matches `jsn/trailing-comma/served`: did you mean `json/trailing-comma/served`?")]
#[case::a_case(&["faults", "json", "--cases", "mesages"], "no case, suite or row matches `mesages`: did you mean `messages`?")]
#[case::served(&["serve", "--fault", "json/trailing-coma/served"], "did you mean `json/trailing-comma/served`?")]
#[case::a_variant(&["serve", "--variant", "white-space"], "did you mean `whitespace`?")]
#[case::a_broken_row(&["serve", "--break", "20003"], "cannot read `20003`")]
#[case::some_of_the_summary(&["faults", "json", "--summary"], "'[NAME]...' cannot be used with '--summary'")]
#[case::no_jobs(&["faults", "--jobs", "0"], "invalid value '0'")]
fn wrong_arguments_are_refused_with_a_suggestion(#[case] args: &[&str], #[case] message: &str) {
    let ended = call(args);
    assert_eq!(ended.status, Some(2), "{}", ended.err);
    assert!(ended.err.contains(message), "{}", ended.err);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_with_status_130() {
    let child = badreq_proof(&["faults"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the command starts");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let killed = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .expect("there is a `kill`");
    assert!(killed.success());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130));
    assert!(output.stdout.is_empty());
}
