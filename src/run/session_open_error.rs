//! The errors of opening a session.

use std::path::PathBuf;

use super::locks::CaseLockError;
use super::preflight::PreflightError;
use crate::fixture::{JournalError, RequestError};
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
    /// A response in the preflight shows that a run would prove nothing.
    #[error("cannot test {0}")]
    Preflight(#[from] PreflightError),
    /// A request of the preflight could not be sent, or got no response.
    #[error("cannot use the target at {base}: {source}")]
    PreflightRequest {
        /// The base URL.
        base: String,
        /// The cause.
        source: RequestError,
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
    /// Another run is active on the same accounts. The path is that of its journal.
    #[error("another run is active on this target with the same tokens, and each would report the other's changes as failures: wait for its end, or share fixtures by `badreq provision` (its journal is `{}`)", .0.display())]
    OtherRunActive(PathBuf),
    /// The marks on the target show another run that may be active.
    #[error(
        "cannot use the target at {base}: run {run}, which started {age} ago, may be active there ({example}), and each would report the other's changes as failures: wait for its end; if it is dead, pass `--ignore-run {run}`, and `badreq cleanup --orphans --ignore-run {run}` removes what it left"
    )]
    OtherRunOnTarget {
        /// The base URL.
        base: String,
        /// The id of the other run.
        run: String,
        /// The time since its start, in its largest unit.
        age: String,
        /// A thing that bears its mark.
        example: String,
    },
    /// The lock files cannot be used.
    #[error(transparent)]
    Lock(#[from] CaseLockError),
    /// The journal could not be written.
    #[error(transparent)]
    Journal(#[from] JournalError),
}
