//! Changes: the differences between two runs.

use std::collections::BTreeMap;

use super::{
    CaseOutcome, ErrorRow, Level, RecordedViolation, ResponseChangeGroup, RowOutcome, RowVerdict,
    RunEnding, RunInfo, RunOutcome, Verdict, compare_responses::compare_responses,
};

/// The differences between an old run and a new one.
#[derive(Clone, Debug, PartialEq)]
pub struct RunComparison<'r> {
    /// The old run.
    pub old: &'r RunInfo,
    /// The new run.
    pub new: &'r RunInfo,
    /// The end of the old run.
    pub old_ended: RunEnding,
    /// The end of the new run.
    pub new_ended: RunEnding,
    /// The cases that changed, in the order of the new run, followed by those that are gone.
    pub cases: Vec<CaseChange<'r>>,
    /// The rows that are proven in only one of the runs.
    pub rows: Vec<RowChange<'r>>,
    /// The changes of responses to the cases that both runs judged, by cause, whether their verdicts changed or not.
    pub responses: Vec<ResponseChangeGroup<'r>>,
    /// The number of cases that both runs have.
    pub common_cases: usize,
}

/// A case that changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CaseChange<'r> {
    /// The kind of the change.
    pub kind: CaseChangeKind,
    /// The outcome in the new run; for a case that is gone, the outcome in the old one.
    pub outcome: &'r CaseOutcome,
    /// The verdict of the old run, where it had the case.
    pub old_verdict: Option<&'r Verdict>,
    /// The gravest violation that the old run did not have, or else the gravest one that there is.
    pub violation: Option<&'r RecordedViolation>,
}

impl CaseChange<'_> {
    /// Reports whether the other case changed in the same way and for the same cause, as far as the responses show it.
    #[must_use]
    pub fn has_same_kind_and_cause(&self, other: &Self) -> bool {
        let cause = |own: &Self| {
            let breach = own.violation?;
            Some((breach.requirement, breach.level, breach.cause.clone()))
        };
        self.kind == other.kind && cause(self) == cause(other)
    }
}

/// The kind of a change. The gravest come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseChangeKind {
    /// The case fails now and did not before.
    NewlyFailing,
    /// The case failed before, and now fails in a way in which it did not.
    FailingDifferently,
    /// The case fails, and the old run did not have it.
    NewAndFailing,
    /// The case came to a verdict before and does not any more.
    NoLongerJudged,
    /// The case still passes, but breaks a *should* that it kept before.
    NewlyBreaksShould,
    /// The case still passes, but with another row.
    AnotherRow,
    /// The case fails as the baseline says and did not before.
    NewlyKnown,
    /// The case still fails, but in fewer ways.
    FailingLess,
    /// The case passes now and did not before.
    Mended,
    /// The case does not fail, and the old run did not have it.
    New,
    /// The case is missing from the new run.
    Gone,
}

impl CaseChangeKind {
    /// Every kind, the gravest first.
    pub const ALL: &'static [Self] = &[
        Self::NewlyFailing,
        Self::FailingDifferently,
        Self::NewAndFailing,
        Self::NoLongerJudged,
        Self::NewlyBreaksShould,
        Self::AnotherRow,
        Self::NewlyKnown,
        Self::FailingLess,
        Self::Mended,
        Self::New,
        Self::Gone,
    ];

    /// Reports whether the target, or the knowledge about it, got worse.
    #[must_use]
    pub fn is_worse(self) -> bool {
        match self {
            Self::NewlyFailing
            | Self::FailingDifferently
            | Self::NewAndFailing
            | Self::NoLongerJudged => true,
            Self::NewlyBreaksShould
            | Self::AnotherRow
            | Self::NewlyKnown
            | Self::FailingLess
            | Self::Mended
            | Self::New
            | Self::Gone => false,
        }
    }
}

/// A row that is proven in only one of two runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RowChange<'r> {
    /// The row.
    pub row: &'r ErrorRow,
    /// The result of the old run for the row, where it had the row.
    pub old_verdict: Option<&'r RowVerdict>,
    /// The result of the new run for the row, where it has the row.
    pub new_verdict: Option<&'r RowVerdict>,
}

