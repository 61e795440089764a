//! The source of a contract and its cases.

use std::path::{Path, PathBuf};

use super::contract_folder::ContractAndSuiteFiles;
use super::error::ConformanceError;
use crate::contract::{Contract, Diagnostics, Edition, SourceFile};
use crate::suite::{SuiteSet, SuiteSources};

/// The source of a contract and its cases.
///
/// A text or a path names a folder. [`Contract::embedded`] is the built-in contract, with the built-in cases.
#[derive(Debug)]
pub struct ContractSource(ContractSourceKind);

#[derive(Debug)]
enum ContractSourceKind {
    /// A folder that holds both.
    Folder(PathBuf),
    /// A contract that was loaded already, with the built-in cases.
    Loaded(Result<Box<Contract>, Diagnostics>),
}

impl From<&str> for ContractSource {
    fn from(folder: &str) -> Self {
        Self(ContractSourceKind::Folder(folder.into()))
    }
}

impl From<&Path> for ContractSource {
    fn from(folder: &Path) -> Self {
        Self(ContractSourceKind::Folder(folder.into()))
    }
}

impl From<PathBuf> for ContractSource {
    fn from(folder: PathBuf) -> Self {
        Self(ContractSourceKind::Folder(folder))
    }
}

impl From<Contract> for ContractSource {
    fn from(contract: Contract) -> Self {
        Self(ContractSourceKind::Loaded(Ok(Box::new(contract))))
    }
}

impl From<Result<Contract, Diagnostics>> for ContractSource {
    /// Accepts mistakes, too; the run reports them.
    fn from(read: Result<Contract, Diagnostics>) -> Self {
        Self(ContractSourceKind::Loaded(read.map(Box::new)))
    }
}

impl ContractSource {
    /// Reads the contract and its cases.
    pub(super) fn load_contract_and_suites(self) -> Result<(Contract, SuiteSet), ConformanceError> {
        match self.0 {
            ContractSourceKind::Folder(folder) => {
                Ok(ContractAndSuiteFiles::read_folder(&folder)?.parse(Edition::Errata)?)
            }
            ContractSourceKind::Loaded(contract) => {
                let contract = *contract?;
                let suites = SuiteSet::parse(&SuiteSources::embedded(), &contract)?;
                Ok((contract, suites))
            }
        }
    }
}

/// Reads a page of this kind from a file.
pub(super) fn read_source_file(
    kind: &'static str,
    path: &Path,
) -> Result<SourceFile, ConformanceError> {
    let text = std::fs::read_to_string(path).map_err(|source| ConformanceError::Unreadable {
        kind,
        path: path.to_owned(),
        source,
    })?;
    Ok(SourceFile::new(path.display().to_string(), text))
}
