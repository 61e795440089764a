//! The report of a run: the table, the findings, the summary.

use std::io::{self, Write};

use indexmap::IndexMap;

use super::brief::write_brief;
use super::table::write_table;
use crate::outcome::{Actor, Redactor, RunOutcome, Unproven, Verdict, findings};
use crate::report::sections::baseline::{write_entries, write_unchecked};
use crate::report::sections::exchanges::write_green;
use crate::report::sections::findings::{write_findings, write_recap};
use crate::report::sections::flaky::write_flaky;
use crate::report::sections::responses::write_responses;
use crate::report::sections::summary::{write_conclusion, write_summary};
use crate::report::shared::look::{Detail, Look};
use crate::report::shared::style::{HEAD, QUIET, paint};
use crate::report::shared::window::Window;
use crate::report::shared::words::counted;

/// Writes the report of a run in the given width and detail.
///
/// Lines to be copied, such as curl commands, are never wrapped or truncated.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_terminal(out: &mut dyn Write, run: &RunOutcome, look: Look) -> io::Result<()> {
    let mut window = Window::new(out, look.width);
    match look.detail {
        Detail::Quiet => write_brief(&mut window, run),
        Detail::Usual | Detail::Verbose => write_whole(&mut window, run, look.detail),
    }
}

fn write_whole(out: &mut Window<'_>, run: &RunOutcome, detail: Detail) -> io::Result<()> {
    let head = format!(
        "{}  edition: {}, run {}",
        run.run.target, run.run.edition, run.run.id
    );
    writeln!(out, "{}\n", paint(QUIET, &head))?;
    let width = out.width();
    write_table(out.verbatim(), &run.rows, width)?;
    writeln!(out)?;
    match detail {
        Detail::Quiet | Detail::Usual => {}
        Detail::Verbose => write_green(out, &run.cases)?,
    }
    let findings = findings(run);
    write_findings(out, &run.run, &findings, detail)?;
    write_responses(out, run)?;
    write_flaky(out, run)?;
    write_untried(out, run)?;
    write_entries(out, &run.stale)?;
    write_unchecked(out, run)?;
    write_summary(out, run)?;
    write_recap(out, &findings)?;
    write_conclusion(out, run)
}

/// Reports whether a case was never sent for lack of an input or a fixture; many cases can lack the same one.
fn was_never_tried(because: &Unproven) -> bool {
    match because {
        Unproven::Credential(_) | Unproven::Known(_) | Unproven::Hook(_) | Unproven::Fixture(_) => {
            true
        }
        Unproven::Control(_) | Unproven::Condition(_) | Unproven::Answer(_) => false,
    }
}

/// Writes each missing input or fixture once, with the number of cases that need it.
fn write_untried(out: &mut dyn Write, run: &RunOutcome) -> io::Result<()> {
    // Reasons that differ only in ids are one reason; the first is shown.
    let mut reasons: IndexMap<String, (String, usize)> = IndexMap::new();
    for outcome in &run.cases {
        if let Verdict::Unproven { because } = &outcome.verdict
            && was_never_tried(because)
        {
            let told = reason(because);
            let same = Redactor::new(&outcome.bindings).redact(&told);
            reasons.entry(same).or_insert((told, 0)).1 += 1;
        }
    }
    if reasons.is_empty() {
        return Ok(());
    }
    let untried: usize = reasons.values().map(|(_, count)| count).sum();
    let head = format!("{} could not be tried", counted(untried, "case"));
    writeln!(out, "{}", paint(HEAD, &head))?;
    for (reason, count) in reasons.into_values() {
        writeln!(out, "  {count:>4}  {reason}")?;
    }
    writeln!(out)
}

/// Describes the missing input or fixture, and the flag that supplies it, if there is one.
fn reason(because: &Unproven) -> String {
    match because {
        Unproven::Credential(Actor::Stranger) => {
            format!("{because} (give `--stranger-token`)")
        }
        Unproven::Credential(_) => format!("{because} (give `--token`)"),
        Unproven::Known(name) => format!("{because} (give `--known {name}=…`)"),
        Unproven::Hook(name) => {
            format!("{because} (give `--trigger {name}=…` where it has one)")
        }
        Unproven::Fixture(_)
        | Unproven::Control(_)
        | Unproven::Condition(_)
        | Unproven::Answer(_) => because.to_string(),
    }
}
