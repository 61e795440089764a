//! The 36 operations by name, without the references of their paths.

use super::list_edit::ListEdit;
use super::route::RoutedOperation;
use crate::fault::named;

named! {
    /// The kind of operation that a request names.
    pub(crate) enum OperationKind {
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

impl RoutedOperation<'_> {
    pub(crate) fn kind(&self) -> OperationKind {
        match self {
            Self::ReadSystem(..) => OperationKind::ReadSystem,
            Self::ChangeSystem(..) => OperationKind::ChangeSystem,
            Self::ReadSettings(..) => OperationKind::ReadSettings,
            Self::ChangeSettings(..) => OperationKind::ChangeSettings,
            Self::ReadSystemGuild(..) => OperationKind::ReadSystemGuild,
            Self::ChangeSystemGuild(..) => OperationKind::ChangeSystemGuild,
            Self::ReadAutoproxy(..) => OperationKind::ReadAutoproxy,
            Self::ChangeAutoproxy(..) => OperationKind::ChangeAutoproxy,
            Self::ListMembers(..) => OperationKind::ListMembers,
            Self::CreateMember => OperationKind::CreateMember,
            Self::ReadMember(..) => OperationKind::ReadMember,
            Self::ChangeMember(..) => OperationKind::ChangeMember,
            Self::DeleteMember(..) => OperationKind::DeleteMember,
            Self::ListMemberGroups(..) => OperationKind::ListMemberGroups,
            Self::EditMemberGroups(_, ListEdit::Add) => OperationKind::AddMemberGroups,
            Self::EditMemberGroups(_, ListEdit::Remove) => OperationKind::RemoveMemberGroups,
            Self::EditMemberGroups(_, ListEdit::Overwrite) => OperationKind::OverwriteMemberGroups,
            Self::ReadMemberGuild(..) => OperationKind::ReadMemberGuild,
            Self::ChangeMemberGuild(..) => OperationKind::ChangeMemberGuild,
            Self::ListGroups(..) => OperationKind::ListGroups,
            Self::CreateGroup => OperationKind::CreateGroup,
            Self::ReadGroup(..) => OperationKind::ReadGroup,
            Self::ChangeGroup(..) => OperationKind::ChangeGroup,
            Self::DeleteGroup(..) => OperationKind::DeleteGroup,
            Self::ListGroupMembers(..) => OperationKind::ListGroupMembers,
            Self::EditGroupMembers(_, ListEdit::Add) => OperationKind::AddGroupMembers,
            Self::EditGroupMembers(_, ListEdit::Remove) => OperationKind::RemoveGroupMembers,
            Self::EditGroupMembers(_, ListEdit::Overwrite) => OperationKind::OverwriteGroupMembers,
            Self::ListSwitches(..) => OperationKind::ListSwitches,
            Self::ReadFronters(..) => OperationKind::ReadFronters,
            Self::CreateSwitch(..) => OperationKind::CreateSwitch,
            Self::ReadSwitch(..) => OperationKind::ReadSwitch,
            Self::ChangeSwitch(..) => OperationKind::ChangeSwitch,
            Self::ChangeSwitchMembers(..) => OperationKind::ChangeSwitchMembers,
            Self::DeleteSwitch(..) => OperationKind::DeleteSwitch,
            Self::ReadMessage(..) => OperationKind::ReadMessage,
        }
    }
}
