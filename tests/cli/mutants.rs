//! `badreq prove`.

use std::path::Path;

use rstest::rstest;
use serde_json::Value;

use super::command::{call, folder};

/// Writes the result of a run of some cases against the reference server.
fn record(folder: &Path, pattern: &str) -> String {
    let file = folder.join("result.json").display().to_string();
    let report = format!("json={file}");
    let ended = call(&[
        "run",
        pattern,
        "--target",
        "reference",
        "--partial",
        "--report",
        &report,
        "-q",
    ]);
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    file
}

/// Changes a saved result.
fn edit(file: &str, change: impl FnOnce(&mut Value)) {
    let text = std::fs::read_to_string(file).expect("the result was written");
    let mut result: Value = serde_json::from_str(&text).expect("it is JSON");
    change(&mut result);
    std::fs::write(file, result.to_string()).expect("the folder can be written to");
}

#[test]
fn a_result_of_some_cases_has_a_score_and_names_what_they_do_not_detect() {
    let file = record(&folder("prove-some"), "messages");
    let ended = call(&["prove", &file, "--min-score", "1"]);
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    let detected = ended.out.lines().find(|line| line.starts_with("  20006 "));
    let detected = detected.expect("the row of the cases is listed");
    assert!(detected.contains("29 of    29"), "{detected}");
    // No case of another suite was recorded.
    assert!(
        ended.out.contains("served/member-patch/too-long\n    a server that, for PATCH /members/{member} with a text that is too long, serves the request\n    no recorded case shows it: a case with this operation and defect would\n"),
        "{}",
        ended.out
    );
    assert_eq!(ended.err, "", "nobody watches standard error");
}

#[test]
fn a_score_below_the_minimum_ends_with_status_1() {
    let file = record(&folder("prove-minimum"), "messages");
    assert_eq!(call(&["prove", &file]).status, 1);
    assert_eq!(call(&["prove", &file, "--min-score", "0"]).status, 0);
}

#[test]
fn json_has_each_mutant_with_the_cases_that_detect_it() {
    let file = record(&folder("prove-json"), "messages");
    let ended = call(&["prove", &file, "--format", "json"]);
    let score: Value = serde_json::from_str(&ended.out).expect("it is JSON");
    assert_eq!(score["format"], "badreq-mutation-score");
    let mutants = score["mutants"].as_array().expect("mutants are a list");
    let find = |name: &str| mutants.iter().find(|own| own["mutant"] == name);
    let served = find("served/message-get/unknown-message").expect("the cell is listed");
    assert_eq!(served["state"], "detected");
    assert_eq!(served["requirement"], "row-expected");
    assert_eq!(served["operation"], "message-get");
    assert!(served["by"].as_array().is_some_and(|by| by.len() > 1));
    let unreached = find("no-code/20001").expect("the row is listed");
    assert_eq!(unreached["state"], "unreached");
    assert_eq!(unreached["row"], "20001");
    assert_eq!(unreached["missing"], "a case that gets this row");
}

#[test]
fn a_result_that_breaks_a_must_is_refused_with_status_3() {
    let file = record(&folder("prove-broken"), "messages/unknown");
    edit(&file, |result| {
        let steps = &mut result["outcome"]["cases"][0]["steps"];
        let steps = steps.as_array_mut().expect("steps are a list");
        let bad = steps
            .iter_mut()
            .find(|step| step["role"]["is"] == "bad-request");
        bad.expect("the bad request was sent")["exchange"]["response"]["status"] = 410.into();
    });
    let ended = call(&["prove", &file]);
    assert_eq!((ended.status, ended.out.as_str()), (3, ""));
    assert!(
        ended
            .err
            .starts_with(&format!("error: cannot mutate `{file}`: ")),
        "{}",
        ended.err
    );
    assert!(
        ended.err.contains("pair-documented: expected"),
        "{}",
        ended.err
    );
}

#[rstest]
#[case::no_file("missing.json", 2, "cannot read")]
#[case::no_result("Cargo.toml", 3, "it is not JSON")]
fn what_is_no_result_is_refused(#[case] file: &str, #[case] status: i32, #[case] message: &str) {
    let ended = call(&["prove", file]);
    assert_eq!(ended.status, status, "{}", ended.err);
    assert!(ended.err.contains(message), "{}", ended.err);
}

#[rstest]
#[case::no_number("all")]
#[case::too_much("101")]
fn a_minimum_that_is_no_percentage_is_refused(#[case] minimum: &str) {
    let ended = call(&["prove", "--min-score", minimum]);
    assert_eq!(ended.status, 2);
    assert!(
        ended.err.contains("write a number from 0 to 100"),
        "{}",
        ended.err
    );
}
