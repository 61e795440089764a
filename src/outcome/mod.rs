//! Outcomes: what a run produces, as values that reports are made of.
//!
//! [`Violation`] and [`Verdict`] judge a case, [`CaseOutcome`] holds it together with what was sent and received,
//! [`RunOutcome`] holds the run; [`Event`]s tell of it while it goes on. [`KillTable`] holds what many runs against servers that are broken
//! on purpose say of the cases. All but events can be written and read again.

mod alike;
mod baseline;
mod case;
mod change;
mod event;
mod finding;
mod fingerprint;
mod hollow;
mod judged;
mod kill_table;
mod left_out;
mod merge;
mod no_answer;
mod preview;
mod rank;
mod receipt;
mod redact;
mod repeats;
mod rows;
mod run;
mod shard;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod verdict;
mod violation;
mod worth;

pub use crate::contract::{Level, Origin, Requirement, RequirementId, Row, RowName};
pub use crate::exchange::{Actor, Blame, Bytes, Exchange, HeaderValue, Request, Response, Timing};
pub use baseline::{
    BaselineInfo, Expiry, KnownBreach, KnownCases, KnownEntry, StaleEntry, Staleness,
    UncheckedEntry,
};
pub use case::{Binding, CaseInfo, CaseOutcome, ExpectedAnswer, Role, Step};
pub use change::{CaseChange, ChangeKind, Changes, Comparison, RowChange, changes};
pub use event::Event;
pub use finding::{Cause, Finding, findings};
pub use fingerprint::fingerprint;
pub use hollow::{Hollow, hollow};
pub use judged::{control_failed, verdict};
pub use kill_table::{FalseAlarm, FaultOutcome, KillTable, Notice, Objection, Unjudged};
pub use left_out::LeftOut;
pub use merge::{MergeError, merge};
pub use no_answer::NoAnswer;
pub use preview::{Lacking, Named, Preview, RankEnd, ScopeShare};
pub use rank::Rank;
pub use receipt::{Allowed, Latency, Receipt, ScopeUse};
pub(crate) use redact::Redactor;
pub use repeats::{RepeatedBreach, RepeatedCheck, Repeats, Way, of_a_hundred, of_attempts};
pub use rows::{RowOutcome, RowState, proven, row_outcomes};
pub use run::{Conclusion, Counts, Demand, Ended, Leftover, RunInfo, RunOutcome, Strictness};
pub use shard::{Selected, Shard, ShardError};
pub use verdict::{Unproven, Verdict};
pub use violation::{Place, Violation};
pub use worth::{Redundant, Stale, Worth};
