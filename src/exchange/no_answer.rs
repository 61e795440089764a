//! That no answer came, and whose fault it is.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Blame;

/// That no answer came to a request, and whose fault it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NoAnswer {
    /// Whose fault it is.
    pub blame: Blame,
    /// What happened.
    pub detail: String,
}

impl fmt::Display for NoAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "no answer, by the {}'s fault: {}",
            self.blame, self.detail
        )
    }
}
