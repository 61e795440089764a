//! Arguments of the commands that tell about the project itself.

use clap::{Args, ValueEnum};

use super::input::InputArgs;

/// What `explain` takes.
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// A row (`20003`, `0/401`), a requirement (`body-code-integer`) or a case (`messages/unknown@anonymous`).
    #[arg(value_name = "ROW|REQUIREMENT|CASE")]
    pub what: String,
    /// What is read.
    #[command(flatten)]
    pub inputs: InputArgs,
}

/// What `completions` takes.
#[derive(Clone, Copy, Debug, Args)]
pub struct CompletionsArgs {
    /// The shell that completes.
    #[arg(value_enum)]
    pub shell: Shell,
}

/// A shell that can complete the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// Bash, with the package `bash-completion` or without.
    Bash,
    /// Zsh.
    Zsh,
    /// Fish.
    Fish,
}

/// What `man` takes.
#[derive(Clone, Debug, Args)]
pub struct ManArgs {
    /// The command that the page is about; without one it is about `badreq` and lists the commands.
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
}
