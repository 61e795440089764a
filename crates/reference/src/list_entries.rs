//! The entries of lists in bodies, resolved to the entities that they name.

use super::api_error::DocumentedError;
use super::ops::OperationContext;
use super::refusal::Refusal;
use super::seams::RowAmbiguity;
use super::store::{GroupKey, MemberKey, SystemKey};

/// Finds the members that a list in a body names, in its order.
///
/// # Errors
///
/// Returns, for the first invalid entry, `20003` if it names no member, or `30008` if it names another system's.
pub(crate) fn resolve_member_refs(
    context: &OperationContext<'_>,
    own: SystemKey,
    list: &[String],
) -> Result<Vec<MemberKey>, Refusal> {
    let resolve = |text: &String| {
        let found = context.store.find_member(text);
        let key = found
            .ok_or_else(|| entry_refusal(context, DocumentedError::MemberRefNotFound, text))?;
        if context.store.member(key)?.system == own {
            Ok(key)
        } else {
            Err(entry_refusal(
                context,
                DocumentedError::NotYourMemberRef,
                text,
            ))
        }
    };
    list.iter().map(resolve).collect()
}

/// Finds the groups that a list in a body names, in its order.
///
/// # Errors
///
/// Returns, for the first invalid entry, `20005` if it names no group, or `30009` if it names another system's.
pub(crate) fn resolve_group_refs(
    context: &OperationContext<'_>,
    own: SystemKey,
    list: &[String],
) -> Result<Vec<GroupKey>, Refusal> {
    let resolve = |text: &String| {
        let found = context.store.find_group(text);
        let key =
            found.ok_or_else(|| entry_refusal(context, DocumentedError::GroupRefNotFound, text))?;
        if context.store.group(key)?.system == own {
            Ok(key)
        } else {
            Err(entry_refusal(
                context,
                DocumentedError::NotYourGroupRef,
                text,
            ))
        }
    };
    list.iter().map(resolve).collect()
}

fn entry_refusal(context: &OperationContext<'_>, row: DocumentedError, text: &str) -> Refusal {
    let usual = Refusal::from_row(row, text.into());
    context.choose_refusal(RowAmbiguity::ListEntry, usual, text.into())
}
