//! Why no session can be opened.

use std::path::PathBuf;

use super::locks::TurnError;
use crate::exchange::Actor;
use crate::fixture::JournalError;
use crate::target::SendError;

/// Why no session can be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The target cannot be used.
    #[error("cannot use the target at {base}, by the {}'s fault: {source}", .source.blame())]
    Target {
        /// The base URL.
        base: String,
        /// Why not.
        source: SendError,
    },
    /// A token is nobody's, or the base URL is not that of the API.
    #[error(
        "{request} with the {actor}'s token was answered {status} by {base}: is it the token of a system there, and is the base URL right, up to and with the version?"
    )]
    Token {
        /// Whose token.
        actor: Actor,
        /// The request that shows whose it is.
        request: String,
        /// The base URL.
        base: String,
        /// The status of the answer.
        status: u16,
    },
    /// What was handed over was made on another target.
    #[error(
        "what was provisioned is on {elsewhere}, and the target is {base}: provision there, or give that target"
    )]
    ProvisionedElsewhere {
        /// The base URL.
        base: String,
        /// Where it was made.
        elsewhere: String,
    },
    /// What was handed over is not there any more.
    #[error("what was provisioned is undone already, or on another machine: there is no journal `{}` that is at rest; provision again", .0.display())]
    ProvisionGone(PathBuf),
    /// Another run is under way on the same systems.
    #[error("another run is under way on this target with the same tokens, and the two would take each other's changes for faults: wait for its end, or share with it by `badreq provision` (its journal is `{}`)", .0.display())]
    Busy(PathBuf),
    /// There are no turns to be taken.
    #[error(transparent)]
    Turn(#[from] TurnError),
    /// What the run makes could not be written down.
    #[error(transparent)]
    Journal(#[from] JournalError),
}
