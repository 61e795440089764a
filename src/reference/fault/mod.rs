//! Faults: deliberate breaches of the contract, one at a time, to prove that a suite notices them.
//!
//! A [`Fault`] is switched on by its name when the server starts. The places where it shows stand in the code where such a bug
//! would really live: they ask [`strikes`] whether the [`Breach`] that belongs there is switched on. A server that is traced keeps the
//! contract and notes which faults a request came near.

mod board;
mod breach;
mod catalogue;
mod named;

pub(crate) use board::{Board, Mode, defer, deferred, during, enter, strikes, strikes_here, which};
pub(crate) use breach::Breach;
pub use catalogue::{Fault, UnknownFault};
pub(crate) use named::named;
