#![doc = include_str!("../README.md")]
//!
//! ## The order in which a request is judged
//!
//! The documentation leaves open which of two defects of a request is reported. This server checks in this order:
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
mod fault;
mod limiter;
mod lingering_close;
mod list_entries;
mod memory;
mod model;
mod moment;
mod ops;
mod options;
mod query;
mod random;
mod recorder;
mod refusal;
mod reply;
mod router;
mod seams;
mod seed;
mod server;
mod splitter;
mod store;
mod variant;
mod wire;

pub use fault::{Fault, UnknownFault};
pub use options::{
    RecordingMode, ServerConduct, ServerOptions, ServerRateLimits, ServerRateLimitsError,
    TriggerMode,
};
pub use recorder::RecordedRequest;
pub use seams::Wire;
pub use seed::SeedValues;
pub use server::{ReferenceServer, ServerStartError, start};
pub use variant::{UnknownVariant, Variant};
