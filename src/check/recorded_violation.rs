//! Recorded violations: what results keep of them, with the keys that reports and baselines know them by.

use serde::{Deserialize, Serialize};

use super::{
    Breach, CauseContext, ControlBreach, Fingerprint, Mark, Place, ResponseSummary, Violation,
    Words,
};
use crate::contract::{Level, RequirementId};

/// A violation of one case, as a result keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RecordedViolation {
    /// The requirement that is broken.
    pub requirement: RequirementId,
    /// How binding it is for this case.
    pub level: Level,
    /// Which of the recorded exchanges of the case has the response that it is about; `None` where no response came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// What is the same wherever violations of this requirement and level come from one cause: the key of findings.
    pub cause: String,
    /// What is the same in every run, and different for every other violation: the key of baselines.
    pub fingerprint: Fingerprint,
    /// What is wrong.
    pub breach: Breach,
}

impl RecordedViolation {
    /// Records a violation of a case.
    #[must_use]
    pub fn new(violation: Violation, case: &CauseContext<'_>) -> Self {
        let Violation {
            level,
            step,
            breach,
        } = violation;
        let family = breach.family();
        Self {
            requirement: family.requirement(),
            level,
            step,
            cause: family.cause(case),
            fingerprint: family.fingerprint(case.redactor),
            breach,
        }
    }

    /// The part of the response that breaks it.
    #[must_use]
    pub fn place(&self) -> Place {
        self.breach.family().place()
    }

    /// Both sides in words, each short enough for a line or two.
    #[must_use]
    pub fn words(&self) -> Words {
        self.breach.family().words()
    }

    /// The places of the body that break, with what belongs there.
    #[must_use]
    pub fn marks(&self) -> Vec<Mark> {
        self.breach.family().marks()
    }

    /// Whether the body as JSON does not show what came, as where a key stands in it twice.
    #[must_use]
    pub fn garbles_body(&self) -> bool {
        self.breach.family().garbles_body()
    }

    /// The response that no row documents, where that is the breach.
    #[must_use]
    pub fn undocumented(&self) -> Option<&ResponseSummary> {
        self.breach.family().undocumented()
    }

    /// The control that did not succeed, where that is the breach.
    #[must_use]
    pub fn failed_control(&self) -> Option<&ControlBreach> {
        self.breach.family().failed_control()
    }
}
