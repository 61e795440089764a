//! The rate limiter: R per second, scope and caller, counted by one of several algorithms.
//!
//! The documentation gives the numbers and leaves open how they are counted, and by what. Usually this is a bucket of R per scope and
//! caller, refilled at R per second; a [`Variant`](super::variant::Variant) counts otherwise. Each algorithm keeps to three rules: from rest R
//! requests are let in, of 2R + 2 within a second one is refused, and who waits in silence for as long as a refusal says gets in.

mod algorithm;
mod bucket;
mod counter;
mod fixed_window;
mod rates;
mod scope;
mod sliding_window;
mod standing;

pub(crate) use counter::Limiter;
pub(crate) use rates::Rates;
pub(crate) use scope::Scope;
pub(crate) use standing::{Admission, Standing};
