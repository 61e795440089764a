//! `badreq run`.

use std::sync::Arc;

use super::failed_in::EarlierRun;
use crate::check::JudgeOptions;
use crate::cli::args::{RunArgs, StdoutFormat};
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::{ContractAndSuites, select_shard_and_digest};
use crate::cli::journals;
use crate::cli::output::display::stdout_display_options;
use crate::cli::output::printer::Printer;
use crate::cli::output::progress::RunProgress;
use crate::cli::output::report_files;
use crate::cli::settings::{ResolvedTarget, TargetSkips, build_run_options};
use crate::cli::system::interrupt::{CleanupHint, SignalRuntime, handle_shutdown_signals};
use crate::outcome::{RunOutcome, SelectionDigest};
use crate::report::{Verbosity, write_json, write_terminal_report};
use crate::run::{CancelSignal, RunOptions, RunSession, SessionOpenError, execute_run};
use crate::suite::{Case, RequestDefaults};
use crate::target::Target;

/// The error message for a selection without cases.
const NO_CASE: &str = "no case is left to run: `--skip`, `skip` in the configuration, or `--shard` excludes every selected case";

/// The error message for a selection without any of the failed cases.
const NO_FAILED_CASE: &str = "no case is left to run: a pattern, `--skip`, `skip` in the configuration, or `--shard` excludes every failed case";

pub(in crate::cli) fn run(args: &RunArgs, printer: &Printer) -> Result<ExitStatus, CommandFailure> {
    let ears = SignalRuntime::start()?;
    let earlier = load_earlier_run(args)?;
    let (outcome, missing) = run_selected_cases(args, earlier.as_ref(), ears, printer)?;
    // The findings are printed first, so that a file that cannot be written does not lose them.
    print_result(&outcome, args.format, args.verbosity.verbosity(), printer)?;
    if !outcome.leftovers.is_empty() {
        printer
            .with_verbosity(args.verbosity.verbosity())
            .print_note("`badreq cleanup` tries again to undo what was left on the target, with the same target and tokens");
    }
    let exit = match &earlier {
        None => outcome.conclusion().into(),
        Some(earlier) => earlier.report_changes(&outcome, missing, args, printer)?,
    };
    report_files::write_outcome_reports(&args.files.report, &outcome)?;
    Ok(exit)
}

/// Loads the result of `--failed-in`, if that is given. Patterns that are ids of findings need it.
pub(in crate::cli) fn load_earlier_run(
    args: &RunArgs,
) -> Result<Option<EarlierRun>, CommandFailure> {
    let ids = args.select.finding_ids();
    match (&args.failed_in, ids.first()) {
        (Some(path), _) => EarlierRun::load(path, &args.target, &ids).map(Some),
        (None, Some(id)) => Err(CommandFailure::new(
            ExitStatus::Usage,
            format!(
                "`{id}` is a finding, and its cases stand in the result that has it: add `--failed-in RESULT`, \
                 with a file that `badreq run --report json=FILE` wrote"
            ),
        )),
        (None, None) => Ok(None),
    }
}

/// The cases that the arguments name.
pub(in crate::cli) struct SelectedCases<'s> {
    pub(in crate::cli) cases: Vec<&'s Case>,
    /// The number of failed cases of the earlier result that no suite has any more.
    pub(in crate::cli) missing: usize,
}

/// Selects the cases that the arguments name.
pub(in crate::cli) fn select_cases<'s>(
    args: &RunArgs,
    earlier: Option<&EarlierRun>,
    inputs: &'s ContractAndSuites,
    printer: &Printer,
) -> Result<SelectedCases<'s>, CommandFailure> {
    let missing = earlier.map_or(Ok(0), |own| own.warn_of_missing_cases(inputs, printer))?;
    let mut cases = inputs.select_cases(&args.select.without_finding_ids())?;
    cases.retain(|case| earlier.is_none_or(|own| own.needs_rerun(case)));
    Ok(SelectedCases { cases, missing })
}

/// Narrows the selected cases to those that the target does not skip, and to those of the shard; prints a note about each skip. Returns them with the
/// digest of the whole selection.
///
/// Fails if no case is left.
pub(in crate::cli) fn narrow_selection<'s>(
    mut cases: Vec<&'s Case>,
    args: &RunArgs,
    skips: &TargetSkips,
    printer: &Printer,
) -> Result<(Vec<&'s Case>, SelectionDigest), CommandFailure> {
    for note in skips.remove_skipped_cases(&mut cases) {
        printer.print_note(&note);
    }
    let (cases, digest) = select_shard_and_digest(cases, args.multi_process.shard);
    if cases.is_empty() {
        let message = args.failed_in.as_ref().map_or(NO_CASE, |_| NO_FAILED_CASE);
        return Err(CommandFailure::new(ExitStatus::Inconclusive, message));
    }
    Ok((cases, digest))
}

