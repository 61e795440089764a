//! The precedence of the sources, key by key. Environment variables are tested through the command itself.

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use rstest::rstest;

use super::{MergedSettings, ResolvedSettings, TargetSkips};
use crate::cli::args::Cli;
use crate::cli::exit::CommandFailure;
use crate::cli::inputs::ContractAndSuites;
use crate::exchange::Actor;

const FILE: &str = "\
[targets.a]
url = 'http://localhost:5000/v2'
stranger_token = 'the-files'
proxy = 'http://file.example:1'
timeouts = { connect = '3s', response = '4s' }
max_body = '2M'
headers = { X-A = 'file', X-B = 'file' }
case_header = 'X-Case-File'
values = { message_id = '1', guild_id = '1' }
triggers = { internal-error = '/file', rate-limit = '/file' }
";

/// Returns the settings of these flags, and of the file if there is one.
fn resolve_or_panic(file: Option<&str>, flags: &[&str]) -> ResolvedSettings {
    resolve_file_and_flags(file, flags).unwrap_or_else(|failure| panic!("{}", failure.message))
}

fn resolve_file_and_flags(
    file: Option<&str>,
    flags: &[&str],
) -> Result<ResolvedSettings, CommandFailure> {
    let path: PathBuf = std::env::temp_dir().join(format!("given-{}.toml", uuid::Uuid::new_v4()));
    std::fs::write(
        &path,
        file.unwrap_or("[targets.a]\nurl = 'http://localhost/v2'\n"),
    )
    .expect("it can be written");
    let config = path.display().to_string();
    let args = [&["badreq", "--config", &config, "--target", "a"], flags].concat();
    let args = Cli::parse_from(args).run;
    let inputs = ContractAndSuites::load(&args.inputs, None).expect("the inputs are sound");
    let given = MergedSettings::load(&args.target)
        .and_then(|loaded| loaded.resolve(&inputs.contract, &inputs.suites));
    std::fs::remove_file(path).expect("it is there");
    given
}

fn format_connect_timeout(given: &ResolvedSettings) -> String {
    format!("{:?}", given.options.timeouts.connect)
}

fn format_response_timeout(given: &ResolvedSettings) -> String {
    format!("{:?}", given.options.timeouts.response)
}

fn format_proxy(given: &ResolvedSettings) -> String {
    given
        .options
        .proxy
        .as_ref()
        .map_or_else(String::new, ToString::to_string)
}

fn format_max_body(given: &ResolvedSettings) -> String {
    given.options.max_body.to_string()
}

fn format_extra_headers(given: &ResolvedSettings) -> String {
    format!("{:?}", given.options.extra_headers)
}

fn format_case_header(given: &ResolvedSettings) -> String {
    let header = given.case_header.as_ref();
    header.map_or_else(String::new, |own| own.name().to_owned())
}

fn format_values(given: &ResolvedSettings) -> String {
    format!("{:?}", given.values)
}

fn describe_stranger_token(given: &ResolvedSettings) -> String {
    let owner = "the-files".parse().ok();
    let token = given.options.credentials.get(Actor::Stranger);
    match token {
        None => "none",
        Some(token) if Some(token) == owner.as_ref() => "the file's",
        Some(_) => "another",
    }
    .to_owned()
}

#[rstest]
#[case::connect(format_connect_timeout, &[], ["10s", "3s", "3s"])]
#[case::answer(format_response_timeout, &["--timeout", "6"], ["30s", "4s", "6s"])]
#[case::proxy(format_proxy, &["--proxy", "http://flag.example:2"], ["", "http://file.example:1", "http://flag.example:2"])]
#[case::max_body(format_max_body, &["--max-body", "3K"], ["16777216", "2097152", "3072"])]
#[case::no_proxy(format_proxy, &["--proxy", "none"], ["", "http://file.example:1", ""])]
#[case::stranger(describe_stranger_token, &["--stranger-token", "the-flags"], ["none", "the file's", "another"])]
#[case::headers(
    format_extra_headers,
    &["--header", "x-a: flag"],
    ["[]", "[ExtraHeader(X-A: file), ExtraHeader(X-B: file)]", "[ExtraHeader(X-B: file), ExtraHeader(x-a: flag)]"]
)]
#[case::case_header(format_case_header, &["--case-header", "X-Case-Flag"], ["", "X-Case-File", "X-Case-Flag"])]
#[case::known(
    format_values,
    &["--value", "message_id=2"],
    ["{}", r#"{"guild_id": "1", "message_id": "1"}"#, r#"{"guild_id": "1", "message_id": "2"}"#]
)]
fn a_flag_is_stronger_than_the_file_and_that_than_the_default(
    #[case] seen: fn(&ResolvedSettings) -> String,
    #[case] flags: &[&str],
    #[case] expected: [&str; 3],
) {
    assert_eq!(seen(&resolve_or_panic(None, &[])), expected[0]);
    assert_eq!(seen(&resolve_or_panic(Some(FILE), &[])), expected[1]);
    assert_eq!(seen(&resolve_or_panic(Some(FILE), flags)), expected[2]);
}

#[test]
fn the_header_of_the_case_is_none_that_every_request_carries() {
    let failure = resolve_file_and_flags(Some(FILE), &["--case-header", "x-b"]).err();
    let message = failure.expect("it is refused").message;
    assert!(
        message.contains("`--case-header`: `x-b` carries another value in every request"),
        "{message}"
    );
}

