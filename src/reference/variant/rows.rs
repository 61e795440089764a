//! The row that is answered where the documentation leaves room for several.

use super::catalogue::Variant;
use super::here::is;
use crate::reference::access::ApiCaller;
use crate::reference::api_error::DocumentedError;
use crate::reference::api_request::ApiRequest;
use crate::reference::entity_reference::ME;
use crate::reference::refusal::{ListEntry, Refusal};
use crate::reference::store::MemberKey;

/// The row for an entry of a list.
pub(crate) fn entry_row(usual: DocumentedError) -> DocumentedError {
    if is(Variant::EntriesAsPaths) {
        return as_in_a_path(usual);
    }
    match usual {
        DocumentedError::NotYourMemberRef if is(Variant::ForeignIsNotFound) => {
            DocumentedError::MemberRefNotFound
        }
        DocumentedError::NotYourGroupRef if is(Variant::ForeignIsNotFound) => {
            DocumentedError::GroupRefNotFound
        }
        DocumentedError::NotYourGroupRef if is(Variant::ForeignGroupIsNotFound) => {
            DocumentedError::GroupNotFound
        }
        other => other,
    }
}

const fn as_in_a_path(entry: DocumentedError) -> DocumentedError {
    match entry {
        DocumentedError::MemberRefNotFound => DocumentedError::MemberNotFound,
        DocumentedError::GroupRefNotFound => DocumentedError::GroupNotFound,
        DocumentedError::NotYourMemberRef => DocumentedError::NotYourMember,
        DocumentedError::NotYourGroupRef => DocumentedError::NotYourGroup,
        other => other,
    }
}

/// The refusal of an unknown member whose groups are asked for.
pub(crate) fn unknown_member(usual: Refusal, reference: &str) -> Refusal {
    if is(Variant::GroupsOfAnUnknownReference) {
        Refusal::WithReference(
            DocumentedError::MemberRefNotFound,
            ListEntry::from_single_reference(reference),
        )
    } else {
        usual
    }
}

/// The refusal of an anonymous sender, where only the owner may use this system.
pub(crate) fn named_system(usual: Refusal, reference: &str) -> Refusal {
    if is(Variant::NamedSystemForbidden) && reference != ME {
        DocumentedError::Forbidden.into()
    } else {
        usual
    }
}

/// Refuses a token of no system wherever it is sent.
///
/// # Errors
///
/// `0/401`.
pub(crate) fn refuse_nobodys_token(call: &ApiRequest, caller: ApiCaller) -> Result<(), Refusal> {
    let is_nobodys = call.token().is_some() && caller == ApiCaller::Anonymous;
    if is_nobodys && is(Variant::InvalidTokenRefused) {
        return Err(DocumentedError::Unauthorized.into());
    }
    Ok(())
}

/// The row for a switch that is unknown or another system's.
pub(crate) fn switch_row(usual: DocumentedError) -> DocumentedError {
    match usual {
        DocumentedError::SwitchNotFound if is(Variant::SwitchRowsExchanged) => {
            DocumentedError::SwitchNotVisible
        }
        DocumentedError::SwitchNotVisible if is(Variant::SwitchRowsExchanged) => {
            DocumentedError::SwitchNotFound
        }
        other => other,
    }
}

/// The row for text that is no switch's id, where `missing` is the row for an unknown switch.
pub(crate) fn malformed_switch(missing: DocumentedError) -> DocumentedError {
    // Only the change of members leaves this room, and only it has this row for an unknown switch.
    if is(Variant::MalformedSwitchIsNotFound) && missing == DocumentedError::SwitchNotFound {
        DocumentedError::SwitchNotFound
    } else {
        DocumentedError::SwitchIdInvalid
    }
}

/// Refuses a list with the same member twice.
///
/// # Errors
///
/// `40003`.
pub(crate) fn refuse_duplicates(members: &[MemberKey]) -> Result<(), Refusal> {
    let mut distinct = members.to_vec();
    distinct.sort();
    distinct.dedup();
    if is(Variant::DuplicatesRefused) && distinct.len() < members.len() {
        return Err(DocumentedError::DuplicateMembers.into());
    }
    Ok(())
}

/// Reports whether two lists of a switch are the same for a server that heeds no order.
pub(crate) fn is_identical(one: &[MemberKey], other: &[MemberKey]) -> bool {
    let sorted = |list: &[MemberKey]| {
        let mut list = list.to_vec();
        list.sort();
        list
    };
    is(Variant::IdenticalInAnyOrder) && sorted(one) == sorted(other)
}
