//! The result of a preflight.

use serde_json::Value;

use crate::exchange::{Actor, Exchange};

/// The accounts that a preflight found, and the responses that show them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PreflightReport {
    /// The id of the account of each token.
    pub accounts: Vec<(Actor, Value)>,
    /// The exchanges, in the order in which they took place.
    pub exchanges: Vec<Exchange>,
}
