//! What the families have a member for: rows of operations, kinds of operations, fields of models.

use super::input::{Form, Late, Model, Named, PrivateList};
use crate::reference::model::{
    Form as FieldForm, GROUP, MEMBER, MEMBER_GUILD, SETTINGS, SYSTEM, SYSTEM_GUILD, Table,
};
use crate::reference::ops::Kind;
use crate::reference::rows::Row;

/// The rows that an operation can answer, as its line in the documentation lists them.
pub(crate) fn rows(kind: Kind) -> &'static [Row] {
    use Row::{
        AutoproxyMemberMissing, BadRequest, DuplicateMembers, Forbidden, FrontHistoryPrivate,
        FrontersPrivate, GroupListPrivate, GroupMembersPrivate, GroupNotFound, GroupRefNotFound,
        IdenticalMembers, MemberGuildNotFound, MemberListPrivate, MemberNotFound,
        MemberRefNotFound, MessageNotFound, ModelInvalid, NotYourGroup, NotYourGroupRef,
        NotYourMember, NotYourMemberRef, SwitchIdInvalid, SwitchNotFound, SwitchNotVisible,
        SystemGuildNotFound, SystemNotFound, TimestampTaken, Unauthorized,
    };
    match kind {
        Kind::ReadSystem | Kind::ReadSettings => &[SystemNotFound, Unauthorized],
        Kind::ChangeSystem | Kind::ChangeSettings => &[
            SystemNotFound,
            Unauthorized,
            Forbidden,
            BadRequest,
            ModelInvalid,
        ],
        Kind::ReadSystemGuild => &[Unauthorized, BadRequest, SystemGuildNotFound],
        Kind::ChangeSystemGuild => &[Unauthorized, BadRequest, SystemGuildNotFound, ModelInvalid],
        Kind::ReadAutoproxy => &[Unauthorized, BadRequest],
        Kind::ChangeAutoproxy => &[
            Unauthorized,
            BadRequest,
            ModelInvalid,
            AutoproxyMemberMissing,
            NotYourMember,
        ],
        Kind::ListMembers => &[SystemNotFound, MemberListPrivate, Unauthorized],
        Kind::CreateMember | Kind::CreateGroup => &[Unauthorized, BadRequest, ModelInvalid],
        Kind::ReadMember => &[MemberNotFound],
        Kind::ChangeMember => &[
            MemberNotFound,
            Unauthorized,
            NotYourMember,
            BadRequest,
            ModelInvalid,
        ],
        Kind::DeleteMember => &[MemberNotFound, Unauthorized, NotYourMember],
        Kind::ListMemberGroups => &[MemberNotFound, GroupListPrivate],
        Kind::AddMemberGroups | Kind::RemoveMemberGroups | Kind::OverwriteMemberGroups => &[
            MemberNotFound,
            Unauthorized,
            NotYourMember,
            BadRequest,
            GroupRefNotFound,
            NotYourGroupRef,
        ],
        Kind::ReadMemberGuild => &[
            MemberNotFound,
            Unauthorized,
            NotYourMember,
            BadRequest,
            MemberGuildNotFound,
        ],
        Kind::ChangeMemberGuild => &[
            MemberNotFound,
            Unauthorized,
            NotYourMember,
            BadRequest,
            MemberGuildNotFound,
            ModelInvalid,
        ],
        Kind::ListGroups => &[SystemNotFound, GroupListPrivate, BadRequest, Unauthorized],
        Kind::ReadGroup => &[GroupNotFound],
        Kind::ChangeGroup => &[
            GroupNotFound,
            Unauthorized,
            NotYourGroup,
            BadRequest,
            ModelInvalid,
        ],
        Kind::DeleteGroup => &[GroupNotFound, Unauthorized, NotYourGroup],
        Kind::ListGroupMembers => &[GroupNotFound, GroupMembersPrivate],
        Kind::AddGroupMembers | Kind::RemoveGroupMembers | Kind::OverwriteGroupMembers => &[
            GroupNotFound,
            Unauthorized,
            NotYourGroup,
            BadRequest,
            MemberRefNotFound,
            NotYourMemberRef,
        ],
        Kind::ListSwitches => &[
            SystemNotFound,
            FrontHistoryPrivate,
            BadRequest,
            Unauthorized,
        ],
        Kind::ReadFronters => &[SystemNotFound, FrontersPrivate, Unauthorized],
        Kind::CreateSwitch => &[
            SystemNotFound,
            Unauthorized,
            Forbidden,
            MemberRefNotFound,
            NotYourMemberRef,
            DuplicateMembers,
            IdenticalMembers,
            TimestampTaken,
            BadRequest,
            ModelInvalid,
        ],
        Kind::ReadSwitch => &[
            SystemNotFound,
            Unauthorized,
            SwitchIdInvalid,
            SwitchNotVisible,
        ],
        Kind::ChangeSwitch => &[
            SystemNotFound,
            Unauthorized,
            Forbidden,
            SwitchIdInvalid,
            SwitchNotVisible,
            TimestampTaken,
            BadRequest,
            ModelInvalid,
        ],
        Kind::ChangeSwitchMembers => &[
            SystemNotFound,
            Unauthorized,
            Forbidden,
            SwitchIdInvalid,
            SwitchNotFound,
            MemberRefNotFound,
            NotYourMemberRef,
            DuplicateMembers,
            IdenticalMembers,
            BadRequest,
        ],
        Kind::DeleteSwitch => &[
            SystemNotFound,
            Unauthorized,
            Forbidden,
            SwitchIdInvalid,
            SwitchNotVisible,
        ],
        Kind::ReadMessage => &[BadRequest, MessageNotFound],
    }
}

