//! The outcome of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    BaselineInfo, BudgetOmissions, CaseOutcome, EvidencePolicy, FailureGate, NotObservedCause,
    RecordedViolation, ResponseCountsByRequirement, ResponseFinding, RowOutcome, RowVerdict,
    RunJudgingConfig, SelectionDigest, Shard, StaleEntry, StaleReason, TrafficStats,
    VacuityWarning, Verdict,
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
    pub responses: Vec<ResponseFinding>,
    /// The number of responses that were judged by requirements for every response.
    #[serde(default, skip_serializing_if = "ResponseCountsByRequirement::is_empty")]
    pub observed: ResponseCountsByRequirement,
    /// Changes that the run could not undo.
    pub leftovers: Vec<Leftover>,
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
    pub baseline: Option<BaselineInfo>,
    /// The rows of the edition.
    pub table: Vec<ErrorRow>,
    /// The rows whose meaning describes the error and is not the text of the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub described: Vec<ErrorId>,
    /// The requirements by which the run judges.
    pub requirements: Vec<Requirement>,
}

impl RunInfo {
    /// Finds the row of this name.
    #[must_use]
    pub fn find_row(&self, name: ErrorId) -> Option<&ErrorRow> {
        self.table.iter().find(|row| row.id() == name)
    }

    /// Returns the text of the message of a row, with its placeholders; `None` where the table does not give it.
    #[must_use]
    pub fn message_for_row(&self, name: ErrorId) -> Option<&str> {
        let row = self
            .find_row(name)
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
    pub fn tried_case_count(self) -> usize {
        self.pass + self.fail + self.known_failure + self.inconclusive + self.harness_error
    }
}

/// The statement of a run about its target, derived in one place from everything that the run found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ConformanceConclusion {
    /// The run was interrupted before its end.
    Interrupted,
    /// Another process ended the run before its end.
    Terminated,
    /// The target stopped responding.
    TargetUnusable,
    /// Some case failed, or a requirement for every response did.
    DoesNotConform,
    /// Something that the run created or changed is still on the target.
    LeftBehind,
    /// Evidence is missing: a row is not settled, a case could not be judged, or fewer rows are settled than `--min-rows` asks for.
    Inconclusive,
    /// No case came to a verdict.
    NothingRun,
    /// The target breaks nothing beyond the baseline, and some baseline entry needs a change.
    StaleBaseline,
    /// Something failed, and the gate lets the run pass all the same (`--fail-on never`).
    FailuresAllowed,
    /// Nothing that was tried fails the gate.
    Conforms,
}

