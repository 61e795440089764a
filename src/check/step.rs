//! Steps: what was recorded of one try of a case.

use serde::{Deserialize, Serialize};

use crate::exchange::{Exchange, NoAnswer};

/// One exchange of a case and the part that it plays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Step {
    /// The part that it plays.
    pub role: Role,
    /// What was sent and what came.
    pub exchange: Exchange,
    /// In which attempt at the case it took place, counted from 1.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub attempt: usize,
}

impl Step {
    /// A step of the first attempt.
    #[must_use]
    pub fn new(role: Role, exchange: Exchange) -> Self {
        Self {
            role,
            exchange,
            attempt: first(),
        }
    }
}

fn first() -> usize {
    1
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes what it skips by reference"
)]
fn is_first(attempt: &usize) -> bool {
    *attempt == first()
}

/// The part that an exchange plays in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is", content = "number")]
pub enum Role {
    /// The bad request; of a burst, the refusal that is judged.
    Bad,
    /// The bad request once more.
    Again,
    /// The control of this number, counted from 1.
    Control(usize),
    /// The read of this number before the bad request, counted from 1.
    Before(usize),
    /// The same read after it.
    After(usize),
    /// A request of the burst other than the one that is judged.
    Burst,
    /// A request of another scope, right after the burst.
    Other,
    /// The request after the promised wait.
    AfterWait,
}

/// A bad request that the target did not respond to, by its own fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// The part that it plays.
    pub role: Role,
    /// Why no response came.
    pub reason: NoAnswer,
}
