//! Who is stronger, item by item. What the environment says is tried on the command itself.

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use rstest::rstest;

use super::super::args::Cli;
use super::super::inputs::Inputs;
use super::Given;
use crate::exchange::Actor;

const FILE: &str = "\
[targets.a]
url = 'http://localhost:5000/v2'
stranger_token = 'the-files'
proxy = 'http://file.example:1'
timeouts = { connect = '3s', answer = '4s' }
headers = { X-A = 'file', X-B = 'file' }
known = { message_id = '1', guild_id = '1' }
hooks = { internal-error = '/file', rate-limit = '/file' }
";

/// What comes of these flags, and of the file where there is one.
fn given(file: Option<&str>, flags: &[&str]) -> Given {
    let path: PathBuf = std::env::temp_dir().join(format!("given-{}.toml", uuid::Uuid::new_v4()));
    std::fs::write(
        &path,
        file.unwrap_or("[targets.a]\nurl = 'http://localhost/v2'\n"),
    )
    .expect("it can be written");
    let config = path.display().to_string();
    let args = [&["badreq", "--config", &config, "--target", "a"], flags].concat();
    let args = Cli::parse_from(args).run;
    let inputs = Inputs::load(&args.inputs).expect("the inputs are sound");
    let given = Given::read(&args.target, &inputs.contract, &inputs.suites);
    std::fs::remove_file(path).expect("it is there");
    given.unwrap_or_else(|failure| panic!("{}", failure.message))
}

fn connect(given: &Given) -> String {
    format!("{:?}", given.timeouts.connect)
}

fn answer(given: &Given) -> String {
    format!("{:?}", given.timeouts.answer)
}

fn proxy(given: &Given) -> String {
    given
        .proxy
        .as_ref()
        .map_or_else(String::new, ToString::to_string)
}

fn headers(given: &Given) -> String {
    format!("{:?}", given.headers)
}

fn known(given: &Given) -> String {
    format!("{:?}", given.known)
}

fn stranger(given: &Given) -> String {
    let owner = "the-files".parse().ok();
    let token = given.credentials.get(Actor::Stranger);
    match token {
        None => "none",
        Some(token) if Some(token) == owner.as_ref() => "the file's",
        Some(_) => "another",
    }
    .to_owned()
}

#[rstest]
#[case::connect(connect, &["--connect-timeout", "5"], ["10s", "3s", "5s"])]
#[case::answer(answer, &["--timeout", "6"], ["30s", "4s", "6s"])]
#[case::proxy(proxy, &["--proxy", "http://flag.example:2"], ["", "http://file.example:1", "http://flag.example:2"])]
#[case::no_proxy(proxy, &["--proxy", "none"], ["", "http://file.example:1", ""])]
#[case::stranger(stranger, &["--stranger-token", "the-flags"], ["none", "the file's", "another"])]
#[case::headers(
    headers,
    &["--header", "x-a: flag"],
    ["[]", "[ExtraHeader(X-A: file), ExtraHeader(X-B: file)]", "[ExtraHeader(X-B: file), ExtraHeader(x-a: flag)]"]
)]
#[case::known(
    known,
    &["--known", "message_id=2"],
    ["{}", r#"{"guild_id": "1", "message_id": "1"}"#, r#"{"guild_id": "1", "message_id": "2"}"#]
)]
fn a_flag_is_stronger_than_the_file_and_that_than_the_default(
    #[case] seen: fn(&Given) -> String,
    #[case] flags: &[&str],
    #[case] expected: [&str; 3],
) {
    assert_eq!(seen(&given(None, &[])), expected[0]);
    assert_eq!(seen(&given(Some(FILE), &[])), expected[1]);
    assert_eq!(seen(&given(Some(FILE), flags)), expected[2]);
}

#[test]
fn a_hook_of_the_file_stays_beside_one_of_a_flag() {
    let given = given(Some(FILE), &["--hook", "rate-limit=/flag"]);
    let hooks = format!("{:?}", given.hooks);
    assert_eq!(
        hooks,
        r#"{"internal-error": Path("/file"), "rate-limit": Path("/flag")}"#
    );
}

#[test]
fn a_pem_file_of_a_flag_is_trusted_besides_those_of_the_file() {
    let pem = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/target/tls/issuer.pem");
    let file = format!("{FILE}roots = ['{pem}']\n");
    assert_eq!(given(Some(&file), &[]).roots.len(), 1);
    assert_eq!(given(Some(&file), &["--root", pem]).roots.len(), 2);
}

#[test]
fn without_anything_said_it_takes_as_long_as_is_usual() {
    let given = given(None, &[]);
    assert_eq!(given.timeouts.connect, Duration::from_secs(10));
    assert_eq!(given.timeouts.answer, Duration::from_secs(30));
}

#[test]
fn no_token_is_seen_in_what_debug_prints_of_arguments_and_of_what_comes_of_them() {
    let args = ["badreq", "--target", "http://a/v2", "--token", "hunter2"];
    let args = Cli::parse_from(args);
    let printed = format!("{args:?}");
    assert!(printed.contains("token: Some(Hidden(…))"), "{printed}");
    assert!(!printed.contains("hunter2"), "{printed}");
    let printed = format!("{:?}", given(Some(FILE), &["--token", "hunter2"]));
    assert!(!printed.contains("hunter2") && !printed.contains("the-files"));
}
