//! What every report has a use for: words, colours, a window to write into, requests as curl lines.

pub(super) mod curl;
pub(super) mod left_out;
pub(super) mod look;
pub(super) mod moment;
pub(super) mod style;
pub(super) mod uri;
pub(super) mod window;
pub(super) mod words;
