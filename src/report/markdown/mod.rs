//! Markdown reports, for a comment on a pull request.

#[cfg(test)]
mod tests;
mod write;

pub(super) use write::escape_markdown;
pub use write::write_markdown;
