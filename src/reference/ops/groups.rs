//! Operations on groups.

use super::context::{Context, object, objects};
use crate::reference::access;
use crate::reference::body;
use crate::reference::fault::PrivateList;
use crate::reference::model::{GROUP, GROUP_LIMIT, Group, GroupDetail, Purpose, Shown, Viewer};
use crate::reference::random::IdLength;
use crate::reference::refusal::Refusal;
use crate::reference::reply::{Outcome, Reply};
use crate::reference::rows::Row;
use crate::reference::store::{GroupKey, new_record};

/// Handles `GET /systems/{s}/groups` (operation 20).
pub(super) fn list(context: &Context<'_>, system: &str) -> Outcome {
    let key = access::system(context.store, context.caller, system)?;
    let viewer = context.caller.viewer(key);
    let record = &context.store.system(key)?.record;
    access::see(
        PrivateList::Groups,
        record,
        "group_list_privacy",
        viewer,
        context.caller,
    )?;
    let with_members = context.call.query.boolean("with_members")?.unwrap_or(false);
    let groups = context.store.groups_of(key).map(|(_, group)| group);
    let visible = groups.filter(|group| group.record.shows("visibility", viewer) == Shown::Yes);
    let shown: Result<Vec<_>, Refusal> = visible
        .map(|group| {
            let detail = if with_members {
                members(context, group, viewer)?
            } else {
                GroupDetail::Plain
            };
            Ok(group.show(viewer, detail))
        })
        .collect();
    objects(shown?)
}

fn members(
    context: &Context<'_>,
    group: &Group,
    viewer: Viewer,
) -> Result<GroupDetail<'static>, Refusal> {
    let mut uuids = Vec::new();
    for key in &group.members {
        let member = context.store.member(*key)?;
        match member.record.shows("visibility", viewer) {
            Shown::Yes => uuids.push(member.uuid),
            Shown::No => {}
        }
    }
    Ok(GroupDetail::Members(uuids))
}

/// Handles `POST /groups` (operation 21).
pub(super) fn create(context: &mut Context<'_>) -> Outcome {
    let own = context.caller.require(context.store)?;
    let record = new_record(&GROUP, &body::object(context.call)?)?;
    if context.store.groups_of(own).count() >= GROUP_LIMIT {
        return Err(Row::BadRequest.into());
    }
    let group = context
        .store
        .add_group(own, record, IdLength::Six, context.now);
    object(group.show(Viewer::Owner, GroupDetail::Plain))
}

/// Handles `GET /groups/{g}` (operation 22).
pub(super) fn read(context: &Context<'_>, group: &str) -> Outcome {
    show(context, access::group(context.store, group)?)
}

/// Handles `PATCH /groups/{g}` (operation 23).
pub(super) fn change(context: &mut Context<'_>, group: &str) -> Outcome {
    let key = access::own_group(context.store, context.caller, group)?;
    let change = GROUP.read(&body::object(context.call)?, Purpose::Change)?;
    context.store.group_mut(key)?.record.apply(change);
    show(context, key)
}

/// Handles `DELETE /groups/{g}` (operation 24).
pub(super) fn delete(context: &mut Context<'_>, group: &str) -> Outcome {
    let key = access::own_group(context.store, context.caller, group)?;
    context.store.groups.remove(&key);
    Ok(Reply::Nothing)
}

fn show(context: &Context<'_>, key: GroupKey) -> Outcome {
    let group = context.store.group(key)?;
    let system = context.store.system(group.system)?;
    let viewer = context.caller.viewer(group.system);
    object(group.show(viewer, GroupDetail::System(&system.id)))
}
