//! `badreq baseline write`.

use super::run_baseline::{describe_finding, require_complete_result, unaccepted_harm_failure};
use crate::baseline::{Baseline, BaselineDraft, unapply_baseline};
use crate::cli::args::BaselineWriteArgs;
use crate::cli::baseline_files::{create_baseline_file, current_date, parse_and_check_baseline};
use crate::cli::commands::merge::read_result;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::{ContractAndSuites, read_source_file};
use crate::cli::output::plural;
use crate::cli::output::printer::Printer;
use crate::contract::SourceFile;
use crate::outcome::RunOutcome;

pub(super) fn write_baseline(
    args: &BaselineWriteArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let inputs = ContractAndSuites::load(&args.inputs, None)?;
    let suites = &inputs.suites;
    let reasons = match &args.reasons_from {
        None => None,
        Some(path) => Some(parse_and_check_baseline(
            &read_source_file("baseline", path)?,
            suites,
        )?),
    };
    let doing = format!("cannot write a baseline from `{}`", args.from.display());
    let result = read_result(&args.from)?;
    require_complete_result(&result, &doing)?;
    let mut run = unapply_baseline(&result);
    // A result that was judged with a baseline keeps the reasons of that one.
    let reasons = reasons.as_ref().map(Baseline::info);
    let mut draft = BaselineDraft::from_run(&run, reasons.or(result.run.baseline.as_ref()));
    draft
        .apply_harm_acceptances(&args.accept_harm)
        .map_err(|refusal| unaccepted_harm_failure(&refusal, &doing))?;
    let text = draft.render(current_date()?);
    let lines: Vec<String> = draft.findings().into_iter().map(describe_finding).collect();
    let entries = draft.entry_count();
    let page = SourceFile::new(args.file.display().to_string(), text.as_str());
    let baseline = parse_and_check_baseline(&page, suites)?;
    create_baseline_file(&args.file, &text)?;
    printer.write_stdout_or_fail("the findings", |out| {
        lines.iter().try_for_each(|line| writeln!(out, "{line}"))
    })?;
    baseline.excuse_known_violations_in_run(&mut run);
    let file = args.file.display();
    printer.print_note(&match entries {
        0 => format!("wrote `{file}` without an entry: the result has no failure"),
        1 => format!("wrote 1 known failure to `{file}`: add its reason"),
        count => format!("wrote {count} known failures to `{file}`: add a reason to each"),
    });
    warn_of_failures_without_entry(&run, printer);
    Ok(ExitStatus::Success)
}

fn warn_of_failures_without_entry(run: &RunOutcome, printer: &Printer) {
    let red: Vec<&str> = run
        .nonconforming_cases()
        .chain(run.tried_but_unjudged_cases())
        .map(|own| own.case.name.as_str())
        .collect();
    if let Some(first) = red.first() {
        printer.print_warning(&format!(
            "{} cannot be in a baseline, such as {first}: they could not be judged, or got a row in place of the expected one, which `--fail-on replacement` fails; \
             a run does not pass until this is fixed or the cases are skipped with `--skip`",
            plural::format_case_count(red.len())
        ));
    }
}
