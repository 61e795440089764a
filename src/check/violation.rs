//! Violations: breaches of the contract by recorded responses, with their levels.

use serde::{Deserialize, Serialize};

use super::{
    BodyDefectKind, BreachPlace, BurstBreach, ControlBreach, ErrorDetailsBreach, ExpectedValueMark,
    Fingerprint, JudgeContext, RateHeaderBreach, ResponseSummary, VolatileValueRedactor,
};
use super::{
    body_schema_breach, effect, leak, message, repetition, response_time, retry_after, row_breach,
    wire_format,
};
use crate::contract::{Level, RequirementId};

/// One breach of one requirement by one response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The level of the requirement for this case.
    pub level: Level,
    /// The index of the recorded exchange whose response breaks the requirement; `None` if there was no response.
    pub step: Option<usize>,
    /// The breach itself.
    pub breach: Breach,
}

/// The two sides of a breach in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BreachDescription {
    /// The documented side.
    pub expected: String,
    /// The side that was received.
    pub got: String,
}

/// The facts of a case that distinguish one cause of breaches from another.
#[derive(Clone, Copy, Debug)]
pub struct CauseContext<'a> {
    /// The redactor of the values that differ from run to run.
    pub redactor: &'a VolatileValueRedactor,
    /// The operation of the bad request, if it is a documented one.
    pub operation: Option<&'a str>,
    /// The one thing wrong with the request, as the contract lists it.
    pub defect: Option<&'a str>,
    /// The form of that one thing, finer than the contract lists it.
    pub defect_form: Option<&'a BodyDefectKind>,
}

impl CauseContext<'_> {
    /// Describes the defect in the finest way known; an empty text if the case has none.
    pub(super) fn describe_defect(&self) -> String {
        match (self.defect_form, self.defect) {
            (Some(form), _) => form.to_string(),
            (None, Some(defect)) => defect.to_owned(),
            (None, None) => String::new(),
        }
    }

    /// Describes the operation and the defect; the defect alone if it is met before the operation is.
    pub(super) fn describe_operation_and_defect(&self) -> String {
        let is_independent = self
            .defect_form
            .is_some_and(BodyDefectKind::is_independent_of_operation);
        let operation = self.operation.filter(|_| !is_independent);
        match operation {
            Some(operation) => format!("{operation}, {}", self.describe_defect()),
            None => self.describe_defect(),
        }
    }
}

/// A breach of one family, with its requirement, place, description, cause and fingerprint.
pub(crate) trait BreachProperties {
    /// Returns the broken requirement.
    fn requirement_id(&self) -> RequirementId;

    /// Returns the part of the response that is wrong.
    fn place(&self) -> BreachPlace;

    /// Describes both sides in words, for people.
    fn describe(&self) -> BreachDescription;

    /// Returns a key that is the same for all breaches of one cause. It includes neither requirement nor level.
    fn cause_key(&self, case: &CauseContext<'_>) -> String;

    /// Describes both sides in the words of fingerprints. Baselines hold them, so they stay as they are when [`describe`](Self::describe) changes.
    fn describe_for_fingerprint(&self) -> BreachDescription {
        self.describe()
    }

    /// Returns the fingerprint, which is the same in every run and different for every other breach.
    fn fingerprint(&self, redactor: &VolatileValueRedactor) -> Fingerprint {
        Fingerprint::new(&self.place(), self.describe_for_fingerprint(), redactor)
    }

    /// Returns the two texts, if the breach is that one came in place of the other.
    fn expected_and_actual_text(&self) -> Option<(&str, &str)> {
        None
    }

    /// Returns the places of the judged body that break the requirement, with the values that belong there.
    fn body_diff_marks(&self) -> Vec<ExpectedValueMark> {
        Vec::new()
    }

    /// Reports whether the parsed JSON no longer shows the breach, so that no place of the body can be marked.
    fn is_hidden_by_parsing(&self) -> bool {
        false
    }

    /// Reports whether the breach is one of the error model. A refusal that no row describes combines all of these into one.
    fn is_error_model_breach(&self) -> bool {
        false
    }

    /// Returns the response that no row documents, if that is the breach.
    fn undocumented_response(&self) -> Option<&ResponseSummary> {
        None
    }

    /// Returns the control that did not succeed, if that is the breach.
    fn failed_control(&self) -> Option<&ControlBreach> {
        None
    }
}

macro_rules! families {
    ($( $(#[$doc:meta])* $family:ident($breach:ty), )+) => {
        /// A breach of the contract, by family.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case", tag = "family", content = "what")]
        pub enum Breach { $( $(#[$doc])* $family($breach), )+ }

        impl Breach {
            /// Returns the breach as one of its family.
            pub(crate) fn as_breach_properties(&self) -> &dyn BreachProperties {
                match self { $( Self::$family(own) => own, )+ }
            }

            /// Returns the broken requirement.
            #[must_use]
            pub fn requirement_id(&self) -> RequirementId {
                self.as_breach_properties().requirement_id()
            }

            /// Returns the part of the response that is wrong.
            #[must_use]
            pub fn place(&self) -> BreachPlace {
                self.as_breach_properties().place()
            }

            /// Describes both sides in words, each short enough for a line or two.
            #[must_use]
            pub fn describe(&self) -> BreachDescription {
                self.as_breach_properties().describe()
            }
        }

        $( impl From<$breach> for Breach {
            fn from(own: $breach) -> Self {
                Self::$family(own)
            }
        } )+
    };
}

families! {
    /// The row of a response.
    Row(row_breach::RowBreach),
    /// The declaration and encoding of a body.
    Wire(wire_format::WireFormatBreach),
    /// The form of a body.
    Form(body_schema_breach::BodySchemaBreach),
    /// The text of a message.
    Message(message::MessageBreach),
    /// The details of a model error.
    Errors(ErrorDetailsBreach),
    /// The wait that a refusal for the rate states.
    RetryAfter(retry_after::BodyRetryAfterBreach),
    /// A burst of requests.
    Burst(BurstBreach),
    /// The header fields that report the state of a rate limit.
    RateHeaders(RateHeaderBreach),
    /// A token or internals of the server in a response.
    Leak(leak::LeakBreach),
    /// The state of the target around a refused request.
    Effect(effect::SideEffectBreach),
    /// The control of a bad request.
    Control(ControlBreach),
    /// The repetition of a bad request.
    Repetition(repetition::RepetitionBreach),
    /// The response time.
    Time(response_time::ResponseTimeBreach),
}

impl Violation {
    /// Creates a violation of a breach; `None` if the contract does not list its requirement.
    #[must_use]
    pub fn new(rules: &JudgeContext<'_>, breach: Breach) -> Option<Self> {
        Some(Self {
            level: rules
                .levels
                .get(breach.as_breach_properties().requirement_id())?,
            step: None,
            breach,
        })
    }

    /// Returns the violation with the index of the recorded exchange that it is about.
    #[must_use]
    pub fn with_step(mut self, step: usize) -> Self {
        self.step = Some(step);
        self
    }

    /// Returns the broken requirement.
    #[must_use]
    pub fn requirement_id(&self) -> RequirementId {
        self.breach.as_breach_properties().requirement_id()
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
}
