#![cfg(unix)]

use std::path::Path;
use std::time::{Duration, Instant};

use rstest::rstest;

use super::SecretCommand;

fn new_secret_command(text: &str) -> SecretCommand {
    SecretCommand::new(text, Path::new(""))
}

/// Returns what the command gives: its secret or the error.
fn read_secret_text(command: &SecretCommand) -> Result<String, String> {
    match command.read_secret() {
        Ok(printed) => Ok(printed.text),
        Err(error) => Err(error.to_string()),
    }
}

#[rstest]
#[case::with_a_line_break("echo hunter2", "hunter2")]
#[case::without_one("printf hunter2", "hunter2")]
#[case::with_that_of_windows("printf 'hunter2\\r\\n'", "hunter2")]
#[case::with_several("printf 'hunter2\\n\\n'", "hunter2\n")]
#[case::beside_a_warning("echo old >&2; echo hunter2", "hunter2")]
#[case::beside_a_process_that_stays("sleep 5 >/dev/null & echo hunter2", "hunter2")]
fn the_output_without_its_last_line_break_is_the_secret(#[case] text: &str, #[case] secret: &str) {
    assert_eq!(
        read_secret_text(&new_secret_command(text)),
        Ok(secret.to_owned())
    );
}

#[test]
fn a_command_runs_in_its_folder() {
    let folder = std::env::temp_dir().join(format!("secret-{}", uuid::Uuid::new_v4()));
    std::fs::create_dir(&folder).expect("the folder can be made");
    std::fs::write(folder.join("owner"), "hunter2\n").expect("the file can be written");
    let secret = read_secret_text(&SecretCommand::new("cat owner", &folder));
    std::fs::remove_dir_all(&folder).expect("it is there");
    assert_eq!(secret, Ok("hunter2".to_owned()));
    let nowhere =
        read_secret_text(&SecretCommand::new("cat owner", &folder)).expect_err("it is gone");
    assert!(
        nowhere.starts_with("cannot run the command `cat owner`: "),
        "{nowhere}"
    );
}

/// The output of each is 1337, which none of the errors shows.
#[rstest]
#[case::that_fails(
    "echo $((1000+337)); exit 3",
    "the command failed: {} (exit status: 3)"
)]
#[case::that_says_why(
    "echo $((1000+337)); echo >&2; echo ' no key' >&2; echo or so >&2; exit 3",
    "the command failed: {} (exit status: 3; standard error: `no key`)"
)]
#[case::that_is_traced(
    "set -x; echo $((1000+337)); exit 1",
    "the command failed: {} (exit status: 1)"
)]
#[case::in_colour(
    "printf '\\033[31mred\\n' >&2; exit 1",
    "the command failed: {} (exit status: 1; standard error: `\\u{1b}[31mred`)"
)]
#[case::that_is_killed("kill -9 $$", "the command failed: {} (signal: 9 (SIGKILL))")]
#[case::without_output("true", "the command printed nothing: {} (exit status: 0)")]
#[case::with_an_empty_line("echo", "the command printed nothing: {} (exit status: 0)")]
#[case::with_bytes(
    "printf '\\377'",
    "the command printed something other than text: {} (exit status: 0)"
)]
#[case::with_too_much(
    "head -c 65537 /dev/zero | tr '\\0' a",
    "the command printed more than 64 KiB: {} (exit status: 0)"
)]
fn a_command_without_a_secret_is_an_error_that_names_it_but_not_its_output(
    #[case] text: &str,
    #[case] what: &str,
) {
    let error = read_secret_text(&new_secret_command(text)).expect_err("there is no secret");
    assert_eq!(error, what.replacen("{}", &format!("`{text}`"), 1));
    assert!(!error.contains("1337"), "{error}");
}

#[rstest]
#[case::that_sleeps("sleep 30")]
#[case::whose_output_stays_open("sleep 30 & exit 0")]
fn a_command_that_does_not_end_in_time_is_given_up(#[case] text: &str) {
    let begun = Instant::now();
    let Err(error) = new_secret_command(text).run_with_time_limit(Duration::from_secs(1)) else {
        panic!("it sleeps for longer");
    };
    assert_eq!(
        error.to_string(),
        format!("the command `{text}` did not end within 1 s")
    );
    assert!(begun.elapsed() < Duration::from_secs(20));
}
