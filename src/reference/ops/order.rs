//! Other orders in which a request can be judged: what a variant asks before the operation asks everything in its own order.
//!
//! Nothing is decided here that the operation would not decide as well. Only for a request with two faults does it matter.

use super::context::Context;
use super::route::Operation;
use super::{autoproxy, guilds, switch_changes};
use crate::reference::access;
use crate::reference::body;
use crate::reference::ident::{ME, parse_uuid};
use crate::reference::model::{
    GROUP, MEMBER, MEMBER_GUILD, Purpose, SETTINGS, SYSTEM, SYSTEM_GUILD, Table, read_references,
};
use crate::reference::refusal::Refusal;
use crate::reference::rows::Row;
use crate::reference::variant::{Variant, is, malformed_switch, switch_row, unknown_member};

type Judged = Result<(), Refusal>;

/// Judges what this server judges before anything else.
pub(crate) fn judge_first(context: &Context<'_>, operation: &Operation<'_>) -> Judged {
    if is(Variant::ExistenceFirst) || is(Variant::OwnerLast) {
        existence(context, operation)?;
    }
    if is(Variant::QueryFirst) || is(Variant::OwnerLast) {
        query(context, operation)?;
    }
    if is(Variant::BodyFirst) || is(Variant::OwnerLast) {
        contents(context, operation)?;
    }
    Ok(())
}

/// Whether the path's references name anything.
fn existence(context: &Context<'_>, operation: &Operation<'_>) -> Judged {
    match *operation {
        Operation::ReadSystem(reference)
        | Operation::ChangeSystem(reference)
        | Operation::ReadSettings(reference)
        | Operation::ChangeSettings(reference)
        | Operation::ReadSystemGuild(reference, _)
        | Operation::ChangeSystemGuild(reference, _)
        | Operation::ReadAutoproxy(reference)
        | Operation::ChangeAutoproxy(reference)
        | Operation::ListMembers(reference)
        | Operation::ListGroups(reference)
        | Operation::ListSwitches(reference)
        | Operation::ReadFronters(reference)
        | Operation::CreateSwitch(reference) => system(context, reference),
        Operation::ReadMember(reference)
        | Operation::ChangeMember(reference)
        | Operation::DeleteMember(reference)
        | Operation::EditMemberGroups(reference, _)
        | Operation::ReadMemberGuild(reference, _)
        | Operation::ChangeMemberGuild(reference, _) => {
            access::member(context.store, reference).map(drop)
        }
        Operation::ListMemberGroups(reference) => access::member(context.store, reference)
            .map(drop)
            .map_err(|refusal| unknown_member(refusal, reference)),
        Operation::ReadGroup(reference)
        | Operation::ChangeGroup(reference)
        | Operation::DeleteGroup(reference)
        | Operation::ListGroupMembers(reference)
        | Operation::EditGroupMembers(reference, _) => {
            access::group(context.store, reference).map(drop)
        }
        Operation::ReadSwitch(reference, switch)
        | Operation::ChangeSwitch(reference, switch)
        | Operation::DeleteSwitch(reference, switch) => {
            system(context, reference)?;
            switch_exists(context, switch, Row::SwitchNotVisible)
        }
        Operation::ChangeSwitchMembers(reference, switch) => {
            system(context, reference)?;
            switch_exists(context, switch, Row::SwitchNotFound)
        }
        Operation::CreateMember | Operation::CreateGroup | Operation::ReadMessage(_) => Ok(()),
    }
}

fn system(context: &Context<'_>, reference: &str) -> Judged {
    if reference == ME {
        // It needs a token, which is asked for later.
        return Ok(());
    }
    access::system(context.store, context.caller, reference).map(drop)
}

/// Whether there is such a switch, whosever it is.
fn switch_exists(context: &Context<'_>, text: &str, missing: Row) -> Judged {
    let uuid = parse_uuid(text).ok_or(malformed_switch(missing))?;
    let found = context.store.switch(uuid).map(drop);
    found.ok_or_else(|| switch_row(missing).into())
}

