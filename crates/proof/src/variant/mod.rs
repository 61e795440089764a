//! Variants: servers that differ from the reference server and keep the contract all the same, to prove that a suite leaves them alone.
//!
//! The documentation leaves much open: how a body is written down, how an answer crosses the wire, how a limit counts, which of two fair
//! rows is answered, which of two defects wins. A [`Variant`] decides one such thing otherwise. [`vary_server_options`] sets the seams of the
//! reference server for several at once; of two that decide the same thing, the one that is asked for first wins.

mod apply;
mod catalogue;
mod limiter;
mod rows;
mod set;
mod values;
mod wire;

pub use apply::vary_server_options;
pub use catalogue::{UnknownVariant, Variant};
