//! A contract and responses for the tests of the checks, written by hand from the documentation.

mod contract;
mod exchanges;
mod expectations;
mod hand_written_validator;
mod test_judge;

pub(super) use exchanges::{JSON, NOW, body, exchange};
pub(super) use expectations::{
    any_row, expect_outcome, expect_row, invalid, one_of, too_long, with_errors, with_fill,
};
pub(super) use test_judge::{TestJudge, body_at, breach_field, judge_body, requirement_ids};
