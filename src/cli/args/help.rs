//! Arguments of the commands that explain badreq itself: `explain`, `completions` and `man`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::input::ContractAndSuiteArgs;

/// The arguments of `explain`.
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// Row (`20003`, `0/401`), requirement (`body-code-integer`), case (`messages/unknown@anonymous`), term (`defect`)
    /// or finding of a result (`F-3a9c1b`) [default: list the terms].
    #[arg(value_name = "ROW|REQUIREMENT|CASE|TERM|FINDING")]
    pub subject: Option<String>,
    /// Result that has the finding, as `badreq run --report json=FILE` writes it.
    #[arg(long, value_name = "RESULT", requires = "subject")]
    pub from: Option<PathBuf>,
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
