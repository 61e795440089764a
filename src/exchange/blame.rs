//! Whose fault it is that a request has no response.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Whose fault it is that a request has no response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Blame {
    /// Ours or that of our configuration: nothing was sent.
    Harness,
    /// That of the network: the target was not reached, and has not heard the request.
    Network,
    /// The target's: it was reached and did not answer as HTTP demands, or not in bounds.
    Target,
}

impl Blame {
    /// The word for it in reports.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Harness => "harness",
            Self::Network => "network",
            Self::Target => "target",
        }
    }
}

impl fmt::Display for Blame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
