//! The operations of the API, found by method and path.

use axum::http::Method;

use crate::named::named;

named! {
    /// One of the operations, without the references of its path.
    pub(crate) enum Operation {
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

/// The JSON type that the body of an operation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonBodyType {
    Object,
    List,
}

impl Operation {
    /// Finds the operation of a request; `None` for an unknown path, and for a method that the path does not have.
    pub(crate) fn from_method_and_path(method: &Method, segments: &[&str]) -> Option<Self> {
        if segments.iter().any(|segment| segment.is_empty()) {
            return None;
        }
        Some(match (method.as_str(), segments) {
            ("GET", ["systems", _]) => Self::ReadSystem,
            ("PATCH", ["systems", _]) => Self::ChangeSystem,
            ("GET", ["systems", _, "settings"]) => Self::ReadSettings,
            ("PATCH", ["systems", _, "settings"]) => Self::ChangeSettings,
            ("GET", ["systems", _, "guilds", _]) => Self::ReadSystemGuild,
            ("PATCH", ["systems", _, "guilds", _]) => Self::ChangeSystemGuild,
            ("GET", ["systems", _, "autoproxy"]) => Self::ReadAutoproxy,
            ("PATCH", ["systems", _, "autoproxy"]) => Self::ChangeAutoproxy,
            ("GET", ["systems", _, "members"]) => Self::ListMembers,
            ("POST", ["members"]) => Self::CreateMember,
            ("GET", ["members", _]) => Self::ReadMember,
            ("PATCH", ["members", _]) => Self::ChangeMember,
            ("DELETE", ["members", _]) => Self::DeleteMember,
            ("GET", ["members", _, "groups"]) => Self::ListMemberGroups,
            ("POST", ["members", _, "groups", "add"]) => Self::AddMemberGroups,
            ("POST", ["members", _, "groups", "remove"]) => Self::RemoveMemberGroups,
            ("POST", ["members", _, "groups", "overwrite"]) => Self::OverwriteMemberGroups,
            ("GET", ["members", _, "guilds", _]) => Self::ReadMemberGuild,
            ("PATCH", ["members", _, "guilds", _]) => Self::ChangeMemberGuild,
            ("GET", ["systems", _, "groups"]) => Self::ListGroups,
            ("POST", ["groups"]) => Self::CreateGroup,
            ("GET", ["groups", _]) => Self::ReadGroup,
            ("PATCH", ["groups", _]) => Self::ChangeGroup,
            ("DELETE", ["groups", _]) => Self::DeleteGroup,
            ("GET", ["groups", _, "members"]) => Self::ListGroupMembers,
            ("POST", ["groups", _, "members", "add"]) => Self::AddGroupMembers,
            ("POST", ["groups", _, "members", "remove"]) => Self::RemoveGroupMembers,
            ("POST", ["groups", _, "members", "overwrite"]) => Self::OverwriteGroupMembers,
            ("GET", ["systems", _, "switches"]) => Self::ListSwitches,
            ("GET", ["systems", _, "fronters"]) => Self::ReadFronters,
            ("POST", ["systems", _, "switches"]) => Self::CreateSwitch,
            ("GET", ["systems", _, "switches", _]) => Self::ReadSwitch,
            ("PATCH", ["systems", _, "switches", _]) => Self::ChangeSwitch,
            ("PATCH", ["systems", _, "switches", _, "members"]) => Self::ChangeSwitchMembers,
            ("DELETE", ["systems", _, "switches", _]) => Self::DeleteSwitch,
            ("GET", ["messages", _]) => Self::ReadMessage,
            _ => return None,
        })
    }

    /// Reports whether any method has an operation at this path.
    pub(crate) fn is_known_path(segments: &[&str]) -> bool {
        [Method::GET, Method::POST, Method::PATCH, Method::DELETE]
            .iter()
            .any(|method| Self::from_method_and_path(method, segments).is_some())
    }

    /// Returns the type of its body; `None` for an operation without one.
    pub(crate) fn body_type(self) -> Option<JsonBodyType> {
        match self {
            Self::AddMemberGroups
            | Self::RemoveMemberGroups
            | Self::OverwriteMemberGroups
            | Self::AddGroupMembers
            | Self::RemoveGroupMembers
            | Self::OverwriteGroupMembers
            | Self::ChangeSwitchMembers => Some(JsonBodyType::List),
            Self::CreateMember | Self::CreateGroup | Self::CreateSwitch => {
                Some(JsonBodyType::Object)
            }
            _ if self.is_object_update() => Some(JsonBodyType::Object),
            _ => None,
        }
    }

    /// Reports whether it changes some keys of an object.
    pub(crate) fn is_object_update(self) -> bool {
        matches!(
            self,
            Self::ChangeSystem
                | Self::ChangeSettings
                | Self::ChangeSystemGuild
                | Self::ChangeAutoproxy
                | Self::ChangeMember
                | Self::ChangeMemberGuild
                | Self::ChangeGroup
                | Self::ChangeSwitch
        )
    }

    /// Reports whether it deletes.
    pub(crate) fn is_deletion(self) -> bool {
        matches!(
            self,
            Self::DeleteMember | Self::DeleteGroup | Self::DeleteSwitch
        )
    }
}
