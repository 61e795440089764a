//! Operations on the members of a group.

use super::context::{OperationContext, list_reply};
use super::list_edit::{ListEditMode, has_duplicates};
use crate::api_error::DocumentedError;
use crate::model::{FieldVisibility, MemberResponseExtra};
use crate::refusal::Refusal;
use crate::reply::{OperationResult, OperationSuccess};
use crate::seams::{OptionalRefusal, RowAmbiguity};
use crate::{access, list_entries};

const MEMBERS: &str = "members";

/// Handles `GET /groups/{g}/members` (operation 25).
pub(super) fn list_group_members(context: &OperationContext<'_>, group: &str) -> OperationResult {
    let key = access::find_group_or_refuse(context, group).map_err(|usual| {
        context.choose_refusal(RowAmbiguity::GroupOfMembers, usual, group.into())
    })?;
    let group = context.store.group(key)?;
    let viewer = context.caller.viewer_role(group.system);
    let record = &group.record;
    access::check_visibility(
        record,
        "list_privacy",
        viewer,
        DocumentedError::GroupMembersPrivate,
    )?;
    let members: Result<Vec<_>, Refusal> = group
        .members
        .iter()
        .map(|key| context.store.member(*key))
        .collect();
    let visible = members?.into_iter().filter(|member| {
        member.record.visibility_to("visibility", viewer) == FieldVisibility::Visible
    });
    list_reply(visible.map(|member| member.to_json(viewer, MemberResponseExtra::Plain)))
}

/// Handles `POST /groups/{g}/members/add`, `…/remove` and `…/overwrite` (operations 26 to 28).
pub(super) fn edit_group_members(
    context: &mut OperationContext<'_>,
    group: &str,
    edit: ListEditMode,
) -> OperationResult {
    let key = access::find_own_group_or_refuse(context, group)?;
    let own = context.store.group(key)?.system;
    let references = edit.parse_request_references(MEMBERS, context)?;
    let listed = list_entries::resolve_member_refs(context, own, &references)?;
    if has_duplicates(&listed) {
        context.seams.refuse_unless_served(
            OptionalRefusal::DuplicateMembers,
            None,
            MEMBERS.into(),
        )?;
    }
    let members = &mut context.store.group_mut(key)?.members;
    match edit {
        ListEditMode::Add => members.extend(listed),
        ListEditMode::Remove => members.retain(|member| !listed.contains(member)),
        ListEditMode::Overwrite => *members = listed.into_iter().collect(),
    }
    Ok(OperationSuccess::NoContent)
}
