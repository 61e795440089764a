#![doc = include_str!("../README.md")]
//!
//! ## The order in which a request is judged
//!
//! The documentation leaves open which of two defects of a request is reported. This server checks in this order, unless
//! [`ServerOptions::early_checks`] puts a check first:
//!
//! 1. the rate limit (every request counts, so every response can carry the headers), then the triggers;
//! 2. the `User-Agent`;
//! 3. path and method;
//! 4. the token, if one is needed (`@me` included);
//! 5. the first reference of the path, then ownership, then the second reference;
//! 6. privacy, then the query;
//! 7. the body: content type, syntax, JSON types, then the model (all invalid keys in one response), then list
//!    entries from left to right, then duplicates, then conflicts with the state.
//!
//! Every check comes before the first write: a refused request changes nothing.

mod access;
mod api;
mod api_error;
mod api_request;
mod bare_refusal;
mod body;
mod dump;
mod entity_reference;
mod intercepted_connection;
mod limiter;
mod lingering_close;
mod list_entries;
mod model;
mod moment;
mod ops;
mod options;
mod query;
mod random;
mod rate_limits;
mod recorder;
mod refusal;
mod reply;
mod router;
mod seams;
mod seed;
mod server;
mod splitter;
mod store;

pub use api_error::DocumentedError;
pub use limiter::{LimiterAlgorithm, LimiterOptions, RateLimitKey, RetryAfterPolicy};
pub use options::{RecordingMode, ServerOptions, TriggerMode};
pub use rate_limits::{ServerRateLimits, ServerRateLimitsError};
pub use recorder::RecordedRequest;
pub use seams::{
    EarlyCheck, FieldValueKind, NumberPlace, OptionalRefusal, RowAmbiguity, RowChoice,
    ShortIdAlphabet, ShortIdForm, ShortIdLengthPolicy, ValueAcceptance, ValueJudgement, Wire,
};
pub use seed::SeedValues;
pub use server::{ReferenceServer, ServerStartError, start};
