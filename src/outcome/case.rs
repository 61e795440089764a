//! Case outcomes: the requests, the responses and the judgement of one case.

use serde::{Deserialize, Serialize};

use super::{InconclusiveReason, KnownViolation, RecordedViolation, RepeatSummary, Verdict};
use crate::check::{
    AcceptedAlternative, AlternativeOutcome, BodyDefectKind, ExchangeRole, FalseSuccessStateChange,
    NameBinding, RecordedExchange,
};
use crate::contract::{ErrorId, Level};
use crate::exchange::{Actor, Exchange};

/// The result of one case in a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CaseOutcome {
    /// The case.
    pub case: CaseInfo,
    /// The verdict of the run.
    pub verdict: Verdict,
    /// The row of the response to the bad request, where the response is one.
    pub observed: Option<ErrorId>,
    /// Every violation that was found and is not known, including broken *should*s and remarks.
    pub violations: Vec<RecordedViolation>,
    /// The form of the request's defect, where a violation was found and the control shows the form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub defect_form: Option<BodyDefectKind>,
    /// Violations that the baseline lists; they are not among the others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub known: Vec<KnownViolation>,
    /// The changes of state by the bad request, where it was served.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub served_changes: Vec<FalseSuccessStateChange>,
    /// A summary of all attempts, where the case was tried more than once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeats: Option<RepeatSummary>,
    /// The preconditions of the bad request, which the run created or set and has undone since: without them, the request alone shows nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preconditions: Vec<String>,
    /// The line of the error table that would document the response, where no row does.
    pub undocumented: Option<String>,
    /// Every exchange, in the order in which they took place.
    pub steps: Vec<RecordedExchange>,
    /// The values that stood for names, so that a report can restore the names.
    pub bindings: Vec<NameBinding>,
}

impl CaseOutcome {
    /// Returns the exchange that is judged: the bad request and its response; in a burst, the first refusal.
    #[must_use]
    pub fn judged_exchange(&self) -> Option<&Exchange> {
        Some(&self.steps.get(self.judged_step_index()?)?.exchange)
    }

    /// Returns the index of that exchange among the recorded ones.
    #[must_use]
    pub fn judged_step_index(&self) -> Option<usize> {
        self.steps
            .iter()
            .position(|step| step.role == ExchangeRole::BadRequest)
    }

    /// Returns the control whose failure decides the verdict, where it was sent. It went wrong, so it is the request to repeat.
    #[must_use]
    pub fn deciding_control_exchange(&self) -> Option<&Exchange> {
        self.exchange_for_violation(self.deciding_control_violation()?)
    }

    /// Returns the violation by a control that decides the verdict.
    pub(super) fn deciding_control_violation(&self) -> Option<&RecordedViolation> {
        let decides = match &self.verdict {
            Verdict::Inconclusive {
                because: InconclusiveReason::Control(_),
            } => true,
            Verdict::Fail => self.fails_by_control_only(),
            Verdict::Inconclusive { .. }
            | Verdict::Pass
            | Verdict::KnownFailure { .. }
            | Verdict::Skipped { .. }
            | Verdict::HarnessError { .. } => false,
        };
        let mut violations = self.violations.iter();
        violations.find(|own| decides && own.failed_control().is_some())
    }

    /// Reports whether the case failed although the response to the bad request breaks no must: the target refuses the control.
    ///
    /// Such a case says nothing against the row that it expects.
    #[must_use]
    pub fn fails_by_control_only(&self) -> bool {
        let mut musts = self.violations_at_level(Level::Must).peekable();
        self.verdict == Verdict::Fail
            && musts.peek().is_some()
            && musts.all(|own| own.failed_control().is_some())
    }

    /// Returns the recorded exchange whose response a violation is about.
    #[must_use]
    pub fn exchange_for_violation(&self, violation: &RecordedViolation) -> Option<&Exchange> {
        Some(&self.steps.get(violation.step?)?.exchange)
    }

    /// Lists the violations of this level.
    pub fn violations_at_level(&self, level: Level) -> impl Iterator<Item = &RecordedViolation> {
        self.violations
            .iter()
            .filter(move |violation| violation.level == level)
    }

    /// Reports whether the case accepts what came, a row or a success, whatever else is wrong with the response.
    #[must_use]
    pub fn has_accepted_row_or_success(&self) -> bool {
        match &self.case.expected {
            ExpectedErrorResponse::Row { row, .. } => {
                self.observed == Some(*row) || self.received_alternative().is_some()
            }
            ExpectedErrorResponse::Refusal | ExpectedErrorResponse::AnyRow => {
                self.observed.is_some()
            }
        }
    }

    /// Reports whether the case passed and breaks a *should*, which is a warning.
    #[must_use]
    pub fn passed_with_warning(&self) -> bool {
        self.verdict == Verdict::Pass && self.violations_at_level(Level::Should).next().is_some()
    }

    /// Reports whether the case passed with another outcome than the expected row.
    #[must_use]
    pub fn passed_with_alternative(&self) -> bool {
        self.verdict == Verdict::Pass && self.received_alternative().is_some()
    }

    /// Reports whether another row came in place of the expected one, and the case accepts it.
    #[must_use]
    pub fn has_replacement_row(&self) -> bool {
        let alternative = self.received_alternative();
        alternative.is_some_and(|own| own.row().is_some())
    }

    /// Returns the accepted alternative that came in place of the expected row.
    #[must_use]
    pub fn received_alternative(&self) -> Option<&AcceptedAlternative> {
        let ExpectedErrorResponse::Row { row, accepted } = &self.case.expected else {
            return None;
        };
        let outcome = match self.observed {
            Some(observed) if observed == *row => return None,
            Some(observed) => AlternativeOutcome::Row(observed),
            None if self.judged_exchange()?.response.is_success() => AlternativeOutcome::Served,
            None => return None,
        };
        accepted.iter().find(|own| own.outcome == outcome)
    }
}

/// The description of a case, independent of its outcome.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CaseInfo {
    /// The full name: `messages/unknown@anonymous`.
    pub name: String,
    /// The suite's name.
    pub suite: String,
    /// The case's name within the suite.
    pub leaf: String,
    /// A description of the bad request.
    pub about: String,
    /// The suite's file.
    pub file: String,
    /// The line in that file, counted from 1.
    pub line: usize,
    /// The actor that sends the bad request.
    pub actor: Actor,
    /// The expected response.
    pub expected: ExpectedErrorResponse,
    /// The operation, where the request is for one.
    pub operation: Option<String>,
    /// The defect of the request.
    pub defect: Option<String>,
}

/// The response that a case expects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum ExpectedErrorResponse {
    /// This row, or one of the accepted alternatives.
    Row {
        /// The row that describes the defect.
        row: ErrorId,
        /// The outcomes that are accepted as well.
        accepted: Vec<AcceptedAlternative>,
    },
    /// Any 4xx response that follows the error model.
    Refusal,
    /// Any row: the case is a probe with two things wrong at once.
    AnyRow,
}

impl ExpectedErrorResponse {
    /// Lists the outcomes that the case names, the expected row first; none if it names no row.
    pub fn expected_and_accepted_outcomes(&self) -> impl Iterator<Item = AlternativeOutcome> {
        let (row, accepted) = match self {
            Self::Row { row, accepted } => (Some(*row), accepted.as_slice()),
            Self::Refusal | Self::AnyRow => (None, [].as_slice()),
        };
        row.map(AlternativeOutcome::Row)
            .into_iter()
            .chain(accepted.iter().map(|own| own.outcome))
    }
}
