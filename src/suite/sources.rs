//! The texts of a folder of suites.

use std::path::Path;

use include_dir::{Dir, include_dir};

use crate::contract::digest_texts;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/suites");

/// The name of the file that says what cases may refer to.
pub const FIXTURES: &str = "fixtures.toml";

/// The texts of a folder of suites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sources {
    /// Names and texts of the files, in the order of their names.
    pub(super) files: Vec<(String, String)>,
}

/// A folder of suites that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SourcesError {
    /// The folder, or a file of it, cannot be read.
    #[error("cannot read suites from `{path}`: {source}")]
    Unreadable {
        /// The path of the folder or file.
        path: String,
        /// Why not.
        source: std::io::Error,
    },
    /// The folder has no suites.
    #[error("there are no suites in `{path}`: a suite is a file such as `members.toml`")]
    Empty {
        /// The path of the folder.
        path: String,
    },
}

impl Sources {
    /// The suites that come with the project.
    #[must_use]
    pub fn embedded() -> Self {
        let mut files: Vec<_> = EMBEDDED
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

    /// The suites of a folder.
    ///
    /// # Errors
    /// Fails with [`SourcesError`] where the folder or one of its files cannot be read, or where there is no suite.
    pub fn from_folder(folder: &Path) -> Result<Self, SourcesError> {
        let unreadable = |path: &Path| {
            let path = path.display().to_string();
            move |source| SourcesError::Unreadable { path, source }
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
        if files.iter().all(|(name, _)| is_fixtures(name)) {
            return Err(SourcesError::Empty {
                path: folder.display().to_string(),
            });
        }
        Ok(Self { files })
    }

    /// Suites that are given as texts, for tests and for whoever embeds the library.
    #[must_use]
    pub fn of(files: Vec<(String, String)>) -> Self {
        Self { files }
    }

    /// Returns the SHA-256 digest of all files by their names, wherever their folder is, as hexadecimal digits.
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

/// Whether a file is the one that says what cases may refer to.
pub(super) fn is_fixtures(name: &str) -> bool {
    Path::new(name)
        .file_name()
        .is_some_and(|name| name == FIXTURES)
}

#[cfg(test)]
#[path = "sources_tests.rs"]
mod tests;
