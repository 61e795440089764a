//! Bindings: values that stood for names.

use serde::{Deserialize, Serialize};

/// A value that stood for a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Binding {
    /// The dotted name: `owner_member.id`.
    pub name: String,
    /// The value as text.
    pub value: String,
}
