//! Bad requests that come again.

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::named::named;
use super::reaction::Reaction;
use super::response::Row;

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
        let row = exchange.row().filter(|row| *row != Row::TOO_MANY)?;
        let is_met = exchange.history.has_refused(exchange.request);
        is_met.then(|| match self {
            Self::OtherRow if row == Row::MESSAGE_NOT_FOUND => Reaction::row(Row::BAD_REQUEST),
            Self::OtherRow => Reaction::row(Row::MESSAGE_NOT_FOUND),
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
        exchange.row().filter(|row| *row != Row::TOO_MANY)?;
        let is_fourth = (exchange.history.refusals() + 1).is_multiple_of(4);
        is_fourth.then(Reaction::crash)
    }
}
