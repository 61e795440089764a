//! The summary: the result of the run and its cost.

use std::io::{self, Write};
use std::time::Duration;

use super::conclusion::format_conclusion_and_baseline_harm;
use crate::outcome::{
    Leftover, OrphanedRun, RowOrigin, RowVerdict, RunOutcome, TrafficStats, VacuityWarning,
    VerdictCounts, count_proven_and_all_rows,
};
use crate::report::shared::omitted::write_budget_omissions;
use crate::report::shared::style::{BAD, DOUBT, HEAD, QUIET, format_styled};
use crate::report::shared::words::{describe_row_verdict, format_count, format_micros_as_millis};
use crate::report::shared::wrapping_writer::WrappingWriter;

/// Writes the summary, headed by the row coverage.
pub(in crate::report) fn write_summary(
    out: &mut WrappingWriter<'_>,
    run: &RunOutcome,
) -> io::Result<()> {
    writeln!(out, "{}", format_styled(HEAD, &format_row_coverage(run)))?;
    for row in &run.rows {
        match &row.state {
            RowVerdict::Replaced { .. }
            | RowVerdict::KnownFailures { .. }
            | RowVerdict::NotObserved { .. } => {
                let words = describe_row_verdict(&row.state);
                writeln!(out, "  {} {words}", row.row.id())?;
            }
            RowVerdict::Proven | RowVerdict::Broken | RowVerdict::NotRun => {}
        }
    }
    writeln!(
        out,
        "{}",
        format_verdict_counts(VerdictCounts::from_cases(&run.cases))
    )?;
    if let Some(left) = &run.left_out {
        write_budget_omissions(out, left)?;
    }
    for sign in &run.hollow {
        writeln!(
            out,
            "{} {}",
            format_styled(DOUBT, "warning:"),
            describe_vacuity_warning(sign)
        )?;
    }
    for orphaned in &run.orphans {
        writeln!(
            out,
            "{} {}",
            format_styled(DOUBT, "warning:"),
            describe_orphaned_run(orphaned)
        )?;
    }
    write_traffic_stats(out, &run.receipt)
}

/// Writes the conclusion about the target, the last line of every report.
pub(in crate::report) fn write_conclusion(
    out: &mut WrappingWriter<'_>,
    run: &RunOutcome,
) -> io::Result<()> {
    writeln!(out, "{}", format_conclusion_and_baseline_harm(run))
}

/// Formats the row coverage: how many rows of the document and of the errata are proven.
pub(in crate::report) fn format_row_coverage(run: &RunOutcome) -> String {
    let (rows, of) = count_proven_and_all_rows(&run.rows, RowOrigin::Document);
    let (errata, of_errata) = count_proven_and_all_rows(&run.rows, RowOrigin::Errata);
    let mut headline = format!("{rows} of {of} rows proven");
    let count = |holds: fn(&RowVerdict) -> bool| {
        let rows = run.rows.iter();
        rows.filter(|row| holds(&row.state)).count()
    };
    let replaced = count(|state| matches!(state, RowVerdict::Replaced { .. }));
    let known = count(|state| matches!(state, RowVerdict::KnownFailures { .. }));
    if of_errata > 0 {
        headline.push_str(&format!(", {errata} of {of_errata} rows of the errata"));
    }
    if replaced > 0 {
        headline.push_str(&format!(", {replaced} replaced"));
    }
    if known > 0 {
        headline.push_str(&format!(", {known} known to fail"));
    }
    headline
}

/// Formats the number of cases for each verdict.
pub(in crate::report) fn format_verdict_counts(counts: VerdictCounts) -> String {
    let mut parts = vec![format!("{} passed", counts.pass)];
    if counts.alternative > 0 {
        parts[0].push_str(&format!(
            " ({} with an alternative that the documentation leaves room for)",
            counts.alternative
        ));
    }
    parts.push(format!("{} failed", counts.fail));
    for (count, told) in [
        (
            counts.known_failure,
            format_count(counts.known_failure, "known failure"),
        ),
        (
            counts.inconclusive,
            format!("{} inconclusive", counts.inconclusive),
        ),
        (
            counts.harness_error,
            format_count(counts.harness_error, "harness error"),
        ),
        (counts.skipped, format!("{} skipped", counts.skipped)),
    ] {
        if count > 0 {
            parts.push(told);
        }
    }
    let should = match counts.with_broken_should {
        0 => String::new(),
        count => format!("; in {} a should is broken", format_count(count, "case")),
    };
    format!(
        "{}: {}{should}",
        format_count(counts.unskipped_case_count() + counts.skipped, "case"),
        parts.join(", ")
    )
}

