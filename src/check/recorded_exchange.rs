//! Steps: the exchanges recorded in one attempt at a case.

use serde::{Deserialize, Serialize};

use crate::exchange::{Exchange, NoResponse};

/// One exchange of a case and its role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RecordedExchange {
    /// The role of the exchange.
    pub role: ExchangeRole,
    /// The request and the response.
    pub exchange: Exchange,
    /// The attempt at the case in which it took place, counted from 1.
    #[serde(
        default = "first_attempt_number",
        skip_serializing_if = "is_first_attempt"
    )]
    pub attempt: usize,
}

impl RecordedExchange {
    /// Creates a step of the first attempt.
    #[must_use]
    pub fn new(role: ExchangeRole, exchange: Exchange) -> Self {
        Self {
            role,
            exchange,
            attempt: first_attempt_number(),
        }
    }
}

fn first_attempt_number() -> usize {
    1
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes what it skips by reference"
)]
fn is_first_attempt(attempt: &usize) -> bool {
    *attempt == first_attempt_number()
}

/// The role of an exchange in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "is", content = "number")]
pub enum ExchangeRole {
    /// The bad request; for a burst, the refusal that is judged.
    BadRequest,
    /// The repetition of the bad request.
    Repeat,
    /// The control of this number, counted from 1.
    Control(usize),
    /// The read of this number before the bad request, counted from 1.
    Before(usize),
    /// The same read after the bad request.
    After(usize),
    /// A request of the burst other than the one that is judged.
    Burst,
    /// A request to another scope, right after the burst.
    OtherScope,
    /// The request after the promised wait.
    AfterWait,
}

/// A bad request that the target failed to respond to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnansweredRequest {
    /// The role of the exchange.
    pub role: ExchangeRole,
    /// The reason why there was no response.
    pub reason: NoResponse,
}
