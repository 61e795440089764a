//! The outcome of one case: what was sent, what came, what is said of it.

use serde::{Deserialize, Serialize};

use super::{KnownBreach, RecordedViolation, Repeats, Unproven, Verdict};
use crate::check::{Binding, Role, Step};
use crate::contract::{Level, RowName};
use crate::exchange::{Actor, Exchange};

/// What a run found out about one case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CaseOutcome {
    /// Which case it is.
    pub case: CaseInfo,
    /// What the run says of it.
    pub verdict: Verdict,
    /// The row that the bad request was answered with, where it is one.
    pub observed: Option<RowName>,
    /// Every breach that was found and is not known, broken *should*s and remarks too.
    pub violations: Vec<RecordedViolation>,
    /// Breaches that the baseline names; they are not among the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<KnownBreach>,
    /// How all attempts came out, where the case was tried more than once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<Repeats>,
    /// What the bad request needs besides itself, made or set by the run and undone since: without it, the request alone shows nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beforehand: Vec<String>,
    /// The line of the table that would document the answer, where none does.
    pub undocumented: Option<String>,
    /// Every exchange, in the order in which they took place.
    pub steps: Vec<Step>,
    /// The values that stood for names, so that a report can put the names in their place again.
    pub bindings: Vec<Binding>,
}

impl CaseOutcome {
    /// The exchange that is judged: the bad request and its answer; of a burst, the first refusal.
    #[must_use]
    pub fn judged(&self) -> Option<&Exchange> {
        Some(&self.steps.get(self.judged_step()?)?.exchange)
    }

    /// The place of that exchange among the recorded ones.
    #[must_use]
    pub fn judged_step(&self) -> Option<usize> {
        self.steps.iter().position(|step| step.role == Role::Bad)
    }

    /// The control for which the case is unproven, where it was sent: the request to repeat then, since it is the one that went wrong.
    #[must_use]
    pub fn failed_control(&self) -> Option<&Exchange> {
        match &self.verdict {
            Verdict::Unproven {
                because: Unproven::Control(_),
            } => {}
            Verdict::Unproven { .. }
            | Verdict::Pass
            | Verdict::Fail
            | Verdict::KnownFailure { .. }
            | Verdict::Skipped { .. }
            | Verdict::HarnessError { .. } => return None,
        }
        let mut violations = self.violations.iter();
        let failed = violations.find(|own| own.failed_control().is_some())?;
        self.exchange_of(failed)
    }

    /// The recorded exchange whose response a violation is about.
    #[must_use]
    pub fn exchange_of(&self, violation: &RecordedViolation) -> Option<&Exchange> {
        Some(&self.steps.get(violation.step?)?.exchange)
    }

    /// The breaches of this level.
    pub fn violations_of(&self, level: Level) -> impl Iterator<Item = &RecordedViolation> {
        self.violations
            .iter()
            .filter(move |violation| violation.level == level)
    }

    /// Whether the row that came is one that the case accepts, whatever else is wrong with the answer.
    #[must_use]
    pub fn met_its_row(&self) -> bool {
        match (&self.case.expected, self.observed) {
            (ExpectedAnswer::Row { row, accepted }, Some(observed)) => {
                observed == *row || accepted.contains(&observed)
            }
            (ExpectedAnswer::Refusal | ExpectedAnswer::AnyRow, Some(_)) => true,
            (_, None) => false,
        }
    }

    /// Whether another row than the expected one came and was accepted.
    #[must_use]
    pub fn is_alternative(&self) -> bool {
        self.verdict == Verdict::Pass && self.took_another_row()
    }

    /// Whether another row than the expected one came, one that the documentation leaves room for.
    #[must_use]
    pub fn took_another_row(&self) -> bool {
        match (&self.case.expected, self.observed) {
            (ExpectedAnswer::Row { row, accepted }, Some(observed)) => {
                observed != *row && accepted.contains(&observed)
            }
            (ExpectedAnswer::Row { .. }, None)
            | (ExpectedAnswer::Refusal | ExpectedAnswer::AnyRow, _) => false,
        }
    }
}

/// What a report says of a case, whatever came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CaseInfo {
    /// The full name: `messages/unknown@anonymous`.
    pub name: String,
    /// The suite.
    pub suite: String,
    /// The name below the suite.
    pub leaf: String,
    /// What is wrong with the request.
    pub about: String,
    /// The suite's file.
    pub file: String,
    /// The line of that file, counted from 1.
    pub line: usize,
    /// Who sends the bad request.
    pub actor: Actor,
    /// What must come back.
    pub expected: ExpectedAnswer,
    /// The operation, where the request is one.
    pub operation: Option<String>,
    /// The way in which the request is wrong.
    pub way: Option<String>,
}

/// Which answer a case expects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum ExpectedAnswer {
    /// This row, or one of the others.
    Row {
        /// The row that says what is wrong.
        row: RowName,
        /// The rows that are accepted as well.
        accepted: Vec<RowName>,
    },
    /// Any 4xx answer that follows the error model.
    Refusal,
    /// Any row: a probe of two things wrong at once.
    AnyRow,
}
