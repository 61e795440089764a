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
pub use json::{FORMAT_VERSION, ReadJsonError, read_json, write_json, write_mutation_score_json};
pub use junit::write_junit;
pub use markdown::write_markdown;
pub use page::write_html;
pub use sarif::write_sarif;
pub use sections::baseline::write_stale_entries;
pub use sections::failure::write_case;
pub use sections::one_finding::write_finding_by_id;
pub use sections::response_findings::write_response_finding;
pub use sections::summary::write_leftovers;
pub use shared::curl::format_curl_command;
pub use shared::display_options::{DisplayOptions, LineWidth, Verbosity};
pub(crate) use shared::style::strip_terminal_codes;
pub use snapshot::render_snapshot;
pub use terminal::{
    write_changes, write_changes_markdown, write_mutation_score, write_preview, write_preview_json,
    write_rerun_changes, write_terminal_report,
};
