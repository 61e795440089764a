//! The command that repeats a part of a run, as a line to paste.

use std::collections::BTreeSet;

use super::curl::{quote_for_shell, token_variable};
use crate::outcome::{CaseOutcome, RequestHeaderValue, RunCommand, RunInfo};

/// The edition that a run uses if none is given.
const DEFAULT_EDITION: &str = "errata";

/// The flags about the contract and the target that a repeated run needs again. Those that may hold a token are not among them.
const REPEATED_FLAGS: [&str; 14] = [
    "--table",
    "--suites",
    "--config",
    "--value",
    "--trigger",
    "--limits",
    "--timeout",
    "--max-body",
    "--header",
    "--case-header",
    "--ca-cert",
    "--cert",
    "--key",
    "--proxy",
];

/// Formats the command that runs these patterns again, on the target and by the contract of a run.
///
/// It always names its target: without one, it would run against the embedded server.
pub(in crate::report) fn format_rerun_command(run: &RunInfo, patterns: &[&str]) -> String {
    let mut words = vec!["badreq".to_owned(), "run".to_owned()];
    words.extend(patterns.iter().map(|own| quote_if_needed(own)));
    let command = run.command.as_ref();
    let target = command.map_or(run.target.as_str(), |own| own.target.as_str());
    words.push("--target".to_owned());
    words.push(quote_if_needed(target));
    if !run.edition.is_empty() && run.edition != DEFAULT_EDITION {
        words.push("--edition".to_owned());
        words.push(quote_if_needed(&run.edition));
    }
    for flag in REPEATED_FLAGS {
        let values = command.into_iter().flat_map(|own| own.flag_values(flag));
        for value in values.filter(|value| !value.contains(RunCommand::SECRET)) {
            words.push(flag.to_owned());
            words.push(quote_if_needed(value));
        }
    }
    if command.is_some_and(|own| own.has_flag("--allow-production")) {
        words.push("--allow-production".to_owned());
    }
    words.join(" ")
}

/// Formats the command line of a run as it was typed, without secrets.
pub(in crate::report) fn format_original_command(command: &RunCommand) -> String {
    let arguments = command.arguments.iter().map(|own| quote_if_needed(own));
    let words: Vec<String> = std::iter::once("badreq".to_owned())
        .chain(arguments)
        .collect();
    words.join(" ")
}

/// Lists the variables from which a repeated run of these cases takes its tokens.
///
/// None, if the run took its tokens from elsewhere: from the section of its target in the configuration, or from the embedded server.
pub(in crate::report) fn list_token_variables(
    run: &RunInfo,
    cases: &[&CaseOutcome],
) -> BTreeSet<&'static str> {
    let has_url = match &run.command {
        Some(command) => command.target.contains("://"),
        None => true,
    };
    let steps = cases.iter().flat_map(|own| &own.steps);
    let headers = steps.flat_map(|step| &step.exchange.request.headers);
    headers
        .filter(|_| has_url)
        .filter_map(|(_, value)| match value {
            RequestHeaderValue::Token(token) => Some(token_variable(token.actor)),
            RequestHeaderValue::Plain(_) | RequestHeaderValue::Secret(_) => None,
        })
        .collect()
}

/// Quotes a word for the shell unless it needs no quotes.
fn quote_if_needed(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "@%+=:,./_-".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        quote_for_shell(word)
    }
}

#[cfg(test)]
mod tests {
    use super::{format_original_command, format_rerun_command, list_token_variables};
    use crate::outcome::testing::{case_outcome, run_outcome};
    use crate::outcome::{RunCommand, RunInfo, Verdict};

    /// Returns the description of a run that these arguments started.
    fn started_by(target: &str, arguments: &[&str]) -> RunInfo {
        RunInfo {
            command: Some(RunCommand {
                version: "9.9.9".to_owned(),
                started_unix_ms: 0,
                arguments: arguments.iter().map(|own| (*own).to_owned()).collect(),
                target: target.to_owned(),
            }),
            ..run_outcome(Vec::new()).run
        }
    }

    #[test]
    fn a_run_of_another_program_is_repeated_on_its_target() {
        let info = run_outcome(Vec::new()).run;
        assert_eq!(
            format_rerun_command(&info, &["things/a@owner"]),
            "badreq run things/a@owner --target http://127.0.0.1:1/v2"
        );
    }

    #[test]
    fn the_embedded_server_is_named() {
        let info = started_by("reference", &["run"]);
        let line = format_rerun_command(&info, &["a"]);
        assert_eq!(line, "badreq run a --target reference");
    }

    #[test]
    fn flags_about_contract_and_target_are_repeated_and_tokens_are_not() {
        let arguments = [
            "run",
            "x/*",
            "--target",
            "http://h/v2",
            "--token",
            "[secret]",
            "--value=a=1 2",
            "--header",
            "X-Key: [secret]",
            "-q",
            "--allow-production",
        ];
        let info = RunInfo {
            edition: "document".to_owned(),
            ..started_by("http://h/v2", &arguments)
        };
        assert_eq!(
            format_rerun_command(&info, &["a", "b*"]),
            "badreq run a 'b*' --target http://h/v2 --edition document --value 'a=1 2' --allow-production"
        );
    }

    #[test]
    fn the_command_line_is_quoted_where_it_needs_quotes() {
        let info = started_by("http://h", &["run", "it's", "--limits=none"]);
        let command = info.command.expect("it was started by one");
        assert_eq!(
            format_original_command(&command),
            r"badreq run 'it'\''s' --limits=none"
        );
    }

    #[test]
    fn only_a_target_without_a_section_needs_variables() {
        let failed = case_outcome("a", Verdict::Fail, None);
        let variables = |target| list_token_variables(&started_by(target, &[]), &[&failed]);
        assert_eq!(Vec::from_iter(variables("http://h")), ["BADREQ_TOKEN"]);
        assert!(variables("staging").is_empty());
    }
}
