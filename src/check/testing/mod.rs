//! A contract and responses for the tests of the checks, written by hand from the documentation.

mod contract;
mod exchanges;
mod expectations;
mod hand_written_validator;
mod test_judge;

pub(super) use exchanges::{JSON, NOW, build_error_body, build_exchange};
pub(super) use expectations::{
    build_expected_row, build_invalid_field_error, build_too_long_error, expect_any_row,
    expect_outcome, expect_row, with_field_errors, with_placeholder_value,
};
pub(super) use test_judge::{
    TestJudge, body_place_at, breach_field, judge_body_for_row_20002, requirement_ids,
};
