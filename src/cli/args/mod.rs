//! Arguments as they are typed: one file for each group of them, and the commands in `cli`.

mod about;
mod cli;
pub(super) mod duration;
mod hidden;
mod judge;
mod report;
mod target;
pub(super) mod variables;

pub use about::{CompletionsArgs, ExplainArgs, ManArgs, Shell};
pub(super) use cli::near_command;
pub use cli::{
    CleanupArgs, Cli, Command, FaultsArgs, FaultsFormat, FaultsOutput, Format, InitArgs, InputArgs,
    JournalArgs, ListArgs, ListWhat, ProvisionArgs, RunArgs, SelectArgs, ServeArgs, SplitArgs,
};
pub use hidden::Hidden;
pub use judge::JudgeArgs;
pub use report::{DetailArgs, MergeArgs, ReplayArgs, ReportArgs, RetellArgs};
pub use target::TargetArgs;

pub use super::baselines::BaselineArgs;
pub use super::output::report_files::{ReportFile, ReportKind};
