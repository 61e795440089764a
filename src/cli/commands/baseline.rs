//! `badreq baseline`.

use super::merge::read_result;
use crate::cli::args::{BaselineCommand, BaselineWriteArgs};
use crate::cli::baseline_files::{create_baseline, current_date, parse_and_check_baseline};
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::{ContractAndSuites, read_page};
use crate::cli::output::plural;
use crate::cli::output::printer::Printer;
use crate::contract::SourceFile;
use crate::outcome::{RunEnding, RunOutcome};

/// Runs a subcommand of `badreq baseline`.
pub(in crate::cli) fn run_baseline(
    command: &BaselineCommand,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    match command {
        BaselineCommand::Write(args) => write_baseline(args, printer),
    }
}

fn write_baseline(
    args: &BaselineWriteArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let inputs = ContractAndSuites::load(&args.inputs)?;
    let suites = &inputs.suites;
    let reasons = match &args.reasons_from {
        None => None,
        Some(path) => Some(parse_and_check_baseline(
            &read_page("baseline", path)?,
            suites,
        )?),
    };
    let name = args.from.display();
    let mut outcome = read_result(&args.from)?;
    if let Some(why) = incompleteness_reason(&outcome) {
        return Err(CommandFailure::new(
            ExitStatus::Usage,
            format!("cannot write a baseline from `{name}`: {why}"),
        ));
    }
    let text = crate::baseline::render_baseline(&outcome, current_date()?, reasons.as_ref());
    let page = SourceFile::new(args.file.display().to_string(), text.as_str());
    let baseline = parse_and_check_baseline(&page, suites)?;
    create_baseline(&args.file, &text)?;
    baseline.excuse_known_violations_in_run(&mut outcome);
    let file = args.file.display();
    printer.print_note(&match baseline.info().entries.len() {
        0 => format!("wrote `{file}` without an entry: the result has no failure"),
        1 => format!("wrote 1 known failure to `{file}`: add its reason"),
        count => format!("wrote {count} known failures to `{file}`: add a reason to each"),
    });
    let red: Vec<&str> = outcome
        .nonconforming_cases()
        .chain(outcome.unjudged_cases())
        .map(|own| own.case.name.as_str())
        .collect();
    if let Some(first) = red.first() {
        printer.print_warning(&format!(
            "{} cannot be in a baseline, such as {first}: they could not be judged, or got a row in place of the expected one, which `--fail-on replacement` fails; \
             a run does not pass until this is fixed or the cases are skipped with `--skip`",
            plural::format_case_count(red.len())
        ));
    }
    Ok(ExitStatus::Success)
}

/// Returns the reason why a result may lack failures of its selection; `None` if it is complete.
fn incompleteness_reason(outcome: &RunOutcome) -> Option<&'static str> {
    match outcome.ended {
        RunEnding::Complete => {}
        RunEnding::Interrupted | RunEnding::Terminated | RunEnding::TargetLost => {
            return Some("its run did not finish");
        }
    }
    if outcome.run.shard.is_some() {
        return Some("it is the result of one shard; merge the results of all shards first");
    }
    let is_cut = outcome.left_out.is_some();
    is_cut.then_some("its run skipped cases for lack of time; run without `--budget`")
}
