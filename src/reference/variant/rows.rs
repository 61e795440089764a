//! The row that is answered where the documentation leaves room for several.

use super::catalogue::Variant;
use super::here::is;
use crate::reference::access::ApiCaller;
use crate::reference::api_error::ApiError;
use crate::reference::api_request::ApiRequest;
use crate::reference::entity_reference::ME;
use crate::reference::refusal::{ListEntry, Refusal};
use crate::reference::store::MemberKey;

/// The row for an entry of a list.
pub(crate) fn entry_row(usual: ApiError) -> ApiError {
    if is(Variant::EntriesAsPaths) {
        return as_in_a_path(usual);
    }
    match usual {
        ApiError::NotYourMemberRef if is(Variant::ForeignIsNotFound) => ApiError::MemberRefNotFound,
        ApiError::NotYourGroupRef if is(Variant::ForeignIsNotFound) => ApiError::GroupRefNotFound,
        ApiError::NotYourGroupRef if is(Variant::ForeignGroupIsNotFound) => ApiError::GroupNotFound,
        other => other,
    }
}

const fn as_in_a_path(entry: ApiError) -> ApiError {
    match entry {
        ApiError::MemberRefNotFound => ApiError::MemberNotFound,
        ApiError::GroupRefNotFound => ApiError::GroupNotFound,
        ApiError::NotYourMemberRef => ApiError::NotYourMember,
        ApiError::NotYourGroupRef => ApiError::NotYourGroup,
        other => other,
    }
}

/// The refusal of an unknown member whose groups are asked for.
pub(crate) fn unknown_member(usual: Refusal, reference: &str) -> Refusal {
    if is(Variant::GroupsOfAnUnknownReference) {
        Refusal::WithReference(
            ApiError::MemberRefNotFound,
            ListEntry::from_single_reference(reference),
        )
    } else {
        usual
    }
}

/// The refusal of somebody without a token, where this system is its owner's only.
pub(crate) fn named_system(usual: Refusal, reference: &str) -> Refusal {
    if is(Variant::NamedSystemForbidden) && reference != ME {
        ApiError::Forbidden.into()
    } else {
        usual
    }
}

/// Refuses a token that is nobody's wherever it is sent.
///
/// # Errors
///
/// `0/401`.
pub(crate) fn refuse_nobodys_token(call: &ApiRequest, caller: ApiCaller) -> Result<(), Refusal> {
    let is_nobodys = call.token().is_some() && caller == ApiCaller::Anonymous;
    if is_nobodys && is(Variant::InvalidTokenRefused) {
        return Err(ApiError::Unauthorized.into());
    }
    Ok(())
}

/// The row for a switch that is unknown or another system's.
pub(crate) fn switch_row(usual: ApiError) -> ApiError {
    match usual {
        ApiError::SwitchNotFound if is(Variant::SwitchRowsExchanged) => ApiError::SwitchNotVisible,
        ApiError::SwitchNotVisible if is(Variant::SwitchRowsExchanged) => ApiError::SwitchNotFound,
        other => other,
    }
}

/// The row for text that is no switch's id, where `missing` is the row for an unknown switch.
pub(crate) fn malformed_switch(missing: ApiError) -> ApiError {
    // Only the change of members leaves this room, and only it has this row for an unknown switch.
    if is(Variant::MalformedSwitchIsNotFound) && missing == ApiError::SwitchNotFound {
        ApiError::SwitchNotFound
    } else {
        ApiError::SwitchIdInvalid
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
        return Err(ApiError::DuplicateMembers.into());
    }
    Ok(())
}

/// Whether two lists of a switch are the same for a server that heeds no order.
pub(crate) fn is_identical(one: &[MemberKey], other: &[MemberKey]) -> bool {
    let sorted = |list: &[MemberKey]| {
        let mut list = list.to_vec();
        list.sort();
        list
    };
    is(Variant::IdenticalInAnyOrder) && sorted(one) == sorted(other)
}
