//! The row that is answered where the documentation leaves room for several.

use super::catalogue::Variant;
use super::here::is;
use crate::reference::access::Caller;
use crate::reference::call::Call;
use crate::reference::ident::ME;
use crate::reference::refusal::{Entry, Refusal};
use crate::reference::rows::Row;
use crate::reference::store::MemberKey;

/// The row for an entry of a list.
pub(crate) fn entry_row(usual: Row) -> Row {
    if is(Variant::EntriesAsPaths) {
        return as_in_a_path(usual);
    }
    match usual {
        Row::NotYourMemberRef if is(Variant::ForeignIsNotFound) => Row::MemberRefNotFound,
        Row::NotYourGroupRef if is(Variant::ForeignIsNotFound) => Row::GroupRefNotFound,
        Row::NotYourGroupRef if is(Variant::ForeignGroupIsNotFound) => Row::GroupNotFound,
        other => other,
    }
}

const fn as_in_a_path(entry: Row) -> Row {
    match entry {
        Row::MemberRefNotFound => Row::MemberNotFound,
        Row::GroupRefNotFound => Row::GroupNotFound,
        Row::NotYourMemberRef => Row::NotYourMember,
        Row::NotYourGroupRef => Row::NotYourGroup,
        other => other,
    }
}

/// The refusal of an unknown member whose groups are asked for.
pub(crate) fn unknown_member(usual: Refusal, reference: &str) -> Refusal {
    if is(Variant::GroupsOfAnUnknownReference) {
        Refusal::Named(Row::MemberRefNotFound, Entry::alone(reference))
    } else {
        usual
    }
}

/// The refusal of somebody without a token, where this system is its owner's only.
pub(crate) fn named_system(usual: Refusal, reference: &str) -> Refusal {
    if is(Variant::NamedSystemForbidden) && reference != ME {
        Row::Forbidden.into()
    } else {
        usual
    }
}

/// Refuses a token that is nobody's wherever it is sent.
///
/// # Errors
///
/// `0/401`.
pub(crate) fn refuse_nobodys_token(call: &Call, caller: Caller) -> Result<(), Refusal> {
    let is_nobodys = call.token().is_some() && caller == Caller::Anonymous;
    if is_nobodys && is(Variant::InvalidTokenRefused) {
        return Err(Row::Unauthorized.into());
    }
    Ok(())
}

/// The row for a switch that is unknown or another system's.
pub(crate) fn switch_row(usual: Row) -> Row {
    match usual {
        Row::SwitchNotFound if is(Variant::SwitchRowsExchanged) => Row::SwitchNotVisible,
        Row::SwitchNotVisible if is(Variant::SwitchRowsExchanged) => Row::SwitchNotFound,
        other => other,
    }
}

/// The row for text that is no switch's id, where `missing` is the row for an unknown switch.
pub(crate) fn malformed_switch(missing: Row) -> Row {
    // Only the change of members leaves this room, and only it has this row for an unknown switch.
    if is(Variant::MalformedSwitchIsNotFound) && missing == Row::SwitchNotFound {
        Row::SwitchNotFound
    } else {
        Row::SwitchIdInvalid
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
        return Err(Row::DuplicateMembers.into());
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
