//! The source of a contract and its cases.

use std::path::{Path, PathBuf};

use super::error::ConformanceError;
use crate::contract::{
    BodyModelFile, Contract, ContractFiles as ContractSources, Diagnostics, Edition, SourceFile,
};
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
    pub(super) fn load(self) -> Result<(Contract, SuiteSet), ConformanceError> {
        let (contract, sources) = match self.0 {
            ContractSourceKind::Folder(folder) => {
                let pages = read_pages(&folder)?;
                let sources = SuiteSources::from_folder(&folder.join("suites"))?;
                (Contract::parse(&pages, Edition::Errata)?, sources)
            }
            ContractSourceKind::Loaded(contract) => (*contract?, SuiteSources::embedded()),
        };
        let suites = SuiteSet::parse(&sources, &contract)?;
        Ok((contract, suites))
    }
}

/// Reads the pages of a folder, from the folder itself or from `schemas/` beside `suites/`.
fn read_pages(folder: &Path) -> Result<ContractSources, ConformanceError> {
    let pages = [folder.to_owned(), folder.join("schemas")]
        .into_iter()
        .find(|own| own.join("contract.toml").is_file())
        .ok_or_else(|| ConformanceError::NoContract {
            folder: std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()),
        })?;
    let read = |name: &str| read_source_file("contract", &pages.join(name));
    Ok(ContractSources {
        document: read("errors.md")?,
        errata: if pages.join("errata.md").is_file() {
            Some(read("errata.md")?)
        } else {
            None
        },
        requirements: read("requirements.toml")?,
        settings: read("contract.toml")?,
        operations: read("operations.toml")?,
        body_models: read_body_models(&pages.join(BodyModelFile::FOLDER))?,
        body_schema: read("error.schema.json")?,
        sentences: None,
        quoted_pages: Vec::new(),
        replaced_document: None,
    })
}

/// Reads every JSON file of a folder of models, in the order of their names; there are none if there is no folder.
fn read_body_models(folder: &Path) -> Result<Vec<BodyModelFile>, ConformanceError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| ConformanceError::Unreadable {
            kind: "model",
            path,
            source,
        }
    };
    let mut files = Vec::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        let is_json = path.extension().is_some_and(|own| own == "json");
        if let Some(name) = path.file_name().filter(|_| is_json) {
            let bytes = std::fs::read(&path).map_err(unreadable(&path))?;
            let page_name = path.display().to_string();
            files.push(BodyModelFile::from_bytes(
                &name.to_string_lossy(),
                page_name,
                &bytes,
            ));
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
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
