//! The row that is answered where the documentation leaves room for several.

use std::collections::BTreeSet;

use super::catalogue::Variant;
use super::here::is;
use crate::access::ApiCaller;
use crate::api_error::DocumentedError;
use crate::api_request::ApiRequest;
use crate::entity_reference::ME;
use crate::refusal::{ListEntry, Refusal};
use crate::store::{GroupKey, MemberKey};

/// The row for an entry of a list.
pub(crate) fn entry_row(usual: DocumentedError) -> DocumentedError {
    if is(Variant::EntriesAsPaths) {
        return as_in_a_path(usual);
    }
    match usual {
        DocumentedError::NotYourMemberRef if is(Variant::ForeignIsNotFound) => {
            DocumentedError::MemberRefNotFound
        }
        DocumentedError::NotYourMemberRef if is(Variant::ForeignMemberIsNotFound) => {
            DocumentedError::MemberNotFound
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

/// The refusal of an unknown group whose members are asked for.
pub(crate) fn unknown_group(usual: Refusal, reference: &str) -> Refusal {
    let row = DocumentedError::GroupRefNotFound;
    as_an_entry(Variant::MembersOfAnUnknownReference, row, usual, reference)
}

/// The refusal of an unknown member whose groups are asked for.
pub(crate) fn unknown_member(usual: Refusal, reference: &str) -> Refusal {
    let row = DocumentedError::MemberRefNotFound;
    as_an_entry(Variant::GroupsOfAnUnknownReference, row, usual, reference)
}

/// The refusal of a reference in a path by the row of an entry of a list, if this variant is served.
fn as_an_entry(variant: Variant, row: DocumentedError, usual: Refusal, reference: &str) -> Refusal {
    if is(variant) {
        Refusal::WithReference(row, ListEntry::from_single_reference(reference))
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

/// The refusal of the system in the path of a switch.
pub(crate) fn system_of_a_switch(usual: Refusal) -> Refusal {
    match usual {
        Refusal::Plain(DocumentedError::SystemNotFound | DocumentedError::Forbidden)
            if is(Variant::SwitchByItsSystem) =>
        {
            DocumentedError::SwitchNotVisible.into()
        }
        other => other,
    }
}

/// The refusal of a switch of a private history.
pub(crate) fn private_switch(usual: Refusal) -> Refusal {
    if is(Variant::PrivateSwitchForbidden) {
        DocumentedError::FrontHistoryPrivate.into()
    } else if is(Variant::PrivateSwitchIsNotFound) {
        DocumentedError::SwitchNotFound.into()
    } else {
        usual
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
    if is(Variant::DuplicatesRefused) && has_duplicates(members) {
        return Err(DocumentedError::DuplicateMembers.into());
    }
    Ok(())
}

/// Refuses a list with the same group twice.
///
/// # Errors
///
/// `0/400`.
pub(crate) fn refuse_duplicate_groups(groups: &[GroupKey]) -> Result<(), Refusal> {
    if is(Variant::DuplicateGroupsRefused) && has_duplicates(groups) {
        return Err(DocumentedError::BadRequest.into());
    }
    Ok(())
}

fn has_duplicates<K: Ord>(keys: &[K]) -> bool {
    let distinct: BTreeSet<&K> = keys.iter().collect();
    distinct.len() < keys.len()
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
