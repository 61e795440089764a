//! `badreq run`.

use std::sync::Arc;

use super::failed_in::EarlierRun;
use crate::check::Terms;
use crate::cli::args::{Format, RunArgs};
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs::Inputs;
use crate::cli::journals;
use crate::cli::output::look::look;
use crate::cli::output::printer::Printer;
use crate::cli::output::progress::Progress;
use crate::cli::output::report_files;
use crate::cli::settings::Aim;
use crate::cli::settings::setup;
use crate::cli::system::interrupt::{Interruptible, Left, heed};
use crate::outcome::{RunOutcome, Selected};
use crate::report::{Detail, write_json, write_terminal};
use crate::run::{OpenError, RunOptions, Session, Stop, execute};
use crate::suite::{Case, Usual};
use crate::target::Target;

/// The error message for a selection without cases.
const NO_CASE: &str =
    "no case is left to run: every selected one is left out, by `--skip` or `--shard`";

/// The error message for a selection without any of the failed cases.
const NO_FAILED_CASE: &str =
    "no case is left to run: those that failed are left out, by a pattern, `--skip` or `--shard`";

pub(in crate::cli) fn run(args: &RunArgs, printer: &Printer) -> Result<Exit, Failure> {
    let ears = Interruptible::begin()?;
    let earlier = load_earlier(args)?;
    let (outcome, gone) = carry_out(args, earlier.as_ref(), ears, printer)?;
    // The findings are printed first, so that a file that cannot be written does not lose them.
    report(&outcome, args.format, args.detail.detail(), printer)?;
    let exit = match &earlier {
        None => outcome.conclusion().into(),
        Some(earlier) => earlier.report(&outcome, gone, args, printer)?,
    };
    report_files::write(&args.files.report, &outcome)?;
    Ok(exit)
}

/// Loads the result of `--failed-in`, if that is given.
pub(in crate::cli) fn load_earlier(args: &RunArgs) -> Result<Option<EarlierRun>, Failure> {
    let path = args.failed_in.as_deref();
    path.map(|path| EarlierRun::load(path, &args.target))
        .transpose()
}

/// Selects the cases that the arguments name, and counts the failed cases of the earlier result that no suite has any more.
///
/// Fails if no case is left.
pub(in crate::cli) fn select_cases<'s>(
    args: &RunArgs,
    earlier: Option<&EarlierRun>,
    inputs: &'s Inputs,
    printer: &Printer,
) -> Result<(Vec<&'s Case>, Selected, usize), Failure> {
    let selected = inputs.select_shard(&args.select, args.split.shard)?;
    let (selected, none_left) = match earlier {
        None => ((selected.0, selected.1, 0), NO_CASE),
        Some(earlier) => (
            earlier.retain_failed(selected, inputs, printer)?,
            NO_FAILED_CASE,
        ),
    };
    if selected.0.is_empty() {
        return Err(Failure::new(Exit::Inconclusive, none_left));
    }
    Ok(selected)
}

/// Runs the cases that the arguments name.
fn carry_out(
    args: &RunArgs,
    earlier: Option<&EarlierRun>,
    ears: Interruptible,
    printer: &Printer,
) -> Result<(RunOutcome, usize), Failure> {
    let detail = args.detail.detail();
    let aloud = printer;
    let printer = &printer.telling(detail);
    report_files::check(&args.files.report)?;
    let inputs = Inputs::load(&args.inputs)?;
    let (cases, selected, gone) = select_cases(args, earlier, &inputs, printer)?;
    let baseline = args.judge.known.load(&args.target, &inputs.suites)?;
    let aim = Aim::of(&args.target, &inputs.contract, &inputs.suites)?;
    for warning in &aim.warnings {
        printer.warning(warning);
    }
    let terms = Terms {
        budget: Some(args.judge.max_response_time),
        ..Terms::default()
    };
    let options = RunOptions {
        selected,
        baseline,
        ..setup(args, &aim, terms)?
    };
    if let (Some(folder), None) = (&options.journal, &options.shared) {
        journals::tell_of_old(folder, aim.target.base(), printer);
    }
    let Interruptible { runtime, signals } = ears;
    let stop = Stop::default();
    let outcome = runtime.block_on(async {
        let mut progress = Progress::new(detail);
        let aside = progress.aside();
        // An interrupt always gets a message, even with `--quiet`.
        let tell = |message: &str| aside(&|| aloud.note(message));
        let left = Left::default();
        let watch = heed(signals, stop.clone(), &left, tell);
        let run = async {
            let session = open(&inputs, aim.target, aim.usual, options, stop).await?;
            left.may_leave_behind(&session).await;
            Ok(execute(&session, &cases, |event| progress.tell(&event)).await)
        };
        tokio::select! {
            outcome = run => outcome,
            left = watch => Err(left),
        }
    });
    if let Some(embedded) = aim.embedded {
        embedded.stop();
    }
    let outcome = outcome?;
    if !outcome.leftovers.is_empty() {
        printer.note("`badreq cleanup` tries again to undo what was left behind, with the same target and tokens");
    }
    Ok((outcome, gone))
}

pub(in crate::cli) fn report(
    outcome: &RunOutcome,
    format: Format,
    detail: Detail,
    printer: &Printer,
) -> Result<(), Failure> {
    printer
        .out(|out| match format {
            Format::Text => write_terminal(out, outcome, look(detail)),
            Format::Json => write_json(out, outcome),
        })
        .map_err(|error| Failure::new(Exit::Usage, format!("cannot write the report: {error}")))
}

/// Opens a session; fails with the exit status for its error.
pub(in crate::cli) async fn open(
    inputs: &Inputs,
    target: Target,
    usual: Usual,
    options: RunOptions,
    stop: Stop,
) -> Result<Session, Failure> {
    let contract = Arc::clone(&inputs.contract);
    Session::open(contract, &inputs.suites, target, usual, options, stop)
        .await
        .map_err(|error| not_opened(&error))
}

fn not_opened(error: &OpenError) -> Failure {
    let exit = match error {
        OpenError::Target { .. } => Exit::Target,
        OpenError::Journal(_)
        | OpenError::Turn(_)
        | OpenError::ProvisionedElsewhere { .. }
        | OpenError::ProvisionGone(_)
        | OpenError::Token { .. }
        | OpenError::Busy(_) => Exit::Usage,
    };
    Failure::of(exit, error)
}
