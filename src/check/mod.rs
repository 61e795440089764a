//! Checks: pure functions from contract, expectation and exchange to violations.
//!
//! Each family of requirements has one file: the shapes of its breaches, their descriptions, marks, causes and fingerprints, and the check that
//! finds them. [`judge_case()`] compares everything recorded of a case with the contract. [`observe()`] compares one response with the
//! requirements that hold for every response. [`judge()`], [`control()`], [`effect()`], [`repeat()`] and [`burst()`] judge the parts of a case.
//!
//! A check uses no network and no clock, and knows nothing of a particular API: rows, keys, limits and levels come from
//! [`Rules`], the expected response comes from [`Expectation`].

mod accepted_row;
mod binding;
mod burst;
mod burst_breach;
mod collector;
mod control;
mod difference;
mod effect;
mod error_objects;
mod errors;
mod errors_breach;
mod expectation;
mod fingerprint;
mod form;
mod judge;
mod judge_case;
mod leak;
mod mark;
mod message;
mod observe;
mod place;
mod rate_headers;
mod reading;
mod recorded_violation;
mod redact;
mod repetition;
mod response_summary;
mod retry_after;
mod row;
mod rules;
mod shorten;
mod step;
mod time;
mod tree;
mod violation;
mod wire;
pub(crate) mod wording;

#[cfg(test)]
mod cause_tests;
#[cfg(test)]
mod defect_tests;
#[cfg(test)]
mod judge_tests;
#[cfg(test)]
mod mark_tests;
#[cfg(test)]
mod refusal_tests;
#[cfg(test)]
mod testing;

pub use accepted_row::{AcceptedRow, WantedMessage};
pub use binding::Binding;
pub use burst::{Burst, BurstJudgement, Open, Promise, burst, burst_size, promise};
pub use burst_breach::BurstBreach;
pub use control::{ControlBreach, ControlJudgement, control};
pub use effect::{EffectBreach, EffectJudgement, effect, state_differs};
pub use errors_breach::{ErrorsBreach, FoundLengths, LengthKeys};
pub use expectation::{Answer, Expectation, Fault, KeyFaults, Lengths};
pub use fingerprint::Fingerprint;
pub use form::{FormBreach, FormRule};
pub use judge::{Judgement, judge};
pub use judge_case::{CaseExpectation, CaseJudgement, Recording, judge_case};
pub use leak::{Leak, LeakBreach, LeakKind};
pub use mark::{Mark, Wanted};
pub use message::MessageBreach;
pub use observe::{Observation, observe};
pub use place::Place;
pub use rate_headers::RateHeaderBreach;
pub use recorded_violation::RecordedViolation;
pub use redact::Redactor;
pub use repetition::{RepetitionBreach, repeat};
pub use response_summary::{LocatedValue, ResponseKind, ResponseSummary};
pub use retry_after::RetryAfterBreach;
pub use row::RowBreach;
pub use rules::{BodyRules, Levels, Limiting, Rules, Terms};
pub use step::{Role, Step, Unanswered};
pub use time::TimeBreach;
pub use violation::{Breach, CauseContext, Violation, Words};
pub use wire::{Found, WireBreach};
