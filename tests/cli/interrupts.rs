//! A run that is asked to stop.

use std::fs::OpenOptions;
use std::io::Write;
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rstest::rstest;

use super::command::{Ended, badreq, folder};
use super::serving::{Served, signal};

/// All that a run could change of a system, as the API shows it.
fn state(served: &Served) -> Vec<String> {
    let mut state = Vec::new();
    for token in ["token", "stranger_token"] {
        for path in [
            "/systems/@me",
            "/systems/@me/settings",
            "/systems/@me/members",
            "/systems/@me/groups",
            "/systems/@me/switches",
        ] {
            state.push(served.get(path, served.say(token)));
        }
    }
    state
}

/// A run that writes no faster than three times a second, so that it is under way for long.
fn begin(served: &Served, more: &[&str]) -> Child {
    badreq(
        &[
            &["run", "groups", "members", "--limits", "documented"],
            more,
        ]
        .concat(),
    )
    .env("BADREQ_TARGET", served.say("url"))
    .env("BADREQ_TOKEN", served.say("token"))
    .env("BADREQ_STRANGER_TOKEN", served.say("stranger_token"))
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .expect("the command starts")
}

/// Waits until the run has made something.
fn until_changed(served: &Served, before: &[String]) {
    for _ in 0..600 {
        if state(served) != before {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the run made nothing");
}

#[rstest]
#[case("INT", 130, "interrupted; all changes are undone")]
#[case("TERM", 143, "terminated; all changes are undone")]
fn a_signal_ends_a_run_and_the_target_is_left_as_it_was(
    #[case] name: &str,
    #[case] status: i32,
    #[case] conclusion: &str,
) {
    let served = Served::start(&["--limits", "none"]);
    let before = state(&served);
    let file = folder(&format!("interrupted-by-{name}")).join("results.xml");
    let report = format!("junit={}", file.display());
    let run = begin(&served, &["--report", &report]);
    until_changed(&served, &before);
    signal(name, &run);
    let ended = Ended::of(run.wait_with_output().expect("the run ends"));
    let xml = std::fs::read_to_string(&file).expect("the report is written all the same");
    roxmltree::Document::parse(&xml).expect("it is whole");
    assert_eq!(ended.status, status, "{}{}", ended.out, ended.err);
    assert!(
        ended.err.contains("undoing what was created"),
        "{}",
        ended.err
    );
    assert!(ended.out.contains(conclusion), "{}", ended.out);
    assert!(!ended.out.contains("left on the target"), "{}", ended.out);
    assert_eq!(state(&served), before);
}

#[rstest]
#[case("INT", 130, "interrupted; all changes are undone")]
#[case("TERM", 143, "terminated; all changes are undone")]
fn a_signal_before_the_first_case_ends_a_run_and_its_reports_are_whole(
    #[case] name: &str,
    #[case] status: i32,
    #[case] conclusion: &str,
) {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let addr = silent.local_addr().expect("it is bound");
    let file = folder(&format!("interrupted-early-by-{name}")).join("results.xml");
    let url = format!("http://{addr}/v2");
    let report = format!("junit={}", file.display());
    let run = badreq(&["run", "members", "--target", &url, "--report", &report])
        .env("BADREQ_TOKEN", "one")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let _open = silent
        .accept()
        .expect("the run asks whether anybody is there");
    signal(name, &run);
    let ended = Ended::of(run.wait_with_output().expect("the run ends"));
    assert_eq!(ended.status, status, "{}{}", ended.out, ended.err);
    assert!(ended.out.contains(conclusion), "{}", ended.out);
    let xml = std::fs::read_to_string(&file).expect("the report is written all the same");
    roxmltree::Document::parse(&xml).expect("it is whole");
}

#[test]
fn a_signal_while_a_result_is_read_ends_a_run_of_its_failed_cases() {
    let served = Served::broken(&["20006:status=400"]);
    let folder = folder("interrupted-reading");
    let result = folder.join("result.json").display().to_string();
    let report = format!("json={result}");
    let red = served.call(&["run"], &["messages", "--report", &report]);
    assert_eq!(red.status, 1, "{}", red.err);
    let pipe = folder.join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("there is a `mkfifo`").success());

    let name = pipe.display().to_string();
    let words: Vec<&str> = served.say("run").split_whitespace().skip(1).collect();
    let run = badreq(&[&words[..], &["--failed-in", &name]].concat())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    // It opens as soon as the command reads.
    let mut pipe = OpenOptions::new()
        .write(true)
        .open(&pipe)
        .expect("the command reads the pipe");
    signal("TERM", &run);
    let text = std::fs::read(&result).expect("it was written");
    pipe.write_all(&text).expect("the command goes on reading");
    drop(pipe);
    let ended = Ended::of(run.wait_with_output().expect("the run ends"));
    assert_eq!(ended.status, 143, "{}{}", ended.out, ended.err);
    assert!(ended.out.contains("not sent again: "), "{}", ended.out);
}
