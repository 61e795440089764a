//! Helpers that several reports share: words, colours, a writer that wraps lines, requests as curl commands.

pub(super) mod curl;
pub(super) mod display_options;
pub(super) mod omitted;
pub(super) mod run_command;
pub(super) mod style;
pub(super) mod timestamp;
pub(super) mod uri;
pub(super) mod words;
pub(super) mod wrapping_writer;
