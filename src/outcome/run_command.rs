//! The command that started a run.

use serde::{Deserialize, Serialize};

/// The command that started a run: its arguments without secrets, and what is needed to repeat it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunCommand {
    /// The version of badreq.
    pub version: String,
    /// The start of the run, as a UNIX time in milliseconds.
    pub started_unix_ms: u64,
    /// The arguments behind the name of the program; `[secret]` stands for what is secret.
    pub arguments: Vec<String>,
    /// The target as `--target` names it: its URL, its name in the configuration, or `reference`.
    pub target: String,
}

impl RunCommand {
    /// The text in place of a secret.
    pub const SECRET: &'static str = "[secret]";

    /// Returns the values that a flag was given, in their order: `--flag value` and `--flag=value`.
    pub fn flag_values<'c>(&'c self, flag: &'c str) -> impl Iterator<Item = &'c str> {
        let arguments = self.arguments.iter().enumerate();
        arguments.filter_map(move |(place, argument)| {
            let rest = argument.strip_prefix(flag)?;
            match rest.strip_prefix('=') {
                Some(value) => Some(value),
                None if rest.is_empty() => self.arguments.get(place + 1).map(String::as_str),
                None => None,
            }
        })
    }

    /// Reports whether a flag without a value was given.
    #[must_use]
    pub fn has_flag(&self, flag: &str) -> bool {
        self.arguments.iter().any(|argument| argument == flag)
    }

    /// Returns the file to which the run wrote its result as JSON, if it wrote one.
    #[must_use]
    pub fn result_file(&self) -> Option<&str> {
        let mut reports = self
            .flag_values("--report")
            .flat_map(|value| value.split(','));
        reports.find_map(|report| report.strip_prefix("json="))
    }
}

#[cfg(test)]
mod tests {
    use super::RunCommand;

    fn command(arguments: &[&str]) -> RunCommand {
        RunCommand {
            version: "9.9.9".to_owned(),
            started_unix_ms: 0,
            arguments: arguments.iter().map(|own| (*own).to_owned()).collect(),
            target: "http://localhost/v2".to_owned(),
        }
    }

    #[test]
    fn the_values_of_a_flag_are_found_in_both_forms() {
        let own = command(&["run", "--value", "a=1", "--values", "x", "--value=b=2"]);
        let values: Vec<&str> = own.flag_values("--value").collect();
        assert_eq!(values, ["a=1", "b=2"]);
        assert!(own.has_flag("--values") && !own.has_flag("--val"));
    }

    #[test]
    fn the_file_of_the_result_is_the_json_report() {
        let own = command(&["--report", "html=a.html,json=b.json"]);
        assert_eq!(own.result_file(), Some("b.json"));
        assert_eq!(
            command(&["--report=json=c.json"]).result_file(),
            Some("c.json")
        );
        assert_eq!(command(&["--report", "html=a.html"]).result_file(), None);
    }
}
