//! Outcomes: what a run produces, as values that reports are made of.
//!
//! [`Violation`] and [`Verdict`] judge a case, [`CaseOutcome`] holds it together with what was sent and received,
//! [`RunOutcome`] holds the run; [`Event`]s tell of it while it goes on. All but events can be written and read again.

mod case;
mod event;
mod hollow;
mod receipt;
mod rows;
mod run;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod verdict;
mod violation;

pub use crate::contract::{Level, Origin, Requirement, RequirementId, Row, RowName};
pub use crate::exchange::{Actor, Bytes, Exchange, HeaderValue, Request, Response, Timing};
pub use case::{Binding, CaseInfo, CaseOutcome, ExpectedAnswer, Role, Step};
pub use event::Event;
pub use hollow::{Hollow, hollow};
pub use receipt::{Latency, Receipt, ScopeUse};
pub use rows::{RowOutcome, RowState, proven, row_outcomes};
pub use run::{Conclusion, Counts, Ended, Leftover, RunInfo, RunOutcome, Strictness};
pub use verdict::{Unproven, Verdict};
pub use violation::{Place, Violation};
