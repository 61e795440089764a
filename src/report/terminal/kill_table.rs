//! The mutation report for people: families of faults, objections, and the summary.

use std::io::{self, Write};
use std::time::Duration;

use super::kill_words::{head, lines, requirements, some};
use crate::outcome::{FalseAlarm, FaultOutcome, KillTable, Worth};
use crate::report::shared::style::{BAD, DOUBT, GOOD, HEAD, QUIET, paint};
use crate::report::shared::words::counted;

/// Writes a line for each family, every objection, and the summary.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_kill_table(out: &mut dyn Write, table: &KillTable) -> io::Result<()> {
    write_families(out, table)?;
    for fault in table.wrong() {
        write_fault(out, fault)?;
    }
    for alarm in &table.false_alarms {
        write_alarm(out, alarm)?;
    }
    write_fragile(out, table)?;
    if let Some(worth) = &table.worth {
        write_worth(out, worth)?;
    }
    write_end(out, table)
}

/// Writes the objections to the outcome of a fault: the requirements that it breaks, and those that were reported.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_fault(out: &mut dyn Write, fault: &FaultOutcome) -> io::Result<()> {
    for objection in &fault.objections {
        writeln!(out, "{} {}", paint(BAD, head(objection)), fault.fault)?;
        for line in lines(fault, objection) {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}

/// Writes the summary as a Markdown table.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_kill_summary(out: &mut dyn Write, table: &KillTable) -> io::Result<()> {
    let cells = [
        ("faults", table.faults.len().to_string()),
        ("families", table.families().len().to_string()),
        ("noticed", table.noticed().to_string()),
        ("missed", table.missed().to_string()),
        ("false alarms", table.false_alarms.len().to_string()),
        ("cases", table.cases.to_string()),
        (
            "wall time",
            format!(
                "{:.0} s on {}",
                elapsed(table),
                counted(table.cores, "core")
            ),
        ),
    ];
    let row = |cells: Vec<&str>| format!("| {} |", cells.join(" | "));
    writeln!(
        out,
        "{}",
        row(cells.iter().map(|(name, _)| *name).collect())
    )?;
    writeln!(out, "{}", row(cells.iter().map(|_| "---").collect()))?;
    writeln!(
        out,
        "{}",
        row(cells.iter().map(|(_, value)| value.as_str()).collect())
    )
}

fn write_families(out: &mut dyn Write, table: &KillTable) -> io::Result<()> {
    let families = table.families();
    let width = families.keys().map(|name| name.len()).max();
    let width = width.unwrap_or_default().max("family".len());
    let line = format!(
        "{:<width$}  {:>6}  {:>7}  {:>6}  by cases",
        "family", "faults", "noticed", "missed"
    );
    writeln!(out, "{}", paint(HEAD, &line))?;
    for (name, faults) in families {
        let noticed = faults.iter().filter(|fault| fault.is_noticed()).count();
        let missed = faults.len() - noticed;
        let least = faults.iter().map(|fault| fault.notices.len()).min();
        let missed_style = if missed == 0 { GOOD } else { BAD };
        writeln!(
            out,
            "{name:<width$}  {:>6}  {noticed:>7}  {}  {} at least",
            faults.len(),
            paint(missed_style, &format!("{missed:>6}")),
            least.unwrap_or_default()
        )?;
    }
    writeln!(out)
}

fn write_alarm(out: &mut dyn Write, alarm: &FalseAlarm) -> io::Result<()> {
    let what = match &alarm.reason {
        Some(reason) if alarm.requirements.is_empty() => reason.clone(),
        Some(reason) => format!("{} ({reason})", requirements(&alarm.requirements)),
        None => requirements(&alarm.requirements),
    };
    let head = paint(BAD, "false alarm");
    writeln!(out, "{head} {}: {}: {what}", alarm.server, alarm.case)
}

fn write_fragile(out: &mut dyn Write, table: &KillTable) -> io::Result<()> {
    let fragile: Vec<&str> = table
        .fragile()
        .map(|(fault, _)| fault.fault.as_str())
        .collect();
    if fragile.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "{} noticed by one case only: {}",
        paint(DOUBT, &counted(fragile.len(), "fault")),
        some(&fragile)
    )
}

fn write_worth(out: &mut dyn Write, worth: &Worth) -> io::Result<()> {
    let unjustified: Vec<&str> = worth.unjustified().map(|own| own.case.as_str()).collect();
    let idle: Vec<&str> = worth.idle().map(|own| own.case.as_str()).collect();
    let head = counted(worth.redundant.len(), "case");
    let justified = worth.redundant.len() - unjustified.len();
    writeln!(
        out,
        "{} nothing that no other does; {justified} of them for a reason",
        paint(DOUBT, &format!("{head} notice"))
    )?;
    if !idle.is_empty() {
        let head = paint(DOUBT, &counted(idle.len(), "case"));
        writeln!(
            out,
            "{head} of these notice nothing at all: {}",
            some(&idle)
        )?;
    }
    if !unjustified.is_empty() {
        let head = paint(BAD, &format!("{} without a reason:", unjustified.len()));
        writeln!(out, "{head} {}", some(&unjustified))?;
    }
    for stale in &worth.stale {
        writeln!(
            out,
            "{} {}:{}: no case that fits `{}` is redundant",
            paint(BAD, "stale"),
            stale.file,
            stale.line,
            stale.pattern
        )?;
    }
    Ok(())
}

fn write_end(out: &mut dyn Write, table: &KillTable) -> io::Result<()> {
    let wrong = table.wrong().filter(|fault| fault.is_noticed()).count();
    let servers = table.conforming.len();
    writeln!(
        out,
        "{} of {}: {} noticed, {} missed, {wrong} not as it should be; {} in {}",
        counted(table.faults.len(), "fault"),
        families(table.families().len()),
        table.noticed(),
        table.missed(),
        counted(table.false_alarms.len(), "false alarm"),
        match servers {
            1 => "1 run without a fault".to_owned(),
            servers => format!("{servers} runs without a fault"),
        }
    )?;
    let line = format!(
        "{} in {:.1} s on {}",
        counted(table.cases, "case"),
        elapsed(table),
        counted(table.cores, "core")
    );
    writeln!(out, "{}", paint(QUIET, &line))?;
    let conclusion = if table.is_right() {
        paint(GOOD, "every fault is noticed for the right reason")
    } else if table.faults.iter().all(FaultOutcome::is_right) {
        paint(
            BAD,
            "every fault is noticed, but not all is as it should be",
        )
    } else {
        paint(BAD, "not every fault is noticed as it should be")
    };
    writeln!(out, "{conclusion}")
}

fn families(count: usize) -> String {
    match count {
        1 => "1 family".to_owned(),
        count => format!("{count} families"),
    }
}

fn elapsed(table: &KillTable) -> f64 {
    Duration::from_millis(table.elapsed_ms).as_secs_f64()
}
