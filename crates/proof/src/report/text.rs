//! The fault report for people: families of faults, objections, and the summary.

use std::io::{self, Write};
use std::time::Duration;

use super::fault_report::{FalseAlarm, FaultOutcome, FaultReport};
use super::style::{BAD, DOUBT, GOOD, HEAD, QUIET, format_styled};
use super::words::{
    describe_objection, format_count, join_limited_names, join_requirement_ids, objection_label,
};

/// Writes a line for each family, every objection, and the summary.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_fault_report(out: &mut dyn Write, table: &FaultReport) -> io::Result<()> {
    write_family_table(out, table)?;
    for fault in table.faults_with_objections() {
        write_fault_objections(out, fault)?;
    }
    for alarm in &table.false_alarms {
        write_false_alarm(out, alarm)?;
    }
    write_single_case_faults(out, table)?;
    write_totals(out, table)
}

/// Writes the objections to the outcome of a fault: the requirements that it breaks, and those that were reported.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_fault_objections(out: &mut dyn Write, fault: &FaultOutcome) -> io::Result<()> {
    for objection in &fault.objections {
        writeln!(
            out,
            "{} {}",
            format_styled(BAD, objection_label(objection)),
            fault.fault
        )?;
        for line in describe_objection(fault, objection) {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(())
}

/// Writes the summary as a Markdown table.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_fault_summary_markdown(out: &mut dyn Write, table: &FaultReport) -> io::Result<()> {
    let cells = [
        ("faults", table.faults.len().to_string()),
        ("families", table.group_by_family().len().to_string()),
        ("detected", table.count_detected().to_string()),
        ("undetected", table.count_undetected().to_string()),
        ("false alarms", table.false_alarms.len().to_string()),
        ("cases", table.cases.to_string()),
        (
            "wall time",
            format!(
                "{:.0} s on {}",
                elapsed_seconds(table),
                format_count(table.cores, "core")
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

fn write_family_table(out: &mut dyn Write, table: &FaultReport) -> io::Result<()> {
    let families = table.group_by_family();
    let width = families.keys().map(|name| name.len()).max();
    let width = width.unwrap_or_default().max("family".len());
    let line = format!(
        "{:<width$}  {:>6}  {:>8}  {:>10}  by cases",
        "family", "faults", "detected", "undetected"
    );
    writeln!(out, "{}", format_styled(HEAD, &line))?;
    for (name, faults) in families {
        let noticed = faults.iter().filter(|fault| fault.is_detected()).count();
        let missed = faults.len() - noticed;
        let least = faults.iter().map(|fault| fault.detections.len()).min();
        let missed_style = if missed == 0 { GOOD } else { BAD };
        writeln!(
            out,
            "{name:<width$}  {:>6}  {noticed:>8}  {}  {} at least",
            faults.len(),
            format_styled(missed_style, &format!("{missed:>10}")),
            least.unwrap_or_default()
        )?;
    }
    writeln!(out)
}

fn write_false_alarm(out: &mut dyn Write, alarm: &FalseAlarm) -> io::Result<()> {
    let what = match &alarm.reason {
        Some(reason) if alarm.requirements.is_empty() => reason.clone(),
        Some(reason) => format!("{} ({reason})", join_requirement_ids(&alarm.requirements)),
        None => join_requirement_ids(&alarm.requirements),
    };
    let head = format_styled(BAD, "false alarm");
    writeln!(out, "{head} {}: {}: {what}", alarm.server, alarm.case)
}

fn write_single_case_faults(out: &mut dyn Write, table: &FaultReport) -> io::Result<()> {
    let fragile: Vec<&str> = table
        .faults_detected_by_one_case()
        .map(|(fault, _)| fault.fault.as_str())
        .collect();
    if fragile.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "{} detected by one case only: {}",
        format_styled(DOUBT, &format_count(fragile.len(), "fault")),
        join_limited_names(&fragile)
    )
}

fn write_totals(out: &mut dyn Write, table: &FaultReport) -> io::Result<()> {
    let wrong = table
        .faults_with_objections()
        .filter(|fault| fault.is_detected())
        .count();
    let servers = table.conforming.len();
    writeln!(
        out,
        "{} of {}: {} detected, {} undetected, {wrong} not as expected; {} in {}",
        format_count(table.faults.len(), "fault"),
        format_family_count(table.group_by_family().len()),
        table.count_detected(),
        table.count_undetected(),
        format_count(table.false_alarms.len(), "false alarm"),
        match servers {
            1 => "1 run without a fault".to_owned(),
            servers => format!("{servers} runs without a fault"),
        }
    )?;
    let line = format!(
        "{} in {:.1} s on {}",
        format_count(table.cases, "case"),
        elapsed_seconds(table),
        format_count(table.cores, "core")
    );
    writeln!(out, "{}", format_styled(QUIET, &line))?;
    let conclusion = if table.is_passing() {
        format_styled(GOOD, "every fault is detected for the right reason")
    } else if table
        .faults
        .iter()
        .all(FaultOutcome::is_detected_as_expected)
    {
        format_styled(
            BAD,
            "every fault is detected, but a server without a fault is accused",
        )
    } else {
        format_styled(BAD, "not every fault is detected as expected")
    };
    writeln!(out, "{conclusion}")
}

fn format_family_count(count: usize) -> String {
    match count {
        1 => "1 family".to_owned(),
        count => format!("{count} families"),
    }
}

fn elapsed_seconds(table: &FaultReport) -> f64 {
    Duration::from_millis(table.elapsed_ms).as_secs_f64()
}
