//! Exit statuses: the interface for scripts.

use std::process::ExitCode;

use crate::outcome::ConformanceConclusion;
use crate::run::CancelReason;

/// The exit status of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum ExitStatus {
    /// The target conforms, or the command succeeded.
    Success = 0,
    /// The target does not conform, or results differ.
    Failed = 1,
    /// The command line or the configuration, or a value in them, is wrong.
    Usage = 2,
    /// An authored file is wrong: the contract, a suite, a baseline or a result.
    InvalidAuthoredFile = 3,
    /// The target can't be used: not reached, it stopped responding, or another run is at work there.
    TargetUnusable = 4,
    /// The run is inconclusive: nothing was selected, or evidence is missing.
    Inconclusive = 5,
    /// All failures are in the baseline, and an entry of the baseline must be updated.
    StaleBaseline = 6,
    /// Everything passed, and something was left on the target.
    LeftBehind = 7,
    /// The run was interrupted; what it created is undone.
    Interrupted = 130,
    /// The run was terminated; what it created is undone.
    Terminated = 143,
}

/// The exit statuses of `badreq run`, for its help.
pub(super) const RUN_HELP: &str = "\
Exit status (if several apply, the first of 130, 143, 2, 3, 4, 1, 7, 5, 6, 0):
    0  passed: nothing that `--fail-on` names was found
    1  failed: something that `--fail-on` names was found
    2  wrong usage or configuration
    3  a file is wrong: a suite, the error table, the baseline or the result of `--failed-in`
    4  the target can't be used: not reached, it stopped responding, or another run is at work there
    5  inconclusive: nothing was selected, or evidence is missing (`--partial` accepts that)
    6  passed with known failures only, and the baseline is out of date: update it
    7  did not fail, but something was left on the target; `badreq cleanup` removes it
  130  interrupted; the run undid its changes as far as it could
  143  terminated; the run undid its changes as far as it could";

/// The exit statuses of `badreq plan`, for its help.
pub(super) const PLAN_HELP: &str = "\
Exit status:
    0  the plan is printed
    2  wrong usage or configuration
    3  a file is wrong: a suite, the error table, the baseline or the result of `--failed-in`
    4  the embedded reference server does not start
    5  nothing is left to plan: every selected case is excluded, or no case failed in the result";

/// The exit statuses of `badreq list`, for its help.
pub(super) const LIST_HELP: &str = "\
Exit status:
    0  the list is printed
    2  wrong usage, or a pattern matches nothing
    3  a file is wrong: a suite or the error table";

/// The exit statuses of `badreq explain`, for its help.
pub(super) const EXPLAIN_HELP: &str = "\
Exit status:
    0  the explanation is printed
    2  wrong usage, or nothing has this name
    3  a file is wrong: a suite or the error table";

/// The exit statuses of `badreq serve`, for its help.
pub(super) const SERVE_HELP: &str = "\
Exit status:
    0  interrupted or terminated, which is how it ends
    2  wrong usage
    4  the server does not start";

/// The exit statuses of `badreq init`, for its help.
pub(super) const INIT_HELP: &str = "\
Exit status:
    0  the file is written
    2  the file exists already or cannot be written";

/// The exit statuses of `badreq contract`, for its help.
pub(super) const CONTRACT_HELP: &str = "\
Exit status: see the help of each command; in any of them
    2  wrong usage, or a file cannot be read or written";

/// The exit statuses of `badreq contract new`, for its help.
pub(super) const CONTRACT_NEW_HELP: &str = "\
Exit status:
    0  the files are written
    2  a file exists already or cannot be written";

/// The exit statuses of `badreq contract check`, for its help.
pub(super) const CONTRACT_CHECK_HELP: &str = "\
Exit status:
    0  the contract has no mistakes, and the rows of the page if one is given
    1  the page has other rows
    2  a file cannot be read
    3  the contract, its suites or the page have mistakes";

/// The exit statuses of `badreq contract diff`, for its help.
pub(super) const CONTRACT_DIFF_HELP: &str = "\
Exit status:
    0  there is no change that `--fail-on` names
    1  there is one
    2  a file cannot be read
    3  a contract or a page has mistakes";

/// The exit statuses of `badreq completions`, for its help.
pub(super) const COMPLETIONS_HELP: &str = "\
Exit status:
    0  the script is written
    2  wrong usage";

/// The exit statuses of `badreq man`, for its help.
pub(super) const MAN_HELP: &str = "\
Exit status:
    0  the page is written
    2  wrong usage, or no command has this name";

/// The exit statuses of `badreq prove`, for its help.
pub(super) const PROVE_HELP: &str = "\
Exit status:
    0  the share of detected mutants is that of --min-score, or more
    1  it is less
    2  wrong usage, or the result cannot be read
    3  the result cannot be mutated, as its run did not pass or was judged by another contract; or a suite or the table is wrong
    4  the reference server does not start
  130  interrupted";

/// The exit statuses of `badreq merge`, for its help.
pub(super) const MERGE_HELP: &str = "\
Exit status: that of a run with all cases of the merged results, or
    2  a file cannot be read or written, or the results do not belong together
    3  a file is not a result";

/// The exit statuses of `badreq report`, for its help.
pub(super) const REPORT_HELP: &str = "\
Exit status:
  For one result, the status of its run; for several, 0. In addition:
    2  a file cannot be read or written
    3  a file is not a result";

/// The exit statuses of `badreq compare`, for its help.
pub(super) const COMPARE_HELP: &str = "\
Exit status:
    0  every case and row has the same result, and the responses are the same
    1  something differs, for better or worse, or the new run lacks cases of the old one
    2  a file cannot be read or written
    3  a file is not a result";

