//! `run --failed-in`: runs the cases again that failed in an earlier run.

use std::collections::BTreeSet;
use std::path::Path;

use super::merge::read_result;
use crate::cli::args::{RunArgs, StdoutFormat, TargetArgs};
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::ContractAndSuites;
use crate::cli::output::plural;
use crate::cli::output::printer::Printer;
use crate::cli::settings::ResolvedTarget;
use crate::outcome::{
    CaseChangeKind, ConformanceConclusion, InconclusiveReason, RunComparison, RunOutcome, Verdict,
    compare_runs,
};
use crate::report::{Verbosity, write_rerun_changes};
use crate::suite::Case;

/// The result of an earlier run with the names of its failed cases.
pub(in crate::cli) struct EarlierRun {
    outcome: RunOutcome,
    failed: BTreeSet<String>,
}

impl EarlierRun {
    /// Loads the result that `--failed-in` names.
    ///
    /// Fails if no case failed in it, or if no target is given: on another server every failure may look fixed.
    pub(super) fn load(path: &Path, target: &TargetArgs) -> Result<Self, CommandFailure> {
        let name = path.display();
        let outcome = read_result(path)?;
        if target.target.is_none() && ResolvedTarget::is_reference_server(target)? {
            return Err(CommandFailure::new(
                ExitStatus::Usage,
                format!(
                    "name the target to run the failed cases against: `--target {}`, where they failed, another one, or `reference`",
                    outcome.run.target
                ),
            ));
        }
        let failed = rerun_case_names(&outcome);
        if failed.is_empty() {
            return Err(CommandFailure::new(
                ExitStatus::Inconclusive,
                format!("nothing to run again: no case failed in `{name}`"),
            ));
        }
        Ok(Self { outcome, failed })
    }

    /// Reports whether a case failed in the earlier run.
    pub(super) fn needs_rerun(&self, case: &Case) -> bool {
        self.failed.contains(&case.name.to_string())
    }

    /// Returns the number of failed cases that no suite has any more, and warns of them.
    ///
    /// Fails if no suite has any of them.
    pub(super) fn count_and_report_missing(
        &self,
        inputs: &ContractAndSuites,
        printer: &Printer,
    ) -> Result<usize, CommandFailure> {
        let all = inputs.suites.cases();
        let all: BTreeSet<String> = all.map(|case| case.name.to_string()).collect();
        let mut gone = self.failed.difference(&all);
        let Some(first) = gone.next() else {
            return Ok(0);
        };
        let count = 1 + gone.count();
        let why = "they were renamed or removed, or belong to other suites: give the `--suites` of the earlier run";
        if count == self.failed.len() {
            return Err(CommandFailure::new(
                ExitStatus::Inconclusive,
                format!("no suite has the failed cases of the result, such as `{first}`: {why}"),
            ));
        }
        printer.print_warning(&format!(
            "no suite has {} of the result, such as `{first}`, so it is unknown whether they are fixed: {why}",
            plural::format_case_count(count),
        ));
        Ok(count)
    }

    /// Reports how the failed cases changed, and returns the exit status.
    ///
    /// A case that was not judged, or that no suite has any more, is not known to be fixed: it makes the run inconclusive.
    pub(super) fn report_changes(
        &self,
        new: &RunOutcome,
        gone: usize,
        args: &RunArgs,
        printer: &Printer,
    ) -> Result<ExitStatus, CommandFailure> {
        let changes = compare_runs(&self.outcome, new);
        let detail: Verbosity = args.verbosity.verbosity();
        match args.format {
            StdoutFormat::Text => printer.write_output("the report", |out| {
                write_rerun_changes(out, new, &changes, detail)
            })?,
            StdoutFormat::Json => warn_of_unjudged(&changes, printer),
        }
        let is_unknown = gone > 0
            || changes
                .cases_of_kind(CaseChangeKind::NoLongerJudged)
                .next()
                .is_some();
        Ok(match (new.conclusion(), is_unknown) {
            (ConformanceConclusion::Conforms | ConformanceConclusion::StaleBaseline, true) => {
                ExitStatus::Inconclusive
            }
            (conclusion, _) => conclusion.into(),
        })
    }
}

/// Warns of the cases that were judged before and are not judged now, which the JSON of a run does not show.
fn warn_of_unjudged(changes: &RunComparison<'_>, printer: &Printer) {
    let mut unknown = changes.cases_of_kind(CaseChangeKind::NoLongerJudged);
    if let Some(first) = unknown.next() {
        printer.print_warning(&format!(
            "{} came to a verdict in run {} but not now, such as `{}`, so it is unknown whether they are fixed: \
             give the tokens, values and triggers of that run",
            plural::format_case_count(1 + unknown.count()),
            changes.old.id,
            first.outcome.case.name
        ));
    }
}

/// Returns the names of the cases that failed, or that were run and could not be judged.
fn rerun_case_names(earlier: &RunOutcome) -> BTreeSet<String> {
    let cases = earlier.cases.iter();
    cases
        .filter(|outcome| match &outcome.verdict {
            Verdict::Fail | Verdict::HarnessError { .. } => true,
            Verdict::Inconclusive { because } => match because {
                InconclusiveReason::Fixture(_)
                | InconclusiveReason::Control(_)
                | InconclusiveReason::Condition(_)
                | InconclusiveReason::NoResponse(_) => true,
                InconclusiveReason::Credential(_)
                | InconclusiveReason::Value(_)
                | InconclusiveReason::Trigger(_) => false,
            },
            Verdict::Pass | Verdict::KnownFailure { .. } | Verdict::Skipped { .. } => false,
        })
        .map(|outcome| outcome.case.name.clone())
        .collect()
}
