//! The arguments of the command line: a file for each group of them, and the commands in `cli`.

mod about;
mod baseline;
mod cli;
pub(super) mod duration;
mod hidden;
mod input;
mod judge;
mod local;
mod output;
mod report;
mod run;
mod target;
pub(super) mod variables;

pub use about::{CompletionsArgs, ExplainArgs, ManArgs, Shell};
pub use baseline::{BaselineArgs, BaselineCommand, BaselineWriteArgs};
pub(super) use cli::near_command;
pub use cli::{Cli, Command};
pub use hidden::Hidden;
pub use input::{InputArgs, JournalArgs, SelectArgs};
pub use judge::JudgeArgs;
pub use local::{FaultsArgs, FaultsFormat, FaultsOutput, InitArgs, ListArgs, ListWhat, ServeArgs};
pub use output::{DetailArgs, Format, ReportFileArgs};
pub use report::{CompareArgs, MergeArgs, ReportArgs};
pub use run::{CleanupArgs, ProvisionArgs, RunArgs, SplitArgs};
pub use target::TargetArgs;

pub use super::output::report_files::{ReportFile, ReportKind};
