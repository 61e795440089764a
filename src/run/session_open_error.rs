//! The errors of opening a session.

use std::path::PathBuf;

use super::locks::CaseLockError;
use crate::exchange::Actor;
use crate::fixture::JournalError;
use crate::target::SendError;

/// An error that keeps a session from being opened.
#[derive(Debug, thiserror::Error)]
pub enum SessionOpenError {
    /// No HTTP response came from the target.
    #[error("cannot use the target at {base}, by the {}'s fault: {source}", .source.failure_origin())]
    TargetUnusable {
        /// The base URL.
        base: String,
        /// The cause.
        source: SendError,
    },
    /// The target rejected a token, or the base URL is not that of the API.
    #[error(
        "{request} with the {actor}'s token was answered {status} by {base}: is it the token of a system there, and is the base URL right, up to and with the version?"
    )]
    TokenRejected {
        /// The actor with this token.
        actor: Actor,
        /// The request that identifies the token's owner.
        request: String,
        /// The base URL.
        base: String,
        /// The status code of the response.
        status: u16,
    },
    /// The shared fixtures were created on another target.
    #[error(
        "what was provisioned is on {elsewhere}, and the target is {base}: provision there, or give that target"
    )]
    FixturesElsewhere {
        /// The base URL.
        base: String,
        /// The base URL of the target that has the fixtures.
        elsewhere: String,
    },
    /// The shared fixtures no longer exist. The path is that of their journal.
    #[error("what was provisioned is undone already, or on another machine: there is no journal `{}` that is at rest; provision again", .0.display())]
    FixturesGone(PathBuf),
    /// Another run is active on the same systems. The path is that of its journal.
    #[error("another run is under way on this target with the same tokens, and the two would take each other's changes for faults: wait for its end, or share with it by `badreq provision` (its journal is `{}`)", .0.display())]
    OtherRunActive(PathBuf),
    /// The lock files cannot be used.
    #[error(transparent)]
    Lock(#[from] CaseLockError),
    /// The journal could not be written.
    #[error(transparent)]
    Journal(#[from] JournalError),
}
