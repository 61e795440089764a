//! The refutation of a known failure: what a run shows about one pattern of its baseline entry.

use super::{CaseOutcome, KnownCasePattern, KnownFailureEntry};

/// A judgement whether the cases of one pattern refute its baseline entry.
pub(super) enum KnownFailureRefutation<'o> {
    /// Some case shows the breach, or too few cases were tried to refute the entry.
    NotRefuted,
    /// None of these cases shows the breach, and no other case could show it.
    Refuted(Vec<&'o CaseOutcome>),
    /// No judged case shows the breach, but this number of cases could not be judged.
    Undecided {
        /// The number of those cases.
        unjudged: usize,
    },
}

impl<'o> KnownFailureRefutation<'o> {
    /// Judges by these outcomes whether the cases that a pattern of an entry matches refute it.
    pub(super) fn from_outcomes(
        entry: &KnownFailureEntry,
        cases: &KnownCasePattern,
        outcomes: &'o [CaseOutcome],
    ) -> Self {
        let tried: Vec<&CaseOutcome> = outcomes
            .iter()
            .filter(|outcome| cases.matches(&outcome.case.name) && !outcome.verdict.is_skipped())
            .collect();
        let (judged, unjudged): (Vec<_>, Vec<_>) = tried
            .iter()
            .copied()
            .partition(|outcome| outcome.verdict.has_judged_response());
        if judged.is_empty()
            || judged
                .iter()
                .any(|outcome| entry.is_observed_in_case(outcome))
        {
            return Self::NotRefuted;
        }
        let by_name = judged.iter().find(|own| cases.equals_name(&own.case.name));
        match by_name {
            Some(outcome) => Self::Refuted(vec![*outcome]),
            None if tried.len() < cases.fits => Self::NotRefuted,
            None if unjudged.is_empty() => Self::Refuted(judged),
            None => Self::Undecided {
                unjudged: unjudged.len(),
            },
        }
    }
}
