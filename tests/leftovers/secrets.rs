//! Tokens: sent, and never seen anywhere.

use std::path::Path;
use std::process::Output;

use rstest::rstest;

use super::bed::{Bed, ends_with};

/// Fails where a token, or a good part of one, stands in these bytes.
fn no_token(bed: &Bed, what: &str, bytes: &[u8]) {
    for token in bed.tokens() {
        let part = &token.as_bytes()[..20];
        let found = bytes.windows(part.len()).position(|own| own == part);
        assert!(found.is_none(), "{what} holds a token at byte {found:?}");
    }
}

pub(crate) fn no_token_printed(bed: &Bed, what: &str, output: &Output) {
    no_token(bed, &format!("standard output of {what}"), &output.stdout);
    no_token(bed, &format!("standard error of {what}"), &output.stderr);
}

/// Looks through every file of a folder; returns how many there are.
pub(crate) fn no_token_in_folder(bed: &Bed, folder: &Path) -> usize {
    let mut files = 0;
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            files += no_token_in_folder(bed, &path);
        } else {
            files += 1;
            let bytes = std::fs::read(&path).expect("it can be read");
            no_token(bed, &path.display().to_string(), &bytes);
        }
    }
    files
}

#[rstest]
#[case::json(&["run", "messages", "--format", "json"])]
#[case::verbose(&["run", "members/get-*", "members/patch-of-*", "--verbose"])]
#[case::strict(&["run", "messages", "--fail-on", "should,replacement", "--min-rows", "1000"])]
#[case::usage(&["run", "no-such-case"])]
#[case::list(&["list"])]
fn no_output_of_a_command_holds_a_token(#[case] args: &[&str]) {
    let name = args.join("-").replace(['/', '*'], "");
    let bed = Bed::new(&format!("secrets-{name}"));
    no_token_printed(&bed, &args.join(" "), &bed.call(args));
}

/// A server that sends the token back, in every place where it can.
#[rstest]
fn a_token_that_the_server_sends_back_is_not_shown(
    #[values(
        "20002:message=No member for {token}.",
        "20002:token={token}",
        "20002:header.X-Token={token}",
        "0/400:message=Bad request of {token}."
    )]
    row: &str,
) {
    let name = row.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let bed = Bed::broken(&format!("leak-{name}"), row);
    std::fs::create_dir_all(&bed.journals).expect("the folder can be made");
    let json = bed.journals.join("result.json");
    let report = format!("json={}", json.display());
    // Reads and changes, since one connection is not used for both; all by the owner, whose token the report must hide.
    let cases = [
        "members/get-of-an-unknown-*@owner",
        "members/delete-of-an-unknown-*",
        "transport/member-get-user-agent-*",
        "members/patch-empty-body",
    ];
    let judged = ["--fail-on", "should", "--report", &report];
    let ended = bed.call(&[&["run"], &cases[..], &judged[..]].concat());
    ends_with(&ended, 1);
    no_token_printed(&bed, row, &ended);
    let written = std::fs::read(&json).expect("the result was written");
    no_token(&bed, "the result", &written);
    let is_hidden_in = |text: &[u8]| String::from_utf8_lossy(text).contains("[owner token]");
    assert!(is_hidden_in(&written), "no token came back");
    // A report in words shows no headers.
    assert!(
        row.contains("header") || is_hidden_in(&ended.stdout),
        "no token came back"
    );
}

#[test]
fn no_file_that_is_written_holds_a_token() {
    let bed = Bed::new("secret-files");
    std::fs::create_dir_all(&bed.journals).expect("the folder can be made");
    let handover = bed.journals.join("provisioned.json");
    let out = handover.to_str().expect("it is text");
    let ended = bed.call(&["provision", "--out", out]);
    ends_with(&ended, 0);
    no_token_printed(&bed, "provision", &ended);
    let cases = ["switches/members-entry-*", "members/p*"];
    let mut shared = bed.badreq(&[&["run", "--format", "json"], &cases[..]].concat());
    shared.env("BADREQ_FIXTURES_FILE", &handover);
    no_token_printed(&bed, "a shared run", &shared.output().expect("it starts"));
    let before = bed.requests();
    // These cases create and change things of both accounts, with every kind of token.
    let mut killed = bed.badreq(&["run", "authorization"]);
    let mut killed = killed.spawn().expect("the command starts");
    bed.wait_for_requests(before + 250, &mut killed);
    killed.kill().expect("it can be killed");
    let killed = killed.wait_with_output().expect("it ends");
    no_token_printed(&bed, "a killed run", &killed);
    // Two journals, what was handed over, three locks, and the controls.
    assert!(no_token_in_folder(&bed, &bed.journals) >= 7);
    no_token_printed(&bed, "cleanup", &bed.call(&["cleanup"]));
}

/// What a panic prints is what `Debug` prints of what is at hand.
#[test]
fn what_is_read_from_the_command_line_prints_no_token() {
    use clap::Parser;
    let token = "ThisIsTheTokenOfTheOwner0123456789";
    let cli = badreq::cli::args::Cli::parse_from(["badreq", "--token", token]);
    assert!(!format!("{cli:?}").contains(token));
}
