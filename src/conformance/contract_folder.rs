//! A contract as a folder: its pages, its models and its suites.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::contract::{
    Contract, ContractFiles, Diagnostic, Diagnostics, Edition, RequestBodyModelSource, SourceFile,
};
use crate::suite::{SuiteSet, SuiteSources};

/// The name of the file by which a folder is known as that of a contract.
const SETTINGS_FILE_NAME: &str = "contract.toml";

/// The size in bytes above which a file is taken for something else than a page.
const MAX_PAGE_BYTES: u64 = 4 << 20;

/// The files of a contract and of its suites, before they are parsed.
#[derive(Debug)]
pub(crate) struct ContractAndSuiteFiles {
    pub(crate) files: ContractFiles,
    pub(crate) suites: SuiteSources,
}

/// The reason why a folder is not read as a contract.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ContractFolderError {
    /// The folder holds no contract.
    #[error("{}", describe_missing_contract(.folder))]
    NoContract {
        /// The folder, as an absolute path.
        folder: PathBuf,
    },
    /// Files of the contract or its suites have mistakes.
    #[error(transparent)]
    Mistakes(#[from] Diagnostics),
}

impl ContractAndSuiteFiles {
    /// Reads a folder that holds `contract.toml`, or `schemas/` with it beside `suites/`.
    ///
    /// # Errors
    /// Fails if there is no such file, and with every file that is missing or cannot be read.
    pub(crate) fn read_folder(folder: &Path) -> Result<Self, ContractFolderError> {
        let pages = [folder.to_owned(), folder.join("schemas")]
            .into_iter()
            .find(|own| own.join(SETTINGS_FILE_NAME).is_file())
            .ok_or_else(|| ContractFolderError::NoContract {
                folder: std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned()),
            })?;
        let mut reader = PageReader {
            folder: pages,
            mistakes: Vec::new(),
        };
        let settings = reader.read_required(SETTINGS_FILE_NAME, "");
        let document = settings
            .as_ref()
            .and_then(ContractFiles::find_document_name)
            .and_then(|name| {
                let hint = "write it, name another page in `[table]` of contract.toml, or list the rows there as `[[row]]`";
                reader.read_required(&name, hint)
            });
        let hint = "list the operations of the API in it: their ids, methods and paths";
        let operations = reader.read_required("operations.toml", hint);
        let errata = reader.read_optional("errata.md");
        let requirements = reader.read_optional("requirements.toml");
        let body_schema = reader.read_optional("error.schema.json");
        let body_models = reader.read_body_model_files();
        let suites = match SuiteSources::from_folder(&folder.join("suites")) {
            Ok(suites) => Some(suites),
            Err(error) => {
                reader.record(&folder.join("suites"), error.to_string(), "");
                None
            }
        };
        match (settings, operations, suites) {
            (Some(settings), Some(operations), Some(suites)) if reader.mistakes.is_empty() => {
                Ok(Self {
                    files: ContractFiles {
                        document,
                        errata,
                        requirements,
                        settings,
                        operations,
                        body_models,
                        body_schema,
                        sentences: None,
                        quoted_pages: Vec::new(),
                        replaced_document: None,
                    },
                    suites,
                })
            }
            _ => Err(reader.into_mistakes(folder).into()),
        }
    }

    /// Parses the contract and its suites.
    ///
    /// # Errors
    /// Fails with the mistakes of all pages, or with those of all suites if the pages have none.
    pub(crate) fn parse(self, edition: Edition) -> Result<(Contract, SuiteSet), Diagnostics> {
        let contract = Contract::parse(&self.files, edition)?;
        let suites = SuiteSet::parse(&self.suites, &contract)?;
        Ok((contract, suites))
    }
}

/// Says what a folder has to hold to be that of a contract.
pub(super) fn describe_missing_contract(folder: &Path) -> String {
    format!(
        "there is no contract in `{}`: the folder holds `contract.toml` with its other pages and `suites/`, or `schemas/` and `suites/`",
        folder.display()
    )
}

/// The reader of the pages of a folder; it collects what it cannot read.
struct PageReader {
    folder: PathBuf,
    mistakes: Vec<Diagnostic>,
}

impl PageReader {
    fn read_required(&mut self, name: &str, hint: &str) -> Option<SourceFile> {
        let path = self.folder.join(name);
        if !path.exists() {
            self.record(&path, "the file is missing", hint);
            return None;
        }
        self.read(&path)
    }

    fn read_optional(&mut self, name: &str) -> Option<SourceFile> {
        let path = self.folder.join(name);
        path.exists().then(|| self.read(&path)).flatten()
    }

    fn read(&mut self, path: &Path) -> Option<SourceFile> {
        let bytes = self.read_bytes(path)?;
        match String::from_utf8(bytes) {
            Ok(text) => Some(SourceFile::new(path.display().to_string(), text)),
            Err(error) => {
                let good = error.utf8_error().valid_up_to();
                let before = error.as_bytes().iter().take(good);
                let line = before.filter(|byte| **byte == b'\n').count() + 1;
                self.record(
                    path,
                    format!("the file is not UTF-8 on line {line}"),
                    "save it as UTF-8",
                );
                None
            }
        }
    }

    fn read_bytes(&mut self, path: &Path) -> Option<Vec<u8>> {
        let read = fs::metadata(path).and_then(|about| {
            if about.len() > MAX_PAGE_BYTES {
                return Ok(Err(about.len()));
            }
            fs::read(path).map(Ok)
        });
        match read {
            Ok(Ok(bytes)) => Some(bytes),
            Ok(Err(size)) => {
                let what = format!("the file has {size} bytes, and may have {MAX_PAGE_BYTES}");
                self.record(path, what, "keep only the part with the error table");
                None
            }
            Err(error) => {
                self.record(path, format!("the file cannot be read: {error}"), "");
                None
            }
        }
    }

    /// Reads every JSON file of the folder of models, in the order of their names; there are none if there is no folder.
    fn read_body_model_files(&mut self) -> Vec<RequestBodyModelSource> {
        let folder = self.folder.join(RequestBodyModelSource::FOLDER);
        let mut paths: Vec<PathBuf> = match fs::read_dir(&folder) {
            Ok(entries) => entries.filter_map(|own| Some(own.ok()?.path())).collect(),
            Err(_) if !folder.exists() => Vec::new(),
            Err(error) => {
                self.record(&folder, format!("the folder cannot be read: {error}"), "");
                Vec::new()
            }
        };
        paths.retain(|path| path.extension().is_some_and(|own| own == "json"));
        paths.sort();
        let mut files = Vec::new();
        for path in paths {
            if let (Some(bytes), Some(name)) = (self.read_bytes(&path), path.file_name()) {
                let page_name = path.display().to_string();
                let file =
                    RequestBodyModelSource::from_bytes(&name.to_string_lossy(), page_name, &bytes);
                files.push(file);
            }
        }
        files
    }

    fn record(&mut self, path: &Path, what: impl Into<String>, hint: &str) {
        let file = path.display().to_string();
        let mistake = Diagnostic::new(&file, &Arc::from(""), None, what);
        self.mistakes.push(if hint.is_empty() {
            mistake
        } else {
            mistake.with_hint(hint)
        });
    }

    fn into_mistakes(self, folder: &Path) -> Diagnostics {
        let unknown = || {
            let file = folder.display().to_string();
            Diagnostic::new(&file, &Arc::from(""), None, "the folder cannot be read")
        };
        Diagnostics::from_nonempty(self.mistakes).unwrap_or_else(|| unknown().into())
    }
}
