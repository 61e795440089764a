//! Arguments that say what is read, which cases are meant, and where a run writes down what it makes.

use std::path::PathBuf;

use clap::Args;

use crate::contract::Edition;

/// What the contract and the suites are read from.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Contract and suites")]
pub struct InputArgs {
    /// The Markdown page with the error table, in place of the built-in one.
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,
    /// The edition of the table: `document` is the page alone, `errata` adds what later editions list.
    #[arg(long, default_value = "errata", value_name = "EDITION")]
    pub edition: Edition,
    /// The folder with suites, in place of the built-in ones.
    #[arg(long, value_name = "FOLDER")]
    pub suites: Option<PathBuf>,
}

/// Which cases are meant.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Selection")]
pub struct SelectArgs {
    /// Rows (`20003`, `0/401`), suites (`members`), cases (`messages/zero`); `*` stands for anything.
    #[arg(value_name = "PATTERN")]
    pub only: Vec<String>,
    /// Rows, suites or cases to leave out.
    #[arg(long, value_name = "PATTERN")]
    pub skip: Vec<String>,
}

impl SelectArgs {
    /// Whether nothing is left out.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.only.is_empty() && self.skip.is_empty()
    }
}

/// Where it is written down what a run makes.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Journal")]
pub struct JournalArgs {
    /// The folder in which a run writes down what it makes and changes, before it does; `badreq cleanup` reads it
    /// [default: `badreq/journals` in `$XDG_STATE_HOME` or `~/.local/state`].
    #[arg(long = "journal", env = "BADREQ_JOURNAL", value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}
