//! `badreq plan`.

use super::run::{load_earlier, select_cases};
use crate::cli::args::{Format, RunArgs};
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs::Inputs;
use crate::cli::journals::folder_for;
use crate::cli::output::printer::Printer;
use crate::cli::output::report_files;
use crate::cli::settings::Aim;
use crate::cli::settings::shared;
use crate::report::{write_preview, write_preview_json};
use crate::run::{Means, Plan};

/// Prints what a run with these arguments would do; the target need not be reachable.
pub(in crate::cli) fn plan(args: &RunArgs, printer: &Printer) -> Result<Exit, Failure> {
    // Arguments that a run would refuse are refused here, too.
    report_files::check(&args.files.report)?;
    args.split
        .fixtures_file
        .as_deref()
        .map(shared)
        .transpose()?;
    let earlier = load_earlier(args)?;
    let inputs = Inputs::load(&args.inputs)?;
    let (cases, ..) = select_cases(args, earlier.as_ref(), &inputs, printer)?;
    args.judge.known.load(&args.target, &inputs.suites)?;
    let aim = Aim::of(&args.target, &inputs.contract, &inputs.suites)?;
    let means = Means {
        contract: &inputs.contract,
        fixtures: &inputs.suites.fixtures,
        usual: &aim.usual,
        credentials: aim.target.credentials(),
        known: &aim.known,
        pace: aim.target.limits(),
        limits: aim.limits,
        keeps_journal: folder_for(&args.journal, &aim)?.is_some(),
    };
    let preview = Plan::of(&cases, &means).preview(
        &means,
        aim.target.base().to_string(),
        args.inputs.edition.to_string(),
        args.budget,
    );
    if let Some(embedded) = aim.embedded {
        embedded.stop();
    }
    if args.judge.repeat.get() > 1 {
        printer.note(&format!(
            "this is told for one attempt at each case: `--repeat {times}` takes up to {times} times as much",
            times = args.judge.repeat
        ));
    }
    printer
        .out(|out| match args.format {
            Format::Text => write_preview(out, &preview),
            Format::Json => write_preview_json(out, &preview),
        })
        .map_err(|error| Failure::new(Exit::Usage, format!("cannot write the plan: {error}")))?;
    Ok(Exit::Fine)
}
