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
    CaseChangeKind, ConformanceConclusion, FindingId, InconclusiveReason, RunComparison,
    RunOutcome, Verdict, compare_runs, group_cases_into_findings,
};
use crate::report::{Verbosity, write_rerun_changes};
use crate::suite::Case;

/// The result of an earlier run with the names of its failed cases.
pub(in crate::cli) struct EarlierRun {
    outcome: RunOutcome,
    failed: BTreeSet<String>,
}

impl EarlierRun {
    /// Loads the result that `--failed-in` names, with its failed cases, or only those of the findings with these ids.
    ///
    /// Fails if no case failed in it, if it lacks a finding, or if no target is given: on another server every failure may look fixed.
    pub(super) fn load(
        path: &Path,
        target: &TargetArgs,
        ids: &[FindingId],
    ) -> Result<Self, CommandFailure> {
        let name = path.display();
        let outcome = read_result(path)?;
        if target.target.is_none() && ResolvedTarget::is_reference_server_chosen(target)? {
            return Err(CommandFailure::new(
                ExitStatus::Usage,
                format!(
                    "name the target to run the failed cases against: `--target {}`, where they failed, another one, or `reference`",
                    outcome.run.target
                ),
            ));
        }
        let failed = if ids.is_empty() {
            rerun_case_names(&outcome)
        } else {
            find_cases_of_findings(&outcome, ids, path)?
        };
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
    pub(super) fn warn_of_missing_cases(
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
            StdoutFormat::Text => printer.write_stdout_or_fail("the report", |out| {
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

/// Returns the names of the cases that show the findings with these ids.
fn find_cases_of_findings(
    earlier: &RunOutcome,
    ids: &[FindingId],
    path: &Path,
) -> Result<BTreeSet<String>, CommandFailure> {
    let findings = group_cases_into_findings(earlier);
    let mut names = BTreeSet::new();
    for id in ids {
        let Some(finding) = findings.iter().find(|own| own.id == *id) else {
            return Err(unknown_finding_failure(earlier, *id, path));
        };
        names.extend(finding.examples.iter().map(|own| own.case.name.clone()));
    }
    Ok(names)
}

/// The maximum number of findings that an error lists.
const MAX_LISTED_FINDINGS: usize = 8;

/// Builds the failure for a finding that has no cases in a result.
pub(in crate::cli) fn unknown_finding_failure(
    earlier: &RunOutcome,
    id: FindingId,
    path: &Path,
) -> CommandFailure {
    let file = path.display();
    if earlier.responses.iter().any(|own| own.id() == id) {
        return CommandFailure::new(
            ExitStatus::Usage,
            format!(
                "`{id}` is about responses of every kind, and no cases belong to it: a run of any cases shows whether it is fixed"
            ),
        );
    }
    let findings = group_cases_into_findings(earlier);
    let shown = findings.iter().take(MAX_LISTED_FINDINGS);
    let shown: Vec<String> = shown.map(|own| format!("`{}`", own.id)).collect();
    let hint = match (shown.as_slice(), findings.len() - shown.len()) {
        ([], _) => "it has none".to_owned(),
        (shown, 0) => format!("it has {}", shown.join(", ")),
        (shown, more) => format!("it has {} and {more} more", shown.join(", ")),
    };
    CommandFailure::new(
        ExitStatus::Usage,
        format!("the result `{file}` has no finding `{id}`: {hint}"),
    )
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
