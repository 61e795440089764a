//! Operations on members.

use super::context::{OperationContext, list_reply, object_reply};
use crate::access;
use crate::api_error::DocumentedError;
use crate::body;
use crate::model::{
    BodyPurpose, FieldVisibility, MEMBER, MEMBER_LIMIT, MemberResponseExtra, Viewer,
};
use crate::random::IdLength;
use crate::reply::{OperationResult, OperationSuccess};
use crate::store::{MemberKey, parse_new_record};

/// Handles `GET /systems/{s}/members` (operation 9).
pub(super) fn list_members(context: &OperationContext<'_>, system: &str) -> OperationResult {
    let key = access::find_system_or_refuse(context, system)?;
    let viewer = context.caller.viewer_role(key);
    let record = &context.store.system(key)?.record;
    access::check_visibility(
        record,
        "member_list_privacy",
        viewer,
        DocumentedError::MemberListPrivate,
    )?;
    let members = context.store.members_of(key).map(|(_, member)| member);
    let visible = members.filter(|member| {
        member.record.visibility_to("visibility", viewer) == FieldVisibility::Visible
    });
    list_reply(visible.map(|member| member.to_json(viewer, MemberResponseExtra::Plain)))
}

/// Handles `POST /members` (operation 10).
pub(super) fn create_member(context: &mut OperationContext<'_>) -> OperationResult {
    let own = context.caller.require_system()?;
    let sent = body::parse_object(context.call, context.seams)?;
    let record = parse_new_record(&MEMBER, &sent, context.seams)?;
    if context.store.members_of(own).count() >= MEMBER_LIMIT {
        return Err(DocumentedError::BadRequest.into());
    }
    let (_, member) = context
        .store
        .add_member(own, record, IdLength::Six, context.now);
    object_reply(member.to_json(Viewer::Owner, MemberResponseExtra::Plain))
}

/// Handles `GET /members/{m}` (operation 11).
pub(super) fn read_member(context: &OperationContext<'_>, member: &str) -> OperationResult {
    member_reply(context, access::find_member_or_refuse(context, member)?)
}

/// Handles `PATCH /members/{m}` (operation 12).
pub(super) fn change_member(context: &mut OperationContext<'_>, member: &str) -> OperationResult {
    let key = access::find_own_member_or_refuse(context, member)?;
    let sent = body::parse_object(context.call, context.seams)?;
    let change = MEMBER.parse_body(&sent, BodyPurpose::Change, context.seams)?;
    context.store.member_mut(key)?.record.apply_change(change);
    member_reply(context, key)
}

/// Handles `DELETE /members/{m}` (operation 13).
pub(super) fn delete_member(context: &mut OperationContext<'_>, member: &str) -> OperationResult {
    let key = access::find_own_member_or_refuse(context, member)?;
    context.store.delete_member(key);
    Ok(OperationSuccess::NoContent)
}

fn member_reply(context: &OperationContext<'_>, key: MemberKey) -> OperationResult {
    let member = context.store.member(key)?;
    let system = context.store.system(member.system)?;
    let viewer = context.caller.viewer_role(member.system);
    object_reply(member.to_json(viewer, MemberResponseExtra::System(&system.id)))
}
