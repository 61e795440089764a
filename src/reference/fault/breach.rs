//! Every way in which this server can be told to break the contract, and the name of each.

use std::fmt;

use crate::reference::rows::Row;

/// One deliberate breach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Breach {
    /// The row with the status of another.
    Status(Row),
    /// The row with a code that no row has.
    Code(Row),
}

impl fmt::Display for Breach {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status(row) => write!(formatter, "status/{row}"),
            Self::Code(row) => write!(formatter, "code/{row}"),
        }
    }
}
