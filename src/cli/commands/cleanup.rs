//! `badreq cleanup`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::run::session_open_failure;
use crate::cli::args::CleanupArgs;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::ContractAndSuites;
use crate::cli::journals::journal_dir;
use crate::cli::output::printer::Printer;
use crate::cli::settings::ResolvedTarget;
use crate::cli::system::runtime;
use crate::fixture::{
    Journal, LoadedJournal, TargetClient, format_age, list_journals, sort_latest_first,
};
use crate::report::write_leftovers;
use crate::run::{
    OtherRun, RecoverySummary, find_other_runs, remove_orphaned_resources, run_preflight,
    undo_past_run,
};

/// The result of cleaning up one journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum JournalCleanupResult {
    /// Nothing of its run is left.
    Clean,
    /// Something of its run is left.
    LeftBehind,
    /// Its run is still at work.
    RunActive,
    /// The journal belongs to another target than the given one.
    OtherTarget,
}

/// The arguments and inputs of one cleanup.
struct CleanupContext<'c> {
    args: &'c CleanupArgs,
    inputs: ContractAndSuites,
    journal_dir: PathBuf,
    /// The given target, if there is one.
    resolved_target: Option<ResolvedTarget>,
    printer: &'c Printer,
}

pub(in crate::cli) fn clean_up_journals(
    args: &CleanupArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let inputs = ContractAndSuites::load(&args.inputs, args.target.config.as_deref())?;
    let aim = if ResolvedTarget::is_reference_server_chosen(&args.target)? {
        None
    } else {
        let aim = ResolvedTarget::resolve(&args.target, &inputs)?;
        for warning in &aim.warnings {
            printer.print_warning(warning);
        }
        Some(aim)
    };
    let cleaning = CleanupContext {
        args,
        inputs,
        journal_dir: journal_dir(&args.journal)?,
        resolved_target: aim,
        printer,
    };
    if args.orphans {
        return cleaning.remove_orphans_of_dead_runs();
    }
    let found: Vec<PathBuf> = if args.journals.is_empty() {
        list_journals(&cleaning.journal_dir)
            .map_err(|error| CommandFailure::from_error(ExitStatus::Usage, &error))?
    } else {
        let mut named = args.journals.clone();
        sort_latest_first(&mut named);
        named
    };
    cleaning.ensure_single_target(&found)?;
    let mut became = Vec::new();
    let mut failures = Vec::new();
    for path in &found {
        match cleaning.clean_up_journal(path) {
            Ok(one) => became.push(one),
            Err(failure) => failures.push(failure),
        }
    }
    let count = |what| became.iter().filter(|one| **one == what).count();
    if count(JournalCleanupResult::OtherTarget) == became.len() && failures.is_empty() {
        printer.print_note(&format!(
            "nothing to clean up: no journal of a run on this target in {}; `--orphans` looks on the target for what runs without a journal left",
            cleaning.journal_dir.display()
        ));
    }
    if count(JournalCleanupResult::OtherTarget) > 0 {
        printer.print_note(&format!(
            "{} more of other targets; give `--target` to clean up there",
            count(JournalCleanupResult::OtherTarget)
        ));
    }
    match CommandFailure::combine(failures) {
        Some(failure) => Err(failure),
        None => Ok(choose_exit_status(&became)),
    }
}

/// Returns the exit status for the results of several runs: the gravest.
fn choose_exit_status(results: &[JournalCleanupResult]) -> ExitStatus {
    if results.contains(&JournalCleanupResult::RunActive) {
        ExitStatus::TargetUnusable
    } else if results.contains(&JournalCleanupResult::LeftBehind) {
        ExitStatus::LeftBehind
    } else {
        ExitStatus::Success
    }
}

