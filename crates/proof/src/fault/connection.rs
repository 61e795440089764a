//! Connections that end too early, responses that come too late, and bytes that are no proper HTTP.

use badreq_reference::DocumentedError;
use std::time::Duration;

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::{Delivery, Framing, Reaction};
use super::response::is_about_privacy;
use crate::named::named;

named! {
    /// The situation in which a connection is not handled as it should be.
    pub(super) enum Situation {
        NoToken = "no-token",
        NoJson = "no-json",
        Model = "invalid-model",
        Private = "private-list",
        SwitchId = "switch-id",
        Message = "unknown-message",
    }
}

impl Situation {
    fn is_met_by(self, exchange: &CleanExchange<'_>) -> bool {
        let Some(row) = exchange.row() else {
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
            Self::Private => is_about_privacy(row),
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
    fn delivery(self) -> Delivery {
        match self {
            Self::HangsUp => Delivery::HangUp,
            Self::HeadOnly => Delivery::HeadOnly,
            Self::HalfBody => Delivery::HalfBody,
            Self::Late => Delivery::Late(TOO_LATE),
            Self::Drips => Delivery::Drip(TOO_LATE),
        }
    }
}

/// A refusal is not sent as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ConnectionFault(ConnectionMistake, Situation);

impl FaultFamily for ConnectionFault {
    fn all() -> Vec<Self> {
        vec![
            Self(ConnectionMistake::HangsUp, Situation::NoToken),
            Self(ConnectionMistake::HangsUp, Situation::NoJson),
            Self(ConnectionMistake::HangsUp, Situation::Model),
            Self(ConnectionMistake::HangsUp, Situation::SwitchId),
            Self(ConnectionMistake::HangsUp, Situation::Private),
            Self(ConnectionMistake::HeadOnly, Situation::Message),
            Self(ConnectionMistake::HalfBody, Situation::Private),
            Self(ConnectionMistake::Late, Situation::Message),
            Self(ConnectionMistake::Drips, Situation::Message),
        ]
    }

    fn full_name(self) -> String {
        format!("connection/{}/{}", self.0.name(), self.1.name())
    }

    fn react(self, exchange: &CleanExchange<'_>) -> Option<Reaction> {
        let is_met = self.1.is_met_by(exchange);
        is_met.then(|| Reaction::Deliver(self.0.delivery()))
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

    fn react(self, exchange: &CleanExchange<'_>) -> Option<Reaction> {
        let delivery = match self {
            Self::Bytes(framing) => Delivery::Framed(framing),
            Self::Gzip => Delivery::Gzip,
        };
        let is_met = Situation::Message.is_met_by(exchange);
        is_met.then_some(Reaction::Deliver(delivery))
    }
}
