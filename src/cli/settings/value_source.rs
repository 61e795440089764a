//! Values that may be secret: their place, and how they are read from it.

use std::path::{Path, PathBuf};

use super::setting_source::SourcedSetting;
use crate::cli::system::is_accessible_by_others;
use crate::contract::authored::{TableReader, TomlFileReader, TomlNode, TomlValue};

/// The source of a value: the setting itself, an environment variable or a file. It may hold a secret, so it has no `Debug`.
#[derive(Clone)]
pub(in crate::cli) enum ValueSource {
    /// The setting itself.
    Inline(String),
    /// This environment variable.
    Variable(String),
    /// This file.
    File(PathBuf),
}

/// Takes the value of a key: a text, `{ env = "NAME" }` or `{ file = "PATH" }`, the path relative to `folder`.
pub(super) fn take_value_source(
    reader: &mut TableReader<'_>,
    folder: &Path,
    key: &'static str,
    who: &str,
) -> Option<SourcedSetting<ValueSource>> {
    let node = reader.take_value(key)?;
    parse_value_source(reader.file, folder, &format!("{who}: `{key}`"), node)
}

/// Parses the value of a node; `who` names it in messages.
pub(super) fn parse_value_source(
    file: &mut TomlFileReader,
    folder: &Path,
    who: &str,
    node: TomlNode,
) -> Option<SourcedSetting<ValueSource>> {
    let span = node.span;
    let table = match node.value {
        TomlValue::Text(text) => {
            return Some(SourcedSetting::from_file(span, ValueSource::Inline(text)));
        }
        TomlValue::Table(table) => table,
        TomlValue::Scalar(_) | TomlValue::Date(_) | TomlValue::List(_) => {
            let what = format!("{who} is neither a text nor a table");
            file.record_diagnostic(span, what, Some(SOURCE_HINT.to_owned()));
            return None;
        }
    };
    let is_empty = table.is_empty();
    let mut reader = TableReader::new(file, who.to_owned(), table, span.clone());
    let variable = reader.take_nonblank_text("env");
    let path = reader.take_nonblank_text("file");
    let source = match (variable, path) {
        (Some((name, at)), None) => {
            if is_variable_name(&name) {
                Some(ValueSource::Variable(name))
            } else {
                // The text may be the secret itself, so it is not repeated.
                let hint = "write `NAME`, without `$`".to_owned();
                reader.diagnose_with_hint(at, "`env` is not a variable name", Some(hint));
                None
            }
        }
        (None, Some((path, _))) => Some(ValueSource::File(folder.join(path))),
        (Some(_), Some((_, at))) => {
            reader.diagnose(at, "both `env` and `file` are given, and only one can hold");
            None
        }
        // A value of the wrong type was reported already.
        (None, None) if !is_empty => None,
        (None, None) => {
            let what = "neither `env` nor `file` is given";
            reader.diagnose_with_hint(span.clone(), what, Some(SOURCE_HINT.to_owned()));
            None
        }
    };
    reader.diagnose_unread_keys();
    source.map(|source| SourcedSetting::from_file(span, source))
}

const SOURCE_HINT: &str = "write `{ env = \"NAME\" }` or `{ file = \"PATH\" }`";

fn is_variable_name(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !text.starts_with(|c: char| c.is_ascii_digit())
}

/// A value that was read from its source.
pub(super) struct LoadedValue {
    pub(super) text: String,
    /// A warning about the safety of the secret.
    pub(super) warning: Option<String>,
}

impl ValueSource {
    /// Reads the value; fails with the reason why it cannot be read.
    pub(super) fn load_value(&self) -> Result<LoadedValue, String> {
        match self {
            Self::Inline(text) => Ok(LoadedValue {
                text: text.clone(),
                warning: None,
            }),
            Self::Variable(name) => match std::env::var(name) {
                Ok(text) => Ok(LoadedValue {
                    text,
                    warning: None,
                }),
                Err(std::env::VarError::NotPresent) => {
                    Err(format!("the variable `{name}` is not set"))
                }
                Err(std::env::VarError::NotUnicode(_)) => {
                    Err(format!("the variable `{name}` holds no text"))
                }
            },
            Self::File(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
                Ok(LoadedValue {
                    text: text.trim().to_owned(),
                    warning: file_permission_warning(path),
                })
            }
        }
    }
}

/// Returns a warning if others may read a file that holds a secret.
pub(super) fn file_permission_warning(path: &Path) -> Option<String> {
    let name = path.display();
    is_accessible_by_others(path)
        .then(|| format!("`{name}` holds a secret and may be read by others: `chmod 600 {name}`"))
}
