//! Sections that several reports have in common: a failure, the findings, the repeats, the baseline, the summary.

pub(super) mod answer;
pub(super) mod baseline;
pub(super) mod exchanges;
pub(super) mod failure;
pub(super) mod findings;
pub(super) mod flaky;
pub(super) mod responses;
pub(super) mod summary;
