//! Servers of one variant over their socket: a request by whose answer the variant shows, and the usual answer to it.

#![expect(clippy::unwrap_used, reason = "tests say what must hold by panicking")]

mod client;
mod orders;
mod rows;
mod values;
mod wire;
