//! Readers of JSON that forgive one thing.

use badreq_reference::DocumentedError;

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::lax::{self, JsonLeniency};
use super::reaction::FaultReaction;

/// A body that is no JSON but for a lenient reader is served, or breaks the server if a reader may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct LenientJsonFault(JsonLeniency);

impl LenientJsonFault {
    /// Reports whether a reader is free to forgive it: to ignore a byte order mark (RFC 8259, 8.1), to replace half of a surrogate pair, and to
    /// read numbers and nesting of any size (RFC 8259, 9). To break on what no reader has to forgive shows wherever it is served.
    fn is_leniency_allowed(self) -> bool {
        matches!(
            self.0,
            JsonLeniency::ByteOrderMark
                | JsonLeniency::LoneSurrogate
                | JsonLeniency::HugeNumber
                | JsonLeniency::Deep
        )
    }
}

impl FaultFamily for LenientJsonFault {
    fn all() -> Vec<Self> {
        JsonLeniency::ALL.iter().copied().map(Self).collect()
    }

    fn full_name(self) -> String {
        let mishap = if self.is_leniency_allowed() {
            "crash"
        } else {
            "served"
        };
        format!("json/{}/{mishap}", self.0.name())
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let request = exchange.request;
        request.operation?.body_type()?;
        let is_malformed = request.json.is_none()
            && request.sent.has_json_content_type()
            && exchange.refusal_row() == Some(DocumentedError::BadRequest);
        let value = is_malformed.then(|| lax::parse_leniently(&request.sent.body, self.0))??;
        Some(if self.is_leniency_allowed() {
            FaultReaction::internal_error()
        } else {
            FaultReaction::Serve(request.sent.clone().with_json(&value))
        })
    }
}
