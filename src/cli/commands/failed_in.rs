//! `run --failed-in`: runs the cases again that failed in an earlier run.

use std::collections::BTreeSet;
use std::path::Path;

use super::merge::read_all;
use crate::cli::args::{Format, RunArgs, TargetArgs};
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs::Inputs;
use crate::cli::output::printer::Printer;
use crate::cli::output::words;
use crate::cli::settings::Aim;
use crate::outcome::{
    ChangeKind, Changes, Conclusion, RunOutcome, Selected, Unproven, Verdict, changes,
};
use crate::report::{Detail, write_replay};
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
    pub(super) fn load(path: &Path, target: &TargetArgs) -> Result<Self, Failure> {
        let name = path.display();
        let outcome = read_all(&[path.to_owned()])?
            .pop()
            .ok_or_else(|| Failure::new(Exit::Usage, format!("cannot read the result `{name}`")))?;
        if target.target.is_none() && Aim::is_at_the_reference(target)? {
            return Err(Failure::new(
                Exit::Usage,
                format!(
                    "name the target to run the failed cases against: `--target {}`, where they failed, another one, or `reference`",
                    outcome.run.target
                ),
            ));
        }
        let failed = failed_cases(&outcome);
        if failed.is_empty() {
            return Err(Failure::new(
                Exit::Inconclusive,
                format!("nothing to run again: no case failed in `{name}`"),
            ));
        }
        Ok(Self { outcome, failed })
    }

    /// Keeps the cases that failed, and returns the number of failed cases that no suite has any more.
    ///
    /// Fails if no suite has any of them.
    pub(super) fn retain_failed<'s>(
        &self,
        (mut cases, _): (Vec<&'s Case>, Selected),
        inputs: &Inputs,
        printer: &Printer,
    ) -> Result<(Vec<&'s Case>, Selected, usize), Failure> {
        let gone = self.count_gone(inputs, printer)?;
        cases.retain(|case| self.failed.contains(&case.name.to_string()));
        let selected = Selected::of(cases.iter().map(|case| case.name.to_string()));
        Ok((cases, selected, gone))
    }

    fn count_gone(&self, inputs: &Inputs, printer: &Printer) -> Result<usize, Failure> {
        let all = inputs.suites.cases();
        let all: BTreeSet<String> = all.map(|case| case.name.to_string()).collect();
        let mut gone = self.failed.difference(&all);
        let Some(first) = gone.next() else {
            return Ok(0);
        };
        let count = 1 + gone.count();
        let why =
            "renamed or removed since, or of other suites: give the `--suites` of the earlier run";
        if count == self.failed.len() {
            return Err(Failure::new(
                Exit::Inconclusive,
                format!("no suite has the failed cases of the result, `{first}` first: {why}"),
            ));
        }
        printer.warning(&format!(
            "no suite has {} of the result, so it stays unknown whether they are fixed, `{first}` first: {why}",
            words::cases(count),
        ));
        Ok(count)
    }

    /// Reports how the failed cases changed, and returns the exit status.
    ///
    /// A case that was not judged, or that no suite has any more, is not known to be fixed: it fails the run.
    pub(super) fn report(
        &self,
        new: &RunOutcome,
        gone: usize,
        args: &RunArgs,
        printer: &Printer,
    ) -> Result<Exit, Failure> {
        let changes = changes(&self.outcome, new);
        let detail: Detail = args.detail.detail();
        match args.format {
            Format::Text => printer
                .out(|out| write_replay(out, new, &changes, detail))
                .map_err(|error| {
                    Failure::new(Exit::Usage, format!("cannot write the report: {error}"))
                })?,
            Format::Json => warn_of_unknown(&changes, printer),
        }
        let is_unknown = gone > 0 || changes.of(ChangeKind::NoLongerJudged).next().is_some();
        Ok(match (new.conclusion(), is_unknown) {
            (Conclusion::Conforms | Conclusion::StaleBaseline, true) => Exit::DoesNotConform,
            (conclusion, _) => conclusion.into(),
        })
    }
}

/// Warns of the cases that were judged before and are not judged now, which the JSON of a run does not show.
fn warn_of_unknown(changes: &Changes<'_>, printer: &Printer) {
    let mut unknown = changes.of(ChangeKind::NoLongerJudged);
    if let Some(first) = unknown.next() {
        printer.warning(&format!(
            "{} came to a verdict in run {} and to none now, so it stays unknown whether they are fixed, `{}` first: \
             give the tokens, values and triggers of that run",
            words::cases(1 + unknown.count()),
            changes.old.id,
            first.outcome.case.name
        ));
    }
}

/// Returns the names of the cases that failed, or that were run and could not be judged.
fn failed_cases(earlier: &RunOutcome) -> BTreeSet<String> {
    let cases = earlier.cases.iter();
    cases
        .filter(|outcome| match &outcome.verdict {
            Verdict::Fail | Verdict::HarnessError { .. } => true,
            Verdict::Unproven { because } => match because {
                Unproven::Fixture(_)
                | Unproven::Control(_)
                | Unproven::Condition(_)
                | Unproven::Answer(_) => true,
                Unproven::Credential(_) | Unproven::Known(_) | Unproven::Hook(_) => false,
            },
            Verdict::Pass | Verdict::KnownFailure { .. } | Verdict::Skipped { .. } => false,
        })
        .map(|outcome| outcome.case.name.clone())
        .collect()
}
