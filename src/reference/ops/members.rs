//! Operations on members.

use super::context::{Context, object, objects};
use crate::reference::access;
use crate::reference::body;
use crate::reference::fault::PrivateList;
use crate::reference::model::{MEMBER, MEMBER_LIMIT, MemberDetail, Purpose, Shown, Viewer};
use crate::reference::random::IdLength;
use crate::reference::reply::{Outcome, Reply};
use crate::reference::rows::Row;
use crate::reference::store::{MemberKey, new_record};

/// Handles `GET /systems/{s}/members` (operation 9).
pub(super) fn list(context: &Context<'_>, system: &str) -> Outcome {
    let key = access::system(context.store, context.caller, system)?;
    let viewer = context.caller.viewer(key);
    let record = &context.store.system(key)?.record;
    access::see(
        PrivateList::Members,
        record,
        "member_list_privacy",
        viewer,
        context.caller,
    )?;
    let members = context.store.members_of(key).map(|(_, member)| member);
    let visible = members.filter(|member| member.record.shows("visibility", viewer) == Shown::Yes);
    objects(visible.map(|member| member.show(viewer, MemberDetail::Plain)))
}

/// Handles `POST /members` (operation 10).
pub(super) fn create(context: &mut Context<'_>) -> Outcome {
    let own = context.caller.require(context.store)?;
    let record = new_record(&MEMBER, &body::object(context.call)?)?;
    if context.store.members_of(own).count() >= MEMBER_LIMIT {
        return Err(Row::BadRequest.into());
    }
    let (_, member) = context
        .store
        .add_member(own, record, IdLength::Six, context.now);
    object(member.show(Viewer::Owner, MemberDetail::Plain))
}

/// Handles `GET /members/{m}` (operation 11).
pub(super) fn read(context: &Context<'_>, member: &str) -> Outcome {
    show(context, access::member(context.store, member)?)
}

/// Handles `PATCH /members/{m}` (operation 12).
pub(super) fn change(context: &mut Context<'_>, member: &str) -> Outcome {
    let key = access::own_member(context.store, context.caller, member)?;
    let change = MEMBER.read(&body::object(context.call)?, Purpose::Change)?;
    context.store.member_mut(key)?.record.apply(change);
    show(context, key)
}

/// Handles `DELETE /members/{m}` (operation 13).
pub(super) fn delete(context: &mut Context<'_>, member: &str) -> Outcome {
    let key = access::own_member(context.store, context.caller, member)?;
    context.store.delete_member(key);
    Ok(Reply::Nothing)
}

fn show(context: &Context<'_>, key: MemberKey) -> Outcome {
    let member = context.store.member(key)?;
    let system = context.store.system(member.system)?;
    let viewer = context.caller.viewer(member.system);
    object(member.show(viewer, MemberDetail::System(&system.id)))
}
