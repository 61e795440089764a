//! The 36 operations by name, without the references of their paths.

use super::list::Edit;
use super::route::Operation;
use crate::reference::fault::named;

named! {
    /// The kind of operation that a request names.
    pub(crate) enum Kind {
        ReadSystem = "system-get",
        ChangeSystem = "system-patch",
        ReadSettings = "settings-get",
        ChangeSettings = "settings-patch",
        ReadSystemGuild = "system-guild-get",
        ChangeSystemGuild = "system-guild-patch",
        ReadAutoproxy = "autoproxy-get",
        ChangeAutoproxy = "autoproxy-patch",
        ListMembers = "members-list",
        CreateMember = "member-post",
        ReadMember = "member-get",
        ChangeMember = "member-patch",
        DeleteMember = "member-delete",
        ListMemberGroups = "member-groups-list",
        AddMemberGroups = "member-groups-add",
        RemoveMemberGroups = "member-groups-remove",
        OverwriteMemberGroups = "member-groups-overwrite",
        ReadMemberGuild = "member-guild-get",
        ChangeMemberGuild = "member-guild-patch",
        ListGroups = "groups-list",
        CreateGroup = "group-post",
        ReadGroup = "group-get",
        ChangeGroup = "group-patch",
        DeleteGroup = "group-delete",
        ListGroupMembers = "group-members-list",
        AddGroupMembers = "group-members-add",
        RemoveGroupMembers = "group-members-remove",
        OverwriteGroupMembers = "group-members-overwrite",
        ListSwitches = "switches-list",
        ReadFronters = "fronters-get",
        CreateSwitch = "switch-post",
        ReadSwitch = "switch-get",
        ChangeSwitch = "switch-patch",
        ChangeSwitchMembers = "switch-members-patch",
        DeleteSwitch = "switch-delete",
        ReadMessage = "message-get",
    }
}

impl Operation<'_> {
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::ReadSystem(..) => Kind::ReadSystem,
            Self::ChangeSystem(..) => Kind::ChangeSystem,
            Self::ReadSettings(..) => Kind::ReadSettings,
            Self::ChangeSettings(..) => Kind::ChangeSettings,
            Self::ReadSystemGuild(..) => Kind::ReadSystemGuild,
            Self::ChangeSystemGuild(..) => Kind::ChangeSystemGuild,
            Self::ReadAutoproxy(..) => Kind::ReadAutoproxy,
            Self::ChangeAutoproxy(..) => Kind::ChangeAutoproxy,
            Self::ListMembers(..) => Kind::ListMembers,
            Self::CreateMember => Kind::CreateMember,
            Self::ReadMember(..) => Kind::ReadMember,
            Self::ChangeMember(..) => Kind::ChangeMember,
            Self::DeleteMember(..) => Kind::DeleteMember,
            Self::ListMemberGroups(..) => Kind::ListMemberGroups,
            Self::EditMemberGroups(_, Edit::Add) => Kind::AddMemberGroups,
            Self::EditMemberGroups(_, Edit::Remove) => Kind::RemoveMemberGroups,
            Self::EditMemberGroups(_, Edit::Overwrite) => Kind::OverwriteMemberGroups,
            Self::ReadMemberGuild(..) => Kind::ReadMemberGuild,
            Self::ChangeMemberGuild(..) => Kind::ChangeMemberGuild,
            Self::ListGroups(..) => Kind::ListGroups,
            Self::CreateGroup => Kind::CreateGroup,
            Self::ReadGroup(..) => Kind::ReadGroup,
            Self::ChangeGroup(..) => Kind::ChangeGroup,
            Self::DeleteGroup(..) => Kind::DeleteGroup,
            Self::ListGroupMembers(..) => Kind::ListGroupMembers,
            Self::EditGroupMembers(_, Edit::Add) => Kind::AddGroupMembers,
            Self::EditGroupMembers(_, Edit::Remove) => Kind::RemoveGroupMembers,
            Self::EditGroupMembers(_, Edit::Overwrite) => Kind::OverwriteGroupMembers,
            Self::ListSwitches(..) => Kind::ListSwitches,
            Self::ReadFronters(..) => Kind::ReadFronters,
            Self::CreateSwitch(..) => Kind::CreateSwitch,
            Self::ReadSwitch(..) => Kind::ReadSwitch,
            Self::ChangeSwitch(..) => Kind::ChangeSwitch,
            Self::ChangeSwitchMembers(..) => Kind::ChangeSwitchMembers,
            Self::DeleteSwitch(..) => Kind::DeleteSwitch,
            Self::ReadMessage(..) => Kind::ReadMessage,
        }
    }
}
