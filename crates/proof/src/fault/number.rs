//! Numbers in paths.

use badreq_reference::DocumentedError;

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::FaultReaction;
use crate::named::named;

named! {
    /// A mistake in the handling of a number in a path that is none.
    pub(super) enum NumberFault {
        GuildTakenForZero = "guild/taken-for-zero",
        MessageTakenForZero = "message/taken-for-zero",
        MessageCrash = "message/crash",
    }
}

impl FaultFamily for NumberFault {
    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn full_name(self) -> String {
        format!("number/{}", Self::name(self))
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        if exchange.refusal_row() != Some(DocumentedError::BadRequest) {
            return None;
        }
        let request = exchange.request;
        request.operation?;
        let index = match self {
            Self::GuildTakenForZero => (request.segment(2) == "guilds").then_some(3)?,
            Self::MessageTakenForZero | Self::MessageCrash => {
                (request.segment(0) == "messages").then_some(1)?
            }
        };
        if !is_no_number(request.segment(index)) {
            return None;
        }
        Some(match self {
            Self::GuildTakenForZero | Self::MessageTakenForZero => {
                FaultReaction::Serve(request.sent.clone().with_replaced_segment(index, "0"))
            }
            Self::MessageCrash => FaultReaction::internal_error(),
        })
    }
}

/// Reports whether a text is no number in any notation. Numbers with a sign, a fraction or too many digits are numbers all the same: that
/// nothing is found by them is fair.
fn is_no_number(text: &str) -> bool {
    text.parse::<f64>().is_err()
}
