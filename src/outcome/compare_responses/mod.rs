//! The differences between the responses to the same cases in two runs, grouped by cause.
//!
//! `facts` reads of a response what can be compared, without values that differ from run to run; `difference` lists what differs between two
//! responses; `group` puts the differences of one cause together.

mod change;
mod compare;
mod difference;
mod facts;
mod group;
#[cfg(test)]
mod tests;
mod volatile_places;

pub use change::{ResponseChangeGroup, ResponseDifference, ResponseEdit, ResponsePlace};
pub(super) use compare::compare_responses;