pub(in crate::report) fn describe_vacuity_warning(sign: &VacuityWarning) -> String {
    match sign {
        VacuityWarning::OneStatus {
            status,
            answers,
            of,
        } => format!(
            "{answers} of {of} responses are {status}, whatever the request: are the base URL and the tokens right?"
        ),
        VacuityWarning::ControlsFail { status, cases } => format!(
            "the controls of {cases} cases got {status}, so their refusals prove nothing: are the tokens and the values right?"
        ),
        VacuityWarning::MostlyInconclusive { cases, of } => {
            format!("{cases} of {of} cases could not be judged")
        }
        VacuityWarning::ClockSkewed { ahead_ms } => {
            let direction = if *ahead_ms < 0 { "behind" } else { "ahead of" };
            format!(
                "the clock of the target is {} {direction} this one; times in its responses are judged by its own clock",
                format_millis_as_seconds(*ahead_ms)
            )
        }
        VacuityWarning::SeveralClocks { apart_ms } => format!(
            "the responses were dated by several clocks, which differ by {} or more: does the target consist of several servers?",
            format_millis_as_seconds(*apart_ms)
        ),
    }
}

/// Describes what a dead run left on the target, and what to do about it.
pub(in crate::report) fn describe_orphaned_run(orphaned: &OrphanedRun) -> String {
    let OrphanedRun {
        run,
        started,
        resources,
        settings,
    } = orphaned;
    let mut words = format!("run {run}, started {started}, did not undo its changes here");
    if !resources.is_empty() {
        words.push_str(&format!(
            "; `badreq cleanup --orphans` removes what it created: {}",
            resources.join(", ")
        ));
    }
    if !settings.is_empty() {
        words.push_str(&format!(
            "; set again what it wrote, the former values are lost: {}",
            settings.join(", ")
        ));
    }
    words
}

/// Formats a time in milliseconds as whole seconds, without a sign.
fn format_millis_as_seconds(ms: i64) -> String {
    format!("{} s", ms.unsigned_abs().saturating_add(500) / 1000)
}

/// Writes the changes that could not be undone, and how to undo them by hand.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_leftovers(out: &mut dyn Write, leftovers: &[Leftover]) -> io::Result<()> {
    leftovers.iter().try_for_each(|leftover| {
        writeln!(
            out,
            "{} {}: {}; to undo it: {}",
            format_styled(BAD, "left on the target:"),
            leftover.what,
            leftover.reason,
            leftover.remedy
        )
    })
}

/// The shortest best possible time of a run, in milliseconds, for which the pace is reported.
const MIN_PACED_RUN_MS: u64 = 10_000;

fn write_traffic_stats(out: &mut dyn Write, receipt: &TrafficStats) -> io::Result<()> {
    let elapsed = Duration::from_millis(receipt.elapsed_ms).as_secs_f64();
    let mut line = format!(
        "{} in {elapsed:.1} s",
        format_count(receipt.requests, "request")
    );
    if receipt.repeated > 0 {
        line.push_str(&format!(
            ", {} sent again because no response came",
            receipt.repeated
        ));
    }
    if let Some(best) = receipt
        .min_duration_ms()
        .filter(|best| *best >= MIN_PACED_RUN_MS)
    {
        let best = Duration::from_millis(best).as_secs_f64();
        line.push_str(&format!(
            "; the limits allow {best:.1} s at best: {:.2} times that",
            elapsed / best
        ));
    }
    if let Some(latency) = receipt.latency {
        line.push_str(&format!(
            "; responses took {} (p50), {} (p99), {} at most",
            format_micros_as_millis(latency.p50_us),
            format_micros_as_millis(latency.p99_us),
            format_micros_as_millis(latency.max_us)
        ));
    }
    writeln!(out, "{}", format_styled(QUIET, &line))?;
    let scopes: Vec<String> = receipt
        .scopes
        .iter()
        .filter(|scope| scope.requests > 0)
        .map(|scope| {
            format!(
                "{} {} (peak {}/s)",
                scope.name, scope.requests, scope.peak_per_second
            )
        })
        .collect();
    let mut parts = Vec::new();
    if !scopes.is_empty() {
        parts.push(scopes.join(", "));
    }
    parts.push(format!(
        "429s: {} on purpose, {} by accident",
        receipt.refused_on_purpose, receipt.refused_by_accident
    ));
    if receipt.waited_ms > 0 {
        parts.push(format!(
            "{:.1} s spent waiting",
            Duration::from_millis(receipt.waited_ms).as_secs_f64()
        ));
    }
    parts.push(format!(
        "{} created, {} removed, {} restored",
        format_count(receipt.made, "thing"),
        receipt.undone,
        receipt.put_back
    ));
    writeln!(out, "{}", format_styled(QUIET, &parts.join("; ")))
}
