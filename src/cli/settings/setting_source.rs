//! A setting with the source of its value.

use crate::contract::authored::Span;

/// The source of a setting's value, for messages about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum SettingSource {
    /// This flag, or its environment variable.
    CommandLine(&'static str),
    /// The configuration file, at this span.
    File(Span),
    /// The embedded reference server.
    Reference,
}

impl SettingSource {
    /// Returns the name of a setting for messages: the flag, or this key of the file.
    pub(super) fn display_name(&self, key: &str) -> String {
        match self {
            Self::CommandLine(flag) => format!("`{flag}`"),
            Self::File(_) | Self::Reference => format!("`{key}`"),
        }
    }

    /// Returns the name of the owner's token in this source.
    pub(super) fn owner_token_setting_name(&self) -> &'static str {
        match self {
            Self::CommandLine(_) => "`--token`",
            Self::File(_) | Self::Reference => "`token`",
        }
    }
}

/// A setting's value and its source.
#[derive(Clone, Debug)]
pub(in crate::cli) struct SourcedSetting<T> {
    pub(in crate::cli) value: T,
    pub(in crate::cli) source: SettingSource,
}

impl<T> SourcedSetting<T> {
    /// Creates a setting from the command line.
    pub(super) fn from_flag(flag: &'static str, value: T) -> Self {
        Self {
            value,
            source: SettingSource::CommandLine(flag),
        }
    }

    /// Creates a setting from the configuration file.
    pub(super) fn from_file(span: Span, value: T) -> Self {
        Self {
            value,
            source: SettingSource::File(span),
        }
    }

    /// Creates a setting from the embedded reference server.
    pub(in crate::cli) fn from_reference(value: T) -> Self {
        Self {
            value,
            source: SettingSource::Reference,
        }
    }
}
