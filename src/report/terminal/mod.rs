//! Terminal reports: a run, a repeated run, the changes between two runs, a preview, a mutation score.

mod brief;
mod changes;
mod mutation_score;
mod preview;
mod rerun;
mod response_changes;
mod table;
mod write;

pub use changes::{write_changes, write_changes_markdown};
pub use mutation_score::write_mutation_score;
pub use preview::{write_preview, write_preview_json};
pub use rerun::write_rerun_changes;
pub use write::write_terminal_report;
