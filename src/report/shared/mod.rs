//! Helpers that several reports share: words, colours, a writer that wraps lines, requests as curl commands.

pub(super) mod curl;
pub(super) mod left_out;
pub(super) mod look;
pub(super) mod moment;
pub(super) mod style;
pub(super) mod uri;
pub(super) mod window;
pub(super) mod words;
