//! Line-by-line diffs of two bodies, or of a body and its documented values.

mod body_diff;
mod differences;
mod line;
mod pick;

pub(super) use body_diff::BodyDiff;
