//! Changes: what is different between two runs.

use std::collections::BTreeMap;

use super::{
    CaseOutcome, Ended, Level, RecordedViolation, Row, RowOutcome, RowState, RunInfo, RunOutcome,
    Verdict,
};

/// What is different between an old run and a new one.
#[derive(Clone, Debug, PartialEq)]
pub struct Changes<'r> {
    /// The old run.
    pub old: &'r RunInfo,
    /// The new one.
    pub new: &'r RunInfo,
    /// How the old run ended.
    pub old_ended: Ended,
    /// How the new one ended.
    pub new_ended: Ended,
    /// The cases that changed, in the order of the new run, and those that are gone behind them.
    pub cases: Vec<CaseChange<'r>>,
    /// The rows that are proven in one of the runs only.
    pub rows: Vec<RowChange<'r>>,
    /// How many cases both runs have.
    pub compared: usize,
}

/// A case that changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CaseChange<'r> {
    /// How it changed.
    pub kind: ChangeKind,
    /// What the new run says of it; of a case that is gone, what the old one said.
    pub outcome: &'r CaseOutcome,
    /// The verdict of the old run, where it had the case.
    pub was: Option<&'r Verdict>,
    /// The gravest breach that the old run did not have, or else the gravest that there is.
    pub breach: Option<&'r RecordedViolation>,
}

impl CaseChange<'_> {
    /// Whether the other case changed in the same way and for the same cause, as far as the answers show it.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let cause = |own: &Self| {
            let breach = own.breach?;
            Some((breach.requirement, breach.level, breach.cause.clone()))
        };
        self.kind == other.kind && cause(self) == cause(other)
    }
}

/// How a case changed. The gravest come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// It fails, and did not.
    NewlyFailing,
    /// It failed, and now fails in a way in which it did not.
    FailingDifferently,
    /// It fails, and the old run did not have it.
    NewAndFailing,
    /// It came to a verdict, and no more.
    NoLongerJudged,
    /// It passes as it did, but breaks a *should* that it kept.
    NewlyBreaksShould,
    /// It passes as it did, with another row.
    AnotherRow,
    /// It fails as the baseline says, and did not.
    NewlyKnown,
    /// It still fails, in fewer ways.
    FailingLess,
    /// It passes, and did not.
    Mended,
    /// The old run did not have it, and it does not fail.
    New,
    /// The new run does not have it.
    Gone,
}

impl ChangeKind {
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

    /// Whether the target, or what is known of it, got worse.
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

/// A row that is proven in one of two runs only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RowChange<'r> {
    /// The row.
    pub row: &'r Row,
    /// What the old run said of it, where it had the row.
    pub was: Option<&'r RowState>,
    /// What the new run says of it, where it has the row.
    pub is: Option<&'r RowState>,
}

impl RowChange<'_> {
    /// Whether it was proven, was tried again, and is not proven now.
    #[must_use]
    pub fn is_worse(&self) -> bool {
        match self.is {
            Some(RowState::Broken | RowState::NotObserved { .. }) => true,
            Some(RowState::Proven | RowState::NotTried) | None => false,
        }
    }

    /// Whether it was proven and nothing tried it again, so that nobody knows what it is now.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        match self.is {
            Some(RowState::NotTried) | None => true,
            Some(RowState::Proven | RowState::Broken | RowState::NotObserved { .. }) => false,
        }
    }

    /// Whether the new run proves it.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.is == Some(&RowState::Proven)
    }
}

/// What a new run comes to, held against an old one. The gravest come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Something got worse.
    Worse,
    /// Nothing that was tried again got worse, but not everything was: the new run did not come to its end, or lacks cases of the old one: all of
    /// a row, more than it has, or any where it is another part or of another edition.
    Unknown,
    /// Something changed, and nothing got worse.
    NotWorse,
    /// Nothing changed.
    Same,
}

impl Changes<'_> {
    /// What the new run comes to.
    #[must_use]
    pub fn comparison(&self) -> Comparison {
        if self.cases.iter().any(|change| change.kind.is_worse())
            || self.rows.iter().any(RowChange::is_worse)
        {
            Comparison::Worse
        } else if self.is_partial() {
            Comparison::Unknown
        } else if self.cases.is_empty() && self.rows.is_empty() {
            Comparison::Same
        } else {
            Comparison::NotWorse
        }
    }

    /// Whether the new run says nothing of something that the old one said something of, for another reason than that suites change.
    fn is_partial(&self) -> bool {
        let is_whole = match self.new_ended {
            Ended::Complete => true,
            Ended::Interrupted | Ended::TargetLost => false,
        };
        let gone = self.of(ChangeKind::Gone).count();
        let is_of_another =
            self.old.shard != self.new.shard || self.old.edition != self.new.edition;
        !is_whole
            || self.rows.iter().any(RowChange::is_unknown)
            || gone > self.compared
            || (gone > 0 && is_of_another)
    }

    /// The cases that changed in this way.
    pub fn of(&self, kind: ChangeKind) -> impl Iterator<Item = &CaseChange<'_>> {
        self.cases.iter().filter(move |change| change.kind == kind)
    }
}

