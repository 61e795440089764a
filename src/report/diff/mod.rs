//! Two bodies, or a body and what belongs there, held against each other line by line.

mod body_diff;
mod differences;
mod line;
mod pick;

pub(super) use body_diff::BodyDiff;