/// The query, and the numbers in the path.
fn query(context: &Context<'_>, operation: &Operation<'_>) -> Judged {
    let query = &context.call.query;
    match *operation {
        Operation::ReadSystemGuild(_, guild)
        | Operation::ChangeSystemGuild(_, guild)
        | Operation::ReadMemberGuild(_, guild)
        | Operation::ChangeMemberGuild(_, guild) => guilds::guild_id(guild).map(drop),
        Operation::ReadAutoproxy(_) | Operation::ChangeAutoproxy(_) => {
            autoproxy::guild_id(query).map(drop)
        }
        Operation::ListGroups(_) => query.boolean("with_members").map(drop),
        Operation::ListSwitches(_) => {
            query.time("before")?;
            query.natural("limit").map(drop)
        }
        Operation::ReadSwitch(_, switch)
        | Operation::ChangeSwitch(_, switch)
        | Operation::DeleteSwitch(_, switch) => well_formed(switch, Row::SwitchNotVisible),
        Operation::ChangeSwitchMembers(_, switch) => well_formed(switch, Row::SwitchNotFound),
        Operation::ReadSystem(_)
        | Operation::ChangeSystem(_)
        | Operation::ReadSettings(_)
        | Operation::ChangeSettings(_)
        | Operation::ListMembers(_)
        | Operation::CreateMember
        | Operation::ReadMember(_)
        | Operation::ChangeMember(_)
        | Operation::DeleteMember(_)
        | Operation::ListMemberGroups(_)
        | Operation::EditMemberGroups(..)
        | Operation::CreateGroup
        | Operation::ReadGroup(_)
        | Operation::ChangeGroup(_)
        | Operation::DeleteGroup(_)
        | Operation::ListGroupMembers(_)
        | Operation::EditGroupMembers(..)
        | Operation::ReadFronters(_)
        | Operation::CreateSwitch(_)
        | Operation::ReadMessage(_) => Ok(()),
    }
}

fn well_formed(switch: &str, missing: Row) -> Judged {
    let uuid = parse_uuid(switch).map(drop);
    uuid.ok_or_else(|| malformed_switch(missing).into())
}

/// The body, as far as it can be judged by itself: content type, syntax, types, model.
fn contents(context: &Context<'_>, operation: &Operation<'_>) -> Judged {
    let model = |table: &Table, purpose| {
        let sent = body::object(context.call)?;
        table.read(&sent, purpose).map(drop)
    };
    match *operation {
        Operation::ChangeSystem(_) => model(&SYSTEM, Purpose::Change),
        Operation::ChangeSettings(_) => model(&SETTINGS, Purpose::Change),
        Operation::ChangeSystemGuild(..) => model(&SYSTEM_GUILD, Purpose::Change),
        Operation::ChangeMemberGuild(..) => model(&MEMBER_GUILD, Purpose::Change),
        Operation::CreateMember => model(&MEMBER, Purpose::Create),
        Operation::ChangeMember(_) => model(&MEMBER, Purpose::Change),
        Operation::CreateGroup => model(&GROUP, Purpose::Create),
        Operation::ChangeGroup(_) => model(&GROUP, Purpose::Change),
        Operation::ChangeAutoproxy(_) => autoproxy::judge_body(context),
        Operation::EditMemberGroups(_, edit) => edit.references("groups", context.call).map(drop),
        Operation::EditGroupMembers(_, edit) => edit.references("members", context.call).map(drop),
        Operation::CreateSwitch(_) => switch_changes::read_new(context.call).map(drop),
        Operation::ChangeSwitch(..) => switch_changes::judge_move(context.call),
        Operation::ChangeSwitchMembers(..) => {
            read_references("members", &body::list(context.call)?).map(drop)
        }
        Operation::ReadSystem(_)
        | Operation::ReadSettings(_)
        | Operation::ReadSystemGuild(..)
        | Operation::ReadAutoproxy(_)
        | Operation::ListMembers(_)
        | Operation::ReadMember(_)
        | Operation::DeleteMember(_)
        | Operation::ListMemberGroups(_)
        | Operation::ReadMemberGuild(..)
        | Operation::ListGroups(_)
        | Operation::ReadGroup(_)
        | Operation::DeleteGroup(_)
        | Operation::ListGroupMembers(_)
        | Operation::ListSwitches(_)
        | Operation::ReadFronters(_)
        | Operation::ReadSwitch(..)
        | Operation::DeleteSwitch(..)
        | Operation::ReadMessage(_) => Ok(()),
    }
}
