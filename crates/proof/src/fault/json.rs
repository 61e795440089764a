//! Readers of JSON that forgive one thing.

use badreq_reference::DocumentedError;

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::lax::{self, Lax};
use super::reaction::Reaction;

/// A body that is no JSON but for a lenient reader is served, or breaks the server if a reader may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct JsonFault(Lax);

impl JsonFault {
    /// Reports whether a reader is free to forgive it: to ignore a byte order mark (RFC 8259, 8.1), to replace half of a surrogate pair, and to
    /// read numbers and nesting of any size (RFC 8259, 9). To break on what no reader has to forgive shows wherever it is served.
    fn may_be_read(self) -> bool {
        matches!(
            self.0,
            Lax::ByteOrderMark | Lax::LoneSurrogate | Lax::HugeNumber | Lax::Deep
        )
    }
}

impl FaultFamily for JsonFault {
    fn all() -> Vec<Self> {
        Lax::ALL.iter().copied().map(Self).collect()
    }

    fn full_name(self) -> String {
        let mishap = if self.may_be_read() {
            "crash"
        } else {
            "served"
        };
        format!("json/{}/{mishap}", self.0.name())
    }

    fn react(self, exchange: &CleanExchange<'_>) -> Option<Reaction> {
        let request = exchange.request;
        request.operation?.body_type()?;
        let is_malformed = request.json.is_none()
            && request.sent.has_json_type()
            && exchange.row() == Some(DocumentedError::BadRequest);
        let value = is_malformed.then(|| lax::read(&request.sent.body, self.0))??;
        Some(if self.may_be_read() {
            Reaction::crash()
        } else {
            Reaction::Serve(request.sent.clone().with_json(&value))
        })
    }
}
