//! Checks that are made before the operation checks everything in its own order.
//!
//! Nothing is decided here that the operation would not decide as well. Only for a request with two defects does it matter.

use super::autoproxy::{self, AutoproxyChange};
use super::context::OperationContext;
use super::route::RoutedOperation;
use super::{guilds, member_groups, switch_changes, switches};
use crate::access;
use crate::api_error::DocumentedError;
use crate::body;
use crate::entity_reference::ME;
use crate::model::{
    BodyPurpose, FieldTable, GROUP, MEMBER, MEMBER_GUILD, SETTINGS, SYSTEM, SYSTEM_GUILD,
    parse_references,
};
use crate::refusal::Refusal;
use crate::seams::EarlyCheck;

type EarlyCheckResult = Result<(), Refusal>;

/// Makes the early checks of this server, in their order.
pub(crate) fn perform_early_checks(
    context: &OperationContext<'_>,
    operation: &RoutedOperation<'_>,
) -> EarlyCheckResult {
    let mut checks = context.seams.early_checks.iter();
    checks.try_for_each(|check| match check {
        EarlyCheck::PathReferences => check_path_references_exist(context, operation),
        EarlyCheck::QueryAndNumbers => check_query_and_path_numbers(context, operation),
        EarlyCheck::Body => check_body(context, operation),
    })
}

/// Checks that the path's references name anything.
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
            access::find_member_or_refuse(context, reference).map(drop)
        }
        RoutedOperation::ListMemberGroups(reference) => {
            member_groups::find_member_for_group_list(context, reference).map(drop)
        }
        RoutedOperation::ReadGroup(reference)
        | RoutedOperation::ChangeGroup(reference)
        | RoutedOperation::DeleteGroup(reference)
        | RoutedOperation::ListGroupMembers(reference)
        | RoutedOperation::EditGroupMembers(reference, _) => {
            access::find_group_or_refuse(context, reference).map(drop)
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
    access::find_system_or_refuse(context, reference).map(drop)
}

/// Checks that there is such a switch, whosever it is.
fn check_switch_exists(
    context: &OperationContext<'_>,
    text: &str,
    missing: DocumentedError,
) -> EarlyCheckResult {
    let uuid = switches::parse_switch_id(context, text, missing)?;
    match context.store.switch(uuid) {
        Some(_) => Ok(()),
        None => Err(switches::unknown_switch_refusal(context, text, missing)),
    }
}

/// Checks the query, and the numbers in the path.
fn check_query_and_path_numbers(
    context: &OperationContext<'_>,
    operation: &RoutedOperation<'_>,
) -> EarlyCheckResult {
    let query = &context.call.query;
    let values = &*context.seams.values;
    match *operation {
        RoutedOperation::ReadSystemGuild(_, guild)
        | RoutedOperation::ChangeSystemGuild(_, guild)
        | RoutedOperation::ReadMemberGuild(_, guild)
        | RoutedOperation::ChangeMemberGuild(_, guild) => {
            guilds::parse_guild_id(context, guild).map(drop)
        }
        RoutedOperation::ReadAutoproxy(_) | RoutedOperation::ChangeAutoproxy(_) => {
            autoproxy::parse_guild_query(context).map(drop)
        }
        RoutedOperation::ListGroups(_) => query.boolean_param("with_members").map(drop),
        RoutedOperation::ListSwitches(_) => {
            query.time_param("before", values)?;
            query.natural_param("limit", values).map(drop)
        }
        RoutedOperation::ReadSwitch(_, switch)
        | RoutedOperation::ChangeSwitch(_, switch)
        | RoutedOperation::DeleteSwitch(_, switch) => {
            switches::parse_switch_id(context, switch, DocumentedError::SwitchNotVisible).map(drop)
        }
        RoutedOperation::ChangeSwitchMembers(_, switch) => {
            switches::parse_switch_id(context, switch, DocumentedError::SwitchNotFound).map(drop)
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

/// Checks the body, as far as it can be judged by itself: content type, syntax, types, model.
fn check_body(context: &OperationContext<'_>, operation: &RoutedOperation<'_>) -> EarlyCheckResult {
    let model = |table: &FieldTable, purpose| {
        let sent = body::parse_object(context.call, context.seams)?;
        table.parse_body(&sent, purpose, context.seams).map(drop)
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
        RoutedOperation::ChangeAutoproxy(_) => AutoproxyChange::parse_body(context).map(drop),
        RoutedOperation::EditMemberGroups(_, edit) => {
            edit.parse_request_references("groups", context).map(drop)
        }
        RoutedOperation::EditGroupMembers(_, edit) => {
            edit.parse_request_references("members", context).map(drop)
        }
        RoutedOperation::CreateSwitch(_) => switch_changes::parse_new_switch(context).map(drop),
        RoutedOperation::ChangeSwitch(..) => switch_changes::check_switch_change_body(context),
        RoutedOperation::ChangeSwitchMembers(..) => {
            let entries = body::parse_list(context.call, context.seams)?;
            parse_references("members", &entries, context.seams).map(drop)
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
