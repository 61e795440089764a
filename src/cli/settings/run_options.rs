//! The options of a run, from the arguments.

use std::path::{Path, PathBuf};

use super::resolved_target::ResolvedTarget;
use super::target_settings::GateSettings;
use crate::check::JudgeOptions;
use crate::cli::args::RunArgs;
use crate::cli::command_line::current_run_command;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::journals;
use crate::fixture::ProvisionedFixtures;
use crate::outcome::{EvidencePolicy, FailureGate};
use crate::run::{CrossProcessState, RunOptions};

/// Builds the options of a run against this target from the arguments; `terms` say how responses are judged.
///
/// # Errors
/// Fails with [`CommandFailure`] if the file of shared fixtures cannot be read, or there is no folder for the journal.
pub fn build_run_options(
    args: &RunArgs,
    aim: &ResolvedTarget,
    terms: JudgeOptions,
) -> Result<RunOptions, CommandFailure> {
    let given = GateSettings {
        fail_on: args.judge.fail_on.clone(),
        min_rows: args.judge.min_rows,
        evidence: args.judge.partial.then_some(EvidencePolicy::Partial),
    };
    let gate = given.with_fallback(aim.gate.clone());
    let provisioned = args.multi_process.fixtures_file.as_deref();
    Ok(RunOptions {
        edition: args.inputs.edition.to_string(),
        command: Some(current_run_command(aim)),
        gate: FailureGate::from_list(&gate.fail_on),
        evidence: gate.evidence.unwrap_or_default(),
        min_rows: gate.min_rows,
        shard: args.multi_process.shard,
        judge_options: terms,
        values: aim.values.clone(),
        case_header: aim.case_header.clone(),
        target_limits: aim.rate_limits,
        attempts: args.judge.repeat,
        budget: args.budget,
        ignored_runs: args.journal.ignored_runs.iter().cloned().collect(),
        journal_dir: journals::journal_dir_unless_embedded(&args.journal, aim)?,
        shared: provisioned.map(load_cross_process_state).transpose()?,
        ..RunOptions::default()
    })
}

/// Returns the folder in which the processes that use this file of shared fixtures keep their locks.
pub(in crate::cli) fn cross_process_lock_dir(provisioned: &Path) -> PathBuf {
    let mut name = provisioned.as_os_str().to_owned();
    name.push(".shared");
    PathBuf::from(name)
}

/// Loads the state that several processes share from the file that `badreq provision` wrote.
pub(in crate::cli) fn load_cross_process_state(
    path: &Path,
) -> Result<CrossProcessState, CommandFailure> {
    let failed = |detail: &dyn std::fmt::Display| {
        let path = path.display();
        CommandFailure::new(
            ExitStatus::Usage,
            format!("cannot use the shared fixtures in `{path}`: {detail}"),
        )
    };
    let text = std::fs::read_to_string(path).map_err(|error| failed(&error))?;
    Ok(CrossProcessState {
        fixtures: ProvisionedFixtures::parse(&text).map_err(|error| failed(&error))?,
        folder: cross_process_lock_dir(path),
    })
}
