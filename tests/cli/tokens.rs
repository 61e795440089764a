//! Tokens are printed nowhere but in the line of `serve`.

use rstest::rstest;

use super::command::{Ended, badreq};
use super::serving::Served;
use super::stand_ins::{nobody, that_answers};

const OWNER: &str = "Own3rs+Secret/0123456789";
const STRANGER: &str = "Str4ngers+Secret/9876543210";

fn run(url: &str, tokens: (&str, &str), args: &[&str]) -> Ended {
    let args = [&["run", "--limits", "none"], args].concat();
    let output = badreq(&args)
        .env("BADREQ_TARGET", url)
        .env("BADREQ_TOKEN", tokens.0)
        .env("BADREQ_STRANGER_TOKEN", tokens.1)
        .output()
        .expect("the command starts");
    Ended::of(output)
}

fn assert_without(ended: &Ended, secret: &str) {
    // JSON may escape the slash, and a piece of a token is a leak too.
    let piece = secret.split(['+', '/', '=']).max_by_key(|part| part.len());
    let piece = piece.expect("a token has a part");
    assert!(!ended.out.contains(piece), "the token is in the report");
    assert!(!ended.err.contains(piece), "the token is on standard error");
}

#[rstest]
fn a_run_prints_no_token(#[values("text", "json")] format: &str) {
    let served = Served::start(&["--limits", "none", "--triggers", "--seed", "11"]);
    let tokens = (served.say("token"), served.say("stranger_token"));
    let args = ["authorization", "members", "--format", format];
    let ended = run(served.say("url"), tokens, &args);
    assert_eq!(ended.status, 0, "{}", ended.err);
    assert_without(&ended, tokens.0);
    assert_without(&ended, tokens.1);
}

/// The token comes back in the answer of whoever repeats what it was sent.
#[rstest]
fn a_target_that_repeats_the_token_cannot_bring_it_into_the_report(
    #[values("text", "json")] format: &str,
) {
    let url = that_answers(|head| {
        let token = head
            .lines()
            .find_map(|line| line.strip_prefix("Authorization: "));
        serde_json::json!({ "code": 0, "message": token, "id": token }).to_string()
    });
    let args = ["authorization", "members", "--format", format];
    let ended = run(&url, (OWNER, STRANGER), &args);
    assert_eq!(ended.status, 1, "{}", ended.err);
    assert_without(&ended, OWNER);
    assert_without(&ended, STRANGER);
}

#[test]
fn an_error_about_the_target_prints_no_token() {
    let ended = run(&nobody(), (OWNER, STRANGER), &[]);
    assert_eq!(ended.status, 4);
    assert_without(&ended, OWNER);
    assert_without(&ended, STRANGER);
}
