//! The ways in which a command is asked to end.

/// A signal that asks a command to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Asked {
    /// Somebody at the terminal asks.
    Interrupt,
    /// Another process asks.
    Terminate,
    /// The terminal is gone.
    HangUp,
}
