//! The entries of lists in bodies, resolved to the entities that they name.

use super::access::unknown_reference_refusal;
use super::api_error::DocumentedError;
use super::fault::{CheckedListEntry, FaultKind, Late, Named, defer, strikes_here};
use super::refusal::{ListEntry, Refusal};
use super::store::{GroupKey, MemberKey, StateStore, SystemKey};
use super::variant;

/// Finds the members that a list in a body names, in its order.
///
/// # Errors
///
/// Returns, for the first invalid entry, `20003` if it names no member, or `30008` if it names another system's.
pub(crate) fn resolve_member_refs(
    store: &StateStore,
    own: SystemKey,
    list: &[String],
) -> Result<Vec<MemberKey>, Refusal> {
    resolve_refs(list, |text, entry| {
        let Some(key) = store.find_member(text) else {
            let refusal = Refusal::WithReference(
                variant::entry_row(DocumentedError::MemberRefNotFound),
                entry,
            );
            return Err(unknown_reference_refusal(
                Named::ListedMember,
                text,
                refusal,
            ));
        };
        if store.member(key)?.system == own {
            Ok(key)
        } else {
            Err(Refusal::WithReference(
                variant::entry_row(DocumentedError::NotYourMemberRef),
                entry,
            ))
        }
    })
}

/// Finds the groups that a list in a body names, in its order.
///
/// # Errors
///
/// Returns, for the first invalid entry, `20005` if it names no group, or `30009` if it names another system's.
pub(crate) fn resolve_group_refs(
    store: &StateStore,
    own: SystemKey,
    list: &[String],
) -> Result<Vec<GroupKey>, Refusal> {
    resolve_refs(list, |text, entry| {
        let Some(key) = store.find_group(text) else {
            let refusal = Refusal::WithReference(
                variant::entry_row(DocumentedError::GroupRefNotFound),
                entry,
            );
            return Err(unknown_reference_refusal(Named::ListedGroup, text, refusal));
        };
        if store.group(key)?.system == own {
            Ok(key)
        } else {
            Err(Refusal::WithReference(
                variant::entry_row(DocumentedError::NotYourGroupRef),
                entry,
            ))
        }
    })
}

/// Resolves the entries of a list to keys.
fn resolve_refs<K>(
    list: &[String],
    named: impl Fn(&str, ListEntry) -> Result<K, Refusal>,
) -> Result<Vec<K>, Refusal> {
    let mut keys = Vec::new();
    for (index, text) in list.iter().enumerate() {
        let entry = ListEntry {
            reference: text.clone(),
            first: list.first().cloned().unwrap_or_default(),
        };
        match named(text, entry) {
            Ok(key) => keys.push(key),
            Err(refusal) => refuse_invalid_entry(list, index, refusal)?,
        }
    }
    Ok(keys)
}

/// Returns the refusal of an invalid entry, unless a fault skips the entry or defers the refusal.
fn refuse_invalid_entry(list: &[String], index: usize, refusal: Refusal) -> Result<(), Refusal> {
    let is_first = index == 0;
    let is_last = index + 1 == list.len();
    let passed = (!is_first
        && strikes_here(|kind| FaultKind::Entries(CheckedListEntry::First, kind)))
        || (!is_last && strikes_here(|kind| FaultKind::Entries(CheckedListEntry::Last, kind)));
    if passed {
        return Ok(());
    }
    if strikes_here(|kind| FaultKind::Late(Late::Entries, kind)) {
        defer(refusal);
        return Ok(());
    }
    Err(refusal)
}
