//! References in paths and lists: forms that are not understood, and forms that nothing should be called a bad request for.

use badreq_reference::DocumentedError;

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::{FaultReaction, SubstituteResponse};
use super::reference_form::ReferenceForm;
use super::request::RequestFacts;
use crate::named::named;
use crate::operation::Operation;

named! {
    /// A form in which a reference may name something, and which is not understood.
    pub(super) enum UnreadReferenceFault {
        UpperCase = "upper-case",
        Dash = "dash",
        FiveLetters = "five-letters",
        Uuid = "uuid",
        AccountId = "account-id",
        ListedUuid = "listed-uuid",
    }
}

impl UnreadReferenceFault {
    /// Returns the form; `None` for a reference in a list.
    fn path_reference_form(self) -> Option<ReferenceForm> {
        match self {
            Self::UpperCase => Some(ReferenceForm::UpperCase),
            Self::Dash => Some(ReferenceForm::Dash),
            Self::FiveLetters => Some(ReferenceForm::FiveLetters),
            Self::Uuid => Some(ReferenceForm::Uuid),
            Self::AccountId => Some(ReferenceForm::Digits),
            Self::ListedUuid => None,
        }
    }

    fn refuse_listed_uuid(request: &RequestFacts) -> Option<SubstituteResponse> {
        let row = match request.operation? {
            Operation::AddMemberGroups
            | Operation::RemoveMemberGroups
            | Operation::OverwriteMemberGroups => DocumentedError::GroupRefNotFound,
            Operation::AddGroupMembers
            | Operation::RemoveGroupMembers
            | Operation::OverwriteGroupMembers
            | Operation::CreateSwitch
            | Operation::ChangeSwitchMembers => DocumentedError::MemberRefNotFound,
            _ => return None,
        };
        let mut entries = request
            .listed_references()?
            .iter()
            .filter_map(|entry| entry.as_str());
        let unread = entries
            .find(|entry| ReferenceForm::classify_reference(entry) == ReferenceForm::Uuid)?;
        let body = serde_json::json!({"message": row.message(unread), "code": row.code()});
        Some(SubstituteResponse::from_json(row.status(), &body))
    }
}

impl FaultFamily for UnreadReferenceFault {
    fn all() -> Vec<Self> {
        Self::ALL.to_vec()
    }

    fn full_name(self) -> String {
        format!("form-unread/{}", Self::name(self))
    }

    fn refuse_request(self, request: &RequestFacts) -> Option<SubstituteResponse> {
        let Some(form) = self.path_reference_form() else {
            return Self::refuse_listed_uuid(request);
        };
        request.operation?;
        let row = match request.segment(0) {
            "systems" => DocumentedError::SystemNotFound,
            "members" => DocumentedError::MemberNotFound,
            "groups" => DocumentedError::GroupNotFound,
            _ => return None,
        };
        let is_met = request.segments.len() > 1
            && ReferenceForm::classify_reference(request.segment(1)) == form;
        is_met.then(|| SubstituteResponse::from_row(row))
    }
}

/// A reference of this form that names nothing is called a bad request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ReferenceBadRequestFault(ReferenceForm);

impl FaultFamily for ReferenceBadRequestFault {
    fn all() -> Vec<Self> {
        // What has control characters in it may be refused before anything is looked for.
        [
            ReferenceForm::Letters,
            ReferenceForm::Dash,
            ReferenceForm::FiveLetters,
            ReferenceForm::Uuid,
            ReferenceForm::Digits,
            ReferenceForm::Me,
            ReferenceForm::Long,
            ReferenceForm::Foreign,
        ]
        .map(Self)
        .to_vec()
    }

    fn full_name(self) -> String {
        format!("form-mistaken/{}", self.0.name())
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let is_met = find_refused_reference_form(exchange) == Some(self.0);
        is_met.then(|| FaultReaction::from_row(DocumentedError::BadRequest))
    }
}

/// A reference of this form that names nothing breaks the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ReferenceCrashFault(ReferenceForm);

impl FaultFamily for ReferenceCrashFault {
    fn all() -> Vec<Self> {
        vec![Self(ReferenceForm::Control), Self(ReferenceForm::Digits)]
    }

    fn full_name(self) -> String {
        format!("form-crash/{}", self.0.name())
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let is_met = find_refused_reference_form(exchange) == Some(self.0);
        is_met.then(FaultReaction::internal_error)
    }
}

/// Returns the form of the reference that was refused because it names nothing.
fn find_refused_reference_form(exchange: &CleanExchange<'_>) -> Option<ReferenceForm> {
    let text = match exchange.refusal_row()? {
        DocumentedError::SystemNotFound
        | DocumentedError::MemberNotFound
        | DocumentedError::GroupNotFound => exchange.request.segment(1),
        DocumentedError::MemberRefNotFound | DocumentedError::GroupRefNotFound => {
            exchange.response.find_quoted_reference()?
        }
        _ => return None,
    };
    Some(ReferenceForm::classify_reference(text))
}
