//! Observing responses where they arrive, whoever asked.

use std::fmt;

use crate::exchange::Exchange;

/// An observer of every response of a target.
pub trait ObserveResponses: fmt::Debug + Send + Sync {
    /// Looks at a response as it arrives; every token in it is replaced already.
    fn observe(&self, exchange: &Exchange);
}
