//! `badreq faults`, and `badreq serve --fault`.

use rstest::rstest;

use super::command::{badreq, call};
use super::serving::{Served, signal};

#[test]
fn the_list_names_every_fault_or_those_that_a_pattern_means() {
    let all = call(&["faults", "--list"]);
    assert_eq!(all.status, 0, "{}", all.err);
    assert!(all.out.lines().count() >= 60, "{}", all.out);
    let some = call(&["faults", "--list", "status", "code/20003"]);
    assert!(some.out.starts_with("status/0/500\n"), "{}", some.out);
    assert!(some.out.ends_with("\ncode/20003\n"), "{}", some.out);
    assert!(some.out.lines().count() < all.out.lines().count());
}

#[test]
fn faults_that_are_noticed_for_the_right_reason_end_with_status_0() {
    let ended = call(&["faults", "status/20006", "--cases", "messages"]);
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    let family = |line: &str| {
        let mut words = line.split_whitespace();
        [words.next(), words.next(), words.next(), words.next()]
            == [Some("status"), Some("1"), Some("1"), Some("0")]
    };
    assert!(ended.out.lines().any(family), "{}", ended.out);
    assert!(
        ended
            .out
            .ends_with("every fault is detected for the right reason\n"),
        "{}",
        ended.out
    );
    assert_eq!(ended.err, "", "nobody watches standard error");
}

#[test]
fn a_fault_that_no_case_notices_ends_with_status_1_and_is_named() {
    let ended = call(&["faults", "status/20006", "--cases", "members"]);
    assert_eq!(ended.status, 1, "{}{}", ended.out, ended.err);
    assert!(
        ended.out.contains("out of reach status/20006\n"),
        "{}",
        ended.out
    );
    assert!(
        ended.out.contains("0 detected, 1 undetected"),
        "{}",
        ended.out
    );
}

#[test]
fn json_holds_every_fault_with_the_cases_that_noticed_it() {
    let ended = call(&[
        "faults",
        "status/20006",
        "--cases",
        "messages",
        "--format",
        "json",
    ]);
    let json = ended.json();
    assert_eq!(json["format"], "badreq-kill-table");
    assert_eq!(json["right"], true);
    let fault = &json["table"]["faults"][0];
    assert_eq!(fault["fault"], "status/20006");
    let detections = fault["detections"].as_array().expect("detections");
    assert!(!detections.is_empty());
    for detection in detections {
        let requirements = detection["requirements"].as_array().expect("requirements");
        assert!(
            requirements.contains(&"pair-documented".into()),
            "{detection}"
        );
    }
}

#[rstest]
#[case::a_fault(&["faults", "statsu/20003"], "no fault or family matches `statsu/20003`: did you mean `status/20003`?")]
#[case::a_case(&["faults", "status", "--cases", "mesages"], "no case, suite or row matches `mesages`: did you mean `messages`?")]
#[case::served(&["serve", "--fault", "status/2003"], "no fault or family matches `status/2003`: did you mean `status/20003`?")]
#[case::some_of_the_summary(&["faults", "status", "--summary"], "'[PATTERN]...' cannot be used with '--summary'")]
#[case::no_jobs(&["faults", "--jobs", "0"], "invalid value '0'")]
fn what_means_nothing_is_refused_with_a_suggestion(#[case] args: &[&str], #[case] message: &str) {
    let ended = call(args);
    assert_eq!(ended.status, 2, "{}", ended.err);
    assert!(ended.err.contains(message), "{}", ended.err);
}

#[test]
fn an_interrupt_ends_it_with_status_130() {
    let child = badreq(&["faults"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the command starts");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    signal("INT", &child);
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(130));
    assert!(output.stdout.is_empty());
}

#[test]
fn a_server_with_a_fault_says_which_and_has_it() {
    let served = Served::start(&["--fault", "status/20006", "--limits", "none"]);
    assert_eq!(served.say("fault"), "status/20006");
    let run = served.say("run").to_owned();
    let args: Vec<&str> = run.split_whitespace().skip(1).collect();
    let ended = call(&[&args[..], &["messages"]].concat());
    assert_eq!(ended.status, 1, "{}", ended.out);
    assert!(ended.out.contains("pair-documented"), "{}", ended.out);
}
