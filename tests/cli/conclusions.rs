//! What a run concludes, as its exit status.

use rstest::rstest;

use super::command::call;
use super::stand_ins::{nobody, that_answers};

const TOKENS: [&str; 4] = ["--token", "the-owners", "--stranger-token", "the-strangers"];

#[test]
fn a_target_that_answers_200_to_everything_does_not_conform() {
    let url = that_answers(|_| "{}".to_owned());
    let args = ["run", "authorization", "--limits", "none", "--target", &url];
    let ended = call(&[&args[..], &TOKENS].concat());
    assert_eq!(ended.status, 1, "{}", ended.err);
    assert!(ended.out.contains("\nfail authorization/"), "{}", ended.out);
    let (_, conclusion) = ended
        .out
        .split_once("the target does not conform")
        .expect("the last line concludes");
    assert!(conclusion.contains("; harm: "), "{conclusion}");
}

#[test]
fn a_failed_case_has_its_violations_in_the_json_report() {
    let url = that_answers(|_| "{}".to_owned());
    let name = "authorization/no-token-own-system-settings-get";
    let args = ["run", name, "--limits", "none", "--format", "json"];
    let args = [&args[..], &["--target", &url], &TOKENS].concat();
    let ended = call(&args);
    assert_eq!(ended.status, 1, "{}", ended.err);
    let report = ended.json();
    let case = &report["outcome"]["cases"][0];
    assert_eq!(case["case"]["name"], name);
    assert_eq!(case["verdict"]["is"], "fail");
    assert_eq!(case["steps"][0]["exchange"]["response"]["status"], 200);
    let violations = case["violations"].as_array().expect("violations");
    assert!(
        violations
            .iter()
            .any(|violation| violation["requirement"] == "row-expected"),
        "{violations:?}"
    );
}

#[test]
fn a_target_that_nobody_listens_at_is_unreachable() {
    let url = nobody();
    let ended = call(&["run", "--target", &url]);
    assert_eq!(ended.status, 4);
    assert_eq!(ended.out, "");
    assert!(ended.err.contains(&url), "{}", ended.err);
    assert!(ended.err.contains("is the server running"), "{}", ended.err);
}

#[test]
fn a_run_whose_every_case_is_skipped_runs_nothing() {
    let ended = call(&["run", "20006", "--skip", "20006"]);
    assert_eq!(ended.status, 5);
    assert!(ended.err.contains("`--skip`"), "{}", ended.err);
}

#[test]
fn a_run_without_the_tokens_that_every_case_needs_runs_nothing_and_names_them() {
    let url = that_answers(|_| "{}".to_owned());
    let ended = call(&["run", "30006", "--target", &url]);
    assert_eq!(ended.status, 5, "{}", ended.out);
    assert!(ended.out.contains("give `--token`"), "{}", ended.out);
}

#[rstest]
#[case::as_documented("https://api.pluralkit.me/v2")]
#[case::in_capitals("https://API.PluralKit.me/v2")]
#[case::with_a_dot_at_its_end("https://api.pluralkit.me./v2")]
#[case::with_a_port("https://api.pluralkit.me:443/v2")]
#[case::with_an_escape("https://api%2Epluralkit.me/v2")]
fn a_host_that_serves_real_users_is_refused_before_anything_is_sent(#[case] url: &str) {
    let ended = call(&["run", "--target", url]);
    assert_eq!(ended.status, 2);
    assert!(ended.err.contains("--allow-production"), "{}", ended.err);
}