/// What is different between these two runs.
///
/// Cases are the same where their names are, breaches where they differ only in what belongs to the run: ids, numbers, free texts.
#[must_use]
pub fn changes<'r>(old: &'r RunOutcome, new: &'r RunOutcome) -> Changes<'r> {
    let mut cases: Vec<CaseChange<'r>> = Vec::new();
    let (before, now) = (by_name(old), by_name(new));
    let compared = now.keys().filter(|name| before.contains_key(*name));
    let compared = compared.count();
    for outcome in &new.cases {
        let before = before.get(outcome.case.name.as_str()).copied();
        if let Some(kind) = kind(before, outcome) {
            cases.push(CaseChange {
                kind,
                outcome,
                was: before.map(|own| &own.verdict),
                breach: gravest(before, outcome),
            });
        }
    }
    cases.extend(
        before
            .into_iter()
            .filter(|(name, _)| !now.contains_key(name))
            .map(|(_, outcome)| outcome)
            .map(|outcome| CaseChange {
                kind: ChangeKind::Gone,
                outcome,
                was: Some(&outcome.verdict),
                breach: None,
            }),
    );
    Changes {
        old: &old.run,
        new: &new.run,
        old_ended: old.ended,
        new_ended: new.ended,
        cases,
        rows: rows(&old.rows, &new.rows),
        compared,
    }
}

/// The cases of a run that were not left out, by their names.
fn by_name(run: &RunOutcome) -> BTreeMap<&str, &CaseOutcome> {
    run.cases
        .iter()
        .filter(|own| standing(own).is_some())
        .map(|own| (own.case.name.as_str(), own))
        .collect()
}

/// Where a verdict leaves a case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Green,
    Known,
    Red,
    Unjudged,
}

/// Where a case stands, or `None` where it was left out.
fn standing(outcome: &CaseOutcome) -> Option<Standing> {
    match &outcome.verdict {
        Verdict::Pass => Some(Standing::Green),
        Verdict::KnownFailure { .. } => Some(Standing::Known),
        Verdict::Fail => Some(Standing::Red),
        Verdict::Unproven { .. } | Verdict::HarnessError { .. } => Some(Standing::Unjudged),
        Verdict::Skipped { .. } => None,
    }
}

fn kind(old: Option<&CaseOutcome>, new: &CaseOutcome) -> Option<ChangeKind> {
    use Standing::{Green, Known, Red, Unjudged};
    let is = standing(new)?;
    let Some((old, was)) = old.and_then(|own| Some((own, standing(own)?))) else {
        return Some(match is {
            Red => ChangeKind::NewAndFailing,
            Green | Known | Unjudged => ChangeKind::New,
        });
    };
    match (was, is) {
        (Red, Red) if has_other_breach(old, new) => Some(ChangeKind::FailingDifferently),
        (Red, Red) if has_other_breach(new, old) => Some(ChangeKind::FailingLess),
        (Green, Green) if has_other_breach(old, new) => Some(ChangeKind::NewlyBreaksShould),
        (Green, Green) if old.observed != new.observed => Some(ChangeKind::AnotherRow),
        (Red, Red) | (Green, Green) | (Known, Known) | (Unjudged, Unjudged) => None,
        (Green | Known | Unjudged, Red) => Some(ChangeKind::NewlyFailing),
        (Green | Known | Red, Unjudged) => Some(ChangeKind::NoLongerJudged),
        (Green | Red | Unjudged, Known) => Some(ChangeKind::NewlyKnown),
        (Known | Red | Unjudged, Green) => Some(ChangeKind::Mended),
    }
}

/// Breaches that are more than remarks.
fn breaches(outcome: &CaseOutcome) -> impl Iterator<Item = &RecordedViolation> {
    outcome
        .violations
        .iter()
        .filter(|own| own.level > Level::May)
}

/// Whether a case shows a breach of the same cause.
fn shows(one: &CaseOutcome, breach: &RecordedViolation) -> bool {
    let key = |own: &RecordedViolation| (own.requirement, own.level, own.cause.clone());
    let wanted = key(breach);
    breaches(one).any(|own| key(own) == wanted)
}

/// Whether the other case has a breach that the one does not have.
fn has_other_breach(one: &CaseOutcome, other: &CaseOutcome) -> bool {
    breaches(other).any(|breach| !shows(one, breach))
}

fn gravest<'r>(old: Option<&CaseOutcome>, new: &'r CaseOutcome) -> Option<&'r RecordedViolation> {
    let is_new = |own: &RecordedViolation| old.is_none_or(|old| !shows(old, own));
    // Of equally grave ones the first: `max_by_key` would give the last.
    let mut gravest: Option<(bool, Level, &RecordedViolation)> = None;
    for own in breaches(new) {
        let key = (is_new(own), own.level);
        if gravest.is_none_or(|(new, level, _)| key > (new, level)) {
            gravest = Some((key.0, key.1, own));
        }
    }
    gravest.map(|(_, _, own)| own)
}

fn rows<'r>(old: &'r [RowOutcome], new: &'r [RowOutcome]) -> Vec<RowChange<'r>> {
    let state = |rows: &'r [RowOutcome], row: &Row| {
        let mut rows = rows.iter();
        rows.find(|own| own.row.name() == row.name())
            .map(|own| &own.state)
    };
    let gone = old
        .iter()
        .filter(|own| state(new, &own.row).is_none())
        .map(|own| &own.row);
    let all = new.iter().map(|own| &own.row).chain(gone);
    all.map(|row| RowChange {
        row,
        was: state(old, row),
        is: state(new, row),
    })
    .filter(|change| (change.was == Some(&RowState::Proven)) != change.is_proven())
    .collect()
}

#[cfg(test)]
#[path = "change_tests.rs"]
mod tests;
