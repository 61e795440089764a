//! Mistakes in a configuration: each with its line and what to do about it, all at once.

use rstest::rstest;

use super::command::{Ended, badreq, folder};

/// What the command says of this file, and that it ends with 2.
fn complaint(test: &str, text: &str) -> String {
    let folder = folder(&format!("mistake-{test}"));
    std::fs::write(folder.join("badreq.toml"), text).expect("the file can be written");
    let output = badreq(&["run", "messages/zero"])
        .current_dir(folder)
        .output()
        .expect("the command starts");
    let ended = Ended::of(output);
    assert_eq!(ended.status, 2, "{}", ended.err);
    assert_eq!(ended.out, "");
    ended.err
}

#[test]
fn a_misspelt_key_is_shown_with_its_line_and_the_right_one() {
    assert_eq!(
        complaint(
            "key",
            "target = 'a'\n\n[targets.a]\nurl = 'http://localhost/v2'\nlimts = 'none'\n"
        ),
        "\
error: target `a`: unknown key `limts`
 --> badreq.toml:5:1
  |
5 | limts = 'none'
  | ^^^^^
  |
help: did you mean `limits`?

error: 1 mistake in the configuration; nothing was run
"
    );
}

#[test]
fn a_target_that_is_not_there_is_answered_with_the_one_that_is_meant() {
    assert_eq!(
        complaint(
            "name",
            "target = 'stagin'\n[targets.staging]\nurl = 'http://localhost/v2'\n"
        ),
        "\
error: the configuration: there is no target `stagin`
 --> badreq.toml:1:10
  |
1 | target = 'stagin'
  |          ^^^^^^^^
  |
help: did you mean `staging`?

error: 1 mistake in the configuration; nothing was run
"
    );
}

#[test]
fn a_skip_that_matches_nothing_is_shown_with_its_line_and_what_is_meant() {
    assert_eq!(
        complaint(
            "skip",
            "target = 'a'\n[targets.a]\nurl = 'http://localhost/v2'\nskip = [\n  { pattern = 'mesages', reason = 'none yet' },\n]\n"
        ),
        "\
error: target `a`: no case, suite or row matches `mesages`
 --> badreq.toml:5:15
  |
5 |   { pattern = 'mesages', reason = 'none yet' },
  |               ^^^^^^^^^
  |
help: did you mean `messages`?

error: 1 mistake in the configuration; nothing was run
"
    );
}

#[test]
fn what_is_no_toml_is_shown_without_the_secret_on_its_line() {
    assert_eq!(
        complaint("syntax", "[targets.a]\ntoken = hunter2\n"),
        "\
error: string values must be quoted, expected literal string
 --> badreq.toml:2:9
  |
2 | token = *******
  |         ^^^^^^^

error: 1 mistake in the configuration; nothing was run
"
    );
}

#[test]
fn all_mistakes_of_all_targets_are_told_at_once() {
    let err = complaint(
        "all",
        "target = 'a'\ncontact = 'us'\n[targets.a]\nurl = 'localhost'\nca_certs = ['none.pem']\ntoken = { env = 'NOT_SET_ANYWHERE' }\n\
         [targets.b]\nurl = 1\n",
    );
    for line in [2, 4, 5, 6, 8] {
        assert!(err.contains(&format!("--> badreq.toml:{line}:")), "{err}");
    }
    assert!(err.ends_with("error: 5 mistakes in the configuration; nothing was run\n"));
}

