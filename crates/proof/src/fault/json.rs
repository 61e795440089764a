//! Readers of JSON that forgive one thing.

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::lax::{self, Lax};
use super::reaction::{Mishap, Reaction};
use super::response::Row;

/// A body that is no JSON but for a lenient reader is served, or breaks the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct JsonFault(Lax, Mishap);

impl FaultFamily for JsonFault {
    fn all() -> Vec<Self> {
        // A reader is free to ignore a byte order mark (RFC 8259, 8.1), to replace half of a surrogate pair, and to read numbers and nesting of
        // any size (RFC 8259, 9). Only to break on them is a fault; to break on what is no JSON is one that shows wherever it is served.
        let all = Lax::ALL.iter().map(|lax| match lax {
            Lax::ByteOrderMark | Lax::LoneSurrogate | Lax::HugeNumber | Lax::Deep => {
                Self(*lax, Mishap::Crash)
            }
            other => Self(*other, Mishap::Served),
        });
        all.collect()
    }

    fn full_name(self) -> String {
        format!("json/{}/{}", self.0.name(), self.1.name())
    }

    fn react(self, exchange: &CleanExchange<'_>) -> Option<Reaction> {
        let request = exchange.request;
        request.operation?.body_type()?;
        let is_malformed = request.json.is_none()
            && request.sent.has_json_type()
            && exchange.row() == Some(Row::BAD_REQUEST);
        let value = is_malformed.then(|| lax::read(&request.sent.body, self.0))??;
        Some(self.1.serve(request.sent.clone().with_json(&value)))
    }
}
