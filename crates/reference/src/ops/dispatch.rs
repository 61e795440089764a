//! The dispatch of an operation to the function that handles it.

use super::context::OperationContext;
use super::route::RoutedOperation;
use super::{
    autoproxy, group_members, groups, guilds, member_groups, members, messages, switch_changes,
    switches, systems,
};
use crate::reply::OperationResult;

/// Runs an operation.
pub(crate) fn perform_operation(
    context: &mut OperationContext<'_>,
    operation: &RoutedOperation<'_>,
) -> OperationResult {
    match *operation {
        RoutedOperation::ReadSystem(system) => systems::read_system(context, system),
        RoutedOperation::ChangeSystem(system) => systems::change_system(context, system),
        RoutedOperation::ReadSettings(system) => systems::read_settings(context, system),
        RoutedOperation::ChangeSettings(system) => systems::change_settings(context, system),
        RoutedOperation::ReadSystemGuild(system, guild) => {
            guilds::read_system_guild(context, system, guild)
        }
        RoutedOperation::ChangeSystemGuild(system, guild) => {
            guilds::change_system_guild(context, system, guild)
        }
        RoutedOperation::ReadAutoproxy(system) => autoproxy::read_autoproxy(context, system),
        RoutedOperation::ChangeAutoproxy(system) => autoproxy::change_autoproxy(context, system),
        RoutedOperation::ListMembers(system) => members::list_members(context, system),
        RoutedOperation::CreateMember => members::create_member(context),
        RoutedOperation::ReadMember(member) => members::read_member(context, member),
        RoutedOperation::ChangeMember(member) => members::change_member(context, member),
        RoutedOperation::DeleteMember(member) => members::delete_member(context, member),
        RoutedOperation::ListMemberGroups(member) => {
            member_groups::list_member_groups(context, member)
        }
        RoutedOperation::EditMemberGroups(member, edit) => {
            member_groups::edit_member_groups(context, member, edit)
        }
        RoutedOperation::ReadMemberGuild(member, guild) => {
            guilds::read_member_guild(context, member, guild)
        }
        RoutedOperation::ChangeMemberGuild(member, guild) => {
            guilds::change_member_guild(context, member, guild)
        }
        RoutedOperation::ListGroups(system) => groups::list_groups(context, system),
        RoutedOperation::CreateGroup => groups::create_group(context),
        RoutedOperation::ReadGroup(group) => groups::read_group(context, group),
        RoutedOperation::ChangeGroup(group) => groups::change_group(context, group),
        RoutedOperation::DeleteGroup(group) => groups::delete_group(context, group),
        RoutedOperation::ListGroupMembers(group) => {
            group_members::list_group_members(context, group)
        }
        RoutedOperation::EditGroupMembers(group, edit) => {
            group_members::edit_group_members(context, group, edit)
        }
        RoutedOperation::ListSwitches(system) => switches::list_switches(context, system),
        RoutedOperation::ReadFronters(system) => switches::read_fronters(context, system),
        RoutedOperation::CreateSwitch(system) => switch_changes::create_switch(context, system),
        RoutedOperation::ReadSwitch(system, switch) => {
            switches::read_switch(context, system, switch)
        }
        RoutedOperation::ChangeSwitch(system, switch) => {
            switch_changes::change_switch_time(context, system, switch)
        }
        RoutedOperation::ChangeSwitchMembers(system, switch) => {
            switch_changes::change_switch_members(context, system, switch)
        }
        RoutedOperation::DeleteSwitch(system, switch) => {
            switch_changes::delete_switch(context, system, switch)
        }
        RoutedOperation::ReadMessage(message) => messages::read_message(context, message),
    }
}