#[rstest]
#[case::wrong_type("limits = 3", "`limits` is neither a text nor a table")]
#[case::limits_that_are_none("limits = 'fast'", "write `documented`, `none`")]
#[case::limit_of_nothing("limits = { generic_get = 0 }", "is not a number of requests from 1")]
#[case::scope_that_is_none("limits = { generic_gt = 3 }", "did you mean `generic_get`?")]
#[case::variable_that_is_not_set(
    "token = { env = 'NOT_SET_ANYWHERE' }",
    "the variable `NOT_SET_ANYWHERE` is not set"
)]
#[case::no_variable("token = { env = '$A B' }", "is not a variable name")]
#[case::file_that_is_not_there("token = { file = 'none' }", "cannot read `none`: ")]
#[case::file_and_variable("token = { file = 'none', env = 'A' }", "only one can hold")]
#[case::neither("token = {}", "neither `env` nor `file`")]
#[case::command_and_file(
    "token = { command = 'true', file = 'none' }",
    "both `file` and `command` are given"
)]
#[case::command_that_fails(
    "token = { command = 'echo no key >&2; exit 3' }",
    "the command failed: `echo no key >&2; exit 3` (exit status: 3; standard error: `no key`)"
)]
#[case::command_without_output(
    "stranger_token = { command = 'true' }",
    "the command printed nothing: `true` (exit status: 0)"
)]
#[case::command_that_prints_two_lines(
    "token = { command = 'echo 13; echo 37' }",
    "printed by the command `echo 13; echo 37` (exit status: 0)"
)]
#[case::command_that_prints_no_proxy(
    "proxy = { command = 'echo ftp://proxy' }",
    "the command printed no proxy: `echo ftp://proxy` (exit status: 0)"
)]
#[case::skip_without_a_reason("skip = [{ pattern = 'messages' }]", "`reason` is missing")]
#[case::skip_of_nothing(
    "skip = [{ pattern = 'mesages', reason = 'a' }]",
    "did you mean `messages`?"
)]
#[case::skip_of_nothing_at_all(
    "skip = [{ pattern = 'xyzzy/*', reason = 'a' }]",
    "no case, suite or row matches `xyzzy/*`"
)]
#[case::skip_until_no_day(
    "skip = [{ pattern = 'messages', reason = 'a', until = '2027-02-29' }]",
    "`until` is not a day of the calendar"
)]
#[case::skip_with_an_unknown_key(
    "skip = [{ pattern = 'messages', reason = 'a', untill = '2027-03-01' }]",
    "did you mean `until`?"
)]
#[case::token_that_cannot_be_sent("token = 'a b'", "token contains something other")]
#[case::no_duration("timeouts = { connect = '10' }", "`10` is not a timeout")]
#[case::duration_as_a_number("timeouts = { connect = 10 }", "`connect` is a number")]
#[case::first_byte_behind_the_last(
    "timeouts = { first_byte = '2m', response = '30s' }",
    "longer than `response`"
)]
#[case::no_proxy("proxy = 'proxy:3128'", "no proxy")]
#[case::certificate_that_is_not_there("cert = 'none.pem'", "cannot read `none.pem`")]
#[case::certificate_without_a_key("cert = 'badreq.toml'", "holds no certificate")]
#[case::key_without_a_certificate("key = 'none.pem'", "without the certificate")]
#[case::root_that_is_not_there("ca_certs = ['none.pem']", "cannot read `none.pem`")]
#[case::root_that_is_no_certificate("ca_certs = 'badreq.toml'", "holds no certificate")]
#[case::value_that_no_case_needs("values = { guild_di = '1' }", "did you mean `guild_id`?")]
#[case::value_without_quotes("values = { guild_id = 1 }", "put it in quotes")]
#[case::hook_that_no_case_needs(
    "triggers = { internal-eror = '/fail' }",
    "did you mean `internal-error`?"
)]
#[case::hook_that_is_none("triggers = { internal-error = 'X y' }", "is not a trigger")]
#[case::header_of_the_token("headers = { authorization = 'a' }", "a token is given as `token`")]
#[case::header_of_the_message("headers = { Host = 'a' }", "cannot be added")]
#[case::header_in_a_file_that_is_not_there(
    "headers = { X-Gate = { file = 'short' } }",
    "cannot read `short`"
)]
#[case::two_of_one_key("limits = 'none'\nlimits = 'none'", "duplicate key")]
fn a_mistake_of_a_target_is_told_with_its_line(#[case] line: &str, #[case] what: &str) {
    let test = line.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let text = format!("target = 'a'\n[targets.a]\nurl = 'http://localhost/v2'\n{line}\n");
    let err = complaint(&test, &text);
    assert!(err.contains("--> badreq.toml:"), "{err}");
    assert!(err.contains(what), "{err}");
    assert!(
        err.ends_with("error: 1 mistake in the configuration; nothing was run\n"),
        "{err}"
    );
}

#[rstest]
#[case::misspelt_key("tokne = 'hunter2'")]
#[case::key_like_no_other("pin = 'hunter2'")]
#[case::header("headers = { Host = 'hunter2' }")]
#[case::misspelt_place("token = { evn = 'hunter2' }")]
#[case::without_quotes("token = hunter2")]
#[case::without_an_end("token = 'hunter2")]
#[case::password_in_the_url("url = 'https://me:hunter2@staging.example'")]
#[case::password_of_a_proxy("proxy = 'https://me:hunter2@proxy.example'")]
#[case::password_of_a_proxy_with_marks("proxy = \"http://me:'=hunter2/@proxy.example\"")]
#[case::token_with_a_blank("token = 'hunter2 hunter2'")]
#[case::output_of_a_command("token = { command = 'echo hunter$((1+1)) x' }")]
#[case::output_in_a_trace("token = { command = 'set -x; echo hunter$((1+1)); exit 1' }")]
#[case::token_as_a_variable("token = { env = 'hunter2+' }")]
fn no_mistake_is_shown_with_a_secret(#[case] line: &str) {
    let test = format!(
        "secret-{}",
        line.replace(|c: char| !c.is_ascii_alphanumeric(), "-")
    );
    let url = if line.starts_with("url") {
        ""
    } else {
        "url = 'http://localhost/v2'\n"
    };
    let err = complaint(&test, &format!("target = 'a'\n[targets.a]\n{url}{line}\n"));
    let shown = err.replace("env = 'hunter2+'", "");
    assert!(!shown.contains("hunter2"), "{err}");
}
