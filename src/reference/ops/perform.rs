//! The dispatch of an operation to the function that handles it.

use super::context::Context;
use super::route::Operation;
use super::{
    autoproxy, group_members, groups, guilds, member_groups, members, messages, switch_changes,
    switches, systems,
};
use crate::reference::fault;
use crate::reference::reply::Outcome;

/// Runs an operation.
pub(crate) fn perform(context: &mut Context<'_>, operation: &Operation<'_>) -> Outcome {
    let kind = operation.kind();
    fault::enter(kind);
    fault::of_operation(kind, carry_out(context, operation))
}

fn carry_out(context: &mut Context<'_>, operation: &Operation<'_>) -> Outcome {
    match *operation {
        Operation::ReadSystem(system) => systems::read(context, system),
        Operation::ChangeSystem(system) => systems::change(context, system),
        Operation::ReadSettings(system) => systems::read_settings(context, system),
        Operation::ChangeSettings(system) => systems::change_settings(context, system),
        Operation::ReadSystemGuild(system, guild) => {
            guilds::read_system_guild(context, system, guild)
        }
        Operation::ChangeSystemGuild(system, guild) => {
            guilds::change_system_guild(context, system, guild)
        }
        Operation::ReadAutoproxy(system) => autoproxy::read(context, system),
        Operation::ChangeAutoproxy(system) => autoproxy::change(context, system),
        Operation::ListMembers(system) => members::list(context, system),
        Operation::CreateMember => members::create(context),
        Operation::ReadMember(member) => members::read(context, member),
        Operation::ChangeMember(member) => members::change(context, member),
        Operation::DeleteMember(member) => members::delete(context, member),
        Operation::ListMemberGroups(member) => member_groups::list(context, member),
        Operation::EditMemberGroups(member, edit) => member_groups::edit(context, member, edit),
        Operation::ReadMemberGuild(member, guild) => {
            guilds::read_member_guild(context, member, guild)
        }
        Operation::ChangeMemberGuild(member, guild) => {
            guilds::change_member_guild(context, member, guild)
        }
        Operation::ListGroups(system) => groups::list(context, system),
        Operation::CreateGroup => groups::create(context),
        Operation::ReadGroup(group) => groups::read(context, group),
        Operation::ChangeGroup(group) => groups::change(context, group),
        Operation::DeleteGroup(group) => groups::delete(context, group),
        Operation::ListGroupMembers(group) => group_members::list(context, group),
        Operation::EditGroupMembers(group, edit) => group_members::edit(context, group, edit),
        Operation::ListSwitches(system) => switches::list(context, system),
        Operation::ReadFronters(system) => switches::read_fronters(context, system),
        Operation::CreateSwitch(system) => switch_changes::create(context, system),
        Operation::ReadSwitch(system, switch) => switches::read(context, system, switch),
        Operation::ChangeSwitch(system, switch) => switch_changes::change(context, system, switch),
        Operation::ChangeSwitchMembers(system, switch) => {
            switch_changes::change_members(context, system, switch)
        }
        Operation::DeleteSwitch(system, switch) => switch_changes::delete(context, system, switch),
        Operation::ReadMessage(message) => messages::read(context, message),
    }
}
