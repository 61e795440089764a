//! The report of a run: the table, the findings, the summary.

use std::io::{self, Write};

use indexmap::IndexMap;

use super::brief::write_brief_report;
use super::table::write_error_row_table;
use crate::outcome::{
    Actor, InconclusiveReason, RunOutcome, Verdict, VolatileValueRedactor,
    group_cases_into_findings,
};
use crate::report::sections::baseline::{write_stale_entries_wrapped, write_unchecked_entries};
use crate::report::sections::exchanges::write_green_cases;
use crate::report::sections::findings::{write_findings, write_findings_recap};
use crate::report::sections::flaky::write_flaky_cases;
use crate::report::sections::head::write_head;
use crate::report::sections::response_findings::write_response_findings;
use crate::report::sections::summary::{write_conclusion, write_leftovers, write_summary};
use crate::report::shared::display_options::{DisplayOptions, Verbosity};
use crate::report::shared::style::{HEAD, format_styled};
use crate::report::shared::words::format_count;
use crate::report::shared::wrapping_writer::WrappingWriter;

/// Writes the report of a run in the given width and detail.
///
/// Lines to be copied, such as curl commands, are never wrapped or truncated.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_terminal_report(
    out: &mut dyn Write,
    run: &RunOutcome,
    look: DisplayOptions,
) -> io::Result<()> {
    let mut window = WrappingWriter::new(out, look.width);
    match look.verbosity {
        Verbosity::Quiet => write_brief_report(&mut window, run),
        Verbosity::Normal | Verbosity::Verbose => {
            write_full_report(&mut window, run, look.verbosity)
        }
    }
}

fn write_full_report(
    out: &mut WrappingWriter<'_>,
    run: &RunOutcome,
    detail: Verbosity,
) -> io::Result<()> {
    write_head(out, run)?;
    let width = out.width();
    write_error_row_table(out.verbatim_writer(), &run.rows, width)?;
    writeln!(out)?;
    match detail {
        Verbosity::Quiet | Verbosity::Normal => {}
        Verbosity::Verbose => write_green_cases(out, &run.cases)?,
    }
    let findings = group_cases_into_findings(run);
    write_findings(out, &run.run, &findings, detail)?;
    write_response_findings(out, run)?;
    write_flaky_cases(out, run)?;
    write_missing_inputs(out, run)?;
    write_stale_entries_wrapped(out, &run.stale)?;
    write_unchecked_entries(out, run)?;
    write_summary(out, run)?;
    write_findings_recap(out, &run.run, &findings)?;
    write_leftovers(out.verbatim_writer(), &run.leftovers)?;
    write_conclusion(out, run)
}

/// Reports whether a case was never sent for lack of an input or a fixture; many cases can lack the same one.
fn is_missing_input(because: &InconclusiveReason) -> bool {
    match because {
        InconclusiveReason::Credential(_)
        | InconclusiveReason::Value(_)
        | InconclusiveReason::Trigger(_)
        | InconclusiveReason::Fixture(_) => true,
        InconclusiveReason::Control(_)
        | InconclusiveReason::Condition(_)
        | InconclusiveReason::NoResponse(_) => false,
    }
}

/// Writes each missing input or fixture once, with the number of cases that need it.
fn write_missing_inputs(out: &mut dyn Write, run: &RunOutcome) -> io::Result<()> {
    // Reasons that differ only in ids are one reason; the first is shown.
    let mut reasons: IndexMap<String, (String, usize)> = IndexMap::new();
    for outcome in &run.cases {
        if let Verdict::Inconclusive { because } = &outcome.verdict
            && is_missing_input(because)
        {
            let told = describe_missing_input(because);
            let same = VolatileValueRedactor::new(&outcome.bindings).redact(&told);
            reasons.entry(same).or_insert((told, 0)).1 += 1;
        }
    }
    if reasons.is_empty() {
        return Ok(());
    }
    let untried: usize = reasons.values().map(|(_, count)| count).sum();
    let head = format!("{} could not be tried", format_count(untried, "case"));
    writeln!(out, "{}", format_styled(HEAD, &head))?;
    for (reason, count) in reasons.into_values() {
        writeln!(out, "  {count:>4}  {reason}")?;
    }
    writeln!(out)
}

/// Describes the missing input or fixture, and the flag that supplies it, if there is one.
fn describe_missing_input(because: &InconclusiveReason) -> String {
    match because {
        InconclusiveReason::Credential(Actor::Stranger) => {
            format!("{because} (give `--stranger-token`)")
        }
        InconclusiveReason::Credential(_) => format!("{because} (give `--token`)"),
        InconclusiveReason::Value(name) => format!("{because} (give `--value {name}=…`)"),
        InconclusiveReason::Trigger(name) => {
            format!("{because} (give `--trigger {name}=…` if it has one)")
        }
        InconclusiveReason::Fixture(_)
        | InconclusiveReason::Control(_)
        | InconclusiveReason::Condition(_)
        | InconclusiveReason::NoResponse(_) => because.to_string(),
    }
}
