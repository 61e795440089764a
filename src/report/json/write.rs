//! The writer of results and mutation scores as JSON.

use std::io::{self, Write};

use indexmap::IndexMap;
use serde::Serialize;

use crate::outcome::{ConformanceConclusion, MutationScore, RunOutcome, VerdictCounts};

/// The version of the result format; it changes when a reader of the old version would misread the new one.
pub const FORMAT_VERSION: u32 = 2;

/// The name of the format.
pub(super) const FORMAT: &str = "badreq-outcome";

/// The result of a run, as `badreq run --format json` and `--report json=FILE` write it.
#[derive(Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(title = "A result of badreq"))]
#[cfg_attr(test, schemars(extend("$id" = format!("urn:badreq:schema:outcome:{FORMAT_VERSION}"))))]
pub(super) struct ResultDocument<'a> {
    /// The name of the format.
    #[cfg_attr(test, schemars(extend("const" = FORMAT)))]
    format: &'static str,
    /// The version of the format.
    #[cfg_attr(test, schemars(extend("const" = FORMAT_VERSION)))]
    version: u32,
    /// The conclusion about the target.
    conclusion: ConformanceConclusion,
    /// Every conclusion that holds, the gravest first.
    conclusions: Vec<ConformanceConclusion>,
    /// The number of cases for each verdict.
    counts: VerdictCounts,
    /// Everything that the run produced.
    #[serde(rename = "outcome")]
    outcome: &'a RunOutcome,
}

/// Writes everything that a run produced: every case with its requests, responses and violations.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_json(out: &mut dyn Write, outcome: &RunOutcome) -> io::Result<()> {
    let document = ResultDocument {
        format: FORMAT,
        version: FORMAT_VERSION,
        conclusion: outcome.conclusion(),
        conclusions: outcome.conclusions(),
        counts: VerdictCounts::from_cases(&outcome.cases),
        outcome,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

/// The version of the format of mutation scores.
const SCORE_FORMAT_VERSION: u32 = 1;

#[derive(Serialize)]
struct MutationScoreDocument<'a> {
    format: &'static str,
    version: u32,
    /// The share of detected mutants, in percent.
    score: f64,
    detected: usize,
    undetected: usize,
    /// The cases that alone detect a mutant, each with the first such mutant.
    only_witnesses: IndexMap<&'a str, &'a str>,
    /// The cases without any one of which the same mutants are detected.
    replaceable_cases: Vec<&'a str>,
    #[serde(flatten)]
    all: &'a MutationScore,
}

/// Writes the whole mutation score: every mutant with the cases that detect it.
///
/// # Errors
/// Fails if the writer fails.
pub fn write_mutation_score_json(out: &mut dyn Write, score: &MutationScore) -> io::Result<()> {
    let count = score.count_mutants();
    let witnesses = score.sole_detecting_cases().into_iter();
    let document = MutationScoreDocument {
        format: "badreq-mutation-score",
        version: SCORE_FORMAT_VERSION,
        score: count.percentage(),
        detected: count.detected,
        undetected: count.all - count.detected,
        only_witnesses: witnesses
            .map(|(case, mutant)| (case, mutant.mutant.as_str()))
            .collect(),
        replaceable_cases: score.redundant_cases(),
        all: score,
    };
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}
