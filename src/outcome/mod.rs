//! Outcomes: the results of a run, as values from which reports are made.
//!
//! [`RecordedViolation`] and [`Verdict`] judge a case. [`CaseOutcome`] holds them together with all requests and responses, [`RunOutcome`] holds the
//! run, and [`Event`]s report its progress. [`KillTable`] holds the results of many runs against servers that are broken on purpose. Outcomes
//! can be written and read again, events cannot.

mod baseline;
mod case;
mod change;
mod derive;
mod event;
mod finding;
mod hollow;
mod judged;
mod judged_by;
mod kill_table;
mod left_out;
mod merge;
mod preview;
mod rank;
mod reason;
mod receipt;
mod repeats;
mod response_finding;
mod rows;
mod run;
mod shard;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod verdict;
mod worth;

pub(crate) use crate::check::wording;
pub use crate::check::{
    AcceptedRow, Binding, Breach, CauseContext, Fingerprint, Mark, Place, RecordedViolation,
    Redactor, ResponseSummary, Role, Step, Wanted, Words,
};
pub use crate::contract::{
    JsonPointer, Level, Origin, RateHeaders, Requirement, RequirementId, RequirementScope, Row,
    RowName,
};
pub(crate) use crate::exchange::excerpt;
pub use crate::exchange::{
    Actor, Blame, Bytes, Exchange, HeaderValue, NoAnswer, Request, Response, Timing,
};
pub use baseline::{
    BaselineInfo, Expiry, KnownBreach, KnownCases, KnownEntry, StaleEntry, Staleness,
    UncheckedEntry,
};
pub use case::{CaseInfo, CaseOutcome, ExpectedAnswer};
pub use change::{CaseChange, ChangeKind, Changes, Comparison, RowChange, changes};
pub use event::Event;
pub use finding::{Cause, Finding, findings};
pub use hollow::{Hollow, hollow};
pub use judged::verdict;
pub use judged_by::JudgedBy;
pub use kill_table::{FalseAlarm, FaultOutcome, KillTable, Notice, Objection, Unjudged};
pub use left_out::LeftOut;
pub use merge::{MergeError, merge};
pub use preview::{Lacking, Named, Preview, RankEnd, ScopeShare};
pub use rank::Rank;
pub use reason::{
    ConditionFailure, FixtureFailure, FixtureStep, HarnessFailure, SkipReason, Unproven,
};
pub use receipt::{Allowed, Latency, Receipt, ScopeUse};
pub use repeats::{RepeatedBreach, RepeatedCheck, Repeats, Way, of_a_hundred, of_attempts};
pub(crate) use response_finding::count_statuses;
pub use response_finding::{ResponseCounts, ResponseExample, ResponseFinding, StatusCount};
pub use rows::{RowOutcome, RowState, proven, row_outcomes};
pub use run::{Conclusion, Counts, Demand, Ended, Leftover, RunInfo, RunOutcome, Strictness};
pub use shard::{Selected, Shard, ShardError};
pub use verdict::Verdict;
pub use worth::{Redundant, Stale, Worth};