impl RowChange<'_> {
    /// Reports whether the row was proven, was tried again, and is not proven now.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        match self.new_verdict {
            Some(
                RowVerdict::Broken
                | RowVerdict::Replaced { .. }
                | RowVerdict::KnownFailures { .. }
                | RowVerdict::NotObserved { .. },
            ) => true,
            Some(RowVerdict::Proven | RowVerdict::NotRun) | None => false,
        }
    }

    /// Reports whether the row was proven and was not tried again, so that its present state is unknown.
    #[must_use]
    pub fn is_no_longer_tried(&self) -> bool {
        match self.new_verdict {
            Some(RowVerdict::NotRun) | None => true,
            Some(
                RowVerdict::Proven
                | RowVerdict::Broken
                | RowVerdict::Replaced { .. }
                | RowVerdict::KnownFailures { .. }
                | RowVerdict::NotObserved { .. },
            ) => false,
        }
    }

    /// Reports whether the new run proves the row.
    #[must_use]
    pub fn is_proven_in_new_run(&self) -> bool {
        self.new_verdict == Some(&RowVerdict::Proven)
    }
}

/// The conclusion from the comparison of a new run with an old one. The gravest come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparisonConclusion {
    /// Something got worse.
    Worse,
    /// Nothing that was tried again got worse, but not everything was tried again. The new run did not come to its end, or it lacks cases of the
    /// old one: all cases of a row, more cases than it has, or any case where it is another shard or of another edition.
    Unknown,
    /// The result of a case or a row changed, and none got worse.
    NotWorse,
    /// Every case and row has the same result, and responses changed.
    OnlyResponses,
    /// Nothing changed.
    Same,
}

impl RunComparison<'_> {
    /// Returns the conclusion about the new run.
    #[must_use]
    pub fn conclusion(&self) -> ComparisonConclusion {
        if self.cases.iter().any(|change| change.kind.is_worse())
            || self.rows.iter().any(RowChange::is_worse)
        {
            ComparisonConclusion::Worse
        } else if self.is_partial() {
            ComparisonConclusion::Unknown
        } else if !self.cases.is_empty() || !self.rows.is_empty() {
            ComparisonConclusion::NotWorse
        } else if self.responses.is_empty() {
            ComparisonConclusion::Same
        } else {
            ComparisonConclusion::OnlyResponses
        }
    }

    /// Reports whether the new run lacks results that the old one had, for another reason than a change of the suites.
    fn is_partial(&self) -> bool {
        let is_whole = match self.new_ended {
            RunEnding::Complete => true,
            RunEnding::Interrupted | RunEnding::Terminated | RunEnding::TargetLost => false,
        };
        let gone = self.cases_of_kind(CaseChangeKind::Gone).count();
        let is_of_another =
            self.old.shard != self.new.shard || self.old.edition != self.new.edition;
        !is_whole
            || self.rows.iter().any(RowChange::is_no_longer_tried)
            || gone > self.common_cases
            || (gone > 0 && is_of_another)
    }

    /// Lists the cases that changed in this way.
    pub fn cases_of_kind(&self, kind: CaseChangeKind) -> impl Iterator<Item = &CaseChange<'_>> {
        self.cases.iter().filter(move |change| change.kind == kind)
    }
}

/// Compares two runs.
///
/// Cases are the same where their names are; violations are the same where they differ only in details of the run: ids, numbers, free texts. Responses
/// are the same where they differ only in ids, times, waits and marks of the run.
#[must_use]
pub fn compare_runs<'r>(old: &'r RunOutcome, new: &'r RunOutcome) -> RunComparison<'r> {
    let mut cases: Vec<CaseChange<'r>> = Vec::new();
    let (before, now) = (index_by_name(old), index_by_name(new));
    let compared = now.keys().filter(|name| before.contains_key(*name));
    let compared = compared.count();
    for outcome in &new.cases {
        let before = before.get(outcome.case.name.as_str()).copied();
        if let Some(kind) = classify_change(before, outcome) {
            cases.push(CaseChange {
                kind,
                outcome,
                old_verdict: before.map(|own| &own.verdict),
                violation: choose_representative_violation(before, outcome),
            });
        }
    }
    cases.extend(
        before
            .into_iter()
            .filter(|(name, _)| !now.contains_key(name))
            .map(|(_, outcome)| outcome)
            .map(|outcome| CaseChange {
                kind: CaseChangeKind::Gone,
                outcome,
                old_verdict: Some(&outcome.verdict),
                violation: None,
            }),
    );
    RunComparison {
        old: &old.run,
        new: &new.run,
        old_ended: old.ended,
        new_ended: new.ended,
        cases,
        rows: compare_rows(&old.rows, &new.rows),
        responses: compare_responses(old, new),
        common_cases: compared,
    }
}

/// Maps the names of a run's cases that were not skipped to their outcomes.
fn index_by_name(run: &RunOutcome) -> BTreeMap<&str, &CaseOutcome> {
    run.cases
        .iter()
        .filter(|own| classify_verdict(own).is_some())
        .map(|own| (own.case.name.as_str(), own))
        .collect()
}