impl RunOutcome {
    /// Returns the baseline entries that need a change after the run; none where it has no baseline.
    #[must_use]
    pub(super) fn stale_entries(&self) -> Vec<StaleEntry> {
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

    /// Derives the conclusion about the target: the gravest that holds.
    #[must_use]
    pub fn conclusion(&self) -> ConformanceConclusion {
        let all = self.conclusions();
        all.first()
            .copied()
            .unwrap_or(ConformanceConclusion::Conforms)
    }

    /// Derives every conclusion that holds, the gravest first; `Conforms` stands alone.
    ///
    /// A case whose known breach shows in another form counts as a stale entry, not as a new failure.
    #[must_use]
    pub fn conclusions(&self) -> Vec<ConformanceConclusion> {
        let count = |effect: ConclusionEffect| {
            let cases = self.cases.iter();
            cases
                .filter(|own| self.conclusion_effect(own) == effect)
                .count()
        };
        let fails = |finding: &&ResponseFinding| finding.fails_gate(self.run.gate);
        let responses = self.responses.iter().filter(fails).count();
        let (green, red) = (
            count(ConclusionEffect::Green),
            count(ConclusionEffect::Red) + responses,
        );
        let ended = match self.ended {
            RunEnding::Interrupted => Some(ConformanceConclusion::Interrupted),
            RunEnding::Terminated => Some(ConformanceConclusion::Terminated),
            RunEnding::TargetLost => Some(ConformanceConclusion::TargetUnusable),
            RunEnding::Complete => None,
        };
        let mut all = Vec::from_iter(ended);
        for (holds, conclusion) in [
            (
                red > 0 && self.run.gate.fails_run(),
                ConformanceConclusion::DoesNotConform,
            ),
            (
                !self.leftovers.is_empty(),
                ConformanceConclusion::LeftBehind,
            ),
            (green + red == 0, ConformanceConclusion::NothingRun),
            (self.lacks_evidence(), ConformanceConclusion::Inconclusive),
            (!self.stale.is_empty(), ConformanceConclusion::StaleBaseline),
            (
                red > 0 && !self.run.gate.fails_run(),
                ConformanceConclusion::FailuresAllowed,
            ),
        ] {
            if holds {
                all.push(conclusion);
            }
        }
        if all.is_empty() {
            all.push(ConformanceConclusion::Conforms);
        }
        all
    }

    /// Reports whether evidence is missing that the run demands.
    fn lacks_evidence(&self) -> bool {
        let is_short = self
            .run
            .min_rows
            .is_some_and(|least| self.settled_row_count() < least);
        is_short
            || match self.run.evidence {
                EvidencePolicy::Partial => false,
                EvidencePolicy::Complete => {
                    self.unsettled_rows().next().is_some() || self.unjudged_cases().next().is_some()
                }
            }
    }

    /// Lists the selected rows that are not settled for want of evidence, such as a token, a fixture, a working control or time.
    pub fn unsettled_rows(&self) -> impl Iterator<Item = &RowOutcome> {
        let left_out = self.left_out.iter().flat_map(|own| &own.rows);
        let left_out: Vec<ErrorId> = left_out.copied().collect();
        self.rows.iter().filter(move |row| match &row.state {
            RowVerdict::NotObserved { cause, .. } => *cause == NotObservedCause::MissingEvidence,
            RowVerdict::NotRun => left_out.contains(&row.row.id()),
            RowVerdict::Proven
            | RowVerdict::Broken
            | RowVerdict::Replaced { .. }
            | RowVerdict::KnownFailures { .. } => false,
        })
    }

    /// Counts the rows that are settled: proven, broken, replaced or known to fail.
    #[must_use]
    pub fn settled_row_count(&self) -> usize {
        let rows = self.rows.iter();
        rows.filter(|row| row.state.is_settled()).count()
    }

    /// Lists the cases that were tried and could not be judged.
    pub fn unjudged_cases(&self) -> impl Iterator<Item = &CaseOutcome> {
        let cases = self.cases.iter();
        cases.filter(|outcome| self.conclusion_effect(outcome) == ConclusionEffect::Unjudged)
    }

    /// Lists the cases because of which the run does not conform.
    pub fn nonconforming_cases(&self) -> impl Iterator<Item = &CaseOutcome> {
        let cases = self.cases.iter();
        cases.filter(|outcome| self.conclusion_effect(outcome) == ConclusionEffect::Red)
    }

    fn conclusion_effect(&self, outcome: &CaseOutcome) -> ConclusionEffect {
        use super::InconclusiveReason;
        let unless_known_otherwise = |effect| {
            if self.breaks_known_requirements_differently(outcome) {
                ConclusionEffect::Green
            } else {
                effect
            }
        };
        match &outcome.verdict {
            Verdict::Pass | Verdict::KnownFailure { .. } => ConclusionEffect::Green,
            Verdict::Fail => unless_known_otherwise(ConclusionEffect::Red),
            Verdict::HarnessError { .. } => ConclusionEffect::Unjudged,
            Verdict::Inconclusive { because } => match because {
                InconclusiveReason::Credential(_)
                | InconclusiveReason::Value(_)
                | InconclusiveReason::Trigger(_) => ConclusionEffect::Untried,
                InconclusiveReason::Control(_) => {
                    unless_known_otherwise(ConclusionEffect::Unjudged)
                }
                InconclusiveReason::Fixture(_)
                | InconclusiveReason::Condition(_)
                | InconclusiveReason::NoResponse(_) => ConclusionEffect::Unjudged,
            },
            Verdict::Skipped { .. } => ConclusionEffect::Skipped,
        }
    }

    /// Reports whether a case breaks only requirements that the baseline lists for it, but in another form.
    fn breaks_known_requirements_differently(&self, outcome: &CaseOutcome) -> bool {
        let is_named = |violation: &RecordedViolation| {
            self.stale.iter().any(|stale| match &stale.why {
                StaleReason::Otherwise { case, breach } => {
                    *case == outcome.case.name
                        && stale.requirement == violation.requirement
                        && *breach == violation.fingerprint
                }
                StaleReason::Expired { .. }
                | StaleReason::Unmatched { .. }
                | StaleReason::Mended => false,
            })
        };
        let mut breaches = outcome
            .violations
            .iter()
            .filter(|violation| self.run.gate.fails_case(violation.level))
            .peekable();
        breaches.peek().is_some() && breaches.all(is_named)
    }
}

/// The effect of a case's verdict on the conclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ConclusionEffect {
    /// The case is right, or its failure is known.
    Green,
    /// The case counts against the target.
    Red,
    /// The case was tried and could not be judged.
    Unjudged,
    /// The case could not be tried for want of an input that the target's operator can supply.
    Untried,
    /// The case was not run.
    Skipped,
}
