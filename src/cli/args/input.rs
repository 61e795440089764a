//! Arguments for the contract, the suites, the selection of cases, and the journal.

use std::path::PathBuf;

use clap::Args;

use crate::contract::Edition;
use crate::outcome::FindingId;

/// The sources of the contract and the suites.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Contract and suites")]
pub struct ContractAndSuiteArgs {
    /// Folder with a contract and its suites, instead of the built-in ones: it holds `contract.toml`, or `schemas/` and `suites/`.
    #[arg(long, value_name = "FOLDER", env = "BADREQ_CONTRACT", conflicts_with_all = ["table", "suites"])]
    pub contract: Option<PathBuf>,
    /// Folder with further suites beside those of the contract.
    #[arg(long, value_name = "FOLDER")]
    pub add_suites: Option<PathBuf>,
    /// Markdown page with the error table, instead of the built-in one.
    #[arg(long, value_name = "FILE")]
    pub table: Option<PathBuf>,
    /// Edition of the table: `document` has the rows of the page alone, `errata` also those that other pages or later editions list.
    #[arg(long, default_value = "errata", value_name = "EDITION")]
    pub edition: Edition,
    /// Folder with suites, instead of the built-in ones.
    #[arg(long, value_name = "FOLDER")]
    pub suites: Option<PathBuf>,
}

/// The selection of cases.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Selection")]
pub struct SelectArgs {
    /// Rows (`20003`, `0/401`), suites (`members`) or cases (`messages/zero`); `*` matches any characters.
    #[arg(value_name = "PATTERN")]
    pub only: Vec<String>,
    /// Rows, suites or cases to skip.
    #[arg(long, value_name = "PATTERN")]
    pub skip: Vec<String>,
}

impl SelectArgs {
    /// Returns the patterns that are ids of findings.
    #[must_use]
    pub fn finding_ids(&self) -> Vec<FindingId> {
        let patterns = self.only.iter();
        patterns.filter_map(|own| own.parse().ok()).collect()
    }

    /// Returns the selection without the ids of findings, which select no case by themselves.
    #[must_use]
    pub fn without_finding_ids(&self) -> Self {
        let is_id = |pattern: &str| pattern.parse::<FindingId>().is_ok();
        let mut selection = self.clone();
        selection.only.retain(|own| !is_id(own));
        selection
    }

    /// Reports whether every case is selected.
    #[must_use]
    pub fn selects_everything(&self) -> bool {
        self.only.is_empty() && self.skip.is_empty()
    }
}

/// The folder of the journal.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Journal")]
pub struct JournalFolderArgs {
    /// Folder for the journal, in which a run records every change to the target before it makes it; `badreq cleanup` reads it.
    /// [default: `badreq/journals` in `$XDG_STATE_HOME` or `~/.local/state`].
    #[arg(
        long = "journal-dir",
        env = "BADREQ_JOURNAL_DIR",
        value_name = "FOLDER"
    )]
    pub folder: Option<PathBuf>,
    /// Treat this run as dead even if it started less than 20 minutes ago; its id is in the names of what it created. Repeatable.
    #[arg(long = "ignore-run", value_name = "ID")]
    pub ignored_runs: Vec<String>,
}
