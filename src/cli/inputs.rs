//! The contract and the suites that the arguments select.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{ContractAndSuiteArgs, SelectArgs, find_similar_command};
use super::exit::{CommandFailure, ExitStatus};
use crate::cli::output::diagnostics;
use crate::cli::settings::find_configured_contract;
use crate::conformance::{ContractFolder, ContractFolderError};
use crate::contract::{Contract, ContractFiles as ContractSources, SourceFile};
use crate::outcome::{FindingId, SelectionDigest, Shard};
use crate::suite::{Case, CaseSelection, SuiteSet, SuiteSources, UnmatchedPattern};

/// A contract and the suites that test it.
#[derive(Debug)]
pub struct ContractAndSuites {
    /// The contract that responses are judged by.
    pub contract: Arc<Contract>,
    /// The suites with all their cases.
    pub suites: SuiteSet,
    /// The folder that they come from; `None` if the contract is the built-in one.
    pub folder: Option<PathBuf>,
}

impl ContractAndSuites {
    /// Loads the contract and the suites that the arguments name, or those of the configuration, or the embedded ones.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`], which lists every mistake of every file.
    pub fn load(
        args: &ContractAndSuiteArgs,
        config: Option<&Path>,
    ) -> Result<Self, CommandFailure> {
        let is_chosen = args.contract.is_some() || args.table.is_some() || args.suites.is_some();
        let configured = match is_chosen {
            true => None,
            false => find_configured_contract(config),
        };
        if let Some(folder) = args.contract.as_ref().or(configured.as_ref()) {
            return Self::load_folder(folder, args);
        }
        Self::load_embedded_contract(args)
    }

    /// Loads the built-in contract with the table and the suites that the arguments name.
    fn load_embedded_contract(args: &ContractAndSuiteArgs) -> Result<Self, CommandFailure> {
        let mut sources = ContractSources::embedded();
        if let Some(path) = &args.table {
            sources = sources.with_document(read_source_file("table", path)?);
        }
        let contract = Contract::parse(&sources, args.edition)
            .map_err(|flaws| diagnostics::contract_or_suite_failure(&flaws))?;
        let sources = match &args.suites {
            None => SuiteSources::embedded(),
            Some(folder) => read_suites(folder)?,
        };
        let sources = match &args.add_suites {
            None => sources,
            Some(folder) => sources.with_added(read_suites(folder)?),
        };
        let suites = SuiteSet::parse(&sources, &contract)
            .map_err(|flaws| diagnostics::contract_or_suite_failure(&flaws))?;
        Ok(Self {
            contract: Arc::new(contract),
            suites,
            folder: None,
        })
    }

    /// Loads a folder with a contract and its suites.
    fn load_folder(folder: &Path, args: &ContractAndSuiteArgs) -> Result<Self, CommandFailure> {
        let read = ContractFolder::read(folder).map_err(|error| match error {
            ContractFolderError::NoContract { folder } => CommandFailure::new(
                ExitStatus::Usage,
                format!(
                    "there is no contract in `{}`: the folder holds `contract.toml` with its other pages and `suites/`, or `schemas/` and `suites/`",
                    folder.display()
                ),
            ),
            ContractFolderError::Mistakes(mistakes) => {
                diagnostics::contract_or_suite_failure(&mistakes)
            }
        })?;
        let read = match &args.add_suites {
            None => read,
            Some(folder) => read.with_added_suites(read_suites(folder)?),
        };
        let (contract, suites) = read
            .parse(args.edition)
            .map_err(|flaws| diagnostics::contract_or_suite_failure(&flaws))?;
        Ok(Self {
            contract: Arc::new(contract),
            suites,
            folder: Some(folder.to_owned()),
        })
    }

    /// Loads the built-in contract and suites.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`] if they have a mistake.
    pub fn load_embedded() -> Result<Self, CommandFailure> {
        Self::load_embedded_contract(&ContractAndSuiteArgs::default())
    }

    /// Returns the cases that the patterns select.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`], which lists every pattern that matches nothing.
    pub fn select_cases(&self, args: &SelectArgs) -> Result<Vec<&Case>, CommandFailure> {
        let selection = CaseSelection {
            only: args.only.clone(),
            skip: args.skip.clone(),
        };
        let cases: Vec<&Case> = self.suites.cases().collect();
        selection.select_cases(&cases).map_err(|unmatched| {
            let lines: Vec<String> = unmatched
                .iter()
                .map(|own| self.describe_unmatched_pattern(own))
                .collect();
            CommandFailure::new(
                ExitStatus::Usage,
                format!("{}\n`badreq list` lists the cases", lines.join("\nerror: ")),
            )
        })
    }

    /// Describes a pattern that matches nothing, with a suggestion.
    fn describe_unmatched_pattern(&self, unmatched: &UnmatchedPattern) -> String {
        let word = unmatched.pattern.as_str();
        if self.contract.requirements.find_by_name(word).is_some() {
            return format!(
                "`{word}` is a requirement, which a run checks in every case that it applies to: `badreq explain {word}` lists the cases"
            );
        }
        if word.parse::<FindingId>().is_ok() {
            return format!(
                "`{word}` is a finding: `badreq run {word} --failed-in RESULT` runs its cases, and `badreq explain {word} --from RESULT` shows it"
            );
        }
        // A word that matches no case may be a misspelt command, or one in the wrong place.
        let near = match unmatched.hint {
            Some(_) => None,
            None => find_similar_command(word),
        };
        match near {
            Some(command) if command == word => {
                format!("`{word}` is a command, and must come before its flags: `badreq {word} …`")
            }
            Some(command) => format!("{unmatched}: did you mean the command `badreq {command}`?"),
            None => unmatched.to_string(),
        }
    }
}

/// Returns the cases that belong to a shard, or all of them, with the digest of the whole selection.
pub(super) fn select_shard_and_digest(
    mut cases: Vec<&Case>,
    shard: Option<Shard>,
) -> (Vec<&Case>, SelectionDigest) {
    let selected = SelectionDigest::from_names(cases.iter().map(|case| case.name.to_string()));
    if let Some(shard) = shard {
        let mut places = 0..;
        cases.retain(|_| {
            places
                .next()
                .is_some_and(|place| shard.contains_index(place))
        });
    }
    (cases, selected)
}

/// Reads the suites of a folder.
fn read_suites(folder: &Path) -> Result<SuiteSources, CommandFailure> {
    SuiteSources::from_folder(folder)
        .map_err(|error| CommandFailure::from_error(ExitStatus::Usage, &error))
}

/// Reads a page from a file; `kind` names it in the error message.
pub(super) fn read_source_file(kind: &str, path: &Path) -> Result<SourceFile, CommandFailure> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        CommandFailure::new(
            ExitStatus::Usage,
            format!("cannot read the {kind} from `{name}`: {error}"),
        )
    })?;
    Ok(SourceFile::new(name, text))
}
