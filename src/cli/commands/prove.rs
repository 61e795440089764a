//! `badreq prove`.

use std::num::NonZeroUsize;

use badreq_reference::start;

use crate::check::JudgeContext;
use crate::cli::args::{ProveArgs, StdoutFormat};
use crate::cli::commands::merge::read_result;
use crate::cli::embedded_server::unlimited_server_options;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::ContractAndSuites;
use crate::cli::output::printer::Printer;
use crate::cli::output::progress::MutantProgress;
use crate::cli::reference_run::{ResponseTimeJudging, open_reference_session};
use crate::cli::system::runtime;
use crate::cli::system::workers::map_in_parallel;
use crate::contract::Contract;
use crate::outcome::{MutantOutcome, MutationScore, RunOutcome};
use crate::prove::{GreenRecording, Mutant, judge_mutants, list_mutants};
use crate::report::{write_mutation_score, write_mutation_score_json};
use crate::run::execute_run;
use crate::suite::Case;

/// Mutates the recording of a run, and reports which mutants its cases detect.
pub(in crate::cli) fn run_mutation_test(
    args: &ProveArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let inputs = ContractAndSuites::load(&args.inputs, None)?;
    let (run, name) = match &args.result {
        Some(path) => (read_result(path)?, format!("`{}`", path.display())),
        None => {
            if let Some(folder) = &inputs.folder {
                return Err(CommandFailure::new(
                    ExitStatus::Usage,
                    format!(
                        "the embedded reference server keeps the built-in contract, not the one in `{}`: give the result of a run, \
                         as `badreq run --report json=FILE` writes it",
                        folder.display()
                    ),
                ));
            }
            let name = "a run against the reference server".to_owned();
            (record_reference_run(&inputs)?, name)
        }
    };
    let score = compute_mutation_score(&inputs, &run, &name)?;
    printer.write_stdout_or_fail("the score", |out| match args.format {
        StdoutFormat::Text => write_mutation_score(out, &score),
        StdoutFormat::Json => write_mutation_score_json(out, &score),
    })?;
    Ok(if score.count_mutants().percentage() >= args.min_score {
        ExitStatus::Success
    } else {
        ExitStatus::Failed
    })
}

/// Runs every case against a reference server of its own.
///
/// # Errors
/// Fails with [`CommandFailure`] if the server does not start.
pub fn record_reference_run(inputs: &ContractAndSuites) -> Result<RunOutcome, CommandFailure> {
    let cases: Vec<&Case> = inputs.suites.cases().collect();
    let runtime = runtime::build_runtime()?;
    // Open requests of the server end with the runtime.
    runtime.block_on(async {
        let server = start(unlimited_server_options())
            .await
            .map_err(|error| CommandFailure::from_error(ExitStatus::TargetUnusable, &error))?;
        let session = open_reference_session(inputs, &server, ResponseTimeJudging::Judged).await?;
        Ok(execute_run(&session, &cases, |_event| {}).await)
    })
}

fn compute_mutation_score(
    inputs: &ContractAndSuites,
    run: &RunOutcome,
    name: &str,
) -> Result<MutationScore, CommandFailure> {
    let contract = &inputs.contract;
    let rules = JudgeContext::from_contract(contract, run.run.judged_by.judge_options());
    let recording =
        GreenRecording::rejudge_run(contract, &inputs.suites, &rules, run).map_err(|refusal| {
            let message = format!("cannot mutate {name}: {refusal}");
            CommandFailure::new(ExitStatus::InvalidAuthoredFile, message)
        })?;
    let outcomes = judge_mutants_in_parallel(contract, &rules, &recording);
    Ok(recording.build_score(run, outcomes))
}

/// The number of mutants that a thread judges at a time. Those of rows take longer than others, and stand together.
const MUTANTS_AT_A_TIME: usize = 32;

/// Judges all mutants, with a thread for each processor.
fn judge_mutants_in_parallel(
    contract: &Contract,
    rules: &JudgeContext<'_>,
    recording: &GreenRecording<'_>,
) -> Vec<MutantOutcome> {
    let mutants = list_mutants(contract, rules);
    let progress = MutantProgress::new(mutants.len());
    let portions: Vec<&[Mutant]> = mutants.chunks(MUTANTS_AT_A_TIME).collect();
    let jobs = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    let outcomes = map_in_parallel(jobs, &portions, |portion| {
        let record = || progress.record_mutant();
        judge_mutants(contract, rules, recording, portion, record)
    });
    progress.finish();
    outcomes.into_iter().flatten().collect()
}
