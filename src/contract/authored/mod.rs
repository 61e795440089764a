//! The one reader of authored TOML files: contract pages, suites, fixtures, configurations, baselines.
//!
//! A [`File`] becomes a tree of [`Node`]s that remember where they stand, and a [`Reader`] takes the keys out of a table, one after
//! another or a whole [`Entry`] of a typed struct at once. Every mistake becomes a flaw with its line and a suggestion, and none stops the
//! reading: keys that were not asked for are mistakes, too.

mod deserialize;
mod entry;
mod file;
mod node;
mod reader;

pub(crate) use entry::Entry;
pub(crate) use file::File;
pub(crate) use node::{Kind, Node, Span, Table};
pub(crate) use reader::Reader;
