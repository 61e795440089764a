//! Exit statuses: what a script can rely on.

use std::process::ExitCode;

use crate::outcome::Conclusion;

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// The target conforms, or the command did what was asked.
    Fine = 0,
    /// The target does not conform, or a fault is not noticed as it should be.
    DoesNotConform = 1,
    /// The command line or the configuration, or a value given by them, is wrong.
    Usage = 2,
    /// A suite or a page of the contract is wrong.
    Authored = 3,
    /// The target cannot be reached, or stopped answering.
    Target = 4,
    /// Nothing was run.
    NothingRun = 5,
    /// Nothing is wrong that the baseline does not name, and an entry of it is to be changed.
    StaleBaseline = 6,
    /// The run was interrupted; what it made is undone.
    Interrupted = 130,
}

/// The exit statuses as `--help` tells them.
pub(super) const HELP: &str = "\
Exit status:
    0  the target conforms
    1  the target does not conform, or not all could be tried and `--require-all` asks for it
    2  the command line or the configuration, or a value given by them, is wrong
    3  a suite or a page of the contract is wrong
    4  the target cannot be reached, or stopped answering
    5  nothing was run
    6  only known breaches were found, and an entry of the baseline is to be changed
  130  interrupted; what the run made is undone";

/// The exit statuses of `badreq replay`, as its `--help` tells them.
pub(super) const REPLAY_HELP: &str = "\
Exit status:
    0  the target conforms, and every case that came to a verdict before came to one again
    1  the target does not conform, or some case is no longer judged or not there any more
    2  the command line, the configuration or the result, or a value given by them, is wrong
    3  a suite or a page of the contract is wrong
    4  the target cannot be reached, or stopped answering
    5  nothing was run: no case failed, or none could be judged
    6  only known breaches were found, and an entry of the baseline is to be changed
  130  interrupted; what the run made is undone";

/// The exit statuses of `badreq faults`, as its `--help` tells them.
pub(super) const FAULTS_HELP: &str = "\
Exit status:
    0  every fault is noticed for the right reason, nobody is accused without one, every case is worth its place
    1  it is not so
    2  the command line is wrong, or a pattern fits no fault
    3  a suite, a page of the contract or the page of accusations is wrong
    4  the reference server does not start
  130  interrupted";

/// The exit statuses of `badreq merge`, as its `--help` tells them.
pub(super) const MERGE_HELP: &str = "\
Exit status:
    0  the target conforms
    1  the target does not conform, or not all could be tried and `--require-all` asks for it
    2  a report cannot be read, or the reports do not fit together
    4  the target stopped answering in one of the runs
    5  nothing was run
    6  only known breaches were found, and an entry of the baseline is to be changed
  130  one of the runs was interrupted";

/// The exit statuses of `badreq report`, as its `--help` tells them.
pub(super) const REPORT_HELP: &str = "\
Exit status of one result: that of its run. Of two results:
    0  nothing got worse
    1  something got worse: a case newly fails, or fails differently, or came to no verdict, or a row is no longer proven;
       or nobody knows: the new run did not come to its end, or lacks cases of the old one: all of a row, more than it has,
       or any where it is another part of the cases or of another edition of the table
    2  a result cannot be read, or a report cannot be written";

/// The exit statuses of `badreq provision`, as its `--help` tells them.
pub(super) const PROVISION_HELP: &str = "\
Exit status:
    0  everything was made that can be made with the tokens and values that were given
    1  something could not be made; the rest was, and is handed over
    2  the command line, or a value given by it, is wrong
    3  a suite or a page of the contract is wrong
    4  the target cannot be reached
  130  interrupted; what was made is undone";

/// The exit statuses of `badreq cleanup`, as its `--help` tells them.
pub(super) const CLEANUP_HELP: &str = "\
Exit status:
    0  nothing is left of any run
    1  something could not be undone, or a run is still under way
    2  the command line is wrong, a journal cannot be read, or the tokens are not those of the run
    4  the target cannot be reached";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl From<Conclusion> for Exit {
    fn from(conclusion: Conclusion) -> Self {
        match conclusion {
            Conclusion::Conforms => Self::Fine,
            Conclusion::DoesNotConform | Conclusion::NotAllTried => Self::DoesNotConform,
            Conclusion::NothingRun => Self::NothingRun,
            Conclusion::StaleBaseline => Self::StaleBaseline,
            Conclusion::TargetUnusable => Self::Target,
            Conclusion::Interrupted => Self::Interrupted,
        }
    }
}

/// A command that could not do what was asked.
#[derive(Debug)]
pub struct Failure {
    /// How the command ends.
    pub exit: Exit,
    /// What to tell the person, whole lines.
    pub message: String,
}

impl Failure {
    pub(super) fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
        }
    }

    /// Several failures as one that ends as the first of them does; `None` where there is none.
    pub(super) fn all(failures: Vec<Self>) -> Option<Self> {
        let exit = failures.first()?.exit;
        let messages: Vec<String> = failures
            .into_iter()
            .map(|failure| failure.message)
            .collect();
        Some(Self::new(exit, messages.join("\nerror: ")))
    }

    /// An error and all that caused it.
    pub(super) fn of(exit: Exit, error: &dyn std::error::Error) -> Self {
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

    use super::{Exit, HELP};
    use crate::outcome::Conclusion;

    #[rstest]
    #[case(Conclusion::Conforms, 0)]
    #[case(Conclusion::DoesNotConform, 1)]
    #[case(Conclusion::NotAllTried, 1)]
    #[case(Conclusion::TargetUnusable, 4)]
    #[case(Conclusion::NothingRun, 5)]
    #[case(Conclusion::StaleBaseline, 6)]
    #[case(Conclusion::Interrupted, 130)]
    fn every_conclusion_has_its_exit_status(#[case] conclusion: Conclusion, #[case] status: u8) {
        assert_eq!(Exit::from(conclusion) as u8, status);
    }

    #[rstest]
    fn the_help_tells_every_exit_status(
        #[values(
            Exit::Fine,
            Exit::DoesNotConform,
            Exit::Usage,
            Exit::Authored,
            Exit::Target,
            Exit::NothingRun,
            Exit::StaleBaseline,
            Exit::Interrupted
        )]
        exit: Exit,
    ) {
        let line = format!("{:>5}  ", exit as u8);
        assert!(
            HELP.lines().any(|own| own.starts_with(&line)),
            "no line for {exit:?}"
        );
    }
}
