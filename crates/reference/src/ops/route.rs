//! The mapping of method and path to an operation.

use axum::http::Method;

use super::list_edit::ListEditMode;

/// One of the 36 operations, with the references of its path as the client sent them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RoutedOperation<'a> {
    ReadSystem(&'a str),
    ChangeSystem(&'a str),
    ReadSettings(&'a str),
    ChangeSettings(&'a str),
    ReadSystemGuild(&'a str, &'a str),
    ChangeSystemGuild(&'a str, &'a str),
    ReadAutoproxy(&'a str),
    ChangeAutoproxy(&'a str),
    ListMembers(&'a str),
    CreateMember,
    ReadMember(&'a str),
    ChangeMember(&'a str),
    DeleteMember(&'a str),
    ListMemberGroups(&'a str),
    EditMemberGroups(&'a str, ListEditMode),
    ReadMemberGuild(&'a str, &'a str),
    ChangeMemberGuild(&'a str, &'a str),
    ListGroups(&'a str),
    CreateGroup,
    ReadGroup(&'a str),
    ChangeGroup(&'a str),
    DeleteGroup(&'a str),
    ListGroupMembers(&'a str),
    EditGroupMembers(&'a str, ListEditMode),
    ListSwitches(&'a str),
    ReadFronters(&'a str),
    CreateSwitch(&'a str),
    ReadSwitch(&'a str, &'a str),
    ChangeSwitch(&'a str, &'a str),
    ChangeSwitchMembers(&'a str, &'a str),
    DeleteSwitch(&'a str, &'a str),
    ReadMessage(&'a str),
}

impl<'a> RoutedOperation<'a> {
    /// Finds the operation; `None` for an unknown path, and for a method that the path does not have. An empty segment is no reference.
    pub(crate) fn find(method: &Method, segments: &[&'a str]) -> Option<Self> {
        if segments.iter().any(|segment| segment.is_empty()) {
            return None;
        }
        match *method {
            Method::GET => Self::find_get_operation(segments),
            Method::POST => Self::find_post_operation(segments),
            Method::PATCH => Self::find_patch_operation(segments),
            Method::DELETE => Self::find_delete_operation(segments),
            _ => None,
        }
    }

    fn find_get_operation(segments: &[&'a str]) -> Option<Self> {
        Some(match *segments {
            ["systems", system] => Self::ReadSystem(system),
            ["systems", system, "settings"] => Self::ReadSettings(system),
            ["systems", system, "guilds", guild] => Self::ReadSystemGuild(system, guild),
            ["systems", system, "autoproxy"] => Self::ReadAutoproxy(system),
            ["systems", system, "members"] => Self::ListMembers(system),
            ["systems", system, "groups"] => Self::ListGroups(system),
            ["systems", system, "switches"] => Self::ListSwitches(system),
            ["systems", system, "fronters"] => Self::ReadFronters(system),
            ["systems", system, "switches", switch] => Self::ReadSwitch(system, switch),
            ["members", member] => Self::ReadMember(member),
            ["members", member, "groups"] => Self::ListMemberGroups(member),
            ["members", member, "guilds", guild] => Self::ReadMemberGuild(member, guild),
            ["groups", group] => Self::ReadGroup(group),
            ["groups", group, "members"] => Self::ListGroupMembers(group),
            ["messages", message] => Self::ReadMessage(message),
            _ => return None,
        })
    }

    fn find_post_operation(segments: &[&'a str]) -> Option<Self> {
        Some(match *segments {
            ["members"] => Self::CreateMember,
            ["members", member, "groups", edit] => {
                Self::EditMemberGroups(member, ListEditMode::parse(edit)?)
            }
            ["groups"] => Self::CreateGroup,
            ["groups", group, "members", edit] => {
                Self::EditGroupMembers(group, ListEditMode::parse(edit)?)
            }
            ["systems", system, "switches"] => Self::CreateSwitch(system),
            _ => return None,
        })
    }

    fn find_patch_operation(segments: &[&'a str]) -> Option<Self> {
        Some(match *segments {
            ["systems", system] => Self::ChangeSystem(system),
            ["systems", system, "settings"] => Self::ChangeSettings(system),
            ["systems", system, "guilds", guild] => Self::ChangeSystemGuild(system, guild),
            ["systems", system, "autoproxy"] => Self::ChangeAutoproxy(system),
            ["systems", system, "switches", switch] => Self::ChangeSwitch(system, switch),
            ["systems", system, "switches", switch, "members"] => {
                Self::ChangeSwitchMembers(system, switch)
            }
            ["members", member] => Self::ChangeMember(member),
            ["members", member, "guilds", guild] => Self::ChangeMemberGuild(member, guild),
            ["groups", group] => Self::ChangeGroup(group),
            _ => return None,
        })
    }

    fn find_delete_operation(segments: &[&'a str]) -> Option<Self> {
        Some(match *segments {
            ["members", member] => Self::DeleteMember(member),
            ["groups", group] => Self::DeleteGroup(group),
            ["systems", system, "switches", switch] => Self::DeleteSwitch(system, switch),
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::empty_reference(Method::GET, &["members", ""])]
    #[case::trailing_slash(Method::GET, &["members", "abcdef", ""])]
    #[case::unknown(Method::GET, &["nothing"])]
    #[case::method(Method::PUT, &["members", "abcdef"])]
    #[case::method_of_another_path(Method::DELETE, &["systems", "abcdef"])]
    #[case::capitals(Method::GET, &["Members", "abcdef"])]
    #[case::edit(Method::POST, &["members", "abcdef", "groups", "append"])]
    fn what_is_not_documented_is_no_operation(#[case] method: Method, #[case] segments: &[&str]) {
        assert_eq!(RoutedOperation::find(&method, segments), None);
    }

    #[test]
    fn a_reference_is_handed_on_as_it_was_sent() {
        let found = RoutedOperation::find(&Method::GET, &["systems", "a/b", "switches", ".."]);
        assert_eq!(found, Some(RoutedOperation::ReadSwitch("a/b", "..")));
    }
}
