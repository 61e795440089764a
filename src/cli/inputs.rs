//! The contract and the suites that the arguments select.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::{ContractAndSuiteArgs, SelectArgs, find_similar_command};
use super::exit::{CommandFailure, ExitStatus};
use crate::cli::output::diagnostics;
use crate::cli::settings::find_configured_contract;
use crate::conformance::{ContractAndSuiteFiles, ContractFolderError};
use crate::contract::{Contract, ContractFiles, SourceFile};
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
        let folder = if is_chosen {
            args.contract.clone()
        } else {
            find_configured_contract(config)
        };
        Self::load_from(folder, args)
    }

    /// Loads the contract of a folder, or the built-in one, with the table and the suites that the arguments name.
    fn load_from(
        folder: Option<PathBuf>,
        args: &ContractAndSuiteArgs,
    ) -> Result<Self, CommandFailure> {
        let mut read = match &folder {
            Some(folder) => read_contract_folder(folder)?,
            None => ContractAndSuiteFiles {
                files: ContractFiles::embedded(),
                suites: SuiteSources::embedded(),
            },
        };
        if let Some(path) = &args.table {
            read.files = read.files.with_document(read_source_file("table", path)?);
        }
        if let Some(suites) = &args.suites {
            read.suites = read_suites(suites)?;
        }
        if let Some(suites) = &args.add_suites {
            read.suites = read.suites.with_added(read_suites(suites)?);
        }
        let (contract, suites) = read
            .parse(args.edition)
            .map_err(|flaws| diagnostics::contract_or_suite_failure(&flaws))?;
        Ok(Self {
            contract: Arc::new(contract),
            suites,
            folder,
        })
    }

    /// Loads the built-in contract and suites.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`] if they have a mistake.
    pub fn load_embedded() -> Result<Self, CommandFailure> {
        Self::load_from(None, &ContractAndSuiteArgs::default())
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

/// Reads the folder of a contract.
fn read_contract_folder(folder: &Path) -> Result<ContractAndSuiteFiles, CommandFailure> {
    ContractAndSuiteFiles::read_folder(folder).map_err(|error| match &error {
        ContractFolderError::NoContract { .. } => {
            CommandFailure::from_error(ExitStatus::Usage, &error)
        }
        ContractFolderError::Mistakes(mistakes) => diagnostics::contract_or_suite_failure(mistakes),
    })
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
