//! The origin of a missing response: the harness, the network or the target.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The origin of a missing response: the harness, the network or the target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum FailureOrigin {
    /// The harness or its configuration: the request was not sent, or its response exceeds a limit of the harness.
    Harness,
    /// The network: the request did not reach the target.
    Network,
    /// The target: it was reached, but did not send a valid HTTP response in time.
    Target,
}

impl FailureOrigin {
    /// Returns the word for the origin in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Harness => "harness",
            Self::Network => "network",
            Self::Target => "target",
        }
    }
}

impl fmt::Display for FailureOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
