//! Arguments of the commands that tell about the project itself.

use clap::Args;

use super::args::InputArgs;

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
