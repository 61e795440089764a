//! Markdown reports, for a comment on a pull request.

#[cfg(test)]
mod tests;
mod write;

pub(super) use write::cell;
pub use write::write_markdown;
