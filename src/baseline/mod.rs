//! Baselines: the known failures of one target, each with a reason.
//!
//! A [`Baseline`] is parsed from a page of `[[known]]` entries: a requirement, the fingerprint of the violation, the cases that show it, and
//! the reason why it is not fixed yet. [`Baseline::excuse_known_violations`] takes known violations out of an outcome; a case with no others is a known
//! failure. An entry covers no violation but its own. [`AppliedBaseline`](crate::outcome::AppliedBaseline) finds the entries that no longer hold.
//! A [`BaselineDraft`] writes a first page from the violations of a run, with harm only where it is accepted by name. [`update_baseline`] changes a
//! page in place as a newer run asks.
//!
//! This module reads neither files nor the clock.

mod accepted_harm;
mod apply;
mod day;
mod draft;
mod entry_change;
mod entry_places;
mod generalise;
mod parse;
mod render;
#[cfg(test)]
mod testing;
mod text_edits;
mod unapply;
mod update;

pub use accepted_harm::{AcceptedHarm, AcceptedHarmParseError, HarmAcceptanceError};
pub use apply::Baseline;
pub use day::{CalendarDay, CalendarDayParseError, NonexistentDayError};
pub use draft::{BaselineDraft, DraftFinding};
pub use entry_change::EntryChange;
pub use unapply::unapply_baseline;
pub use update::{BaselineUpdate, BaselineUpdateError, NewFailureHandling, update_baseline};
