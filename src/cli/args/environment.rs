//! Detection of misspelt environment variables.

use clap::{Command, CommandFactory};

use super::Cli;
use crate::contract::suggest_similar_word;

/// The prefix of the names of badreq's variables.
const VARIABLE_PREFIX: &str = "BADREQ_";

/// Variables that the library reads for tests, and the command does not.
const TEST_VARIABLES: [&str; 2] = ["BADREQ_PROFILE", "BADREQ_SNAPSHOTS"];

/// Returns a warning for each variable that nothing reads and whose name is similar to one of badreq's.
pub(in crate::cli) fn mistyped_variable_warnings(
    set: impl IntoIterator<Item = String>,
) -> Vec<String> {
    let set: Vec<String> = set
        .into_iter()
        .filter(|name| name.starts_with(VARIABLE_PREFIX))
        .collect();
    if set.is_empty() {
        return Vec::new();
    }
    let mut known = TEST_VARIABLES.map(str::to_owned).to_vec();
    collect_known_variables(&Cli::command(), &mut known);
    let tails = || {
        known
            .iter()
            .filter_map(|name| name.strip_prefix(VARIABLE_PREFIX))
    };
    let mut mistyped: Vec<String> = set
        .into_iter()
        .filter(|name| !known.contains(name))
        .filter_map(|name| {
            let near = suggest_similar_word(name.strip_prefix(VARIABLE_PREFIX)?, tails())?;
            Some(format!(
                "the variable `{name}` is set, and nothing reads it: did you mean `{VARIABLE_PREFIX}{near}`?"
            ))
        })
        .collect();
    mistyped.sort();
    mistyped
}

fn collect_known_variables(command: &Command, known: &mut Vec<String>) {
    let variables = command.get_arguments().filter_map(|own| own.get_env());
    known.extend(variables.filter_map(|name| name.to_str().map(str::to_owned)));
    for command in command.get_subcommands() {
        collect_known_variables(command, known);
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::mistyped_variable_warnings;

    #[rstest]
    #[case::a_slip("BADREQ_TOKN", Some("BADREQ_TOKEN"))]
    #[case::another("BADREQ_STRANGER_TOKN", Some("BADREQ_STRANGER_TOKEN"))]
    #[case::of_a_command_below("BADREQ_SHARDS", Some("BADREQ_SHARD"))]
    #[case::of_the_tests("BADREQ_PROFLE", Some("BADREQ_PROFILE"))]
    #[case::right("BADREQ_TOKEN", None)]
    #[case::right_for_the_tests("BADREQ_PROFILE", None)]
    #[case::something_else("BADREQ_WHATEVER_ELSE", None)]
    #[case::not_ours("TOKN", None)]
    fn a_variable_that_is_nearly_ours_is_told_with_the_one_that_was_meant(
        #[case] name: &str,
        #[case] meant: Option<&str>,
    ) {
        let told = mistyped_variable_warnings([name.to_owned()]);
        let expected = meant.map(|meant| {
            format!("the variable `{name}` is set, and nothing reads it: did you mean `{meant}`?")
        });
        assert_eq!(told, Vec::from_iter(expected));
    }
}