impl CleanupContext<'_> {
    /// Checks that tokens given for one target are not sent to several.
    fn ensure_single_target(&self, found: &[PathBuf]) -> Result<(), CommandFailure> {
        let pasts = found
            .iter()
            .filter_map(|path| LoadedJournal::load(path).ok()?);
        let targets: BTreeSet<String> = pasts.map(|past| past.header.target).collect();
        if self.resolved_target.is_some() || targets.len() < 2 {
            return Ok(());
        }
        let targets: Vec<String> = targets.into_iter().collect();
        Err(CommandFailure::new(
            ExitStatus::Usage,
            format!(
                "the journals are of several targets, but tokens belong to one: give `--target` with one of {}",
                targets.join(", ")
            ),
        ))
    }

    fn clean_up_journal(&self, path: &Path) -> Result<JournalCleanupResult, CommandFailure> {
        if !path.exists() {
            self.printer.print_note(&format!(
                "{}: the journal does not exist, so nothing is left of its run",
                path.display()
            ));
            return Ok(JournalCleanupResult::Clean);
        }
        let usage =
            |error: &dyn std::error::Error| CommandFailure::from_error(ExitStatus::Usage, error);
        let Some(mut journal) = Journal::try_reopen(path).map_err(|error| usage(&error))? else {
            self.printer.print_note(&format!(
                "{}: its run is still active, so nothing was undone",
                path.display()
            ));
            return Ok(JournalCleanupResult::RunActive);
        };
        let Some(past) = LoadedJournal::load(path).map_err(|error| usage(&error))? else {
            // A change is recorded before its request is sent, so an empty journal means no changes.
            journal.remove_file().map_err(|error| usage(&error))?;
            return Ok(JournalCleanupResult::Clean);
        };
        let Some(line) = self.client_for_journal(&past, path)? else {
            return Ok(JournalCleanupResult::OtherTarget);
        };
        let recovery = self.undo_run(line, &past, journal)?;
        self.print_summary(&past, &recovery)?;
        Ok(if recovery.leftovers.is_empty() {
            JournalCleanupResult::Clean
        } else {
            JournalCleanupResult::LeftBehind
        })
    }

    /// Returns a client for the target of a journal; `None` if another target is given.
    ///
    /// Tokens are only sent to the given target, or to the target of a journal in the user's own folder, never to one that a foreign file names.
    fn client_for_journal(
        &self,
        past: &LoadedJournal,
        path: &Path,
    ) -> Result<Option<TargetClient>, CommandFailure> {
        let target = &past.header.target;
        let is_own = self.args.journals.is_empty()
            || path.parent().is_some_and(|own| own == self.journal_dir);
        match &self.resolved_target {
            Some(aim) if aim.target.base_url().to_string() == *target => {
                Ok(Some(aim.build_client(&self.inputs.contract)))
            }
            Some(aim) if !self.args.journals.is_empty() => Err(CommandFailure::new(
                ExitStatus::Usage,
                format!(
                    "the journal `{}` is of a run on {target}, but the target is {}: give `--target {target}`",
                    path.display(),
                    aim.target.base_url()
                ),
            )),
            Some(_) => Ok(None),
            None if is_own => {
                let mut args = self.args.target.clone();
                args.target = Some(target.clone());
                let aim = ResolvedTarget::resolve(&args, &self.inputs)?;
                Ok(Some(aim.build_client(&self.inputs.contract)))
            }
            None => Err(CommandFailure::new(
                ExitStatus::Usage,
                format!(
                    "the journal `{}` is of a run on {target}: give `--target {target}` to clean up there",
                    path.display()
                ),
            )),
        }
    }

    fn undo_run(
        &self,
        line: TargetClient,
        past: &LoadedJournal,
        journal: Journal,
    ) -> Result<RecoverySummary, CommandFailure> {
        runtime::build_runtime()?.block_on(async {
            line.target()
                .check_reachable()
                .await
                .map_err(|error| CommandFailure::from_error(ExitStatus::TargetUnusable, &error))?;
            undo_past_run(&self.inputs.contract, line, past, journal)
                .await
                .map_err(|error| {
                    CommandFailure::new(
                        ExitStatus::Usage,
                        format!("{}: {error}", past.path.display()),
                    )
                })
        })
    }

    /// Removes what dead runs left on the given target, by their marks.
    fn remove_orphans_of_dead_runs(&self) -> Result<ExitStatus, CommandFailure> {
        let Some(aim) = &self.resolved_target else {
            return Err(CommandFailure::new(
                ExitStatus::Usage,
                "no target was given: add `--target`, to search it for what dead runs left",
            ));
        };
        let contract = &self.inputs.contract;
        let client = aim.build_client(contract);
        let reads = aim
            .build_plan_context(contract, &self.inputs.suites, true)
            .list_other_run_reads();
        runtime::build_runtime()?.block_on(async {
            let found = run_preflight(contract, &client).await;
            found.map_err(|error| session_open_failure(&error))?;
            let others = find_other_runs(&client, &reads, &self.journal_dir).await;
            if others.is_empty() {
                self.printer.print_note(
                    "nothing to clean up: no run without a journal here left a mark on this target",
                );
            }
            let mut results = Vec::new();
            for other in &others {
                results.push(self.remove_orphans_of_run(&client, other).await?);
            }
            Ok(choose_exit_status(&results))
        })
    }

    async fn remove_orphans_of_run(
        &self,
        client: &TargetClient,
        other: &OtherRun,
    ) -> Result<JournalCleanupResult, CommandFailure> {
        let id = other.mark.run_id();
        let age = format_age(other.mark.age());
        if other.may_be_active() && !self.args.journal.ignored_runs.iter().any(|own| own == id) {
            self.printer.print_note(&format!(
                "run {id}, started {age} ago, may be active, so nothing was removed: pass `--ignore-run {id}` if it is dead"
            ));
            return Ok(JournalCleanupResult::RunActive);
        }
        let removal = remove_orphaned_resources(client.clone(), other).await;
        self.printer.write_stdout_or_fail("the report", |out| {
            let removed = removal.removed;
            writeln!(out, "run {id}, started {age} ago: {removed} removed")?;
            write_leftovers(out, &removal.leftovers)
        })?;
        Ok(if removal.leftovers.is_empty() {
            JournalCleanupResult::Clean
        } else {
            JournalCleanupResult::LeftBehind
        })
    }

    fn print_summary(
        &self,
        past: &LoadedJournal,
        recovery: &RecoverySummary,
    ) -> Result<(), CommandFailure> {
        self.printer.write_stdout_or_fail("the report", |out| {
            writeln!(
                out,
                "run {} on {}, started {} ago: {} removed, {} restored",
                past.header.run,
                past.header.target,
                format_age(past.header.age()),
                recovery.undone,
                recovery.put_back
            )?;
            write_leftovers(out, &recovery.leftovers)
        })
    }
}
