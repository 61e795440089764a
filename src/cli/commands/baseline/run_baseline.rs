//! `badreq baseline`: its subcommands, and what they share.

use super::update::update_baseline_file;
use super::write::write_baseline;
use crate::baseline::{DraftFinding, HarmAcceptanceError};
use crate::cli::args::BaselineCommand;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::output::plural;
use crate::cli::output::printer::Printer;
use crate::outcome::excerpt::escape_control_chars;
use crate::outcome::{RunEnding, RunOutcome};

/// Runs a subcommand of `badreq baseline`.
pub(in crate::cli) fn run_baseline_command(
    command: &BaselineCommand,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    match command {
        BaselineCommand::Write(args) => write_baseline(args, printer),
        BaselineCommand::Update(args) => update_baseline_file(args, printer),
    }
}

/// Fails with the reason for which a result may lack failures of its selection.
pub(super) fn require_complete_result(
    outcome: &RunOutcome,
    doing: &str,
) -> Result<(), CommandFailure> {
    match incompleteness_reason(outcome) {
        Some(why) => Err(CommandFailure::new(
            ExitStatus::Usage,
            format!("{doing}: {why}"),
        )),
        None => Ok(()),
    }
}

/// Returns the reason why a result may lack failures of its selection; `None` if it is complete.
fn incompleteness_reason(outcome: &RunOutcome) -> Option<&'static str> {
    match outcome.ended {
        RunEnding::Complete => {}
        RunEnding::Interrupted | RunEnding::Terminated | RunEnding::TargetLost => {
            return Some("its run did not finish");
        }
    }
    if outcome.run.shard.is_some() {
        return Some("it is the result of one shard; merge the results of all shards first");
    }
    let is_cut = outcome.left_out.is_some();
    is_cut.then_some("its run skipped cases for lack of time; run without `--budget`")
}

/// Describes a finding in one line: its id, its title and the number of its cases.
pub(super) fn describe_finding(finding: &DraftFinding) -> String {
    let id = finding.id.map_or_else(String::new, |id| format!("{id} "));
    let cases = match finding.cases {
        0 => String::new(),
        count => format!(", in {}", plural::format_case_count(count)),
    };
    let harm = finding
        .harm
        .map_or_else(String::new, |harm| format!("; it {harm}"));
    escape_control_chars(&format!("{id}{}{cases}{harm}", finding.title))
}

/// Builds the failure for harm that a baseline does not file; `doing` says what could not be done.
pub(super) fn unaccepted_harm_failure(
    refusal: &HarmAcceptanceError,
    doing: &str,
) -> CommandFailure {
    let message = match refusal {
        HarmAcceptanceError::NotFound(id) => format!(
            "{doing}: `--accept-harm` names {id}, which is no harmful failure that would be filed; leave it out, or correct the id"
        ),
        HarmAcceptanceError::NotAccepted(findings) => {
            let lines: Vec<String> = findings
                .iter()
                .map(|own| format!("  {}", describe_finding(own)))
                .collect();
            let accepted: Vec<String> = findings
                .iter()
                .filter_map(|own| own.id)
                .map(|id| format!("--accept-harm '{id}=REASON'"))
                .collect();
            format!(
                "{doing}: harm is filed only by name, and nothing was written\n{}\nfix it first; or, to file it all the same, add a reason for each: {}",
                lines.join("\n"),
                accepted.join(" ")
            )
        }
    };
    CommandFailure::new(ExitStatus::Usage, message)
}
