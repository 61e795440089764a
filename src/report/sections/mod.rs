//! Sections that several reports share: a failed case, the findings, flaky cases, the baseline, the summary, the conclusion.

pub(super) mod baseline;
pub(super) mod conclusion;
pub(super) mod exchanges;
pub(super) mod failure;
pub(super) mod findings;
pub(super) mod flaky;
pub(super) mod head;
pub(super) mod one_finding;
pub(super) mod rerun;
pub(super) mod response_diff;
pub(super) mod response_findings;
pub(super) mod summary;