/// The exit statuses of `badreq baseline` and of `badreq baseline write`, for their help.
pub(super) const BASELINE_HELP: &str = "\
Exit status:
    0  the baseline is written
    2  a file cannot be read or written, the baseline exists already, the result is incomplete, or it has harm that is not accepted
    3  a file is wrong: the result, the older baseline, a suite or the error table";

/// The exit statuses of `badreq baseline update`, for its help.
pub(super) const BASELINE_UPDATE_HELP: &str = "\
Exit status:
    0  the baseline is up to date, whether anything changed or not
    2  a file cannot be read or written, the result is incomplete, or harm would be added that is not accepted
    3  a file is wrong: the result, the baseline, a suite or the error table";

/// The exit statuses of `badreq provision`, for its help.
pub(super) const PROVISION_HELP: &str = "\
Exit status:
    0  every fixture that the given tokens and values allow is created
    1  some fixture could not be created; the others are written to the file
    2  wrong usage or configuration
    3  a file is wrong: a suite or the error table
    4  the target can't be reached
  130  interrupted; what was created is undone
  143  terminated; what was created is undone";

/// The exit statuses of `badreq doctor`, for its help.
pub(super) const DOCTOR_HELP: &str = "\
Exit status:
    0  the target can be tested
    2  wrong usage or configuration, such as a refused token or a wrong base URL
    3  a file is wrong: a suite or the error table
    4  the target can't be used: not reached, or the response is that of a gateway or a server error";

/// The exit statuses of `badreq cleanup`, for its help.
pub(super) const CLEANUP_HELP: &str = "\
Exit status:
    0  nothing is left of these runs
    2  wrong usage, a journal cannot be read, or the tokens are not those of the run
    4  the target can't be reached, or a run is still at work there
    7  something could not be undone";

impl From<ExitStatus> for ExitCode {
    fn from(exit: ExitStatus) -> Self {
        Self::from(exit as u8)
    }
}

impl From<ConformanceConclusion> for ExitStatus {
    fn from(conclusion: ConformanceConclusion) -> Self {
        match conclusion {
            ConformanceConclusion::Conforms | ConformanceConclusion::FailuresAllowed => {
                Self::Success
            }
            ConformanceConclusion::DoesNotConform => Self::Failed,
            ConformanceConclusion::LeftBehind => Self::LeftBehind,
            ConformanceConclusion::Inconclusive | ConformanceConclusion::NothingRun => {
                Self::Inconclusive
            }
            ConformanceConclusion::StaleBaseline => Self::StaleBaseline,
            ConformanceConclusion::TargetUnusable => Self::TargetUnusable,
            ConformanceConclusion::Interrupted => Self::Interrupted,
            ConformanceConclusion::Terminated => Self::Terminated,
        }
    }
}

impl From<CancelReason> for ExitStatus {
    fn from(reason: CancelReason) -> Self {
        match reason {
            CancelReason::Interrupt => Self::Interrupted,
            CancelReason::Terminate => Self::Terminated,
        }
    }
}

/// The failure of a command: its exit status and its error message.
#[derive(Debug)]
pub struct CommandFailure {
    /// The exit status of the command.
    pub exit: ExitStatus,
    /// The error message, as whole lines.
    pub message: String,
}

impl CommandFailure {
    /// Creates a failure with this message.
    #[must_use]
    pub fn new(exit: ExitStatus, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
        }
    }

    /// Combines failures into one with the exit status of the first; `None` if there are none.
    pub(super) fn combine(failures: Vec<Self>) -> Option<Self> {
        let exit = failures.first()?.exit;
        let messages: Vec<String> = failures
            .into_iter()
            .map(|failure| failure.message)
            .collect();
        Some(Self::new(exit, messages.join("\nerror: ")))
    }

    /// Builds a failure from an error, with the messages of its causes.
    #[must_use]
    pub fn from_error(exit: ExitStatus, error: &dyn std::error::Error) -> Self {
        let mut message = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            let text = error.to_string();
            if !message.contains(&text) {
                message.push_str(&format!(": {text}"));
            }
            cause = error.source();
        }
        Self { exit, message }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{ExitStatus, RUN_HELP};
    use crate::outcome::ConformanceConclusion;

    #[rstest]
    #[case(ConformanceConclusion::Conforms, 0)]
    #[case(ConformanceConclusion::DoesNotConform, 1)]
    #[case(ConformanceConclusion::Inconclusive, 5)]
    #[case(ConformanceConclusion::FailuresAllowed, 0)]
    #[case(ConformanceConclusion::LeftBehind, 7)]
    #[case(ConformanceConclusion::Terminated, 143)]
    #[case(ConformanceConclusion::TargetUnusable, 4)]
    #[case(ConformanceConclusion::NothingRun, 5)]
    #[case(ConformanceConclusion::StaleBaseline, 6)]
    #[case(ConformanceConclusion::Interrupted, 130)]
    fn every_conclusion_has_its_exit_status(
        #[case] conclusion: ConformanceConclusion,
        #[case] status: u8,
    ) {
        assert_eq!(ExitStatus::from(conclusion) as u8, status);
    }

    #[rstest]
    fn the_help_tells_every_exit_status(
        #[values(
            ExitStatus::Success,
            ExitStatus::Failed,
            ExitStatus::Usage,
            ExitStatus::InvalidAuthoredFile,
            ExitStatus::TargetUnusable,
            ExitStatus::Inconclusive,
            ExitStatus::StaleBaseline,
            ExitStatus::LeftBehind,
            ExitStatus::Terminated,
            ExitStatus::Interrupted
        )]
        exit: ExitStatus,
    ) {
        let line = format!("{:>5}  ", exit as u8);
        assert!(
            RUN_HELP.lines().any(|own| own.starts_with(&line)),
            "no line for {exit:?}"
        );
    }
}
