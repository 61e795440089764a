//! Reasons: why a case could not be judged, was left out, or failed by the harness's own fault.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::check::{ControlBreach, Open};
use crate::contract::RowName;
use crate::exchange::{Actor, NoAnswer};

/// What was missing to judge a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "missing", content = "detail")]
pub enum Unproven {
    /// The token of an actor that was not given.
    Credential(Actor),
    /// A value that only whoever runs the target knows, and that was not given.
    Known(String),
    /// A hook that the target does not offer.
    Hook(String),
    /// Something that could not be made on the target, or read from it.
    Fixture(FixtureFailure),
    /// The control that did not succeed.
    Control(Box<ControlBreach>),
    /// The conditions of the case did not come about, such as a burst within a second.
    Condition(ConditionFailure),
    /// No response arrived.
    Answer(NoAnswer),
}

/// A fixture that is not there, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FixtureFailure {
    /// The fixture, in the words of its page.
    pub fixture: String,
    /// What was being done with it.
    pub step: FixtureStep,
    /// What went wrong.
    pub detail: String,
}

/// What is done with a fixture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FixtureStep {
    /// It is made.
    Make,
    /// It is read, to be put back later.
    Read,
    /// What was read is written down, to be put back by a later run.
    Keep,
    /// An id is drawn that names nothing.
    Draw,
    /// It is brought into the state that a case needs.
    Hold,
    /// What it needs is put in order.
    Order,
}

/// Conditions of a case that did not come about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum ConditionFailure {
    /// The contract has no rate limit of this name.
    NoSuchScope {
        /// The name.
        scope: String,
    },
    /// The state that a refusal must leave as it was cannot be read.
    UnreadableState {
        /// The target of the request that reads it.
        read: String,
        /// The status of the response.
        status: u16,
    },
    /// A request was refused for the rate, and waiting did not help.
    RateRefused {
        /// The method of the request.
        method: String,
        /// Its target.
        target: String,
    },
    /// A burst showed nothing.
    InconclusiveBurst {
        /// How often it was tried.
        tries: u32,
        /// What the last try left open.
        open: Vec<Open>,
    },
}

/// Why nothing of a case was sent on purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum SkipReason {
    /// The edition at hand has no such row.
    NotInEdition {
        /// The row that the case expects.
        row: RowName,
    },
    /// The budget left no time for it.
    Budget {
        /// The whole budget in milliseconds.
        budget_ms: u64,
    },
    /// The run was stopped before.
    Stopped,
}

/// What the harness failed at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is", content = "detail")]
pub enum HarnessFailure {
    /// A name of the case has no value.
    Unbound(String),
    /// A request could not be sent, by the harness's own fault.
    Request(String),
    /// The journal could not be written.
    Journal(String),
    /// The locks that keep cases apart could not be taken.
    Turn(String),
    /// It panicked; standard error says where.
    Panic,
}

impl Unproven {
    /// Returns what is the same for all cases that lack something for one reason.
    pub(super) fn cause(&self) -> String {
        match self {
            Self::Credential(actor) => format!("token {actor}"),
            Self::Known(name) => format!("value {name}"),
            Self::Hook(name) => format!("hook {name}"),
            Self::Fixture(failure) => format!("{:?} {}", failure.step, failure.fixture),
            Self::Control(control) => format!("control {}", control.cause()),
            Self::Condition(failure) => format!("condition {}", failure.cause()),
            Self::Answer(no_answer) => format!("no response {}", no_answer.blame),
        }
    }
}

impl ConditionFailure {
    fn cause(&self) -> String {
        match self {
            Self::NoSuchScope { scope } => format!("scope {scope}"),
            Self::UnreadableState { status, .. } => format!("read {status}"),
            Self::RateRefused { .. } => "rate".to_owned(),
            Self::InconclusiveBurst { .. } => "burst".to_owned(),
        }
    }
}

impl fmt::Display for Unproven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credential(actor) => write!(f, "no token for the {actor} was given"),
            Self::Known(name) => write!(f, "no value for `{name}` was given"),
            Self::Hook(name) => write!(f, "the target offers no `{name}` hook"),
            Self::Fixture(failure) => failure.fmt(f),
            Self::Control(control) => control.fmt(f),
            Self::Condition(failure) => failure.fmt(f),
            Self::Answer(no_answer) => no_answer.fmt(f),
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
            FixtureStep::Make => "could not be made",
            FixtureStep::Read => "could not be read",
            FixtureStep::Keep => "could not be kept",
            FixtureStep::Draw => "could not be drawn",
            FixtureStep::Hold => "could not be brought about",
            FixtureStep::Order => "cannot be made",
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
                "whether anything changes cannot be seen: GET {read} answered {status} before the bad request"
            ),
            Self::RateRefused { method, target } => write!(
                f,
                "{method} {target} was refused for the rate, and waiting did not help: nobody else may use these systems meanwhile, and `--limits` sets a slower pace"
            ),
            Self::InconclusiveBurst { tries, open } => {
                let reasons: Vec<String> = open.iter().map(Open::to_string).collect();
                let reasons = reasons.join("; ");
                write!(f, "the burst showed nothing in {tries} tries: {reasons}")
            }
        }
    }
}

impl fmt::Display for SkipReason {
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
            | Self::Turn(detail) => f.write_str(detail),
            Self::Panic => {
                f.write_str("the harness panicked; standard error says where, please report it")
            }
        }
    }
}
