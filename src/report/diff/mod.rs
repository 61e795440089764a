//! Line-by-line diffs of two bodies, or of a body and its documented values.

mod body_diff;
mod differences;
mod elide;
mod line;

pub(super) use body_diff::BodyDiff;
