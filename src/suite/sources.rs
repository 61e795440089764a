//! The files of a folder of suites.

use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::contract::digest_texts;

static EMBEDDED_SUITES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/suites");

/// The name of the file that defines the fixtures.
pub const FIXTURES_FILE_NAME: &str = "fixtures.toml";

/// The names and texts of the files in a folder of suites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuiteSources {
    /// The name and text of each file, in the order of the names.
    pub(super) files: Vec<(String, String)>,
}

/// An error in reading a folder of suites.
#[derive(Debug, thiserror::Error)]
pub enum SuiteSourcesError {
    /// A folder or file that cannot be read.
    #[error("cannot read suites from `{path}`: {source}")]
    Unreadable {
        /// The path of the folder or file.
        path: String,
        /// The cause.
        source: std::io::Error,
    },
    /// A folder without suites.
    #[error("there are no suites in `{path}`: a suite is a file such as `members.toml`")]
    Empty {
        /// The path of the folder.
        path: String,
    },
}

impl SuiteSources {
    /// Returns the suites that are compiled in.
    #[must_use]
    pub fn embedded() -> Self {
        let mut files: Vec<_> = EMBEDDED_SUITES
            .files()
            .filter(|file| {
                file.path()
                    .extension()
                    .is_some_and(|extension| extension == "toml")
            })
            .filter_map(|file| {
                Some((
                    format!("suites/{}", file.path().display()),
                    file.contents_utf8()?.to_owned(),
                ))
            })
            .collect();
        files.sort();
        Self { files }
    }

    /// Reads the suites of a folder.
    ///
    /// # Errors
    /// Returns [`SuiteSourcesError`] if the folder or one of its files cannot be read, or if there is no suite.
    pub fn from_folder(folder: &Path) -> Result<Self, SuiteSourcesError> {
        let unreadable = |path: &Path| {
            let path = path.display().to_string();
            move |source| SuiteSourcesError::Unreadable { path, source }
        };
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
            let path = entry.map_err(unreadable(folder))?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == "toml")
            {
                let text = std::fs::read_to_string(&path).map_err(unreadable(&path))?;
                files.push((path.display().to_string(), text));
            }
        }
        files.sort();
        if files.iter().all(|(name, _)| is_fixtures_file(name)) {
            return Err(SuiteSourcesError::Empty {
                path: folder.display().to_string(),
            });
        }
        Ok(Self { files })
    }

    /// Returns these suites and those of other sources.
    #[must_use]
    pub fn with_added(mut self, other: Self) -> Self {
        self.files.extend(other.files);
        self.files.sort();
        self
    }

    /// Creates suites from file names and texts, for tests and for users of the library.
    #[must_use]
    pub fn from_texts(files: Vec<(String, String)>) -> Self {
        Self { files }
    }

    /// Returns the SHA-256 digest of the names and texts of all files, as hexadecimal digits. The folder does not affect it.
    #[must_use]
    pub fn digest(&self) -> String {
        let files = self.files.iter();
        let mut files: Vec<_> = files
            .map(|(path, text)| (file_name(path), text.as_str()))
            .collect();
        files.sort_unstable();
        digest_texts(files)
    }
}

/// Returns the name of a file without its folders.
fn file_name(path: &str) -> &str {
    let name = Path::new(path).file_name().and_then(|name| name.to_str());
    name.unwrap_or(path)
}

/// Reports whether a file is the one that defines the fixtures.
pub(super) fn is_fixtures_file(name: &str) -> bool {
    Path::new(name)
        .file_name()
        .is_some_and(|name| name == FIXTURES_FILE_NAME)
}

#[cfg(test)]
#[path = "sources_tests.rs"]
mod tests;
