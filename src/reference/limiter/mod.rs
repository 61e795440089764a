//! The rate limiter: R requests per second, scope and caller, counted by one of several algorithms.
//!
//! The documentation gives the numbers but not how and by what requests are counted. The usual algorithm is a bucket of R per scope and
//! caller, refilled at R per second; a [`Variant`](super::variant::Variant) uses another one. Each algorithm keeps three rules: after a pause R
//! requests are granted, one of 2R + 2 requests within a second is refused, and a client that waits as long as a refusal says is granted.

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
