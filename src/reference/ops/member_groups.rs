//! Operations on the groups of a member.

use super::context::{Context, objects};
use super::list::Edit;
use crate::reference::access;
use crate::reference::fault::{Breach, Dated, PrivateList, crash, strikes};
use crate::reference::model::{GroupDetail, Shown};
use crate::reference::reply::{Outcome, Reply};
use crate::reference::variant;

/// Handles `GET /members/{m}/groups` (operation 14).
pub(super) fn list(context: &Context<'_>, member: &str) -> Outcome {
    let key = match access::member(context.store, member) {
        Err(_) if strikes(Breach::Dated(Dated::UnknownMembersGroups)) => crash(),
        found => found.map_err(|refusal| variant::unknown_member(refusal, member))?,
    };
    let owner = context.store.member(key)?.system;
    let viewer = context.caller.viewer(owner);
    let record = &context.store.system(owner)?.record;
    access::see(
        PrivateList::GroupsOfMember,
        record,
        "group_list_privacy",
        viewer,
        context.caller,
    )?;
    let groups = context.store.groups_of(owner).map(|(_, group)| group);
    let visible = groups
        .filter(|group| group.members.contains(&key))
        .filter(|group| group.record.shows("visibility", viewer) == Shown::Yes);
    objects(visible.map(|group| group.show(viewer, GroupDetail::Plain)))
}

/// Handles `POST /members/{m}/groups/add`, `…/remove` and `…/overwrite` (operations 15 to 17).
pub(super) fn edit(context: &mut Context<'_>, member: &str, edit: Edit) -> Outcome {
    let key = access::own_member(context.store, context.caller, member)?;
    let own = context.store.member(key)?.system;
    let listed = access::listed_groups(
        context.store,
        own,
        &edit.references("groups", context.call)?,
    )?;
    for (group_key, group) in &mut context.store.groups {
        match (edit, listed.contains(group_key)) {
            (Edit::Add | Edit::Overwrite, true) => {
                group.members.insert(key);
            }
            (Edit::Remove, true) | (Edit::Overwrite, false) => {
                group.members.remove(&key);
            }
            (Edit::Add | Edit::Remove, false) => {}
        }
    }
    Ok(Reply::Nothing)
}
