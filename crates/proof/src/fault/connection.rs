//! Connections that end too early, responses that come too late, and bytes that are no proper HTTP.

use badreq_reference::DocumentedError;
use std::time::Duration;

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::{FaultReaction, Framing, IrregularDelivery};
use super::response::refuses_private_list;
use crate::named::named;

named! {
    /// The situation in which a connection is not handled as it should be.
    pub(super) enum RefusalSituation {
        NoToken = "no-token",
        NoJson = "no-json",
        Model = "invalid-model",
        Private = "private-list",
        SwitchId = "switch-id",
        Message = "unknown-message",
    }
}

impl RefusalSituation {
    fn matches_exchange(self, exchange: &CleanExchange<'_>) -> bool {
        let Some(row) = exchange.refusal_row() else {
            return false;
        };
        let request = exchange.request;
        match self {
            Self::NoToken => row == DocumentedError::Unauthorized,
            Self::NoJson => {
                let takes_body = request
                    .operation
                    .and_then(crate::operation::Operation::body_type);
                row == DocumentedError::BadRequest && takes_body.is_some() && request.json.is_none()
            }
            Self::Model => row == DocumentedError::ModelInvalid,
            Self::Private => refuses_private_list(row),
            Self::SwitchId => row == DocumentedError::SwitchIdInvalid,
            Self::Message => row == DocumentedError::MessageNotFound,
        }
    }
}

named! {
    /// A mistake in how a response is sent.
    pub(super) enum ConnectionMistake {
        HangsUp = "hangs-up",
        HeadOnly = "head-only",
        HalfBody = "half-body",
        Late = "late",
        Drips = "drips",
    }
}

/// Longer than a client waits for an error.
const TOO_LATE: Duration = Duration::from_millis(2200);

impl ConnectionMistake {
    fn to_delivery(self) -> IrregularDelivery {
        match self {
            Self::HangsUp => IrregularDelivery::HangUp,
            Self::HeadOnly => IrregularDelivery::HeadOnly,
            Self::HalfBody => IrregularDelivery::HalfBody,
            Self::Late => IrregularDelivery::Late(TOO_LATE),
            Self::Drips => IrregularDelivery::Drip(TOO_LATE),
        }
    }
}

/// A refusal is not sent as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ConnectionFault(ConnectionMistake, RefusalSituation);

impl FaultFamily for ConnectionFault {
    fn all() -> Vec<Self> {
        vec![
            Self(ConnectionMistake::HangsUp, RefusalSituation::NoToken),
            Self(ConnectionMistake::HangsUp, RefusalSituation::NoJson),
            Self(ConnectionMistake::HangsUp, RefusalSituation::Model),
            Self(ConnectionMistake::HangsUp, RefusalSituation::SwitchId),
            Self(ConnectionMistake::HangsUp, RefusalSituation::Private),
            Self(ConnectionMistake::HeadOnly, RefusalSituation::Message),
            Self(ConnectionMistake::HalfBody, RefusalSituation::Private),
            Self(ConnectionMistake::Late, RefusalSituation::Message),
            Self(ConnectionMistake::Drips, RefusalSituation::Message),
        ]
    }

    fn full_name(self) -> String {
        format!("connection/{}/{}", self.0.name(), self.1.name())
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let is_met = self.1.matches_exchange(exchange);
        is_met.then(|| FaultReaction::Deliver(self.0.to_delivery()))
    }
}

/// The refusal of an unknown message is no proper HTTP, or is compressed for a client that accepts no such thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum FramingFault {
    Bytes(Framing),
    Gzip,
}

impl FaultFamily for FramingFault {
    fn all() -> Vec<Self> {
        let wrong = Framing::ALL.iter().filter(|how| **how != Framing::AsIs);
        wrong
            .map(|how| Self::Bytes(*how))
            .chain([Self::Gzip])
            .collect()
    }

    fn full_name(self) -> String {
        let name = match self {
            Self::Bytes(framing) => framing.name(),
            Self::Gzip => "gzip",
        };
        format!("framing/{name}")
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let delivery = match self {
            Self::Bytes(framing) => IrregularDelivery::Framed(framing),
            Self::Gzip => IrregularDelivery::Gzip,
        };
        let is_met = RefusalSituation::Message.matches_exchange(exchange);
        is_met.then_some(FaultReaction::Deliver(delivery))
    }
}
