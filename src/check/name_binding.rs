//! Bindings: the values that names had in a run.

use serde::{Deserialize, Serialize};

/// A name and the value that it had in a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct NameBinding {
    /// The dotted name: `owner_member.id`.
    pub name: String,
    /// The value as text.
    pub value: String,
}
