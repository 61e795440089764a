//! Reports: outcomes and events in, text out.
//!
//! Knows nothing but [`outcome`](crate::outcome) and writes to whatever it is given; nobody here prints.

mod answer;

mod baseline;
mod brief;
mod changes;
mod curl;
mod diff;
mod differences;
mod exchanges;
mod failure;
mod findings;
mod flaky;
mod har;
mod json;
mod junit;
mod kill_table;
mod kill_words;
mod left_out;
mod look;
mod markdown;

mod moment;
mod page;
mod pick;
#[cfg(test)]
mod pinned_tests;
mod preview;
mod read;
mod replay;
mod responses;
mod sarif;
mod snapshot;
mod style;
mod summary;
mod table;
mod terminal;
#[cfg(test)]
mod tests;
mod uri;
mod window;
mod words;

pub use baseline::write_stale;
pub use changes::{write_changes, write_changes_markdown};
pub use curl::curl_line;
pub use failure::write_case;
pub use har::write_har;
pub use json::{FORMAT_VERSION, write_json, write_kill_json};
pub use junit::write_junit;
pub use kill_table::{write_fault, write_kill_summary, write_kill_table};
pub use look::{Detail, Look, Width};
pub use markdown::write_markdown;
pub use page::write_html;
pub use preview::{write_preview, write_preview_json};
pub use read::{ReadJsonError, read_json};
pub use replay::write_replay;
pub use responses::write_response_finding;
pub use sarif::write_sarif;
pub use snapshot::snapshot;
pub(crate) use style::plain;
pub use summary::write_leftovers;
pub use terminal::write_terminal;
