//! Other orders in which a request can be judged: what a variant asks before the operation asks everything in its own order.
//!
//! Nothing is decided here that the operation would not decide as well. Only for a request with two faults does it matter.

use super::context::OperationContext;
use super::route::RoutedOperation;
use super::{autoproxy, guilds, switch_changes};
use crate::access;
use crate::api_error::DocumentedError;
use crate::body;
use crate::entity_reference::{ME, parse_uuid};
use crate::model::{
    BodyPurpose, FieldTable, GROUP, MEMBER, MEMBER_GUILD, SETTINGS, SYSTEM, SYSTEM_GUILD,
    parse_references,
};
use crate::refusal::Refusal;
use crate::variant::{Variant, is, malformed_switch, switch_row, unknown_member};

type EarlyCheckResult = Result<(), Refusal>;

/// Judges what this server judges before anything else.
pub(crate) fn perform_early_variant_checks(
    context: &OperationContext<'_>,
    operation: &RoutedOperation<'_>,
) -> EarlyCheckResult {
    if is(Variant::ExistenceFirst) || is(Variant::OwnerLast) {
        check_path_references_exist(context, operation)?;
    }
    if is(Variant::QueryFirst) || is(Variant::OwnerLast) {
        check_query_and_path_numbers(context, operation)?;
    }
    if is(Variant::BodyFirst) || is(Variant::OwnerLast) {
        check_body(context, operation)?;
    }
    Ok(())
}

/// Reports whether the path's references name anything.
fn check_path_references_exist(
    context: &OperationContext<'_>,
    operation: &RoutedOperation<'_>,
) -> EarlyCheckResult {
    match *operation {
        RoutedOperation::ReadSystem(reference)
        | RoutedOperation::ChangeSystem(reference)
        | RoutedOperation::ReadSettings(reference)
        | RoutedOperation::ChangeSettings(reference)
        | RoutedOperation::ReadSystemGuild(reference, _)
        | RoutedOperation::ChangeSystemGuild(reference, _)
        | RoutedOperation::ReadAutoproxy(reference)
        | RoutedOperation::ChangeAutoproxy(reference)
        | RoutedOperation::ListMembers(reference)
        | RoutedOperation::ListGroups(reference)
        | RoutedOperation::ListSwitches(reference)
        | RoutedOperation::ReadFronters(reference)
        | RoutedOperation::CreateSwitch(reference) => check_system_exists(context, reference),
        RoutedOperation::ReadMember(reference)
        | RoutedOperation::ChangeMember(reference)
        | RoutedOperation::DeleteMember(reference)
        | RoutedOperation::EditMemberGroups(reference, _)
        | RoutedOperation::ReadMemberGuild(reference, _)
        | RoutedOperation::ChangeMemberGuild(reference, _) => {
            access::find_member_or_refuse(context.store, reference).map(drop)
        }
        RoutedOperation::ListMemberGroups(reference) => {
            access::find_member_or_refuse(context.store, reference)
                .map(drop)
                .map_err(|refusal| unknown_member(refusal, reference))
        }
        RoutedOperation::ReadGroup(reference)
        | RoutedOperation::ChangeGroup(reference)
        | RoutedOperation::DeleteGroup(reference)
        | RoutedOperation::ListGroupMembers(reference)
        | RoutedOperation::EditGroupMembers(reference, _) => {
            access::find_group_or_refuse(context.store, reference).map(drop)
        }
        RoutedOperation::ReadSwitch(reference, switch)
        | RoutedOperation::ChangeSwitch(reference, switch)
        | RoutedOperation::DeleteSwitch(reference, switch) => {
            check_system_exists(context, reference)?;
            check_switch_exists(context, switch, DocumentedError::SwitchNotVisible)
        }
        RoutedOperation::ChangeSwitchMembers(reference, switch) => {
            check_system_exists(context, reference)?;
            check_switch_exists(context, switch, DocumentedError::SwitchNotFound)
        }
        RoutedOperation::CreateMember
        | RoutedOperation::CreateGroup
        | RoutedOperation::ReadMessage(_) => Ok(()),
    }
}

fn check_system_exists(context: &OperationContext<'_>, reference: &str) -> EarlyCheckResult {
    if reference == ME {
        // It needs a token, which is asked for later.
        return Ok(());
    }
    access::find_system_or_refuse(context.store, context.caller, reference).map(drop)
}

/// Reports whether there is such a switch, whosever it is.
fn check_switch_exists(
    context: &OperationContext<'_>,
    text: &str,
    missing: DocumentedError,
) -> EarlyCheckResult {
    let uuid = parse_uuid(text).ok_or(malformed_switch(missing))?;
    let found = context.store.switch(uuid).map(drop);
    found.ok_or_else(|| switch_row(missing).into())
}

