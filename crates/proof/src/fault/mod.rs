//! Faults: deliberate breaches of the contract, one at a time, to prove that a suite detects them.
//!
//! A fault stands between the reference server and the connection. It sees each request and the response of the server, which keeps the
//! contract; from them it decides on a [`FaultReaction`](reaction::FaultReaction), a plain value that the wire carries out. A server that is traced
//! keeps the contract, and records which faults would have reacted.
//!
//! Here is what a suite has to send for a breach to show at all, and breaches by state, time, connections and framing. What is wrong with a
//! response that every suite gets is a mutant of a recording.

mod access;
mod catalogue;
mod connection;
mod dated;
mod delivery;
mod exchange;
mod family;
mod field_length;
mod form_body;
mod framework;
mod framing;
mod headers;
mod json;
mod kind;
mod late;
mod lax;
mod limit;
mod lists;
mod nothing;
mod number;
mod privacy;
mod query;
mod reaction;
mod reference;
mod reference_form;
mod refusal_stage;
mod repeat;
mod request;
mod response;
mod server;
mod state;
mod top_level;
mod wire;

pub use catalogue::{Fault, UnknownFault};
pub use server::{ReachedFaultLog, start_fault_tracing_server, start_faulty_server};
