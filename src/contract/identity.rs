//! Identity: whose token it is.

use serde::{Deserialize, Serialize};

/// The read that shows whose token it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Identity {
    /// The method, which is `GET`, and the path.
    pub request: String,
    /// A JSON pointer into the answer, to what is never the same for two tokens.
    pub id: String,
}
