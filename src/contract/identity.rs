//! The request that shows to which account a token belongs.

use serde::{Deserialize, Serialize};

/// The request that shows to which account a token belongs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityRequest {
    /// The method, which is `GET`, and the path.
    pub request: String,
    /// A JSON pointer into the response, to a value that differs between any two accounts.
    pub id: String,
    /// A read of something that belongs to nobody, which every server refuses; method and path.
    #[serde(default)]
    pub nobody: Option<String>,
}
