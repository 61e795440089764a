//! The errors of a check.

use std::fmt;
use std::io;
use std::path::PathBuf;

use super::contract_folder::{ContractFolderError, describe_missing_contract};
use crate::baseline::NonexistentDayError;
use crate::contract::Diagnostics;
use crate::outcome::Leftover;
use crate::run::SessionOpenError;
use crate::suite::{SuiteSourcesError, TriggerParseError, UnmatchedPattern};
use crate::target::{BaseUrlError, ConflictingTokensError, InvalidTokenError, TargetSetupError};

/// The reason why no case was run, or why the tests of the cases failed.
///
/// `Debug` writes the same text as `Display`, since a test that ends with `?` prints the error with `Debug`.
#[derive(thiserror::Error)]
pub enum ConformanceError {
    /// The folder holds no contract.
    #[error(
        "{}; a relative path starts at the package's folder in `cargo test`",
        describe_missing_contract(.folder)
    )]
    NoContract {
        /// The folder, as an absolute path.
        folder: PathBuf,
    },
    /// A file cannot be read.
    #[error("cannot read the {kind} from `{}`: {source}; is the path right?", .path.display())]
    Unreadable {
        /// The kind of page in the file.
        kind: &'static str,
        /// The file.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The suites cannot be read.
    #[error(transparent)]
    Suites(#[from] SuiteSourcesError),
    /// The contract, its cases or the baseline have mistakes.
    #[error("nothing was sent, correct this first:\n{0}")]
    Mistakes(#[from] Diagnostics),
    /// No server was named.
    #[error("there is no server to check: give `.target(url)` or `.serve(router)`")]
    NoTarget,
    /// The text is not a base URL.
    #[error(transparent)]
    BaseUrl(#[from] BaseUrlError),
    /// The text is not a base path.
    #[error(
        "`{0}` is not a base path: write it as `/v2`, with a slash in front and none at the end"
    )]
    BasePath(String),
    /// No actor of this name has a token.
    #[error(
        "there is no actor `{0}` with a token: give the token of the `owner` or the `stranger`"
    )]
    UnknownActor(String),
    /// The text is not a token.
    #[error("cannot use the token of the {actor}: {source}")]
    Token {
        /// The actor whose token it is.
        actor: String,
        /// The cause.
        source: InvalidTokenError,
    },
    /// The tokens cannot be used together.
    #[error(transparent)]
    Credentials(#[from] ConflictingTokensError),
    /// No case needs a value or a trigger of this name.
    #[error("no case needs a {kind} `{name}`; those that cases need: {}", quote_names(.names))]
    UnneededInput {
        /// `value` or `trigger`.
        kind: &'static str,
        /// The name.
        name: String,
        /// The names that cases need.
        names: Vec<String>,
    },
    /// The text is not a trigger.
    #[error("cannot use the trigger `{name}`: {source}")]
    Trigger {
        /// The name of the trigger.
        name: String,
        /// The cause.
        source: TriggerParseError,
    },
    /// Some patterns match no case.
    #[error("cannot select cases: {}", join_patterns(.0))]
    Patterns(Vec<UnmatchedPattern>),
    /// Every selected case is skipped.
    #[error("no case is left to run: `.skip` excludes every selected case")]
    NoCase,
    /// The current day is out of range.
    #[error("cannot compare the baseline with today's date: {0}; is this machine's clock right?")]
    InvalidToday(#[from] NonexistentDayError),
    /// The server serves real users.
    #[error(
        "{host} serves real users, and a run creates, changes and removes objects there: check a server on this machine or a staging server"
    )]
    Production {
        /// The host.
        host: String,
    },
    /// The target cannot be set up.
    #[error(transparent)]
    Target(#[from] TargetSetupError),
    /// The router cannot be served.
    #[error("cannot serve the router on a free port of 127.0.0.1: {0}")]
    Serve(#[source] io::Error),
    /// There is no folder for the journal.
    #[error(
        "there is no folder for the journal, in which a run records each change to a server before it makes it: set `HOME`, or give `.journal_dir(folder)`"
    )]
    NoJournalDir,
    /// The session with the server cannot be opened.
    #[error(transparent)]
    Open(#[from] SessionOpenError),
    /// A snapshot cannot be read or written.
    #[error("cannot {doing} the snapshot `{}`: {source}", .path.display())]
    Snapshot {
        /// The operation that failed, as a verb.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// The runtime of the tests cannot be started.
    #[error("cannot start the tests: {0}")]
    StartRuntime(#[source] io::Error),
    /// Some of the cases failed, each run as a separate test.
    #[error("the server does not conform: {failed} of {run} tests failed")]
    TestsFailed {
        /// The number of failed tests.
        failed: u64,
        /// The number of tests that were run.
        run: u64,
    },
    /// Every test was ignored.
    #[error(
        "nothing was tested: all {0} tests were ignored, as a token, a value or a trigger is missing; give `.actor`, `.value` or `.trigger`"
    )]
    NothingJudged(u64),
    /// Some resources could not be removed.
    #[error("not everything could be undone:{}", format_leftovers(.0))]
    LeftBehind(Vec<Leftover>),
}

impl From<ContractFolderError> for ConformanceError {
    fn from(error: ContractFolderError) -> Self {
        match error {
            ContractFolderError::NoContract { folder } => Self::NoContract { folder },
            ContractFolderError::Mistakes(mistakes) => Self::Mistakes(mistakes),
        }
    }
}

impl fmt::Debug for ConformanceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

fn quote_names(names: &[String]) -> String {
    if names.is_empty() {
        return "none".to_owned();
    }
    format!("`{}`", names.join("`, `"))
}

fn join_patterns(unmatched: &[UnmatchedPattern]) -> String {
    let texts: Vec<String> = unmatched.iter().map(ToString::to_string).collect();
    texts.join("; ")
}

fn format_leftovers(leftovers: &[Leftover]) -> String {
    leftovers
        .iter()
        .map(|own| {
            format!(
                "\n  {}: {}; to undo it: {}",
                own.what, own.reason, own.remedy
            )
        })
        .collect()
}
