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
    #[error("cannot use the target at {base} (a failure of the {}): {source}", .source.failure_origin())]
    TargetUnusable {
        /// The base URL.
        base: String,
        /// The cause.
        source: SendError,
    },
    /// The target rejected a token, or the base URL is not that of the API.
    #[error(
        "{base} returned {status} to {request} with the {actor}'s token: is it the token of a system there, and is the base URL right, including the version?"
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
        "the shared fixtures are on {elsewhere}, but the target is {base}: provision this target, or give that one"
    )]
    FixturesElsewhere {
        /// The base URL.
        base: String,
        /// The base URL of the target that has the fixtures.
        elsewhere: String,
    },
    /// The shared fixtures no longer exist. The path is that of their journal.
    #[error("the shared fixtures are removed already, or were created on another machine: there is no unlocked journal `{}`; run `badreq provision` again", .0.display())]
    FixturesGone(PathBuf),
    /// Another run is active on the same systems. The path is that of its journal.
    #[error("another run is active on this target with the same tokens, and each would report the other's changes as failures: wait for its end, or share fixtures by `badreq provision` (its journal is `{}`)", .0.display())]
    OtherRunActive(PathBuf),
    /// The lock files cannot be used.
    #[error(transparent)]
    Lock(#[from] CaseLockError),
    /// The journal could not be written.
    #[error(transparent)]
    Journal(#[from] JournalError),
}