/// Operations for `@me` only: what another system's reference in its place answers is open, but it is no success.
pub(crate) fn is_open(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::ReadSystemGuild
            | Kind::ChangeSystemGuild
            | Kind::ReadAutoproxy
            | Kind::ChangeAutoproxy
    )
}

fn answers(kind: Kind, row: Row) -> bool {
    rows(kind).contains(&row)
}

/// Whether an operation needs a token.
pub(crate) fn needs_token(kind: Kind) -> bool {
    answers(kind, Row::Unauthorized) && !asks_no_owner(kind)
}

/// Whether an operation is for the owner only of what its path names.
pub(crate) fn needs_owner(kind: Kind) -> bool {
    let rows = [Row::Forbidden, Row::NotYourMember, Row::NotYourGroup];
    is_open(kind) || rows.iter().any(|row| answers(kind, *row))
}

/// Operations that need a token for `@me` only.
fn asks_no_owner(kind: Kind) -> bool {
    !needs_owner(kind) && !matches!(kind, Kind::CreateMember | Kind::CreateGroup)
}

/// Whether an operation changes something.
pub(crate) fn writes(kind: Kind) -> bool {
    !(kind.name().ends_with("-get") || kind.name().ends_with("-list"))
}

/// Whether an operation takes a list of references.
pub(crate) fn takes_list(kind: Kind) -> bool {
    [Row::MemberRefNotFound, Row::GroupRefNotFound]
        .iter()
        .any(|row| answers(kind, *row))
}

/// Whether an operation has this check, to be made too late.
pub(crate) fn has_check(late: Late, kind: Kind) -> bool {
    let has_fields = answers(kind, Row::ModelInvalid)
        && !matches!(kind, Kind::CreateSwitch | Kind::ChangeSwitch);
    writes(kind)
        && match late {
            Late::Token => needs_token(kind),
            Late::Owner => needs_owner(kind),
            Late::Model => has_fields,
            Late::Type => has_fields && kind != Kind::ChangeAutoproxy,
            Late::Entries => takes_list(kind),
            Late::State => matches!(
                kind,
                Kind::CreateSwitch
                    | Kind::ChangeSwitch
                    | Kind::ChangeSwitchMembers
                    | Kind::ChangeAutoproxy
            ),
        }
}

/// The forms in which a reference may name something, beyond the plainest one.
pub(crate) fn accepted_forms(named: Named) -> &'static [Form] {
    match named {
        Named::System => &[Form::UpperCase, Form::Dash, Form::Uuid, Form::Digits],
        Named::Member | Named::Group => {
            &[Form::UpperCase, Form::Dash, Form::FiveLetters, Form::Uuid]
        }
        Named::Switch | Named::ListedMember | Named::ListedGroup => &[],
    }
}

/// The models with a table of fields.
pub(crate) const TABLES: &[(Model, &Table)] = &[
    (Model::System, &SYSTEM),
    (Model::Settings, &SETTINGS),
    (Model::SystemGuild, &SYSTEM_GUILD),
    (Model::Member, &MEMBER),
    (Model::MemberGuild, &MEMBER_GUILD),
    (Model::Group, &GROUP),
];

/// Whether values of this form can be too long.
pub(crate) fn has_limit(form: FieldForm) -> bool {
    match form {
        FieldForm::Text(_) | FieldForm::Name(..) | FieldForm::Url => true,
        FieldForm::FreeText
        | FieldForm::Color
        | FieldForm::Date
        | FieldForm::ProxyTags
        | FieldForm::Boolean
        | FieldForm::Seconds
        | FieldForm::OneOf(_)
        | FieldForm::Timezone => false,
    }
}

/// Whether values of this form can be malformed.
pub(crate) fn has_form(form: FieldForm) -> bool {
    match form {
        FieldForm::Url
        | FieldForm::Color
        | FieldForm::Date
        | FieldForm::ProxyTags
        | FieldForm::OneOf(_)
        | FieldForm::Timezone
        | FieldForm::Name(..) => true,
        FieldForm::Text(_) | FieldForm::FreeText | FieldForm::Seconds | FieldForm::Boolean => false,
    }
}

/// The row that a privacy setting calls for.
pub(crate) fn private_row(list: PrivateList) -> Row {
    match list {
        PrivateList::Members => Row::MemberListPrivate,
        PrivateList::Groups | PrivateList::GroupsOfMember => Row::GroupListPrivate,
        PrivateList::GroupMembers => Row::GroupMembersPrivate,
        PrivateList::Fronters => Row::FrontersPrivate,
        PrivateList::History => Row::FrontHistoryPrivate,
        PrivateList::Switch => Row::SwitchNotVisible,
    }
}