#[test]
fn a_hook_of_the_file_stays_beside_one_of_a_flag() {
    let given = resolve_or_panic(Some(FILE), &["--trigger", "rate-limit=/flag"]);
    let hooks = format!("{:?}", given.triggers);
    assert_eq!(
        hooks,
        r#"{"internal-error": Path("/file"), "rate-limit": Path("/flag")}"#
    );
}

#[test]
fn a_pem_file_of_a_flag_is_trusted_besides_those_of_the_file() {
    let pem = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/target/tls/issuer.pem");
    let file = format!("{FILE}ca_certs = ['{pem}']\n");
    assert_eq!(
        resolve_or_panic(Some(&file), &[]).options.extra_roots.len(),
        1
    );
    assert_eq!(
        resolve_or_panic(Some(&file), &["--ca-cert", pem])
            .options
            .extra_roots
            .len(),
        2
    );
}

/// A key belongs to its certificate.
#[rstest]
#[case::of_the_file(&[], true)]
#[case::of_flags(&["--cert", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/target/tls/self-signed.pem"), "--key", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/target/tls/self-signed-key.pem")], true)]
#[case::certificate_alone(&["--cert", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/target/tls/self-signed.pem")], false)]
fn a_certificate_of_a_flag_does_not_take_the_key_of_the_file(
    #[case] flags: &[&str],
    #[case] is_complete: bool,
) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/target/tls");
    let file =
        format!("{FILE}cert = '{folder}/self-signed.pem'\nkey = '{folder}/self-signed-key.pem'\n");
    match resolve_file_and_flags(Some(&file), flags) {
        Ok(given) => assert!(is_complete && given.options.client_identity.is_some()),
        Err(failure) => assert!(
            !is_complete && failure.message.contains("holds no private key"),
            "{}",
            failure.message
        ),
    }
}

#[test]
fn without_anything_said_it_takes_as_long_as_is_usual() {
    let given = resolve_or_panic(None, &[]);
    assert_eq!(given.options.timeouts.connect, Duration::from_secs(10));
    assert_eq!(given.options.timeouts.response, Duration::from_secs(30));
}

#[test]
fn no_token_is_seen_in_what_debug_prints_of_arguments_and_of_what_comes_of_them() {
    let args = ["badreq", "--target", "http://a/v2", "--token", "hunter2"];
    let args = Cli::parse_from(args);
    let printed = format!("{args:?}");
    assert!(printed.contains("token: Some(Hidden(…))"), "{printed}");
    assert!(!printed.contains("hunter2"), "{printed}");
    let printed = format!(
        "{:?}",
        resolve_or_panic(Some(FILE), &["--token", "hunter2"])
    );
    assert!(!printed.contains("hunter2") && !printed.contains("the-files"));
}

#[test]
fn what_a_flag_replaces_is_not_read() {
    let file = "[targets.a]\nurl = 'http://localhost/v2'\ntoken = { env = 'NOT_SET_ANYWHERE' }\n\
                headers = { X-A = { env = 'NOT_SET_ANYWHERE' }, X-B = 'file' }\n";
    let flags = ["--token", "the-flags", "--header", "x-a: flag"];
    assert_eq!(
        format_extra_headers(&resolve_or_panic(Some(file), &flags)),
        "[ExtraHeader(X-B: file), ExtraHeader(x-a: flag)]"
    );
}

#[test]
fn a_command_is_not_run_for_a_token_that_a_flag_gives() {
    let file = "[targets.a]\nurl = 'http://localhost/v2'\ntoken = { command = 'exit 3' }\n";
    let given = resolve_or_panic(Some(file), &["--token", "the-flags"]);
    assert!(given.options.credentials.get(Actor::Owner).is_some());
    let failure = resolve_file_and_flags(Some(file), &[]).expect_err("the command fails");
    assert!(
        failure
            .message
            .contains("`token`: the command failed: `exit 3` (exit status: 3)"),
        "{}",
        failure.message
    );
}

#[test]
fn a_skip_whose_last_day_is_over_is_a_warning_and_skips_nothing() {
    let file = "[targets.a]\nurl = 'http://localhost/v2'\n\
                skip = [{ pattern = 'gone/*', reason = 'old', until = '2020-02-29' }]\n";
    let given = resolve_or_panic(Some(file), &[]);
    assert_eq!(given.skips, TargetSkips::default());
    let [warning] = given.warnings.as_slice() else {
        panic!("one warning, not {:?}", given.warnings);
    };
    let told = ":3: `skip` of `gone/*` held until 2020-02-29 and no longer applies: remove it, or write a later day";
    assert!(warning.ends_with(told), "{warning}");
}

#[test]
fn all_mistakes_of_the_command_line_are_reported_at_once() {
    let flags = ["--value", "guild_di=1", "--limits", "fast"];
    let message = resolve_file_and_flags(None, &flags)
        .expect_err("both are wrong")
        .message;
    let lines: Vec<&str> = message.lines().collect();
    assert_eq!(
        lines,
        [
            "`--limits`: cannot read `fast`: write `documented`, `none`, or `message=N,generic_get=N,generic_update=N`",
            "error: no case needs a value `guild_di`: did you mean `guild_id`?"
        ]
    );
}
