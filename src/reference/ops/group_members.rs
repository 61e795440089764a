//! Operations on the members of a group.

use super::context::{Context, objects};
use super::list::Edit;
use crate::reference::access;
use crate::reference::fault::PrivateList;
use crate::reference::model::{MemberDetail, Shown};
use crate::reference::refusal::Refusal;
use crate::reference::reply::{Outcome, Reply};
use crate::reference::variant;

/// Handles `GET /groups/{g}/members` (operation 25).
pub(super) fn list(context: &Context<'_>, group: &str) -> Outcome {
    let group = context.store.group(access::group(context.store, group)?)?;
    let viewer = context.caller.viewer(group.system);
    let record = &group.record;
    access::see(
        PrivateList::GroupMembers,
        record,
        "list_privacy",
        viewer,
        context.caller,
    )?;
    let members: Result<Vec<_>, Refusal> = group
        .members
        .iter()
        .map(|key| context.store.member(*key))
        .collect();
    let visible = members?
        .into_iter()
        .filter(|member| member.record.shows("visibility", viewer) == Shown::Yes);
    objects(visible.map(|member| member.show(viewer, MemberDetail::Plain)))
}

/// Handles `POST /groups/{g}/members/add`, `…/remove` and `…/overwrite` (operations 26 to 28).
pub(super) fn edit(context: &mut Context<'_>, group: &str, edit: Edit) -> Outcome {
    let key = access::own_group(context.store, context.caller, group)?;
    let own = context.store.group(key)?.system;
    let listed = access::listed_members(
        context.store,
        own,
        &edit.references("members", context.call)?,
    )?;
    variant::refuse_duplicates(&listed)?;
    let members = &mut context.store.group_mut(key)?.members;
    match edit {
        Edit::Add => members.extend(listed),
        Edit::Remove => members.retain(|member| !listed.contains(member)),
        Edit::Overwrite => *members = listed.into_iter().collect(),
    }
    Ok(Reply::Nothing)
}
