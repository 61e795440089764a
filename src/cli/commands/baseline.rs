//! `badreq baseline`.

use super::merge::read_all;
use crate::cli::args::{BaselineCommand, BaselineWriteArgs};
use crate::cli::baselines::{create_baseline, read_baseline, today};
use crate::cli::exit::{Exit, Failure};
use crate::cli::inputs::{Inputs, page_of};
use crate::cli::output::printer::Printer;
use crate::cli::output::words;
use crate::contract::Page;
use crate::outcome::{Ended, RunOutcome};

/// Runs a subcommand of `badreq baseline`.
pub(in crate::cli) fn baseline(
    command: &BaselineCommand,
    printer: &Printer,
) -> Result<Exit, Failure> {
    match command {
        BaselineCommand::Write(args) => write(args, printer),
    }
}

fn write(args: &BaselineWriteArgs, printer: &Printer) -> Result<Exit, Failure> {
    let inputs = Inputs::load(&args.inputs)?;
    let suites = &inputs.suites;
    let reasons = match &args.reasons_from {
        None => None,
        Some(path) => Some(read_baseline(&page_of("baseline", path)?, suites)?),
    };
    let name = args.from.display();
    let mut results = read_all(std::slice::from_ref(&args.from))?;
    let Some(mut outcome) = results.pop() else {
        return Err(Failure::new(
            Exit::Usage,
            format!("cannot read the result `{name}`"),
        ));
    };
    if let Some(why) = incomplete(&outcome) {
        return Err(Failure::new(
            Exit::Usage,
            format!("cannot write a baseline from `{name}`: {why}"),
        ));
    }
    let text = crate::baseline::page_of(&outcome, today()?, reasons.as_ref());
    let page = Page::new(args.file.display().to_string(), text.as_str());
    let baseline = read_baseline(&page, suites)?;
    create_baseline(&args.file, &text)?;
    baseline.apply_to_run(&mut outcome);
    let file = args.file.display();
    printer.note(&match baseline.info().entries.len() {
        0 => format!("wrote `{file}` without an entry: the result has no failure"),
        1 => format!("wrote 1 known failure to `{file}`: give it its reason"),
        count => format!("wrote {count} known failures to `{file}`: give each its reason"),
    });
    let red: Vec<&str> = outcome.red().map(|own| own.case.name.as_str()).collect();
    if let Some(first) = red.first() {
        printer.warning(&format!(
            "{} cannot stand in a baseline, {first} first: they came to no verdict, or with `--strict` to another row; \
             a run fails for them until that is mended, or leaves them out with `--skip`",
            words::cases(red.len())
        ));
    }
    Ok(Exit::Fine)
}

/// Returns the reason why a result may lack failures of its selection; `None` if it is complete.
fn incomplete(outcome: &RunOutcome) -> Option<&'static str> {
    match outcome.ended {
        Ended::Complete => {}
        Ended::Interrupted | Ended::Terminated | Ended::TargetLost => {
            return Some("its run did not come to its end");
        }
    }
    if outcome.run.shard.is_some() {
        return Some("it is the result of one shard; merge the results of all shards first");
    }
    let is_cut = outcome.left_out.is_some();
    is_cut.then_some("its run left cases out for lack of time; run without `--budget`")
}
