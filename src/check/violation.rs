//! Violations: which recorded response breaks what, and how binding that is.

use serde::{Deserialize, Serialize};

use super::{
    BurstBreach, ControlBreach, ErrorsBreach, Fingerprint, Mark, Place, Redactor, ResponseSummary,
    Rules,
};
use super::{effect, form, leak, message, rate_headers, repetition, retry_after, row, time, wire};
use crate::contract::{Level, RequirementId};

/// One breach of one requirement by one response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// How binding the requirement is for this case.
    pub level: Level,
    /// Which of the recorded exchanges of the case has the response that it is about; `None` where no response came.
    pub step: Option<usize>,
    /// What is wrong.
    pub breach: Breach,
}

/// The two sides of a breach in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// The documented side.
    pub expected: String,
    /// The side that came.
    pub got: String,
}

/// The facts of a case by which breaches of one cause are told from those of another.
#[derive(Clone, Copy, Debug)]
pub struct CauseContext<'a> {
    /// Puts the names of values in their place.
    pub redactor: &'a Redactor,
    /// The operation of the bad request, where it is one.
    pub operation: Option<&'a str>,
    /// The one thing that is wrong with the request.
    pub defect: Option<&'a str>,
}

/// All that a family of breaches says of one of its shapes.
pub(crate) trait Family {
    /// Returns the requirement that it breaks.
    fn requirement(&self) -> RequirementId;

    /// Returns the part of the response that is wrong.
    fn place(&self) -> Place;

    /// Words both sides, for people.
    fn words(&self) -> Words;

    /// Returns what is the same wherever a breach comes from one cause; without requirement and level.
    fn cause(&self, case: &CauseContext<'_>) -> String;

    /// Returns what is the same in every run, and different for every other breach.
    fn fingerprint(&self, redactor: &Redactor) -> Fingerprint {
        Fingerprint::new(&self.place(), self.words(), redactor)
    }

    /// Returns the places of the judged body that break, with what belongs there.
    fn marks(&self) -> Vec<Mark> {
        Vec::new()
    }

    /// Whether the body as JSON no longer shows what came, so that no place of it can be marked.
    fn garbles_body(&self) -> bool {
        false
    }

    /// Whether to keep it is part of following the error model, for a refusal that no row is worded for.
    fn is_of_error_model(&self) -> bool {
        false
    }

    /// Returns the response, where it is one that no row documents.
    fn undocumented(&self) -> Option<&ResponseSummary> {
        None
    }

    /// Returns the control, where it is one that did not succeed.
    fn failed_control(&self) -> Option<&ControlBreach> {
        None
    }
}

macro_rules! families {
    ($( $(#[$doc:meta])* $family:ident($breach:ty), )+) => {
        /// A breach of the contract: closed over the families, each with its own shapes.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case", tag = "family", content = "what")]
        pub enum Breach { $( $(#[$doc])* $family($breach), )+ }

        impl Breach {
            /// Returns what its family says of it.
            pub(crate) fn family(&self) -> &dyn Family {
                match self { $( Self::$family(own) => own, )+ }
            }

            /// The part of the response that is wrong.
            #[must_use]
            pub fn place(&self) -> Place {
                self.family().place()
            }

            /// Both sides in words, each short enough for a line or two.
            #[must_use]
            pub fn words(&self) -> Words {
                self.family().words()
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
    Row(row::RowBreach),
    /// The way in which a body crosses the wire.
    Wire(wire::WireBreach),
    /// The form of a body.
    Form(form::FormBreach),
    /// The text of a message.
    Message(message::MessageBreach),
    /// The details of a model error.
    Errors(ErrorsBreach),
    /// The wait that a refusal for the rate asks for.
    RetryAfter(retry_after::RetryAfterBreach),
    /// A burst of requests.
    Burst(BurstBreach),
    /// The headers that report the state of a rate limit.
    RateHeaders(rate_headers::RateHeaderBreach),
    /// The inside of the server, or a token.
    Leak(leak::LeakBreach),
    /// The state behind a refused request.
    Effect(effect::EffectBreach),
    /// The control of a bad request.
    Control(ControlBreach),
    /// The same bad request again.
    Repetition(repetition::RepetitionBreach),
    /// The time of a response.
    Time(time::TimeBreach),
}

impl Violation {
    /// Makes a violation of a breach; `None` where the contract does not list its requirement.
    #[must_use]
    pub fn new(rules: &Rules<'_>, breach: Breach) -> Option<Self> {
        Some(Self {
            level: rules.levels.of(breach.family().requirement())?,
            step: None,
            breach,
        })
    }

    /// Returns the violation as one of the recorded exchange at this place.
    #[must_use]
    pub fn at_step(mut self, step: usize) -> Self {
        self.step = Some(step);
        self
    }

    /// The requirement that is broken.
    #[must_use]
    pub fn requirement(&self) -> RequirementId {
        self.breach.family().requirement()
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
}
