//! Reasons: why a case was inconclusive, skipped, or failed because of the harness.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::check::{BurstInconclusiveReason, ControlBreach};
use crate::contract::ErrorId;
use crate::exchange::{Actor, NoResponse};

/// The reason why a case could not be judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "missing", content = "detail")]
pub enum InconclusiveReason {
    /// The token of this actor was not given.
    Credential(Actor),
    /// The value of this name, which only the target's operator can supply, was not given.
    Value(String),
    /// The target does not offer the trigger of this name.
    Trigger(String),
    /// A fixture could not be created on the target, or read from it.
    Fixture(FixtureFailure),
    /// The control did not succeed.
    Control(Box<ControlBreach>),
    /// The conditions of the case could not be met, such as a burst within a second.
    Condition(ConditionFailure),
    /// No response arrived.
    NoResponse(NoResponse),
}

/// A fixture that is not available, and the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FixtureFailure {
    /// The fixture, in the words of its page.
    pub fixture: String,
    /// The step that failed.
    pub step: FixtureStep,
    /// A description of the failure.
    pub detail: String,
}

/// A step in the handling of a fixture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FixtureStep {
    /// The creation of the fixture.
    Make,
    /// The read of its state, which is restored later.
    Read,
    /// The record of that state, from which a later run can restore it.
    Keep,
    /// The generation of an id that names nothing.
    Draw,
    /// The change into the state that a case needs.
    Hold,
    /// The read that shows whether a value of the operator is valid.
    Prove,
    /// The ordering of the fixtures on which it depends.
    Order,
}

/// A condition for trying a case, other than its fixtures and controls, that could not be met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum ConditionFailure {
    /// The contract has no rate limit of this name.
    NoSuchScope {
        /// The name of the rate limit.
        scope: String,
    },
    /// The state that a refusal must not change cannot be read.
    UnreadableState {
        /// The target of the request that reads it.
        read: String,
        /// The status code of the response.
        status: u16,
    },
    /// A request was refused by the rate limit, and waiting did not help.
    RateRefused {
        /// The method of the request.
        method: String,
        /// The target of the request.
        target: String,
    },
    /// The burst was inconclusive.
    InconclusiveBurst {
        /// The number of tries.
        tries: u32,
        /// The questions that the last try left open.
        open: Vec<BurstInconclusiveReason>,
    },
}

/// The reason why a case was not run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum NotRunReason {
    /// The edition in use has no such row.
    NotInEdition {
        /// The row that the case expects.
        row: ErrorId,
    },
    /// The budget left no time for the case.
    Budget {
        /// The whole budget in milliseconds.
        budget_ms: u64,
    },
    /// The run was stopped before the case.
    Stopped,
}

/// The failure of the harness in a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is", content = "detail")]
pub enum HarnessFailure {
    /// A name in the case has no value.
    Unbound(String),
    /// A request could not be sent, or its response not be read, through the harness's own fault.
    Request(String),
    /// The journal could not be written.
    Journal(String),
    /// The locks that keep cases apart could not be taken.
    Locks(String),
    /// The harness panicked; standard error shows where.
    Panic,
}

impl InconclusiveReason {
    /// Returns a key that is the same for all cases that lack something for the same reason.
    pub(super) fn cause_key(&self) -> String {
        match self {
            Self::Credential(actor) => format!("token {actor}"),
            Self::Value(name) => format!("value {name}"),
            Self::Trigger(name) => format!("hook {name}"),
            Self::Fixture(failure) => format!("{:?} {}", failure.step, failure.fixture),
            Self::Control(control) => format!("control {}", control.response_cause_key()),
            Self::Condition(failure) => format!("condition {}", failure.cause_key()),
            Self::NoResponse(no_answer) => format!("no response {}", no_answer.blame),
        }
    }
}

impl ConditionFailure {
    fn cause_key(&self) -> String {
        match self {
            Self::NoSuchScope { scope } => format!("scope {scope}"),
            Self::UnreadableState { status, .. } => format!("read {status}"),
            Self::RateRefused { .. } => "rate".to_owned(),
            Self::InconclusiveBurst { .. } => "burst".to_owned(),
        }
    }
}

impl fmt::Display for InconclusiveReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credential(actor) => write!(f, "no token for the {actor} was given"),
            Self::Value(name) => write!(f, "no value for `{name}` was given"),
            Self::Trigger(name) => write!(f, "the target offers no `{name}` trigger"),
            Self::Fixture(failure) => failure.fmt(f),
            Self::Control(control) => control.fmt(f),
            Self::Condition(failure) => failure.fmt(f),
            Self::NoResponse(no_answer) => no_answer.fmt(f),
        }
    }
}

impl fmt::Display for FixtureFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            fixture,
            step,
            detail,
        } = self;
        let what = match step {
            FixtureStep::Make => "could not be created",
            FixtureStep::Read => "could not be read",
            FixtureStep::Keep => "could not be saved",
            FixtureStep::Draw => "could not be generated",
            FixtureStep::Hold => "could not be set up",
            FixtureStep::Prove => "is not valid",
            FixtureStep::Order => "cannot be created",
        };
        write!(f, "{fixture} {what}: {detail}")
    }
}

impl fmt::Display for ConditionFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchScope { scope } => write!(f, "the contract has no scope `{scope}`"),
            Self::UnreadableState { read, status } => write!(
                f,
                "changes cannot be detected: GET {read} returned {status} twice"
            ),
            Self::RateRefused { method, target } => write!(
                f,
                "{method} {target} was refused by the rate limit, and waiting did not help: let no other client use these accounts during the run, or set a slower pace with `--limits`"
            ),
            Self::InconclusiveBurst { tries, open } => {
                let reasons: Vec<String> = open
                    .iter()
                    .map(BurstInconclusiveReason::to_string)
                    .collect();
                let reasons = reasons.join("; ");
                write!(f, "the burst was inconclusive in {tries} tries: {reasons}")
            }
        }
    }
}

impl fmt::Display for NotRunReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInEdition { row } => {
                write!(f, "the table has no row {row} in this edition")
            }
            Self::Budget { budget_ms } => {
                let budget = std::time::Duration::from_millis(*budget_ms).as_secs_f64();
                write!(f, "the budget of {budget} s left no time for it")
            }
            Self::Stopped => f.write_str("the run was stopped"),
        }
    }
}

impl fmt::Display for HarnessFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unbound(detail)
            | Self::Request(detail)
            | Self::Journal(detail)
            | Self::Locks(detail) => f.write_str(detail),
            Self::Panic => {
                f.write_str("the harness panicked; standard error says where, please report it")
            }
        }
    }
}
