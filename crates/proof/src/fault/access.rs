//! Who may: tokens, and the owner of what a request names.

use axum::http::header::AUTHORIZATION;
use badreq_reference::DocumentedError;

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::FaultReaction;
use super::reference_form::ReferenceForm;
use super::request::{BufferedRequest, Caller};
use super::response::refuses_non_owner;
use crate::named::named;
use crate::operation::Operation;

named! {
    /// A mistake in the handling of a token that no system has.
    pub(super) enum TokenFault {
        AnyServed = "any-served",
        EmptyServed = "empty-served",
        Crash = "crash",
    }
}

impl FaultFamily for TokenFault {
    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn full_name(self) -> String {
        format!("token/{}", Self::name(self))
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let request = exchange.request;
        if request.caller != Caller::Unknown {
            return None;
        }
        let token = request.sent.headers.get(AUTHORIZATION)?;
        let is_empty = token.as_bytes().trim_ascii().is_empty();
        let served =
            || FaultReaction::Serve(request.sent.clone().with_token(&exchange.seeds.token));
        let is_refused = exchange.refusal_row().is_some();
        match self {
            Self::AnyServed => is_refused.then(served),
            Self::EmptyServed => (is_refused && is_empty).then(served),
            Self::Crash => Some(FaultReaction::internal_error()),
        }
    }
}

/// An operation asks for no token. The members are one operation of each kind: a read, a creation, a change, a deletion, the edit of a list,
/// a switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct MissingTokenCheckFault(Operation);

impl FaultFamily for MissingTokenCheckFault {
    fn all() -> Vec<Self> {
        [
            Operation::ReadAutoproxy,
            Operation::CreateMember,
            Operation::ChangeSettings,
            Operation::DeleteGroup,
            Operation::AddGroupMembers,
            Operation::CreateSwitch,
        ]
        .map(Self)
        .to_vec()
    }

    fn full_name(self) -> String {
        format!("unauthenticated/{}", self.0.name())
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let is_met = exchange.request.operation == Some(self.0)
            && exchange.refusal_row() == Some(DocumentedError::Unauthorized);
        let mended = exchange.request.sent.clone();
        is_met.then(|| FaultReaction::Serve(mended.with_token(&exchange.seeds.token)))
    }
}

/// An operation does not ask whose it is. The members are one operation of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct MissingOwnerCheckFault(Operation);

impl FaultFamily for MissingOwnerCheckFault {
    fn all() -> Vec<Self> {
        [
            Operation::ReadMemberGuild,
            Operation::ChangeSystem,
            Operation::ChangeGroup,
            Operation::DeleteMember,
            Operation::OverwriteMemberGroups,
            Operation::DeleteSwitch,
        ]
        .map(Self)
        .to_vec()
    }

    fn full_name(self) -> String {
        format!("unowned/{}", self.0.name())
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let is_met = exchange.request.operation == Some(self.0)
            && exchange.refusal_row().is_some_and(refuses_non_owner);
        is_met.then(|| FaultReaction::Serve(build_request_as_other(exchange)))
    }
}

/// An operation asks whose an object is only where it is named by its short id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct UuidOwnerBypassFault(Operation);

impl FaultFamily for UuidOwnerBypassFault {
    fn all() -> Vec<Self> {
        [
            Operation::ChangeSystem,
            Operation::ChangeMember,
            Operation::DeleteGroup,
        ]
        .map(Self)
        .to_vec()
    }

    fn full_name(self) -> String {
        format!("unowned-by-uuid/{}", self.0.name())
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let reference = exchange.request.segment(1);
        let is_met = exchange.request.operation == Some(self.0)
            && exchange.refusal_row().is_some_and(refuses_non_owner)
            && ReferenceForm::classify_reference(reference) == ReferenceForm::Uuid;
        is_met.then(|| FaultReaction::Serve(build_request_as_other(exchange)))
    }
}

/// Returns the request with the token of the other system.
pub(super) fn build_request_as_other(exchange: &CleanExchange<'_>) -> BufferedRequest {
    let other = match exchange.request.caller {
        Caller::Owner => &exchange.seeds.stranger_token,
        Caller::Anonymous | Caller::Stranger | Caller::Unknown => &exchange.seeds.token,
    };
    exchange.request.sent.clone().with_token(other)
}
