//! What the families of faults have in common.

use super::exchange::CleanExchange;
use super::reaction::{FaultReaction, SubstituteResponse};
use super::request::RequestFacts;

/// A family of faults: the members that there are, their names, and when they show.
pub(super) trait FaultFamily: Copy {
    /// Returns every member.
    fn all() -> Vec<Self>;

    /// Returns the name, in kebab-case, with the family in front.
    fn full_name(self) -> String;

    /// Returns the refusal of a request that the server must not see, because it would serve it.
    fn refuse_request(self, _request: &RequestFacts) -> Option<SubstituteResponse> {
        None
    }

    /// Returns what the fault makes of an exchange; `None` if the exchange does not meet it.
    fn react_to_exchange(self, _exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        None
    }
}
