//! The conclusion of a run about its target.

use serde::{Deserialize, Serialize};

use super::{
    CaseOutcome, EveryResponseFinding, EvidencePolicy, InconclusiveReason, NotObservedCause,
    RecordedViolation, RowOutcome, RowVerdict, RunEnding, RunOutcome, StaleReason, Verdict,
    find_harm,
};
use crate::contract::ErrorId;

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

/// The evidence that a run demands and lacks.
#[derive(Clone, Debug, PartialEq)]
pub struct MissingEvidence<'r> {
    /// The rows that are not settled.
    pub rows: Vec<&'r RowOutcome>,
    /// The number of cases that could not be judged.
    pub cases: usize,
    /// The least number of settled rows, where there are fewer.
    pub min_rows: Option<usize>,
}

impl RunOutcome {
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
                .filter(|own| self.classify_case_effect(own) == effect)
                .count()
        };
        let fails = |finding: &&EveryResponseFinding| finding.fails_gate(self.run.gate);
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
                red > 0 && self.run.gate.can_fail_run(),
                ConformanceConclusion::DoesNotConform,
            ),
            (
                !self.leftovers.is_empty(),
                ConformanceConclusion::LeftBehind,
            ),
            (green + red == 0, ConformanceConclusion::NothingRun),
            (
                self.missing_evidence().is_some(),
                ConformanceConclusion::Inconclusive,
            ),
            (!self.stale.is_empty(), ConformanceConclusion::StaleBaseline),
            (
                red > 0 && !self.run.gate.can_fail_run(),
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

    /// Returns the evidence that the run demands and lacks; `None` if it lacks none.
    #[must_use]
    pub fn missing_evidence(&self) -> Option<MissingEvidence<'_>> {
        let (rows, cases) = match self.run.evidence {
            EvidencePolicy::Partial => (Vec::new(), 0),
            EvidencePolicy::Complete => (
                self.rows_lacking_evidence().collect(),
                self.tried_but_unjudged_cases().count(),
            ),
        };
        let settled = self.settled_row_count();
        let min_rows = self.run.min_rows.filter(|least| settled < *least);
        let is_missing = !rows.is_empty() || cases > 0 || min_rows.is_some();
        is_missing.then_some(MissingEvidence {
            rows,
            cases,
            min_rows,
        })
    }

    /// Lists the selected rows that are not settled for want of evidence, such as a token, a fixture, a working control or time.
    pub fn rows_lacking_evidence(&self) -> impl Iterator<Item = &RowOutcome> {
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
    pub fn tried_but_unjudged_cases(&self) -> impl Iterator<Item = &CaseOutcome> {
        let cases = self.cases.iter();
        cases.filter(|outcome| self.classify_case_effect(outcome) == ConclusionEffect::Unjudged)
    }

    /// Lists the cases because of which the run does not conform.
    pub fn nonconforming_cases(&self) -> impl Iterator<Item = &CaseOutcome> {
        let cases = self.cases.iter();
        cases.filter(|outcome| self.classify_case_effect(outcome) == ConclusionEffect::Red)
    }

    fn classify_case_effect(&self, outcome: &CaseOutcome) -> ConclusionEffect {
        let unless_known_otherwise = |effect| {
            if self.has_only_altered_known_violations(outcome) {
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
    ///
    /// A form that does harm is never taken for a listed one, unless the entry accepts harm.
    fn has_only_altered_known_violations(&self, outcome: &CaseOutcome) -> bool {
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
        let baseline = self.run.baseline.as_ref();
        let is_harmless = |violation: &RecordedViolation| {
            find_harm(outcome, violation).is_none()
                || baseline
                    .is_some_and(|own| own.accepts_harm_in_case(violation, &outcome.case.name))
        };
        let mut breaches = outcome
            .violations
            .iter()
            .filter(|violation| self.run.gate.fails_case(violation.level))
            .peekable();
        breaches.peek().is_some() && breaches.all(|own| is_named(own) && is_harmless(own))
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
