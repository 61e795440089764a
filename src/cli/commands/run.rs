//! `badreq run`.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::check::Terms;
use crate::cli::args::{Format, RunArgs};
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs::Inputs;
use crate::cli::journals;
use crate::cli::output::look::look;
use crate::cli::output::printer::Printer;
use crate::cli::output::progress::Progress;
use crate::cli::output::report_files;
use crate::cli::output::words;
use crate::cli::settings::Aim;
use crate::cli::settings::setup;
use crate::cli::system::interrupt::{Interruptible, Left, heed};
use crate::outcome::{RunOutcome, Selected};
use crate::report::{Detail, write_json, write_terminal};
use crate::run::{OpenError, RunOptions, Session, Stop, execute};
use crate::suite::Usual;
use crate::target::Target;

/// Why nothing is done where nothing is left.
pub(in crate::cli) const NO_CASE: &str =
    "no case is left to run: every selected one is left out, by `--skip` or `--shard`";

/// Why nothing is sent again where nothing is left.
const NO_CASE_AGAIN: &str = "no case is left to be sent again: those of the result are left out, by a pattern, `--skip` or `--shard`";

pub(in crate::cli) fn run(args: &RunArgs, printer: &Printer) -> Result<Exit, Failure> {
    let ears = Interruptible::begin()?;
    let Done {
        outcome, written, ..
    } = carry_out(args, None, ears, printer)?;
    // What was found is told first: a file that cannot be written must not lose it.
    report(&outcome, args.format, args.detail.detail(), printer)?;
    report_files::write(&args.files.report, &outcome)?;
    written?;
    Ok(outcome.conclusion().into())
}

/// A run that is over.
pub(in crate::cli) struct Done {
    pub(in crate::cli) outcome: RunOutcome,
    /// Whether the baseline could be written, where one was to be.
    pub(in crate::cli) written: Result<(), Failure>,
    /// How many of the cases that were named are not there any more.
    pub(in crate::cli) gone: usize,
}

/// Does what the arguments say, with the cases of these names where names are given.
pub(in crate::cli) fn carry_out(
    args: &RunArgs,
    only: Option<&BTreeSet<String>>,
    ears: Interruptible,
    printer: &Printer,
) -> Result<Done, Failure> {
    let detail = args.detail.detail();
    let aloud = printer;
    let printer = &printer.telling(detail);
    report_files::check(&args.files.report)?;
    args.judge.known.check(&args.files.report)?;
    let inputs = Inputs::load(&args.inputs)?;
    let (mut cases, mut selected) = inputs.select_shard(&args.select, args.split.shard)?;
    let mut none_left = NO_CASE;
    let mut gone = 0;
    if let Some(only) = only {
        gone = tell_of_gone(only, &inputs, printer)?;
        cases.retain(|case| only.contains(&case.name.to_string()));
        selected = Selected::of(cases.iter().map(|case| case.name.to_string()));
        none_left = NO_CASE_AGAIN;
    }
    if cases.is_empty() {
        return Err(Failure::new(Exit::NothingRun, none_left));
    }
    let baseline = args.judge.known.load(&args.target, &inputs.suites)?;
    let reasons = args.judge.known.load_reasons(&inputs.suites)?;
    let aim = Aim::of(&args.target, &inputs.contract, &inputs.suites)?;
    for warning in &aim.warnings {
        printer.warning(warning);
    }
    let terms = Terms {
        budget: Some(args.judge.answer_time()),
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
        // Who interrupts is answered, however little is to be told.
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
    let mut outcome = outcome?;
    if !outcome.leftovers.is_empty() {
        printer.note("`badreq cleanup` tries again to undo what was left behind, with the same target and tokens");
    }
    let written = args
        .judge
        .known
        .write(&mut outcome, &inputs.suites, reasons.as_ref(), printer);
    Ok(Done {
        outcome,
        written,
        gone,
    })
}

/// Tells which of these names no case has any more, and returns how many; fails where none of them has one.
fn tell_of_gone(
    names: &BTreeSet<String>,
    inputs: &Inputs,
    printer: &Printer,
) -> Result<usize, Failure> {
    let all: BTreeSet<String> = inputs
        .suites
        .cases()
        .map(|case| case.name.to_string())
        .collect();
    let mut gone = names.difference(&all);
    let Some(first) = gone.next() else {
        return Ok(0);
    };
    let count = 1 + gone.count();
    let why = "renamed or taken out since, or of other suites: give the `--suites` that the result was made with";
    if count == names.len() {
        return Err(Failure::new(
            Exit::NothingRun,
            format!("no case of the result is there any more, `{first}` first: {why}"),
        ));
    }
    printer.warning(&format!(
        "{} of the result {} not there any more, and nobody knows whether what failed in them is mended, `{first}` first: {why}",
        words::cases(count),
        if count == 1 { "is" } else { "are" },
    ));
    Ok(count)
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

/// Opens a session, or says how the command ends.
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
