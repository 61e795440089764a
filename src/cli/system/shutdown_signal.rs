//! The signals that ask a command to end.

use crate::run::CancelReason;

/// A signal that asks a command to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum ShutdownSignal {
    /// Ctrl-C at the terminal.
    Interrupt,
    /// A request to terminate from another process.
    Terminate,
    /// The closing of the terminal.
    HangUp,
}

impl ShutdownSignal {
    /// Returns the reason for which a run is cancelled.
    pub(in crate::cli) fn cancel_reason(self) -> CancelReason {
        match self {
            Self::Interrupt => CancelReason::Interrupt,
            Self::Terminate | Self::HangUp => CancelReason::Terminate,
        }
    }
}