/// Runs the cases that the arguments name.
fn run_selected_cases(
    args: &RunArgs,
    earlier: Option<&EarlierRun>,
    ears: SignalRuntime,
    printer: &Printer,
) -> Result<(RunOutcome, usize), CommandFailure> {
    let detail = args.verbosity.verbosity();
    let aloud = printer;
    let printer = &printer.with_verbosity(detail);
    report_files::check_report_files_writable(&args.files.report)?;
    let inputs = ContractAndSuites::load(&args.inputs, args.target.config.as_deref())?;
    let SelectedCases { cases, missing } = select_cases(args, earlier, &inputs, printer)?;
    let baseline = args
        .judge
        .baseline
        .load_baseline(&args.target, &inputs.suites)?;
    let aim = ResolvedTarget::resolve(&args.target, &inputs)?;
    for warning in &aim.warnings {
        printer.print_warning(warning);
    }
    let (cases, digest) = narrow_selection(cases, args, &aim.skips, printer)?;
    let terms = JudgeOptions {
        max_response_time: Some(args.judge.max_response_time),
        ..JudgeOptions::default()
    };
    let options = RunOptions {
        selection: digest,
        baseline,
        ..build_run_options(args, &aim, terms)?
    };
    if let (Some(folder), None) = (&options.journal_dir, &options.shared) {
        journals::print_leftover_runs_note(folder, aim.target.base_url(), printer);
    }
    let SignalRuntime { runtime, signals } = ears;
    let stop = CancelSignal::default();
    let outcome = runtime.block_on(async {
        let mut progress = RunProgress::new(detail);
        let aside = progress.make_bar_suspender();
        // An interrupt always gets a message, even with `--quiet`.
        let tell = |message: &str| aside(&|| aloud.print_note(message));
        let left = CleanupHint::default();
        let watch = handle_shutdown_signals(signals, stop.clone(), &left, tell);
        let run = async {
            let session =
                open_session(&inputs, aim.target, aim.request_defaults, options, stop).await?;
            left.set_for_session(&session).await;
            Ok(execute_run(&session, &cases, |event| progress.record_event(&event)).await)
        };
        tokio::select! {
            outcome = run => outcome,
            left = watch => Err(left),
        }
    });
    if let Some(embedded) = aim.embedded_server {
        embedded.stop();
    }
    Ok((outcome?, missing))
}

pub(in crate::cli) fn print_result(
    outcome: &RunOutcome,
    format: StdoutFormat,
    detail: Verbosity,
    printer: &Printer,
) -> Result<(), CommandFailure> {
    printer.write_stdout_or_fail("the report", |out| match format {
        StdoutFormat::Text => write_terminal_report(out, outcome, stdout_display_options(detail)),
        StdoutFormat::Json => write_json(out, outcome),
    })
}

/// Opens a session; fails with the exit status for its error.
pub(in crate::cli) async fn open_session(
    inputs: &ContractAndSuites,
    target: Target,
    usual: RequestDefaults,
    options: RunOptions,
    stop: CancelSignal,
) -> Result<RunSession, CommandFailure> {
    let contract = Arc::clone(&inputs.contract);
    RunSession::open(contract, &inputs.suites, target, usual, options, stop)
        .await
        .map_err(|error| session_open_failure(&error))
}

/// Builds the failure of a session that could not be opened, with the exit status for its error.
pub(in crate::cli) fn session_open_failure(error: &SessionOpenError) -> CommandFailure {
    let exit = match error {
        SessionOpenError::Preflight(error) if error.problem.is_wrong_setting() => ExitStatus::Usage,
        SessionOpenError::TargetUnusable { .. }
        | SessionOpenError::Preflight(_)
        | SessionOpenError::PreflightRequest { .. }
        | SessionOpenError::OtherRunActive(_)
        | SessionOpenError::OtherRunOnTarget { .. } => ExitStatus::TargetUnusable,
        SessionOpenError::Journal(_)
        | SessionOpenError::Lock(_)
        | SessionOpenError::FixturesElsewhere { .. }
        | SessionOpenError::FixturesGone(_) => ExitStatus::Usage,
    };
    CommandFailure::from_error(exit, error)
}
