//! The command that tries findings again.

use std::io::{self, Write};

use crate::outcome::excerpt::escape_control_chars;
use crate::outcome::{CaseOutcome, Finding, RunCommand, RunInfo};
use crate::report::shared::run_command::{format_rerun_command, list_token_variables};

/// The maximum number of cases or findings named in a command.
const MAX_RERUN_PATTERNS: usize = 8;

/// Writes the command that tries the findings again.
pub(super) fn write_rerun_command(
    out: &mut dyn Write,
    run: &RunInfo,
    findings: &[Finding<'_>],
) -> io::Result<()> {
    match build_rerun_command(run, findings) {
        Some((what, line)) => writeln!(out, "{what}: {}\n", escape_control_chars(&line)),
        None => Ok(()),
    }
}

/// Returns a description and the command that tries the findings again; `None` if there are none.
///
/// It names the findings if the run wrote its result to a file, in which their cases are looked up, and else one case of each.
pub(in crate::report) fn build_rerun_command(
    run: &RunInfo,
    findings: &[Finding<'_>],
) -> Option<(String, String)> {
    let result = run.command.as_ref().and_then(RunCommand::result_file);
    let (patterns, each) = match result {
        Some(_) => (list_finding_ids(findings), "these findings"),
        None => (list_example_names(findings), "one case of each finding"),
    };
    if patterns.is_empty() {
        return None;
    }
    let each = match patterns.len() {
        count if count > MAX_RERUN_PATTERNS => "some of these",
        _ => each,
    };
    let shown = patterns.iter().take(MAX_RERUN_PATTERNS);
    let mut words: Vec<&str> = shown.map(String::as_str).collect();
    if let Some(file) = result {
        words.extend(["--failed-in", file]);
    }
    Some((
        format!(
            "to try {each} again{}",
            describe_token_variables(run, findings).unwrap_or_default()
        ),
        format_rerun_command(run, &words),
    ))
}

fn list_finding_ids(findings: &[Finding<'_>]) -> Vec<String> {
    findings.iter().map(|own| own.id.to_string()).collect()
}

fn list_example_names(findings: &[Finding<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for outcome in findings.iter().map(|own| own.example) {
        if !names.contains(&outcome.case.name) {
            names.push(outcome.case.name.clone());
        }
    }
    names
}

/// Describes the variables that hold the tokens of the run; `None` if it needs none.
fn describe_token_variables(run: &RunInfo, findings: &[Finding<'_>]) -> Option<String> {
    let examples = findings.iter().flat_map(|own| own.examples.iter().copied());
    let variables = list_token_variables(run, &examples.collect::<Vec<&CaseOutcome>>());
    let names: Vec<&str> = variables.into_iter().collect();
    (!names.is_empty()).then(|| format!(", with {} set", names.join(" and ")))
}

#[cfg(test)]
mod tests {
    use super::build_rerun_command;
    use crate::outcome::testing::{case_outcome, run_outcome, wrong_row_violation};
    use crate::outcome::{CaseOutcome, RunCommand, RunOutcome, Verdict, group_cases_into_findings};

    fn failed_run(arguments: &[&str]) -> RunOutcome {
        let failed = CaseOutcome {
            violations: vec![wrong_row_violation()],
            ..case_outcome("a", Verdict::Fail, None)
        };
        let mut run = run_outcome(vec![failed]);
        run.run.command = Some(RunCommand {
            version: "9.9.9".to_owned(),
            started_unix_ms: 0,
            arguments: arguments.iter().map(|own| (*own).to_owned()).collect(),
            target: "http://h/v2".to_owned(),
        });
        run
    }

    #[test]
    fn without_a_result_one_case_of_each_finding_is_named() {
        let run = failed_run(&["run"]);
        let (what, line) = build_rerun_command(&run.run, &group_cases_into_findings(&run))
            .expect("there is a finding");
        assert_eq!(
            what,
            "to try one case of each finding again, with BADREQ_TOKEN set"
        );
        assert_eq!(line, "badreq run things/a --target http://h/v2");
    }

    #[test]
    fn with_a_result_the_findings_are_named() {
        let run = failed_run(&["run", "--report", "json=result.json"]);
        let findings = group_cases_into_findings(&run);
        let (what, line) = build_rerun_command(&run.run, &findings).expect("there is a finding");
        assert_eq!(what, "to try these findings again, with BADREQ_TOKEN set");
        let id = findings[0].id;
        assert_eq!(
            line,
            format!("badreq run {id} --failed-in result.json --target http://h/v2")
        );
    }

    #[test]
    fn a_run_without_findings_is_not_repeated() {
        let run = run_outcome(vec![case_outcome("a", Verdict::Pass, None)]);
        assert_eq!(
            build_rerun_command(&run.run, &group_cases_into_findings(&run)),
            None
        );
    }
}
