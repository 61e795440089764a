//! Terminal reports: a run, a repeated run, the changes between two runs, a preview, a mutation report.

mod brief;
mod changes;
mod kill_table;
mod kill_words;
mod preview;
mod replay;
mod table;
mod write;

pub use changes::{write_changes, write_changes_markdown};
pub use kill_table::{write_fault, write_kill_summary, write_kill_table};
pub use preview::{write_preview, write_preview_json};
pub use replay::write_replay;
pub use write::write_terminal;
