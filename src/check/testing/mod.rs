//! A contract and responses for the tests of the checks, written by hand from the documentation.

mod by_hand;
mod contract;
mod exchanges;
mod expectations;
mod rig;

pub(super) use exchanges::{JSON, NOW, body, exchange};
pub(super) use expectations::{
    any_row, expect, invalid, one_of, right, too_long, with_errors, with_fill,
};
pub(super) use rig::{Rig, answer, body_at, breaches, field};
