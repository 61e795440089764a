//! Baselines: the known failures of one target, each with a reason.
//!
//! A [`Baseline`] is parsed from a page of `[[known]]` entries: a requirement, the fingerprint of the violation, the cases that show it, and
//! the reason why it is not fixed yet. [`Baseline::excuse_known_violations`] takes known violations out of an outcome; a case with no others is a known
//! failure. An entry covers no violation but its own. [`BaselineInfo`](crate::outcome::BaselineInfo) finds the entries that no longer hold.
//! [`render_baseline`] writes a first page from the violations of a run.
//!
//! This module reads neither files nor the clock.

mod apply;
mod day;
mod parse;
mod render;
#[cfg(test)]
mod testing;

pub use apply::Baseline;
pub use day::{CalendarDay, CalendarDayError, CalendarDayFormatError};
pub use render::render_baseline;
