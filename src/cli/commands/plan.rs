//! `badreq plan`.

use super::run::{SelectedCases, load_earlier_run, narrow_selection, select_cases};
use crate::cli::args::{RunArgs, StdoutFormat};
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::ContractAndSuites;
use crate::cli::journals::journal_dir_unless_embedded;
use crate::cli::output::printer::Printer;
use crate::cli::output::report_files;
use crate::cli::settings::ResolvedTarget;
use crate::cli::settings::load_cross_process_state;
use crate::report::{write_preview, write_preview_json};
use crate::run::RunPlan;

/// Prints what a run with these arguments would do; the target need not be reachable.
pub(in crate::cli) fn print_plan(
    args: &RunArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    // Arguments that a run would refuse are refused here, too.
    report_files::check_report_files_writable(&args.files.report)?;
    args.multi_process
        .fixtures_file
        .as_deref()
        .map(load_cross_process_state)
        .transpose()?;
    let earlier = load_earlier_run(args)?;
    let inputs = ContractAndSuites::load(&args.inputs, args.target.config.as_deref())?;
    let SelectedCases { cases, .. } = select_cases(args, earlier.as_ref(), &inputs, printer)?;
    args.judge
        .baseline
        .load_baseline(&args.target, &inputs.suites)?;
    let aim = ResolvedTarget::resolve(&args.target, &inputs)?;
    for warning in &aim.warnings {
        printer.print_warning(warning);
    }
    let (cases, _) = narrow_selection(cases, args, &aim.skips, printer)?;
    let keeps_journal = journal_dir_unless_embedded(&args.journal, &aim)?.is_some();
    let means = aim.build_plan_context(&inputs.contract, &inputs.suites, keeps_journal);
    let preview = RunPlan::new(&cases, &means).preview(
        &means,
        aim.target.base_url().to_string(),
        args.inputs.edition.to_string(),
        args.budget,
    );
    if let Some(embedded) = aim.embedded_server {
        embedded.stop();
    }
    if args.judge.repeat.get() > 1 {
        printer.print_note(&format!(
            "the plan is for one attempt at each case: `--repeat {times}` takes up to {times} times as much",
            times = args.judge.repeat
        ));
    }
    printer.write_stdout_or_fail("the plan", |out| match args.format {
        StdoutFormat::Text => write_preview(out, &preview),
        StdoutFormat::Json => write_preview_json(out, &preview),
    })?;
    Ok(ExitStatus::Success)
}
