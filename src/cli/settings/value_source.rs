//! Values that may be secret: their place, and how they are read from it.

use std::path::{Path, PathBuf};

use super::secret_command::{CommandExitSummary, SecretCommand};
use super::setting_source::SourcedSetting;
use crate::cli::system::is_accessible_by_others;
use crate::contract::authored::{Span, TableReader, TomlFileReader, TomlNode, TomlValue};

/// The source of a value: the setting itself, an environment variable, a file or a command. It may hold a secret, so it has no `Debug`.
#[derive(Clone)]
pub(in crate::cli) enum ValueSource {
    /// The setting itself.
    Inline(String),
    /// This environment variable.
    Variable(String),
    /// This file.
    File(PathBuf),
    /// The output of this command.
    Command(SecretCommand),
}

/// A key of a table that names the source of a value.
#[derive(Clone, Copy, Debug)]
enum SourceTableKey {
    Env,
    File,
    Command,
}

impl SourceTableKey {
    const ALL: [Self; 3] = [Self::Env, Self::File, Self::Command];

    fn name(self) -> &'static str {
        match self {
            Self::Env => "env",
            Self::File => "file",
            Self::Command => "command",
        }
    }
}

/// Takes the value of a key: a text, `{ env = "NAME" }`, `{ file = "PATH" }` or `{ command = "COMMAND" }`; the path is relative to `folder`, in which
/// the command runs, too.
pub(super) fn read_value_source(
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
    let given: Vec<(SourceTableKey, String, Span)> = SourceTableKey::ALL
        .into_iter()
        .filter_map(|key| {
            let (text, at) = reader.take_nonblank_text(key.name())?;
            Some((key, text, at))
        })
        .collect();
    let source = match given.as_slice() {
        [(key, text, at)] => build_value_source(&mut reader, folder, *key, text, at),
        [(one, ..), (other, _, at), ..] => {
            let (one, other) = (one.name(), other.name());
            let what = format!("both `{one}` and `{other}` are given, and only one can hold");
            reader.diagnose(at.clone(), &what);
            None
        }
        // A value of the wrong type was reported already.
        [] if !is_empty => None,
        [] => {
            let what = "neither `env` nor `file` nor `command` is given";
            reader.diagnose_with_optional_hint(span.clone(), what, Some(SOURCE_HINT.to_owned()));
            None
        }
    };
    reader.diagnose_unread_keys();
    source.map(|source| SourcedSetting::from_file(span, source))
}

const SOURCE_HINT: &str =
    "write `{ env = \"NAME\" }`, `{ file = \"PATH\" }` or `{ command = \"pass show NAME\" }`";

/// Builds the source that the text of a key names.
fn build_value_source(
    reader: &mut TableReader<'_>,
    folder: &Path,
    key: SourceTableKey,
    text: &str,
    at: &Span,
) -> Option<ValueSource> {
    match key {
        SourceTableKey::Env if is_env_var_name(text) => {
            Some(ValueSource::Variable(text.to_owned()))
        }
        SourceTableKey::Env => {
            // The text may be the secret itself, so it is not repeated.
            let hint = "write `NAME`, without `$`".to_owned();
            reader.diagnose_with_optional_hint(
                at.clone(),
                "`env` is not a variable name",
                Some(hint),
            );
            None
        }
        SourceTableKey::File => Some(ValueSource::File(folder.join(text))),
        SourceTableKey::Command => Some(ValueSource::Command(SecretCommand::new(text, folder))),
    }
}

fn is_env_var_name(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !text.starts_with(|c: char| c.is_ascii_digit())
}

/// A value that was read from its source.
pub(super) struct LoadedValue {
    pub(super) text: String,
    /// A warning about the safety of the secret.
    pub(super) warning: Option<String>,
    /// The end of the command that printed the value.
    pub(super) command: Option<CommandExitSummary>,
}

impl LoadedValue {
    fn new(text: String) -> Self {
        Self {
            text,
            warning: None,
            command: None,
        }
    }

    /// Describes an error of the value, with the command that printed it. The error must not contain the value.
    pub(super) fn describe_error(&self, error: &dyn std::error::Error) -> String {
        match &self.command {
            Some(command) => format!("{error}: printed by the command {command}"),
            None => error.to_string(),
        }
    }
}

impl ValueSource {
    /// Reads the value; fails with the reason why it cannot be read.
    pub(super) fn load_value(&self) -> Result<LoadedValue, String> {
        match self {
            Self::Inline(text) => Ok(LoadedValue::new(text.clone())),
            Self::Variable(name) => match std::env::var(name) {
                Ok(text) => Ok(LoadedValue::new(text)),
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
                    warning: file_permission_warning(path),
                    ..LoadedValue::new(text.trim().to_owned())
                })
            }
            Self::Command(command) => {
                let printed = command.read_secret().map_err(|error| error.to_string())?;
                Ok(LoadedValue {
                    command: Some(printed.end),
                    ..LoadedValue::new(printed.text)
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
