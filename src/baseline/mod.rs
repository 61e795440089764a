//! Baselines: the breaches of one target that are known, each with a reason.
//!
//! A [`Baseline`] is read from a page of `[[known]]` entries: a requirement, the fingerprint of the breach, the cases that show it, why it is
//! not mended yet. [`Baseline::apply`] takes known breaches out of an outcome; a case with no others is a known failure. An entry never covers another
//! breach than its own, and which entries do not hold any more is told by [`BaselineInfo`](crate::outcome::BaselineInfo). [`page_of`] writes a first page from what a run
//! found.
//!
//! Nothing here reads a file or the clock.

mod apply;
mod day;
mod read;
#[cfg(test)]
mod testing;
mod write;

pub use apply::Baseline;
pub use day::{Day, DayError};
pub use write::page_of;
