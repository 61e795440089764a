//! The outcome of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    AppliedBaseline, BudgetOmissions, CaseOutcome, EveryResponseFinding, EvidencePolicy,
    FailureGate, OrphanedRun, ResponseCountsByRequirement, RowOutcome, RunCommand,
    RunJudgingConfig, SelectionDigest, Shard, StaleEntry, TrafficStats, VacuityWarning, Verdict,
    VolatileFieldNames,
};
use crate::contract::{ErrorId, ErrorRow, Level, MessagePattern, Requirement};

/// The result of a run, from which reports are made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunOutcome {
    /// The identity and the settings of the run.
    pub run: RunInfo,
    /// The rows of the error table, in their order.
    pub rows: Vec<RowOutcome>,
    /// The cases, in the order of the suites.
    pub cases: Vec<CaseOutcome>,
    /// Findings about every response, independent of the cases: they fail the run and no case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub responses: Vec<EveryResponseFinding>,
    /// The number of responses that were judged by requirements for every response.
    #[serde(default, skip_serializing_if = "ResponseCountsByRequirement::is_empty")]
    pub observed: ResponseCountsByRequirement,
    /// Changes that the run could not undo.
    pub leftovers: Vec<Leftover>,
    /// Dead runs that left things on the target, known by their marks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub orphans: Vec<OrphanedRun>,
    /// The cases that the budget left out; absent without a budget, or where it left none out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<BudgetOmissions>,
    /// Warnings that little can be concluded from the run.
    pub hollow: Vec<VacuityWarning>,
    /// Baseline entries that need a change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stale: Vec<StaleEntry>,
    /// The traffic and the time that the run took.
    pub receipt: TrafficStats,
    /// The end of the run, early or not.
    pub ended: RunEnding,
}

/// The identity and the settings of a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunInfo {
    /// The id that is part of the name of everything that the run creates on the target.
    pub id: String,
    /// The target's base URL.
    pub target: String,
    /// The edition of the error table.
    pub edition: String,
    /// The command that started the run; absent where another program did, and where several runs were merged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<RunCommand>,
    /// The findings that fail the run.
    pub gate: FailureGate,
    /// The files and the options by which the run judges.
    pub judged_by: RunJudgingConfig,
    /// The evidence without which the run is inconclusive.
    #[serde(default)]
    pub evidence: EvidencePolicy,
    /// The number of rows that have to be settled at least; absent where no number is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_rows: Option<usize>,
    /// The part of the cases that the run tries; absent where it tries all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    /// A digest of all selected cases, of which a shard is a part.
    #[serde(default)]
    pub selected: SelectionDigest,
    /// The number of cases in all suites.
    #[serde(default)]
    pub all_cases: usize,
    /// The baseline of known failures, where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<AppliedBaseline>,
    /// The rows of the edition.
    pub table: Vec<ErrorRow>,
    /// The rows whose meaning describes the error and is not the text of the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub described: Vec<ErrorId>,
    /// The method and path of each operation, by its id, by which titles of findings name it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub operations: BTreeMap<String, String>,
    /// The description of each defect, by its id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub defects: BTreeMap<String, String>,
    /// The fields whose values differ from response to response; absent in results of older versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volatile_fields: Option<VolatileFieldNames>,
    /// The requirements by which the run judges.
    pub requirements: Vec<Requirement>,
}

impl RunInfo {
    /// Finds the row of this name.
    #[must_use]
    pub fn find_row_by_id(&self, name: ErrorId) -> Option<&ErrorRow> {
        self.table.iter().find(|row| row.id() == name)
    }

    /// Returns the text of the message of a row, with its placeholders; `None` where the table does not give it.
    #[must_use]
    pub fn message_for_row(&self, name: ErrorId) -> Option<&str> {
        let row = self
            .find_row_by_id(name)
            .filter(|_| !self.described.contains(&name))?;
        Some(row.meaning.as_str())
    }

    /// Reports whether the table documents this text as the message of the row, with any values for its placeholders.
    #[must_use]
    pub fn is_message_for_row(&self, name: ErrorId, text: &str) -> bool {
        let meaning = self.message_for_row(name);
        meaning.is_some_and(|meaning| {
            MessagePattern::from_meaning(meaning, &BTreeMap::new()).matches_message(text)
        })
    }
}

/// The way in which a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RunEnding {
    /// Every selected case was tried.
    Complete,
    /// The run was stopped; everything that it created is undone nevertheless.
    Interrupted,
    /// Another process ended the run; everything created is undone all the same.
    Terminated,
    /// The target stopped responding.
    TargetLost,
}

/// A change on the target that the run made and could not undo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Leftover {
    /// A description of the thing.
    pub what: String,
    /// The request that would remove or restore it.
    pub remedy: String,
    /// The reason why the run could not undo it.
    pub reason: String,
}

/// The number of cases with each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VerdictCounts {
    /// Cases that passed.
    pub pass: usize,
    /// Passed cases in which an accepted alternative came.
    pub alternative: usize,
    /// Cases that failed.
    pub fail: usize,
    /// Cases that failed as the baseline says.
    pub known_failure: usize,
    /// Cases that could not be judged.
    pub inconclusive: usize,
    /// Cases that were skipped.
    pub skipped: usize,
    /// Cases in which the harness failed.
    pub harness_error: usize,
    /// Cases in which a *should* is broken, whatever their verdict.
    pub with_broken_should: usize,
}

impl VerdictCounts {
    /// Counts the verdicts of these cases.
    #[must_use]
    pub fn from_cases(cases: &[CaseOutcome]) -> Self {
        let mut counts = Self::default();
        for outcome in cases {
            match outcome.verdict {
                Verdict::Pass => counts.pass += 1,
                Verdict::Fail => counts.fail += 1,
                Verdict::KnownFailure { .. } => counts.known_failure += 1,
                Verdict::Inconclusive { .. } => counts.inconclusive += 1,
                Verdict::Skipped { .. } => counts.skipped += 1,
                Verdict::HarnessError { .. } => counts.harness_error += 1,
            }
            counts.alternative += usize::from(outcome.passed_with_alternative());
            counts.with_broken_should +=
                usize::from(outcome.violations_at_level(Level::Should).next().is_some());
        }
        counts
    }

    /// Returns the number of cases that were tried.
    #[must_use]
    pub fn unskipped_case_count(self) -> usize {
        self.pass + self.fail + self.known_failure + self.inconclusive + self.harness_error
    }
}

impl RunOutcome {
    /// Returns the baseline entries that need a change after the run; none where it has no baseline.
    #[must_use]
    pub(super) fn find_stale_baseline_entries(&self) -> Vec<StaleEntry> {
        let baseline = self.run.baseline.as_ref();
        baseline.map_or_else(Vec::new, |baseline| {
            let responses = self.covers_all_cases().then_some(self.responses.as_slice());
            baseline.stale_entries_after(&self.cases, responses)
        })
    }

    /// Reports whether the run tried every case of all suites, so that a breach which no response showed does not exist.
    fn covers_all_cases(&self) -> bool {
        self.ended == RunEnding::Complete
            && self.run.shard.is_none()
            && self.left_out.is_none()
            && self.cases.len() >= self.run.all_cases
    }
}
