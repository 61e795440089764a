//! The preview of a run, for people and for programs.

use std::io::{self, Write};
use std::time::Duration;

use serde::Serialize;

use crate::outcome::{FixtureInfo, RunPreview};
use crate::report::shared::omitted::write_budget_omissions;
use crate::report::shared::style::{DOUBT, HEAD, QUIET, format_styled};
use crate::report::shared::words::format_count;

/// The version of the preview format.
const PREVIEW_FORMAT_VERSION: u32 = 1;

#[derive(Serialize)]
struct PreviewDocument<'a> {
    format: &'static str,
    version: u32,
    preview: &'a RunPreview,
}

/// Writes a preview as JSON.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_preview_json(out: &mut dyn Write, preview: &RunPreview) -> io::Result<()> {
    let document = PreviewDocument {
        format: "badreq-preview",
        version: PREVIEW_FORMAT_VERSION,
        preview,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// Writes a preview for people: times, number of requests, created and changed resources, and missing inputs.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_preview(out: &mut dyn Write, preview: &RunPreview) -> io::Result<()> {
    let edition = format!("edition: {}; nothing was sent", preview.edition);
    writeln!(
        out,
        "{}  {}\n",
        format_styled(HEAD, &preview.target),
        format_styled(QUIET, &edition)
    )?;
    write_coverage_rank_times(out, preview)?;
    write_request_counts(out, preview)?;
    write_fixture_list(
        out,
        "would be created, and removed at the end",
        &preview.made,
    )?;
    if preview.made_for_cases > 0 {
        let things = format_count(preview.made_for_cases, "thing");
        writeln!(out, "{things} more, each for one case and removed after it")?;
    }
    write_fixture_list(
        out,
        "would be read first, changed, and restored",
        &preview.changed,
    )?;
    write_fixture_list(
        out,
        "would be read first, and restored if it changed",
        &preview.kept,
    )?;
    if preview.skipped > 0 {
        writeln!(
            out,
            "{} {}: their rows are not in this edition",
            format_styled(QUIET, "skipped:"),
            format_count(preview.skipped, "case")
        )?;
    }
    for lacking in &preview.lacking {
        writeln!(
            out,
            "{} {}: {}",
            format_styled(DOUBT, "cannot be tried:"),
            format_count(lacking.cases, "case"),
            lacking.because
        )?;
    }
    if !preview.rows_lacking.is_empty() {
        let rows = preview.rows_lacking.iter().map(ToString::to_string);
        let rows: Vec<String> = rows.collect();
        writeln!(
            out,
            "  {} not tried: {}",
            format_count(rows.len(), "row"),
            rows.join(", ")
        )?;
    }
    match &preview.left_out {
        Some(left) => write_budget_omissions(out, left),
        None => Ok(()),
    }
}

fn write_coverage_rank_times(out: &mut dyn Write, preview: &RunPreview) -> io::Result<()> {
    for end in &preview.ranks {
        let words = format!("{} is tried", end.rank.describe_coverage());
        let cases = format_count(end.cases, "case");
        match end.ends_ms {
            Some(ms) => writeln!(
                out,
                "  {words:54} {cases:>11}  after {}",
                format_millis_as_seconds(ms)
            )?,
            None => writeln!(out, "  {words:54} {cases:>11}")?,
        }
    }
    match preview.takes_ms {
        Some(ms) => writeln!(
            out,
            "  {:54} {:11}  after {}\n",
            "everything is undone",
            "",
            format_millis_as_seconds(ms)
        ),
        None => writeln!(
            out,
            "\nno limits are kept: the run takes as long as the responses of the target, plus {} of waiting between bursts\n",
            format_millis_as_seconds(preview.waits_ms)
        ),
    }
}

fn write_request_counts(out: &mut dyn Write, preview: &RunPreview) -> io::Result<()> {
    let scopes = preview.scopes.iter();
    let scopes: Vec<String> = scopes
        .filter(|scope| scope.requests > 0)
        .map(|scope| {
            let allowed = scope.allowed;
            format!(
                "{} {} ({} allowed in {})",
                scope.name,
                scope.requests,
                allowed.requests,
                format_millis_as_seconds(allowed.window_ms)
            )
        })
        .collect();
    let requests = format_count(preview.requests, "request");
    if scopes.is_empty() {
        writeln!(out, "about {requests} would be sent")
    } else {
        writeln!(out, "about {requests} would be sent: {}", scopes.join(", "))
    }
}

fn write_fixture_list(out: &mut dyn Write, head: &str, things: &[FixtureInfo]) -> io::Result<()> {
    if things.is_empty() {
        return Ok(());
    }
    writeln!(out, "{head}:")?;
    let width = things.iter().map(|thing| thing.name.len()).max();
    let width = width.unwrap_or_default();
    for thing in things {
        writeln!(
            out,
            "  {:width$}  {} {}",
            thing.name,
            thing.about,
            format_styled(QUIET, &format!("(as {})", thing.actor))
        )?;
    }
    Ok(())
}

fn format_millis_as_seconds(ms: u64) -> String {
    format!("{:.1} s", Duration::from_millis(ms).as_secs_f64())
}
