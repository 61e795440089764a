//! Recorded violations: violations as results keep them, with the keys that reports and baselines identify them by.

use serde::{Deserialize, Serialize};

use super::{
    Breach, BreachDescription, BreachPlace, CauseContext, ControlBreach, ExpectedValueMark,
    Fingerprint, ResponseKind, ResponseSummary, RowBreach, Violation,
};
use crate::contract::{Level, RequirementId};

/// A violation of one case as the outcome of a run stores it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RecordedViolation {
    /// The requirement that is broken.
    pub requirement: RequirementId,
    /// The level of the requirement for this case.
    pub level: Level,
    /// The index of the recorded exchange whose response breaks the requirement; `None` if there was no response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// The key of findings: the same for all violations of this requirement and level that have one cause.
    pub cause: String,
    /// The key of baselines: the same in every run, and different for every other violation.
    pub fingerprint: Fingerprint,
    /// The breach itself.
    pub breach: Breach,
}

impl RecordedViolation {
    /// Creates the record of a violation of a case.
    #[must_use]
    pub fn new(violation: Violation, case: &CauseContext<'_>) -> Self {
        let Violation {
            level,
            step,
            breach,
        } = violation;
        let family = breach.as_breach_properties();
        Self {
            requirement: family.requirement_id(),
            level,
            step,
            cause: family.cause_key(case),
            fingerprint: family.fingerprint(case.redactor),
            breach,
        }
    }

    /// Returns the part of the response that breaks the requirement.
    #[must_use]
    pub fn place(&self) -> BreachPlace {
        self.breach.as_breach_properties().place()
    }

    /// Describes both sides in words, each short enough for a line or two.
    #[must_use]
    pub fn describe(&self) -> BreachDescription {
        self.breach.as_breach_properties().describe()
    }

    /// Returns the documented and the received text, if the breach is that one came in place of the other.
    #[must_use]
    pub fn expected_and_actual_text(&self) -> Option<(&str, &str)> {
        self.breach
            .as_breach_properties()
            .expected_and_actual_text()
    }

    /// Returns the places of the body that break the requirement, with the values that belong there.
    #[must_use]
    pub fn body_diff_marks(&self) -> Vec<ExpectedValueMark> {
        self.breach.as_breach_properties().body_diff_marks()
    }

    /// Reports whether the parsed JSON no longer shows the violation, as for a repeated key.
    #[must_use]
    pub fn is_hidden_by_parsing(&self) -> bool {
        self.breach.as_breach_properties().is_hidden_by_parsing()
    }

    /// Returns the response that no row documents, if that is the breach.
    #[must_use]
    pub fn undocumented_response(&self) -> Option<&ResponseSummary> {
        self.breach.as_breach_properties().undocumented_response()
    }

    /// Reports whether the breach is that a bad request was answered as a right one.
    #[must_use]
    pub fn shows_accepted_bad_request(&self) -> bool {
        let Breach::Row(row) = &self.breach else {
            return false;
        };
        match row {
            RowBreach::Undocumented { answer, .. }
            | RowBreach::OtherRow { answer, .. }
            | RowBreach::Replacement { answer, .. }
            | RowBreach::NotTheModel { answer, .. } => answer.kind == ResponseKind::NoError,
            RowBreach::ServerError { .. } | RowBreach::NoResponse { .. } => false,
        }
    }

    /// Returns the control that did not succeed, if that is the breach.
    #[must_use]
    pub fn failed_control(&self) -> Option<&ControlBreach> {
        self.breach.as_breach_properties().failed_control()
    }
}
