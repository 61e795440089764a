//! Operations on the groups of a member.

use super::context::{OperationContext, list_reply};
use super::list_edit::ListEdit;
use crate::fault::{Dated, FaultKind, PrivateList, crash, strikes};
use crate::model::{FieldVisibility, GroupDetail};
use crate::reply::{OperationResult, OperationSuccess};
use crate::variant;
use crate::{access, list_entries};

/// Handles `GET /members/{m}/groups` (operation 14).
pub(super) fn list_member_groups(context: &OperationContext<'_>, member: &str) -> OperationResult {
    let key = match access::find_member_or_refuse(context.store, member) {
        Err(_) if strikes(FaultKind::Dated(Dated::UnknownMembersGroups)) => crash(),
        found => found.map_err(|refusal| variant::unknown_member(refusal, member))?,
    };
    let owner = context.store.member(key)?.system;
    let viewer = context.caller.viewer_role(owner);
    let record = &context.store.system(owner)?.record;
    access::check_list_visibility(
        PrivateList::GroupsOfMember,
        record,
        "group_list_privacy",
        viewer,
        context.caller,
    )?;
    let groups = context.store.groups_of(owner).map(|(_, group)| group);
    let visible = groups
        .filter(|group| group.members.contains(&key))
        .filter(|group| {
            group.record.visibility_to("visibility", viewer) == FieldVisibility::Visible
        });
    list_reply(visible.map(|group| group.to_json(viewer, GroupDetail::Plain)))
}

/// Handles `POST /members/{m}/groups/add`, `…/remove` and `…/overwrite` (operations 15 to 17).
pub(super) fn edit_member_groups(
    context: &mut OperationContext<'_>,
    member: &str,
    edit: ListEdit,
) -> OperationResult {
    let key = access::find_own_member_or_refuse(context.store, context.caller, member)?;
    let own = context.store.member(key)?.system;
    let listed = list_entries::resolve_group_refs(
        context.store,
        own,
        &edit.parse_request_references("groups", context.call)?,
    )?;
    variant::refuse_duplicate_groups(&listed)?;
    for (group_key, group) in &mut context.store.groups {
        match (edit, listed.contains(group_key)) {
            (ListEdit::Add | ListEdit::Overwrite, true) => {
                group.members.insert(key);
            }
            (ListEdit::Remove, true) | (ListEdit::Overwrite, false) => {
                group.members.remove(&key);
            }
            (ListEdit::Add | ListEdit::Remove, false) => {}
        }
    }
    Ok(OperationSuccess::NoContent)
}
