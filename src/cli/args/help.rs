//! Arguments of the commands that explain badreq itself: `explain`, `completions` and `man`.

use clap::{Args, ValueEnum};

use super::input::ContractAndSuiteArgs;

/// The arguments of `explain`.
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// Row (`20003`, `0/401`), requirement (`body-code-integer`), case (`messages/unknown@anonymous`) or term (`defect`)
    /// [default: list the terms].
    #[arg(value_name = "ROW|REQUIREMENT|CASE|TERM")]
    pub subject: Option<String>,
    /// The contract and the suites.
    #[command(flatten)]
    pub inputs: ContractAndSuiteArgs,
}

/// The arguments of `completions`.
#[derive(Clone, Copy, Debug, Args)]
pub struct CompletionsArgs {
    /// Shell to write the script for.
    #[arg(value_enum)]
    pub shell: CompletionShell,
}

/// A shell for which a completion script can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CompletionShell {
    /// Bash; `bash-completion` is not required.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
}

/// The arguments of `man`.
#[derive(Clone, Debug, Args)]
pub struct ManArgs {
    /// Command to describe. [default: `badreq` itself]
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}
