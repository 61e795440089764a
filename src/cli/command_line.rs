//! The command line of a run as its reports show it: without secrets.

use super::settings::ResolvedTarget;
use crate::outcome::RunCommand;
use crate::target::unix_now_ms;

/// The flags whose values are secret.
const SECRET_FLAGS: [&str; 2] = ["--token", "--stranger-token"];

/// Words in the name of a header whose value is taken for a secret.
const SECRET_HEADER_WORDS: [&str; 7] = [
    "auth", "cookie", "key", "pass", "secret", "session", "token",
];

/// Returns the command line of this process as that of a run against this target.
pub(super) fn current_run_command(aim: &ResolvedTarget) -> RunCommand {
    let arguments = std::env::args_os().skip(1);
    RunCommand {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        started_unix_ms: unix_now_ms(),
        arguments: redact_arguments(arguments.map(|own| own.to_string_lossy().into_owned())),
        target: aim.name.clone(),
    }
}

/// Replaces tokens, the user information of URLs, and the values of headers that look secret.
fn redact_arguments(arguments: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut flag: Option<String> = None;
    let mut redacted = Vec::new();
    for argument in arguments {
        // The value of a secret flag may begin with hyphens; behind others, hyphens begin the next flag.
        let before = flag
            .take()
            .filter(|own| SECRET_FLAGS.contains(&own.as_str()) || !argument.starts_with("--"));
        let shown = match (before, argument.split_once('=')) {
            (Some(flag), _) => redact_value(&flag, &argument),
            (None, Some((name, value))) if name.starts_with("--") => {
                format!("{name}={}", redact_value(name, value))
            }
            (None, _) => {
                let is_flag = argument.starts_with("--");
                flag = is_flag.then(|| argument.clone());
                redact_user_info(&argument)
            }
        };
        redacted.push(shown);
    }
    redacted
}

/// Redacts the word behind a flag, which is its value if the flag takes one.
fn redact_value(flag: &str, value: &str) -> String {
    if SECRET_FLAGS.contains(&flag) {
        return RunCommand::SECRET.to_owned();
    }
    match (flag, value.split_once(':'), value.rsplit_once('@')) {
        ("--header", Some((name, _)), _) if is_secret_header(name) => {
            format!("{name}: {}", RunCommand::SECRET)
        }
        // The scheme of a proxy may be left out.
        ("--proxy", _, Some((_, host))) => format!("{}@{host}", RunCommand::SECRET),
        _ => redact_user_info(value),
    }
}

fn is_secret_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_HEADER_WORDS.iter().any(|word| name.contains(word))
}

/// Replaces the name and the password in a URL.
fn redact_user_info(text: &str) -> String {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.to_owned();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    match authority.rsplit_once('@') {
        Some((_, host)) => format!("{scheme}://{}@{host}{path}", RunCommand::SECRET),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::redact_arguments;

    #[rstest]
    #[case::a_token(&["--token", "hunter2", "a"], &["--token", "[secret]", "a"])]
    #[case::a_token_behind_a_sign(&["--stranger-token=hunter2"], &["--stranger-token=[secret]"])]
    #[case::a_target(&["--target", "https://me:hunter2@h/v2"], &["--target", "https://[secret]@h/v2"])]
    #[case::a_proxy(&["--proxy=http://me:hunter2@h:1"], &["--proxy=[secret]@h:1"])]
    #[case::a_header(&["--header", "X-Api-Key: hunter2"], &["--header", "X-Api-Key: [secret]"])]
    #[case::a_plain_header(&["--header", "X-Stage: yes"], &["--header", "X-Stage: yes"])]
    #[case::an_actor_is_no_user(&["run", "messages/zero@owner"], &["run", "messages/zero@owner"])]
    #[case::a_flag_behind_a_flag(
        &["--partial", "--token", "hunter2"],
        &["--partial", "--token", "[secret]"]
    )]
    fn what_is_secret_is_not_shown(#[case] given: &[&str], #[case] shown: &[&str]) {
        assert_eq!(
            redact_arguments(given.iter().map(|own| (*own).to_owned())),
            shown
        );
    }
}
