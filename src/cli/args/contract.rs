//! Arguments of the commands about contracts.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use crate::contract::Edition;

/// The commands of `contract`.
#[derive(Debug, Subcommand)]
pub enum ContractCommand {
    /// Write a folder for a contract of your own, with comments and two example cases.
    ///
    /// The folder is complete: `badreq contract check` finds no mistake in it. Put your own table, operations and cases in place of the examples.
    #[command(after_help = crate::cli::exit::CONTRACT_NEW_HELP)]
    New(ContractNewArgs),
    /// Check a contract folder, and list what no case covers; compare it with a documentation page.
    #[command(after_help = crate::cli::exit::CONTRACT_CHECK_HELP)]
    Check(ContractCheckArgs),
    /// List the changes from one edition of a contract to the next: breaking for clients, or compatible.
    #[command(after_help = crate::cli::exit::CONTRACT_DIFF_HELP)]
    Diff(ContractDiffArgs),
}

/// The arguments of `contract new`.
#[derive(Clone, Debug, Args)]
pub struct ContractNewArgs {
    /// Folder to write. It may exist, and no file in it is overwritten.
    #[arg(value_name = "FOLDER")]
    pub folder: PathBuf,
}

/// The arguments of `contract check`.
#[derive(Clone, Debug, Args)]
pub struct ContractCheckArgs {
    /// Folder of the contract: it holds `contract.toml`, or `schemas/` and `suites/`.
    #[arg(value_name = "FOLDER", env = "BADREQ_CONTRACT")]
    pub folder: PathBuf,
    /// Documentation page to compare the table with: rows that were added, removed, renumbered or reworded. Its table has the columns that the
    /// contract names.
    #[arg(value_name = "PAGE")]
    pub page: Option<PathBuf>,
    /// Edition of the table: `document` or `errata`.
    #[arg(long, default_value = "errata", value_name = "EDITION")]
    pub edition: Edition,
}

/// The arguments of `contract diff`.
#[derive(Clone, Debug, Args)]
pub struct ContractDiffArgs {
    /// Old edition: the folder of a contract, or a Markdown page with an error table.
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// New edition: the folder of a contract, or a Markdown page with an error table.
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// Changes that end with status 1.
    #[arg(long, value_enum, default_value_t, value_name = "EFFECT")]
    pub fail_on: FailingEffect,
    /// Format of standard output.
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: ChangeListFormat,
}

/// The changes that end `contract diff` with status 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum FailingEffect {
    /// Any change.
    #[default]
    Any,
    /// Breaking changes.
    Breaking,
    /// No change.
    Never,
}

/// A format of a list of changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ChangeListFormat {
    /// Lines for a terminal.
    #[default]
    Text,
    /// A table for a pull request.
    Markdown,
}
