//! Secret arguments, which are never printed.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

/// An argument that may be a secret: its `Debug` does not show the text.
///
/// Parsing it never fails, so no error message repeats it.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretArg(String);

impl SecretArg {
    /// Returns the argument as typed.
    pub(in crate::cli) fn expose_secret(&self) -> &str {
        &self.0
    }
}

impl FromStr for SecretArg {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for SecretArg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden(…)")
    }
}
