//! A missing response, with its origin.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::FailureOrigin;

/// The failure to get a response to a request, with its origin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NoResponse {
    /// The origin of the failure.
    pub blame: FailureOrigin,
    /// The description of the failure.
    pub detail: String,
}

impl fmt::Display for NoResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no response (a failure of the {}): {}",
            self.blame, self.detail
        )
    }
}
