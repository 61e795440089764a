//! The one reader of authored TOML files: contract pages, suites, fixtures, configurations, baselines.
//!
//! A [`TomlFileReader`] is parsed into a tree of [`TomlNode`]s that keep their places. A [`TableReader`] takes the keys out of a table, one by one or as a
//! whole [`SpannedEntry`] of a typed struct. Every mistake becomes a diagnostic with its line and a suggestion, and none stops the reading. A key
//! that was not read is a mistake, too.

mod deserialize;
mod entry;
mod file;
mod node;
mod reader;

pub(crate) use entry::SpannedEntry;
pub(crate) use file::TomlFileReader;
pub(crate) use node::{Span, TomlNode, TomlTable, TomlValue};
pub(crate) use reader::TableReader;
