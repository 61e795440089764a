//! What the command line cannot mean.

use rstest::rstest;

use super::command::{badreq, call};

#[rstest]
#[case::no_such_flag(&["run", "--formt", "json"], "--format")]
#[case::help_for_no_command(&["help", "rnu"], "'run'")]
#[case::no_such_format_of_a_report(&["run", "--report", "markdwn=a.md"], "did you mean `markdown`?")]
#[case::a_command_behind_a_flag(&["-v", "run"], "`run` is a command, and must come before its flags: `badreq run …`")]
#[case::no_such_format(&["run", "--format", "xml"], "text, json")]
#[case::no_such_edition(&["run", "--edition", "latest"], "`document` or `errata`")]
#[case::a_time_of_nothing(&["run", "--timeout", "0"], "--timeout")]
#[case::a_budget_of_nothing(&["run", "--max-response-time", "0"], "--max-response-time")]
#[case::a_span_that_is_none(&["run", "--budget", "soon"], "`30s`")]
#[case::no_url(&["run", "--target", "staging"], "`http://` or `https://`")]
#[case::another_scheme(&["run", "--target", "ftp://staging/v2"], "`http://` or `https://`")]
#[case::a_token_with_a_blank(&["run", "--target", "http://localhost/v2", "--token", "a b"], "--token")]
#[case::an_empty_token(&["run", "--target", "http://localhost/v2", "--token", ""], "token is empty")]
#[case::one_token_twice(
    &["run", "--target", "http://localhost/v2", "--token", "same", "--stranger-token", "same"],
    "second account"
)]
#[case::a_token_without_a_target(&["run", "--token", "the-owners"], "given without a target: add `--target URL`")]
#[case::a_header_without_a_target(&["run", "--header", "X-A: b"], "given without a target: add `--target URL`")]
#[case::a_proxy_without_a_target(&["run", "--proxy", "http://localhost:1"], "given without a target: add `--target URL`")]
#[case::no_header(&["run", "--target", "http://localhost/v2", "--header", "X-A"], "--header 'Name: value'")]
#[case::a_header_of_the_message(&["run", "--target", "http://localhost/v2", "--header", "Host: a"], "cannot be added")]
#[case::a_header_for_tokens(
    &["run", "--target", "http://localhost/v2", "--header", "Authorization: a"],
    "anonymous"
)]
#[case::no_proxy(&["run", "--target", "http://localhost/v2", "--proxy", "localhost:1"], "no proxy")]
#[case::a_certificate_without_a_target(&["run", "--cert", "client.pem"], "given without a target: add `--target URL`")]
#[case::no_certificate(&["run", "--target", "http://localhost/v2", "--cert", "Cargo.toml"], "holds no certificate")]
#[case::a_key_alone(&["run", "--target", "http://localhost/v2", "--key", "Cargo.toml"], "give it as `--cert`")]
#[case::no_root(&["run", "--target", "http://localhost/v2", "--ca-cert", "Cargo.toml"], "holds no certificate")]
#[case::taken_case_header(&["run", "--target", "http://localhost/v2", "--case-header", "Host"], "cannot carry the name of the case")]
#[case::no_contact(&["run", "--target", "http://localhost/v2", "--contact", "us"], "`mailto:`")]
#[case::no_configuration(&["run", "--config", "none.toml"], "cannot read the configuration from `none.toml`")]
#[case::limits_without_a_target(&["run", "--limits", "none"], "given without a target: add `--target URL`")]
#[case::an_unknown_value(&["run", "--value", "guild_di=1"], "did you mean `guild_id`?")]
#[case::a_value_that_is_none(&["run", "--value", "guild_id"], "--value 'NAME=VALUE'")]
#[case::an_unknown_hook(&["run", "--trigger", "internal-eror=X-Fail: yes"], "did you mean `internal-error`?")]
#[case::a_hook_that_is_none(&["run", "--trigger", "internal-error=X y"], "`X-Fail: yes`")]
#[case::no_such_limits(&["run", "--target", "http://localhost/v2", "--limits", "fast"], "`documented`, `none`")]
#[case::a_limit_of_nothing(
    &["run", "--target", "http://localhost/v2", "--limits", "generic_get=0"],
    "`generic_get=0`"
)]
#[case::a_scope_that_is_none(
    &["run", "--target", "http://localhost/v2", "--limits", "write=3"],
    "generic_update=N"
)]
#[case::two_lists_at_once(&["list", "--coverage", "--needs"], "cannot be used with")]
#[case::no_address(&["serve", "--addr", "here"], "--addr")]
#[case::no_limits_to_serve(&["serve", "--limits", "fast"], "`documented`, `none`")]
fn a_wrong_argument_ends_with_2_and_says_what_would_be_right(
    #[case] args: &[&str],
    #[case] hint: &str,
) {
    let ended = call(args);
    assert_eq!(ended.status, 2, "{}", ended.err);
    assert_eq!(ended.out, "", "standard output is for what was asked for");
    assert!(ended.err.starts_with("error: "), "{}", ended.err);
    assert!(ended.err.contains(hint), "{}", ended.err);
}

#[test]
fn a_token_of_the_environment_without_a_target_is_not_run_against_the_reference() {
    let output = badreq(&["run", "20006"])
        .env("BADREQ_TOKEN", "the-owners")
        .output()
        .expect("the command starts");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_variable_whose_name_is_nearly_right_is_told_and_the_command_goes_on() {
    let output = badreq(&["explain", "20006"])
        .env("BADREQ_TOKN", "the-owners-secret")
        .output()
        .expect("the command starts");
    assert_eq!(output.status.code(), Some(0));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("did you mean `BADREQ_TOKEN`?"), "{told}");
    assert!(!told.contains("the-owners-secret"), "{told}");
}

/// Who says `reference` means it, whatever the environment has for other runs.
#[rstest]
#[case::token("BADREQ_TOKEN", "the-owners")]
#[case::proxy("BADREQ_PROXY", "http://127.0.0.1:9")]
fn what_the_environment_has_does_not_stand_in_the_way_of_the_reference_by_its_name(
    #[case] name: &str,
    #[case] value: &str,
) {
    let output = badreq(&["run", "messages/zero", "--target", "reference"])
        .env(name, value)
        .output()
        .expect("the command starts");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn an_argument_that_cannot_be_read_does_not_repeat_the_token() {
    let ended = call(&[
        "run",
        "--target",
        "http://localhost/v2",
        "--token",
        "se cret",
    ]);
    assert_eq!(ended.status, 2);
    assert!(!ended.err.contains("cret"), "{}", ended.err);
}

#[rstest]
#[case::of_all(&["--help"])]
#[case::of_run(&["run", "--help"])]
fn the_help_tells_every_exit_status(#[case] args: &[&str]) {
    let ended = call(args);
    assert_eq!(ended.status, 0);
    let (_, table) = ended
        .out
        .split_once(
            "Exit status (if several apply, the first of 130, 143, 2, 3, 4, 1, 7, 5, 6, 0):\n",
        )
        .expect("the help has a table");
    let statuses: Vec<&str> = table
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(
        statuses,
        ["0", "1", "2", "3", "4", "5", "6", "7", "130", "143"]
    );
}

#[rstest]
fn the_help_of_a_command_ends_with_0_and_shows_no_token_of_the_environment(
    #[values("run", "list", "serve")] command: &str,
) {
    let output = badreq(&[command, "--help"])
        .env("BADREQ_TOKEN", "the-owners-secret")
        .output()
        .expect("the command starts");
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.starts_with(|c: char| c.is_uppercase()), "{text}");
    assert!(!text.contains("the-owners-secret"), "{text}");
}