/// The query, and the numbers in the path.
fn check_query_and_path_numbers(
    context: &OperationContext<'_>,
    operation: &RoutedOperation<'_>,
) -> EarlyCheckResult {
    let query = &context.call.query;
    match *operation {
        RoutedOperation::ReadSystemGuild(_, guild)
        | RoutedOperation::ChangeSystemGuild(_, guild)
        | RoutedOperation::ReadMemberGuild(_, guild)
        | RoutedOperation::ChangeMemberGuild(_, guild) => guilds::parse_guild_id(guild).map(drop),
        RoutedOperation::ReadAutoproxy(_) | RoutedOperation::ChangeAutoproxy(_) => {
            autoproxy::parse_guild_query(query).map(drop)
        }
        RoutedOperation::ListGroups(_) => query.boolean_param("with_members").map(drop),
        RoutedOperation::ListSwitches(_) => {
            query.time_param("before")?;
            query.natural_param("limit").map(drop)
        }
        RoutedOperation::ReadSwitch(_, switch)
        | RoutedOperation::ChangeSwitch(_, switch)
        | RoutedOperation::DeleteSwitch(_, switch) => {
            check_switch_id_form(switch, DocumentedError::SwitchNotVisible)
        }
        RoutedOperation::ChangeSwitchMembers(_, switch) => {
            check_switch_id_form(switch, DocumentedError::SwitchNotFound)
        }
        RoutedOperation::ReadSystem(_)
        | RoutedOperation::ChangeSystem(_)
        | RoutedOperation::ReadSettings(_)
        | RoutedOperation::ChangeSettings(_)
        | RoutedOperation::ListMembers(_)
        | RoutedOperation::CreateMember
        | RoutedOperation::ReadMember(_)
        | RoutedOperation::ChangeMember(_)
        | RoutedOperation::DeleteMember(_)
        | RoutedOperation::ListMemberGroups(_)
        | RoutedOperation::EditMemberGroups(..)
        | RoutedOperation::CreateGroup
        | RoutedOperation::ReadGroup(_)
        | RoutedOperation::ChangeGroup(_)
        | RoutedOperation::DeleteGroup(_)
        | RoutedOperation::ListGroupMembers(_)
        | RoutedOperation::EditGroupMembers(..)
        | RoutedOperation::ReadFronters(_)
        | RoutedOperation::CreateSwitch(_)
        | RoutedOperation::ReadMessage(_) => Ok(()),
    }
}

fn check_switch_id_form(switch: &str, missing: DocumentedError) -> EarlyCheckResult {
    let uuid = parse_uuid(switch).map(drop);
    uuid.ok_or_else(|| malformed_switch(missing).into())
}

/// The body, as far as it can be judged by itself: content type, syntax, types, model.
fn check_body(context: &OperationContext<'_>, operation: &RoutedOperation<'_>) -> EarlyCheckResult {
    let model = |table: &FieldTable, purpose| {
        let sent = body::parse_object(context.call)?;
        table.parse_body(&sent, purpose).map(drop)
    };
    match *operation {
        RoutedOperation::ChangeSystem(_) => model(&SYSTEM, BodyPurpose::Change),
        RoutedOperation::ChangeSettings(_) => model(&SETTINGS, BodyPurpose::Change),
        RoutedOperation::ChangeSystemGuild(..) => model(&SYSTEM_GUILD, BodyPurpose::Change),
        RoutedOperation::ChangeMemberGuild(..) => model(&MEMBER_GUILD, BodyPurpose::Change),
        RoutedOperation::CreateMember => model(&MEMBER, BodyPurpose::Create),
        RoutedOperation::ChangeMember(_) => model(&MEMBER, BodyPurpose::Change),
        RoutedOperation::CreateGroup => model(&GROUP, BodyPurpose::Create),
        RoutedOperation::ChangeGroup(_) => model(&GROUP, BodyPurpose::Change),
        RoutedOperation::ChangeAutoproxy(_) => autoproxy::check_change_body(context),
        RoutedOperation::EditMemberGroups(_, edit) => edit
            .parse_request_references("groups", context.call)
            .map(drop),
        RoutedOperation::EditGroupMembers(_, edit) => edit
            .parse_request_references("members", context.call)
            .map(drop),
        RoutedOperation::CreateSwitch(_) => {
            switch_changes::parse_new_switch(context.call).map(drop)
        }
        RoutedOperation::ChangeSwitch(..) => switch_changes::check_move_body(context.call),
        RoutedOperation::ChangeSwitchMembers(..) => {
            parse_references("members", &body::parse_list(context.call)?).map(drop)
        }
        RoutedOperation::ReadSystem(_)
        | RoutedOperation::ReadSettings(_)
        | RoutedOperation::ReadSystemGuild(..)
        | RoutedOperation::ReadAutoproxy(_)
        | RoutedOperation::ListMembers(_)
        | RoutedOperation::ReadMember(_)
        | RoutedOperation::DeleteMember(_)
        | RoutedOperation::ListMemberGroups(_)
        | RoutedOperation::ReadMemberGuild(..)
        | RoutedOperation::ListGroups(_)
        | RoutedOperation::ReadGroup(_)
        | RoutedOperation::DeleteGroup(_)
        | RoutedOperation::ListGroupMembers(_)
        | RoutedOperation::ListSwitches(_)
        | RoutedOperation::ReadFronters(_)
        | RoutedOperation::ReadSwitch(..)
        | RoutedOperation::DeleteSwitch(..)
        | RoutedOperation::ReadMessage(_) => Ok(()),
    }
}
