//! The whole outcome as JSON.

use std::io::{self, Write};

use serde::Serialize;

use crate::outcome::{Conclusion, Counts, RunOutcome};

/// The version of the format; it changes when a reader of the old one would misread the new one.
pub const FORMAT_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    version: u32,
    conclusion: Conclusion,
    counts: Counts,
    #[serde(rename = "outcome")]
    outcome: &'a RunOutcome,
}

/// Writes everything that a run produced: every case with its requests, answers and violations.
///
/// # Errors
/// Fails where the writer does.
pub fn write_json(out: &mut dyn Write, outcome: &RunOutcome) -> io::Result<()> {
    let document = Document {
        format: "badreq-outcome",
        version: FORMAT_VERSION,
        conclusion: outcome.conclusion(),
        counts: Counts::of(&outcome.cases),
        outcome,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}
