//! Set-ups that prove nothing: each ends a run before anything is made, neither green nor with an accusation.

use rstest::rstest;

use super::command::{Ended, badreq};
use super::serving::Served;
use super::stand_ins::{nobody, that_always_answers};

const PAGE: &str = "Content-Type: text/html\r\n";
const JSON: &str = "Content-Type: application/json\r\n";

fn run(url: &str, tokens: (&str, &str), args: &[&str]) -> Ended {
    let mut run = badreq(&[&["run", "--limits", "none", "--target", url], args].concat());
    for (name, token) in [
        ("BADREQ_TOKEN", tokens.0),
        ("BADREQ_STRANGER_TOKEN", tokens.1),
    ] {
        if !token.is_empty() {
            run.env(name, token);
        }
    }
    Ended::of(run.output().expect("the command starts"))
}

#[rstest]
#[case::a_page_for_everything(
    "200 OK",
    PAGE,
    "<html>Sign in</html>",
    2,
    "200 with text/html, not with an account"
)]
#[case::an_empty_object_for_everything(
    "200 OK",
    JSON,
    "{}",
    2,
    "200 with other JSON, not with an account"
)]
#[case::one_system_for_everything(
    "200 OK",
    JSON,
    r#"{"id":"abcde"}"#,
    2,
    "the account abcde for the tokens of both actors"
)]
#[case::the_tables_own_404_for_everything(
    "404 Not Found",
    JSON,
    r#"{"code":20001,"message":"System not found."}"#,
    2,
    "was refused (404): is it the token of an account there, and is the base URL right"
)]
#[case::another_404_for_everything(
    "404 Not Found",
    PAGE,
    "<html>No such page</html>",
    2,
    "is the base URL right, including the version?"
)]
#[case::a_gates_401(
    "401 Unauthorized",
    PAGE,
    "<html>Sign in</html>",
    4,
    "was refused by a gateway (401, text/html)"
)]
#[case::a_redirect(
    "308 Permanent Redirect",
    "Location: https://api.example/v2\r\n",
    "",
    2,
    "Location: https://api.example/v2"
)]
#[case::maintenance(
    "503 Service Unavailable",
    "Retry-After: 120\r\n",
    "",
    4,
    "failed (503, Retry-After: 120)"
)]
#[case::a_limit_that_never_lifts(
    "429 Too Many Requests",
    JSON,
    r#"{"code":0,"message":"429: too many requests","retry_after":1}"#,
    4,
    "was refused by the rate limit again and again (429)"
)]
fn a_target_that_is_not_the_api_is_not_tested(
    #[case] status: &'static str,
    #[case] headers: &'static str,
    #[case] body: &'static str,
    #[case] exit: i32,
    #[case] told: &str,
) {
    let url = that_always_answers(status, headers, body);
    for command in [vec!["20003"], vec!["doctor"]] {
        let ended = match command.as_slice() {
            ["doctor"] => {
                let mut doctor = badreq(&["doctor", "--limits", "none", "--target", &url]);
                doctor.env("BADREQ_TOKEN", "one");
                doctor.env("BADREQ_STRANGER_TOKEN", "another");
                Ended::of(doctor.output().expect("the command starts"))
            }
            args => run(&url, ("one", "another"), args),
        };
        assert_eq!(ended.status, exit, "{}{}", ended.out, ended.err);
        assert!(ended.err.contains(told), "{}", ended.err);
        assert_eq!(ended.out, "");
    }
}

#[test]
fn one_system_for_everything_is_found_with_a_single_token_too() {
    let url = that_always_answers("200 OK", JSON, r#"{"id":"abcde"}"#);
    let ended = run(&url, ("one", ""), &["20003"]);
    assert_eq!(ended.status, 4, "{}", ended.err);
    let told = "does this server answer every request with a success?";
    assert!(ended.err.contains(told), "{}", ended.err);
}

#[test]
fn tokens_of_one_system_of_nobody_and_a_wrong_version_are_wrong_settings() {
    let served = Served::start(&["--limits", "none"]);
    let (url, own) = (served.say("url"), served.say("token"));
    let elsewhere = url.replace("/v2", "/v1");
    for (url, tokens, told) in [
        (
            url,
            (own, own),
            "the tokens of owner and stranger are the same",
        ),
        (url, ("nobodys", ""), "is it the token of an account there"),
        (
            elsewhere.as_str(),
            (own, ""),
            "is the base URL right, including the version?",
        ),
    ] {
        let ended = run(url, tokens, &["20003"]);
        assert_eq!(ended.status, 2, "{}{}", ended.out, ended.err);
        assert!(ended.err.contains(told), "{told}: {}", ended.err);
    }
}

#[test]
fn a_run_without_the_tokens_of_its_rows_is_inconclusive() {
    let served = Served::start(&["--limits", "none"]);
    let (url, own) = (served.say("url"), served.say("token"));
    let rows = ["20003", "30006"];
    let none = run(url, ("", ""), &rows);
    assert_eq!(none.status, 5, "{}{}", none.out, none.err);
    assert!(none.out.ends_with("nothing was judged\n"), "{}", none.out);
    let one = run(url, (own, ""), &rows);
    assert_eq!(one.status, 5, "{}{}", one.out, one.err);
    let told = "inconclusive: 1 row not settled, `--partial` accepts that";
    assert!(one.out.contains(told), "{}", one.out);
    let partial = run(url, (own, ""), &[&rows[..], &["--partial"]].concat());
    assert_eq!(partial.status, 0, "{}{}", partial.out, partial.err);
    let told = "the target conforms as far as tried: 1 of 2 rows, ";
    assert!(partial.out.contains(told), "{}", partial.out);
}

#[test]
fn nothing_that_listens_is_no_target() {
    let ended = run(&nobody(), ("one", "another"), &["20003"]);
    assert_eq!(ended.status, 4, "{}", ended.err);
}

#[test]
fn doctor_names_the_accounts_and_what_a_run_can_test() {
    let served = Served::start(&["--limits", "none"]);
    let mut doctor = badreq(&["doctor", "--target", served.say("url")]);
    doctor.env("BADREQ_TOKEN", served.say("token"));
    let ended = Ended::of(doctor.output().expect("the command starts"));
    assert_eq!(ended.status, 0, "{}", ended.err);
    for told in [
        "owner              account ",
        "stranger           no token given",
        "clock              agrees with this machine",
        "compression        none",
        "a run can test     ",
        "no token for the stranger was given",
        "of 30 rows, all but ",
    ] {
        assert!(ended.out.contains(told), "{told}: {}", ended.out);
    }
}
