//! The one reader of authored TOML files: contract pages, suites, fixtures, configurations, baselines.
//!
//! A [`File`] is parsed into a tree of [`Node`]s that keep their places. A [`Reader`] takes the keys out of a table, one by one or as a
//! whole [`Entry`] of a typed struct. Every mistake becomes a diagnostic with its line and a suggestion, and none stops the reading. A key
//! that was not read is a mistake, too.

mod deserialize;
mod entry;
mod file;
mod node;
mod reader;

pub(crate) use entry::Entry;
pub(crate) use file::File;
pub(crate) use node::{Kind, Node, Span, Table};
pub(crate) use reader::Reader;
