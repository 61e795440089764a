//! The arguments of the command line: a file for each group of them, and the commands in `cli`.

mod baseline;
pub(super) mod body_size;
mod cli;
mod contract;
pub(super) mod duration;
pub(super) mod environment;
mod help;
mod input;
mod judge;
mod offline;
mod output;
mod report;
mod run;
mod secret_arg;
mod target;

pub use baseline::{BaselineCommand, BaselineFileArgs, BaselineUpdateArgs, BaselineWriteArgs};
pub(super) use cli::find_similar_command;
pub use cli::{Cli, Command};
pub use contract::{
    ChangeListFormat, ContractCheckArgs, ContractCommand, ContractDiffArgs, ContractNewArgs,
    FailingEffect,
};
pub use help::{CompletionShell, CompletionsArgs, ExplainArgs, ManArgs};
pub use input::{ContractAndSuiteArgs, JournalFolderArgs, SelectArgs};
pub use judge::JudgeArgs;
pub use offline::{InitArgs, ListArgs, ListContentArgs, ProveArgs, ServeArgs};
pub use output::{ReportFileArgs, StdoutFormat, VerbosityArgs};
pub use report::{CompareArgs, MergeArgs, ReportArgs};
pub use run::{CleanupArgs, DoctorArgs, MultiProcessArgs, ProvisionArgs, RunArgs};
pub use secret_arg::SecretArg;
pub use target::TargetArgs;

pub use super::output::report_files::{ReportFile, ReportFormat};
