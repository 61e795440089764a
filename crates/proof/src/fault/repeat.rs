//! Bad requests that come again.

use badreq_reference::DocumentedError;

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::FaultReaction;
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

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let row = exchange
            .refusal_row()
            .filter(|row| *row != DocumentedError::TooManyRequests)?;
        let is_met = exchange.history.was_request_refused(exchange.request);
        is_met.then(|| match self {
            Self::OtherRow if row == DocumentedError::MessageNotFound => {
                FaultReaction::from_row(DocumentedError::BadRequest)
            }
            Self::OtherRow => FaultReaction::from_row(DocumentedError::MessageNotFound),
            Self::Breaks => FaultReaction::internal_error(),
            Self::Served => FaultReaction::false_success(),
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

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        exchange
            .refusal_row()
            .filter(|row| *row != DocumentedError::TooManyRequests)?;
        let is_fourth = (exchange.history.refusal_count() + 1).is_multiple_of(4);
        is_fourth.then(FaultReaction::internal_error)
    }
}
