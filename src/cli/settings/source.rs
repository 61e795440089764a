//! A setting's value with the source that gave it.

use crate::contract::authored::Span;

/// The source of a setting's value, for messages about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum SettingSource {
    /// This flag, or the environment variable in its place.
    CommandLine(&'static str),
    /// The configuration file, at this place.
    File(Span),
    /// The embedded reference server, which says it of itself.
    Reference,
}

impl SettingSource {
    /// Returns the name of a setting where it stands: the flag, or this key of the file.
    pub(super) fn name(&self, key: &str) -> String {
        match self {
            Self::CommandLine(flag) => format!("`{flag}`"),
            Self::File(_) | Self::Reference => format!("`{key}`"),
        }
    }

    /// Returns the name of the owner's token beside this setting.
    pub(super) fn token_name(&self) -> &'static str {
        match self {
            Self::CommandLine(_) => "`--token`",
            Self::File(_) | Self::Reference => "`token`",
        }
    }
}

/// A value and its source.
#[derive(Clone, Debug)]
pub(in crate::cli) struct Setting<T> {
    pub(in crate::cli) value: T,
    pub(in crate::cli) source: SettingSource,
}

impl<T> Setting<T> {
    /// Returns a value of the command line.
    pub(super) fn from_flag(flag: &'static str, value: T) -> Self {
        Self {
            value,
            source: SettingSource::CommandLine(flag),
        }
    }

    /// Returns a value of the file.
    pub(super) fn from_file(span: Span, value: T) -> Self {
        Self {
            value,
            source: SettingSource::File(span),
        }
    }

    /// Returns a value that the reference server says of itself.
    pub(in crate::cli) fn from_reference(value: T) -> Self {
        Self {
            value,
            source: SettingSource::Reference,
        }
    }
}
