//! Bad requests that come again.

use badreq_reference::DocumentedError;

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::Reaction;
use crate::named::named;

named! {
    /// The treatment of a bad request when it is sent again.
    pub(super) enum SecondTimeFault {
        OtherRow = "other-row",
        Breaks = "breaks",
        Served = "served",
    }
}

impl FaultFamily for SecondTimeFault {
    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn full_name(self) -> String {
        format!("second-time/{}", Self::name(self))
    }

    fn react(self, exchange: &CleanExchange<'_>) -> Option<Reaction> {
        let row = exchange
            .row()
            .filter(|row| *row != DocumentedError::TooManyRequests)?;
        let is_met = exchange.history.has_refused(exchange.request);
        is_met.then(|| match self {
            Self::OtherRow if row == DocumentedError::MessageNotFound => {
                Reaction::row(DocumentedError::BadRequest)
            }
            Self::OtherRow => Reaction::row(DocumentedError::MessageNotFound),
            Self::Breaks => Reaction::crash(),
            Self::Served => Reaction::served(),
        })
    }
}

named! {
    /// The treatment of every fourth bad request.
    pub(super) enum EveryFourthFault {
        Breaks = "breaks",
    }
}

impl FaultFamily for EveryFourthFault {
    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn full_name(self) -> String {
        format!("every-fourth/{}", Self::name(self))
    }

    fn react(self, exchange: &CleanExchange<'_>) -> Option<Reaction> {
        exchange
            .row()
            .filter(|row| *row != DocumentedError::TooManyRequests)?;
        let is_fourth = (exchange.history.refusals() + 1).is_multiple_of(4);
        is_fourth.then(Reaction::crash)
    }
}
