//! A callback for every response of a target.

use std::fmt;

use crate::exchange::Exchange;

/// An observer of every response of a target.
pub trait ExchangeObserver: fmt::Debug + Send + Sync {
    /// Handles a response as soon as it arrives. Every token in it is already redacted.
    fn observe_exchange(&self, exchange: &Exchange);
}
