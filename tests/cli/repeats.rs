//! Repeats: every case several times, and what comes only now and then.

use rstest::rstest;
use serde_json::Value;

use crate::cli::command::{Ended, call};
use crate::cli::serving::Served;
use crate::cli::wires::Forgetful;

/// A run of the cases of one suite against this server.
fn run(served: &Served, args: &[&str]) -> Ended {
    let run = served.say("run").to_owned();
    let words: Vec<&str> = run.split_whitespace().skip(1).collect();
    call(&[&words[..], &["messages"], args].concat())
}

fn requests(ended: &Ended) -> u64 {
    let report: Value = serde_json::from_str(&ended.out).expect("it is JSON");
    report["outcome"]["receipt"]["requests"]
        .as_u64()
        .expect("the receipt counts")
}

#[test]
fn a_steady_server_is_told_to_be_so_and_how_sure_that_is() {
    let ended = run(&Served::start(&["--limits", "none"]), &["--repeat", "5"]);
    assert_eq!(ended.status, 0, "{}{}", ended.out, ended.err);
    let told = ended.out.lines().find(|line| line.contains("flaky"));
    let told = told.expect("it is told");
    assert!(told.starts_with("no case is flaky: "), "{told}");
    assert!(
        told.ends_with(
            "had the same result in 5 of 5 attempts (at 95 % confidence, at most 44 of 100 attempts would differ)"
        ),
        "{told}"
    );
}

#[test]
fn a_server_that_errs_now_and_then_has_its_flaky_cases_named_with_how_often_they_fail() {
    let ended = run(&Served::with_wire(Forgetful::default()), &["--repeat", "8"]);
    assert_eq!(ended.status, 1, "{}", ended.out);
    let (_, flaky) = ended.out.split_once(" flaky").expect("it is told");
    let case = flaky
        .lines()
        .find(|line| line.starts_with("  messages/"))
        .expect("a case is named");
    assert!(case.contains(" of 8 ") && case.contains(" fail"), "{case}");
    let check = flaky
        .lines()
        .find(|line| line.contains(" (must) is broken in "));
    let check = check.expect("a check is named");
    assert!(
        check.contains(" of 8") && check.contains(": at 95 % confidence, in "),
        "{check}"
    );
}

#[test]
fn a_server_that_always_errs_is_not_called_flaky() {
    let ended = run(
        &Served::broken(&[r#"20006:code="20006""#]),
        &["--repeat", "3"],
    );
    assert_eq!(ended.status, 1, "{}", ended.out);
    assert!(ended.out.contains("no case is flaky"), "{}", ended.out);
    assert!(
        ended
            .out
            .contains("body-code-integer (must) is broken in 3 of 3"),
        "{}",
        ended.out
    );
}

#[test]
fn each_attempt_is_sent() {
    let once = requests(&run(
        &Served::start(&["--limits", "none"]),
        &["--format", "json"],
    ));
    let four = requests(&run(
        &Served::start(&["--limits", "none"]),
        &["--format", "json", "--repeat", "4"],
    ));
    // Controls and fixtures that many cases need are sent once, and so are the reads that a run begins with.
    assert!(four > 2 * once, "{once} requests, and {four}");
}

#[rstest]
#[case::never(&["--repeat", "0"], "give a number from 1 to 100")]
#[case::too_often(&["--repeat", "101"], "give a number from 1 to 100")]
#[case::no_number(&["--repeat", "often"], "give a number from 1 to 100")]
#[case::in_a_given_time(&["--repeat", "2", "--budget", "30s"], "cannot be used with")]
fn what_cannot_be_repeated_is_refused(#[case] args: &[&str], #[case] told: &str) {
    let ended = call(&[&["run"], args].concat());
    assert_eq!(ended.status, 2);
    assert!(ended.err.contains(told), "{}", ended.err);
}
