//! Reports of outcomes and events as text.
//!
//! This module depends only on [`outcome`](crate::outcome) and writes to the writer that the caller passes; it never prints. Each format has a
//! module of its own; `shared`, `diff` and `sections` hold the parts that several formats use.

mod diff;
mod har;
mod json;
mod junit;
mod markdown;
mod page;
#[cfg(test)]
mod pinned_tests;
mod sarif;
mod sections;
mod shared;
mod snapshot;
mod terminal;
#[cfg(test)]
mod tests;

pub use har::write_har;
pub use json::{FORMAT_VERSION, ReadJsonError, read_json, write_json, write_kill_json};
pub use junit::write_junit;
pub use markdown::write_markdown;
pub use page::write_html;
pub use sarif::write_sarif;
pub use sections::baseline::write_stale;
pub use sections::failure::write_case;
pub use sections::responses::write_response_finding;
pub use sections::summary::write_leftovers;
pub use shared::curl::curl_line;
pub use shared::look::{Detail, Look, Width};
pub(crate) use shared::style::plain;
pub use snapshot::{ChangingNames, snapshot};
pub use terminal::{
    write_changes, write_changes_markdown, write_fault, write_kill_summary, write_kill_table,
    write_preview, write_preview_json, write_replay, write_terminal,
};
