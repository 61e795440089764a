//! Cases that the configuration of a target skips.

use rstest::rstest;

use super::command::{Ended, badreq, folder, verdicts};
use super::serving::Served;

/// A configuration whose target `a` is this server, with this setting.
fn config(test: &str, served: &Served, skip: &str) -> String {
    let path = folder(&format!("skips-{test}")).join("own.toml");
    let text = format!(
        "[targets.a]\nurl = '{}'\nlimits = 'none'\n{skip}\n",
        served.say("url")
    );
    std::fs::write(&path, text).expect("the file can be written");
    path.display().to_string()
}

/// A call of a command with target `a` of a configuration, and all that it needs.
fn call_with(served: &Served, file: &str, args: &[&str]) -> Ended {
    let output = badreq(args)
        .args(["--config", file, "--target", "a"])
        .env("BADREQ_TOKEN", served.say("token"))
        .env("BADREQ_STRANGER_TOKEN", served.say("stranger_token"))
        .env(
            "BADREQ_VALUES",
            format!("message_id={}", served.say("message_id")),
        )
        .output()
        .expect("the command starts");
    Ended::of(output)
}

fn names(ended: &Ended) -> Vec<String> {
    let verdicts = verdicts(&ended.json()).into_iter();
    verdicts.map(|(name, _)| name).collect()
}

const NO_UNKNOWN: &str = "skip = [{ pattern = 'messages/unknown', reason = 'no bot yet', until = '2999-12-31' }, \
                          { pattern = 'members', reason = 'later' }]";

#[test]
fn skipped_cases_are_not_selected_as_with_the_flag_and_the_reason_is_a_note() {
    let served = Served::start(&["--limits", "none"]);
    let run = [
        "run",
        "messages/unknown",
        "messages/zero",
        "--format",
        "json",
    ];
    let file = config("as-the-flag", &served, NO_UNKNOWN);
    let ended = call_with(&served, &file, &run);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert_eq!(names(&ended), ["messages/zero"]);
    let note = "skipping 3 cases of `messages/unknown`: no bot yet (until 2999-12-31)\n";
    assert!(ended.err.contains(note), "{}", ended.err);
    assert_eq!(ended.err.matches("skipping").count(), 1, "{}", ended.err);

    let bare = config("as-the-flag-bare", &served, "");
    let flag = [&run[..], &["--skip", "messages/unknown"]].concat();
    let by_flag = call_with(&served, &bare, &flag);
    assert_eq!(by_flag.status, 0, "{}", by_flag.err);
    let selected = |ended: &Ended| ended.json()["outcome"]["run"]["selected"].clone();
    assert_eq!(selected(&ended), selected(&by_flag));
}

#[rstest]
fn every_command_that_selects_cases_for_a_target_skips_them(
    #[values("plan", "doctor", "run")] command: &str,
) {
    let served = Served::start(&["--limits", "none"]);
    let file = config(command, &served, NO_UNKNOWN);
    let ended = call_with(
        &served,
        &file,
        &[command, "messages/unknown", "messages/zero"],
    );
    assert_eq!(ended.status, 0, "{}", ended.err);
    let note = "skipping 3 cases of `messages/unknown`: no bot yet (until 2999-12-31)";
    assert!(ended.err.contains(note), "{}", ended.err);
    assert!(!ended.err.contains("members"), "{}", ended.err);
}

#[test]
fn a_plan_counts_the_cases_that_are_left() {
    let served = Served::start(&["--limits", "none"]);
    let file = config("plan-count", &served, NO_UNKNOWN);
    let plan = [
        "plan",
        "messages/unknown",
        "messages/zero",
        "--format",
        "json",
    ];
    let ended = call_with(&served, &file, &plan);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert_eq!(ended.json()["preview"]["cases"], 1);
}

#[rstest]
fn a_selection_of_skipped_cases_alone_ends_with_5(#[values("run", "plan")] command: &str) {
    let served = Served::start(&["--limits", "none"]);
    let file = config(&format!("all-{command}"), &served, NO_UNKNOWN);
    let ended = call_with(&served, &file, &[command, "messages/unknown"]);
    assert_eq!((ended.status, ended.out.as_str()), (5, ""));
    let told = "no case is left to run: `--skip`, `skip` in the configuration, or `--shard`";
    assert!(ended.err.contains(told), "{}", ended.err);
}

#[rstest]
fn a_skip_whose_last_day_is_over_is_warned_about_and_its_cases_are_tried(
    #[values("run", "plan")] command: &str,
) {
    let served = Served::start(&["--limits", "none"]);
    let skip = "skip = [{ pattern = 'messages/zero', reason = 'old', until = '2020-02-29' }]";
    let file = config(&format!("over-{command}"), &served, skip);
    let ended = call_with(&served, &file, &[command, "messages/zero"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    let warning = format!(
        "warning: {file}:4: `skip` of `messages/zero` held until 2020-02-29 and no longer applies"
    );
    assert!(ended.err.contains(&warning), "{}", ended.err);
    assert!(!ended.err.contains("skipping"), "{}", ended.err);
}
