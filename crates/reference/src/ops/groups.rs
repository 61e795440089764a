//! Operations on groups.

use super::context::{OperationContext, list_reply, object_reply};
use crate::access;
use crate::api_error::DocumentedError;
use crate::body;
use crate::model::{
    BodyPurpose, FieldVisibility, GROUP, GROUP_LIMIT, Group, GroupResponseExtra, Viewer,
};
use crate::random::IdLength;
use crate::refusal::Refusal;
use crate::reply::{OperationResult, OperationSuccess};
use crate::store::{GroupKey, parse_new_record};

/// Handles `GET /systems/{s}/groups` (operation 20).
pub(super) fn list_groups(context: &OperationContext<'_>, system: &str) -> OperationResult {
    let key = access::find_system_or_refuse(context, system)?;
    let viewer = context.caller.viewer_role(key);
    let record = &context.store.system(key)?.record;
    access::check_visibility(
        record,
        "group_list_privacy",
        viewer,
        DocumentedError::GroupListPrivate,
    )?;
    let with_members = context
        .call
        .query
        .boolean_param("with_members")?
        .unwrap_or(false);
    let groups = context.store.groups_of(key).map(|(_, group)| group);
    let visible = groups.filter(|group| {
        group.record.visibility_to("visibility", viewer) == FieldVisibility::Visible
    });
    let shown: Result<Vec<_>, Refusal> = visible
        .map(|group| {
            let detail = if with_members {
                detail_with_visible_members(context, group, viewer)?
            } else {
                GroupResponseExtra::Plain
            };
            Ok(group.to_json(viewer, detail))
        })
        .collect();
    list_reply(shown?)
}

fn detail_with_visible_members(
    context: &OperationContext<'_>,
    group: &Group,
    viewer: Viewer,
) -> Result<GroupResponseExtra<'static>, Refusal> {
    let mut uuids = Vec::new();
    for key in &group.members {
        let member = context.store.member(*key)?;
        match member.record.visibility_to("visibility", viewer) {
            FieldVisibility::Visible => uuids.push(member.uuid),
            FieldVisibility::Hidden => {}
        }
    }
    Ok(GroupResponseExtra::Members(uuids))
}

/// Handles `POST /groups` (operation 21).
pub(super) fn create_group(context: &mut OperationContext<'_>) -> OperationResult {
    let own = context.caller.require_system()?;
    let sent = body::parse_object(context.call, context.seams)?;
    let record = parse_new_record(&GROUP, &sent, context.seams)?;
    if context.store.groups_of(own).count() >= GROUP_LIMIT {
        return Err(DocumentedError::BadRequest.into());
    }
    let group = context
        .store
        .add_group(own, record, IdLength::Six, context.now);
    object_reply(group.to_json(Viewer::Owner, GroupResponseExtra::Plain))
}

/// Handles `GET /groups/{g}` (operation 22).
pub(super) fn read_group(context: &OperationContext<'_>, group: &str) -> OperationResult {
    group_reply(context, access::find_group_or_refuse(context, group)?)
}

/// Handles `PATCH /groups/{g}` (operation 23).
pub(super) fn change_group(context: &mut OperationContext<'_>, group: &str) -> OperationResult {
    let key = access::find_own_group_or_refuse(context, group)?;
    let sent = body::parse_object(context.call, context.seams)?;
    let change = GROUP.parse_body(&sent, BodyPurpose::Change, context.seams)?;
    context.store.group_mut(key)?.record.apply_change(change);
    group_reply(context, key)
}

/// Handles `DELETE /groups/{g}` (operation 24).
pub(super) fn delete_group(context: &mut OperationContext<'_>, group: &str) -> OperationResult {
    let key = access::find_own_group_or_refuse(context, group)?;
    context.store.groups.remove(&key);
    Ok(OperationSuccess::NoContent)
}

fn group_reply(context: &OperationContext<'_>, key: GroupKey) -> OperationResult {
    let group = context.store.group(key)?;
    let system = context.store.system(group.system)?;
    let viewer = context.caller.viewer_role(group.system);
    object_reply(group.to_json(viewer, GroupResponseExtra::System(&system.id)))
}
