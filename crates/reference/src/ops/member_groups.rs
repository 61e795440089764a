//! Operations on the groups of a member.

use super::context::{OperationContext, list_reply};
use super::list_edit::{ListEditMode, has_duplicates};
use crate::api_error::DocumentedError;
use crate::model::{FieldVisibility, GroupResponseExtra};
use crate::refusal::Refusal;
use crate::reply::{OperationResult, OperationSuccess};
use crate::seams::{OptionalRefusal, RowAmbiguity};
use crate::store::MemberKey;
use crate::{access, list_entries};

const GROUPS: &str = "groups";

/// Finds the member whose groups are asked for.
///
/// # Errors
///
/// Returns `20002` for a reference that names no member.
pub(super) fn find_member_for_group_list(
    context: &OperationContext<'_>,
    text: &str,
) -> Result<MemberKey, Refusal> {
    access::find_member_or_refuse(context, text)
        .map_err(|usual| context.choose_refusal(RowAmbiguity::MemberOfGroups, usual, text.into()))
}

/// Handles `GET /members/{m}/groups` (operation 14).
pub(super) fn list_member_groups(context: &OperationContext<'_>, member: &str) -> OperationResult {
    let key = find_member_for_group_list(context, member)?;
    let owner = context.store.member(key)?.system;
    let viewer = context.caller.viewer_role(owner);
    let record = &context.store.system(owner)?.record;
    access::check_visibility(
        record,
        "group_list_privacy",
        viewer,
        DocumentedError::GroupListPrivate,
    )?;
    let groups = context.store.groups_of(owner).map(|(_, group)| group);
    let visible = groups
        .filter(|group| group.members.contains(&key))
        .filter(|group| {
            group.record.visibility_to("visibility", viewer) == FieldVisibility::Visible
        });
    list_reply(visible.map(|group| group.to_json(viewer, GroupResponseExtra::Plain)))
}

/// Handles `POST /members/{m}/groups/add`, `…/remove` and `…/overwrite` (operations 15 to 17).
pub(super) fn edit_member_groups(
    context: &mut OperationContext<'_>,
    member: &str,
    edit: ListEditMode,
) -> OperationResult {
    let key = access::find_own_member_or_refuse(context, member)?;
    let own = context.store.member(key)?.system;
    let references = edit.parse_request_references(GROUPS, context)?;
    let listed = list_entries::resolve_group_refs(context, own, &references)?;
    if has_duplicates(&listed) {
        context.seams.refuse_unless_served(
            OptionalRefusal::DuplicateGroups,
            None,
            GROUPS.into(),
        )?;
    }
    for (group_key, group) in &mut context.store.groups {
        match (edit, listed.contains(group_key)) {
            (ListEditMode::Add | ListEditMode::Overwrite, true) => {
                group.members.insert(key);
            }
            (ListEditMode::Remove, true) | (ListEditMode::Overwrite, false) => {
                group.members.remove(&key);
            }
            (ListEditMode::Add | ListEditMode::Remove, false) => {}
        }
    }
    Ok(OperationSuccess::NoContent)
}
