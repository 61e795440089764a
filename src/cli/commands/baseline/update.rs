//! `badreq baseline update`.

use super::run_baseline::{describe_finding, require_complete_result, unaccepted_harm_failure};
use crate::baseline::{
    BaselineUpdate, BaselineUpdateError, EntryChange, NewFailureHandling, unapply_baseline,
    update_baseline,
};
use crate::cli::args::BaselineUpdateArgs;
use crate::cli::baseline_files::{current_date, list_case_names, replace_baseline_file};
use crate::cli::commands::merge::read_result;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::{ContractAndSuites, read_source_file};
use crate::cli::output::diagnostics;
use crate::cli::output::plural;
use crate::cli::output::printer::Printer;
use crate::outcome::excerpt::escape_control_chars;

pub(super) fn update_baseline_file(
    args: &BaselineUpdateArgs,
    printer: &Printer,
) -> Result<ExitStatus, CommandFailure> {
    let inputs = ContractAndSuites::load(&args.inputs, None)?;
    let names = list_case_names(&inputs.suites);
    let page = read_source_file("baseline", &args.file)?;
    let doing = format!(
        "cannot update `{}` from `{}`",
        args.file.display(),
        args.from.display()
    );
    let result = read_result(&args.from)?;
    require_complete_result(&result, &doing)?;
    let run = unapply_baseline(&result);
    let new = if args.add {
        NewFailureHandling::Add(&args.accept_harm)
    } else {
        NewFailureHandling::Ignore
    };
    let update = update_baseline(&page, &names, current_date()?, &run, new);
    let update = update.map_err(|error| match error {
        BaselineUpdateError::Mistakes(flaws) => diagnostics::baseline_failure(&flaws),
        BaselineUpdateError::NoHead { .. } => {
            CommandFailure::new(ExitStatus::InvalidAuthoredFile, format!("{doing}: {error}"))
        }
        BaselineUpdateError::Harm(refusal) => unaccepted_harm_failure(&refusal, &doing),
    })?;
    let output = args.output.as_ref().unwrap_or(&args.file);
    if args.output.is_some() || update.text != *page.text {
        replace_baseline_file(output, &update.text)?;
    }
    printer.write_stdout_or_fail("the changes", |out| {
        format_update_lines(&update)
            .iter()
            .try_for_each(|line| writeln!(out, "{line}"))
    })?;
    let file = output.display();
    printer.print_note(&format!(
        "`{file}`: {} dropped, {} moved, {} kept, {} added",
        update.dropped.len(),
        update.moved.len(),
        update.kept,
        update.added.len()
    ));
    if !update.left_out.is_empty() {
        printer.print_note("failures that are not in the baseline fail a run; `--add` adds them");
    }
    Ok(ExitStatus::Success)
}

/// Lists each change in one line, with the line of the entry in the old file.
fn format_update_lines(update: &BaselineUpdate) -> Vec<String> {
    let changes = |word: &'static str, changes: &[EntryChange]| -> Vec<String> {
        changes
            .iter()
            .map(|own| format!("{word}: {}", describe_change(own)))
            .collect()
    };
    let mut lines = changes("dropped", &update.dropped);
    lines.extend(changes("moved", &update.moved));
    let findings = update.added.iter().map(|own| ("added", own));
    let left_out = update.left_out.iter().map(|own| ("not added", own));
    lines.extend(
        findings
            .chain(left_out)
            .map(|(word, own)| format!("{word}: {}", describe_finding(own))),
    );
    lines
}

/// Describes the part of an entry that changed: `line 12, row-expected in things/a`.
fn describe_change(change: &EntryChange) -> String {
    let cases = match change.cases.as_slice() {
        [] => "every response".to_owned(),
        [only] => only.clone(),
        [first, ..] => format!(
            "{}, such as {first}",
            plural::format_case_count(change.cases.len())
        ),
    };
    let EntryChange {
        line, requirement, ..
    } = change;
    escape_control_chars(&format!("line {line}, {requirement} in {cases}"))
}
