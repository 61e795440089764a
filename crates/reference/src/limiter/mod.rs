//! The rate limiter: R requests per second, scope and caller, counted by one of several algorithms.
//!
//! The documentation gives the numbers but not how and by what requests are counted. The usual algorithm is a bucket of R per scope and
//! caller, refilled at R per second; [`LimiterOptions`] choose another one. Each algorithm keeps three rules: after a pause R
//! requests are granted, one of 2R + 2 requests within a second is refused, and a client that waits as long as a refusal says is granted.

mod algorithm;
mod bucket;
mod fixed_window;
mod options;
mod rate_limiter;
mod rates;
mod scope;
mod sliding_window;
mod status;

pub use options::{LimiterAlgorithm, LimiterOptions, RateLimitKey, RetryAfterPolicy};
pub(crate) use rate_limiter::RateLimiter;
pub(crate) use rates::ScopeRates;
pub(crate) use scope::LimiterScope;
pub(crate) use status::{AdmissionDecision, RateLimitStatus};
