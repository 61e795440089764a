//! Sections that several reports share: a failed case, the findings, flaky cases, the baseline, the summary.

pub(super) mod answer;
pub(super) mod baseline;
pub(super) mod exchanges;
pub(super) mod failure;
pub(super) mod findings;
pub(super) mod flaky;
pub(super) mod responses;
pub(super) mod summary;
