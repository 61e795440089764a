//! Privacy settings that are not kept to.

use badreq_reference::DocumentedError;

use super::access::build_request_as_other;
use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::{FaultReaction, SubstituteResponse};
use super::request::Caller;
use crate::named::named;
use crate::operation::Operation;

named! {
    /// A list that a privacy setting hides from others.
    pub(super) enum PrivateList {
        Members = "members",
        Groups = "groups",
        GroupsOfMember = "groups-of-member",
        GroupMembers = "group-members",
        Fronters = "fronters",
        History = "history",
        Switch = "switch",
    }
}

named! {
    /// A mistake in the handling of a privacy setting.
    pub(super) enum PrivacyMistake {
        Ignored = "ignored",
        LiftedByAnyToken = "lifted-by-any-token",
        Emptied = "emptied",
        NothingSent = "nothing-sent",
        OwnerRefused = "owner-refused",
    }
}

/// The setting that hides a list is not kept to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PrivacyFault(PrivacyMistake, PrivateList);

impl PrivateList {
    fn operation(self) -> Operation {
        match self {
            Self::Members => Operation::ListMembers,
            Self::Groups => Operation::ListGroups,
            Self::GroupsOfMember => Operation::ListMemberGroups,
            Self::GroupMembers => Operation::ListGroupMembers,
            Self::Fronters => Operation::ReadFronters,
            Self::History => Operation::ListSwitches,
            Self::Switch => Operation::ReadSwitch,
        }
    }

    /// Returns the row that the setting calls for.
    fn refusal_row(self) -> DocumentedError {
        match self {
            Self::Members => DocumentedError::MemberListPrivate,
            Self::Groups | Self::GroupsOfMember => DocumentedError::GroupListPrivate,
            Self::GroupMembers => DocumentedError::GroupMembersPrivate,
            Self::Fronters => DocumentedError::FrontersPrivate,
            Self::History => DocumentedError::FrontHistoryPrivate,
            Self::Switch => DocumentedError::SwitchNotVisible,
        }
    }
}

impl FaultFamily for PrivacyFault {
    fn all() -> Vec<Self> {
        let ignored = PrivateList::ALL.iter();
        let ignored = ignored.map(|list| Self(PrivacyMistake::Ignored, *list));
        ignored
            .chain([
                Self(PrivacyMistake::LiftedByAnyToken, PrivateList::Members),
                Self(PrivacyMistake::LiftedByAnyToken, PrivateList::History),
                Self(PrivacyMistake::Emptied, PrivateList::GroupMembers),
                Self(PrivacyMistake::NothingSent, PrivateList::Fronters),
                Self(PrivacyMistake::OwnerRefused, PrivateList::Groups),
                Self(PrivacyMistake::OwnerRefused, PrivateList::GroupMembers),
            ])
            .collect()
    }

    fn full_name(self) -> String {
        format!("privacy/{}/{}", self.0.name(), self.1.name())
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let Self(mistake, list) = self;
        let request = exchange.request;
        if request.operation != Some(list.operation()) {
            return None;
        }
        let is_hidden =
            exchange.refusal_row() == Some(list.refusal_row()) && request.segment(1) != "@me";
        let served = || FaultReaction::Serve(build_request_as_other(exchange));
        match mistake {
            PrivacyMistake::Ignored => is_hidden.then(served),
            PrivacyMistake::LiftedByAnyToken => {
                (is_hidden && request.caller != Caller::Anonymous).then(served)
            }
            PrivacyMistake::Emptied => is_hidden.then(|| {
                let empty = serde_json::json!([]);
                FaultReaction::Replace(SubstituteResponse::from_json(200, &empty))
            }),
            PrivacyMistake::NothingSent => {
                is_hidden.then(|| FaultReaction::Replace(SubstituteResponse::empty(204)))
            }
            PrivacyMistake::OwnerRefused => {
                let is_met = exchange.response.is_success() && request.caller == Caller::Owner;
                is_met.then(|| refuse_owner(exchange, list.refusal_row()))
            }
        }
    }
}

/// Refuses the owner if others are refused.
fn refuse_owner(exchange: &CleanExchange<'_>, row: DocumentedError) -> FaultReaction {
    let mut others = exchange.request.sent.clone().without_token();
    if exchange.request.segment(1) == "@me" {
        others = others.with_replaced_segment(1, &exchange.seeds.system_id);
    }
    FaultReaction::RefuseAs(others, row)
}