/// A class of verdicts that a comparison does not tell apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CaseStatus {
    Green,
    Known,
    Red,
    Unjudged,
}

/// Returns the status of a case, or `None` where it was skipped.
fn classify_verdict(outcome: &CaseOutcome) -> Option<CaseStatus> {
    match &outcome.verdict {
        Verdict::Pass => Some(CaseStatus::Green),
        Verdict::KnownFailure { .. } => Some(CaseStatus::Known),
        Verdict::Fail => Some(CaseStatus::Red),
        Verdict::Inconclusive { .. } | Verdict::HarnessError { .. } => Some(CaseStatus::Unjudged),
        Verdict::Skipped { .. } => None,
    }
}

fn classify_change(old: Option<&CaseOutcome>, new: &CaseOutcome) -> Option<CaseChangeKind> {
    use CaseStatus::{Green, Known, Red, Unjudged};
    let is = classify_verdict(new)?;
    let Some((old, was)) = old.and_then(|own| Some((own, classify_verdict(own)?))) else {
        return Some(match is {
            Red => CaseChangeKind::NewAndFailing,
            Green | Known | Unjudged => CaseChangeKind::New,
        });
    };
    match (was, is) {
        (Red, Red) if other_has_additional_violation(old, new) => {
            Some(CaseChangeKind::FailingDifferently)
        }
        (Red, Red) if other_has_additional_violation(new, old) => Some(CaseChangeKind::FailingLess),
        (Green, Green) if other_has_additional_violation(old, new) => {
            Some(CaseChangeKind::NewlyBreaksShould)
        }
        (Green, Green) if old.observed != new.observed => Some(CaseChangeKind::AnotherRow),
        (Red, Red) | (Green, Green) | (Known, Known) | (Unjudged, Unjudged) => None,
        (Green | Known | Unjudged, Red) => Some(CaseChangeKind::NewlyFailing),
        (Green | Known | Red, Unjudged) => Some(CaseChangeKind::NoLongerJudged),
        (Green | Red | Unjudged, Known) => Some(CaseChangeKind::NewlyKnown),
        (Known | Red | Unjudged, Green) => Some(CaseChangeKind::Mended),
    }
}

/// Lists the violations that are more than remarks.
fn must_and_should_violations(outcome: &CaseOutcome) -> impl Iterator<Item = &RecordedViolation> {
    outcome
        .violations
        .iter()
        .filter(|own| own.level > Level::May)
}

/// Reports whether a case shows a violation of the same cause.
fn has_violation_like(one: &CaseOutcome, breach: &RecordedViolation) -> bool {
    let key = |own: &RecordedViolation| (own.requirement, own.level, own.cause.clone());
    let wanted = key(breach);
    must_and_should_violations(one).any(|own| key(own) == wanted)
}

/// Reports whether the other case has a violation that the first one does not have.
fn other_has_additional_violation(one: &CaseOutcome, other: &CaseOutcome) -> bool {
    must_and_should_violations(other).any(|breach| !has_violation_like(one, breach))
}

fn choose_representative_violation<'r>(
    old: Option<&CaseOutcome>,
    new: &'r CaseOutcome,
) -> Option<&'r RecordedViolation> {
    let is_new = |own: &RecordedViolation| old.is_none_or(|old| !has_violation_like(old, own));
    // The first of equally grave violations wins; `max_by_key` would return the last.
    let mut gravest: Option<(bool, Level, &RecordedViolation)> = None;
    for own in must_and_should_violations(new) {
        let key = (is_new(own), own.level);
        if gravest.is_none_or(|(new, level, _)| key > (new, level)) {
            gravest = Some((key.0, key.1, own));
        }
    }
    gravest.map(|(_, _, own)| own)
}

fn compare_rows<'r>(old: &'r [RowOutcome], new: &'r [RowOutcome]) -> Vec<RowChange<'r>> {
    let state = |rows: &'r [RowOutcome], row: &ErrorRow| {
        let mut rows = rows.iter();
        rows.find(|own| own.row.id() == row.id())
            .map(|own| &own.state)
    };
    let gone = old
        .iter()
        .filter(|own| state(new, &own.row).is_none())
        .map(|own| &own.row);
    let all = new.iter().map(|own| &own.row).chain(gone);
    all.map(|row| RowChange {
        row,
        old_verdict: state(old, row),
        new_verdict: state(new, row),
    })
    .filter(|change| {
        (change.old_verdict == Some(&RowVerdict::Proven)) != change.is_proven_in_new_run()
    })
    .collect()
}

#[cfg(test)]
#[path = "compare_tests.rs"]
mod tests;
