//! What the families have a member for: rows of operations, kinds of operations, fields of models.

use super::input::{Form, Late, Model, Named, PrivateList};
use crate::api_error::DocumentedError;
use crate::model::{
    FieldTable, GROUP, MEMBER, MEMBER_GUILD, SETTINGS, SYSTEM, SYSTEM_GUILD, ValueForm as FieldForm,
};
use crate::ops::OperationKind;

/// The rows that an operation can answer, as its line in the documentation lists them.
pub(crate) fn rows(kind: OperationKind) -> &'static [DocumentedError] {
    use DocumentedError::{
        AutoproxyMemberMissing, BadRequest, DuplicateMembers, Forbidden, FrontHistoryPrivate,
        FrontersPrivate, GroupListPrivate, GroupMembersPrivate, GroupNotFound, GroupRefNotFound,
        IdenticalMembers, MemberGuildNotFound, MemberListPrivate, MemberNotFound,
        MemberRefNotFound, MessageNotFound, ModelInvalid, NotYourGroup, NotYourGroupRef,
        NotYourMember, NotYourMemberRef, SwitchIdInvalid, SwitchNotFound, SwitchNotVisible,
        SystemGuildNotFound, SystemNotFound, TimestampTaken, Unauthorized,
    };
    match kind {
        OperationKind::ReadSystem | OperationKind::ReadSettings => &[SystemNotFound, Unauthorized],
        OperationKind::ChangeSystem | OperationKind::ChangeSettings => &[
            SystemNotFound,
            Unauthorized,
            Forbidden,
            BadRequest,
            ModelInvalid,
        ],
        OperationKind::ReadSystemGuild => &[Unauthorized, BadRequest, SystemGuildNotFound],
        OperationKind::ChangeSystemGuild => {
            &[Unauthorized, BadRequest, SystemGuildNotFound, ModelInvalid]
        }
        OperationKind::ReadAutoproxy => &[Unauthorized, BadRequest],
        OperationKind::ChangeAutoproxy => &[
            Unauthorized,
            BadRequest,
            ModelInvalid,
            AutoproxyMemberMissing,
            NotYourMember,
        ],
        OperationKind::ListMembers => &[SystemNotFound, MemberListPrivate, Unauthorized],
        OperationKind::CreateMember | OperationKind::CreateGroup => {
            &[Unauthorized, BadRequest, ModelInvalid]
        }
        OperationKind::ReadMember => &[MemberNotFound],
        OperationKind::ChangeMember => &[
            MemberNotFound,
            Unauthorized,
            NotYourMember,
            BadRequest,
            ModelInvalid,
        ],
        OperationKind::DeleteMember => &[MemberNotFound, Unauthorized, NotYourMember],
        OperationKind::ListMemberGroups => &[MemberNotFound, GroupListPrivate],
        OperationKind::AddMemberGroups
        | OperationKind::RemoveMemberGroups
        | OperationKind::OverwriteMemberGroups => &[
            MemberNotFound,
            Unauthorized,
            NotYourMember,
            BadRequest,
            GroupRefNotFound,
            NotYourGroupRef,
        ],
        OperationKind::ReadMemberGuild => &[
            MemberNotFound,
            Unauthorized,
            NotYourMember,
            BadRequest,
            MemberGuildNotFound,
        ],
        OperationKind::ChangeMemberGuild => &[
            MemberNotFound,
            Unauthorized,
            NotYourMember,
            BadRequest,
            MemberGuildNotFound,
            ModelInvalid,
        ],
        OperationKind::ListGroups => &[SystemNotFound, GroupListPrivate, BadRequest, Unauthorized],
        OperationKind::ReadGroup => &[GroupNotFound],
        OperationKind::ChangeGroup => &[
            GroupNotFound,
            Unauthorized,
            NotYourGroup,
            BadRequest,
            ModelInvalid,
        ],
        OperationKind::DeleteGroup => &[GroupNotFound, Unauthorized, NotYourGroup],
        OperationKind::ListGroupMembers => &[GroupNotFound, GroupMembersPrivate],
        OperationKind::AddGroupMembers
        | OperationKind::RemoveGroupMembers
        | OperationKind::OverwriteGroupMembers => &[
            GroupNotFound,
            Unauthorized,
            NotYourGroup,
            BadRequest,
            MemberRefNotFound,
            NotYourMemberRef,
        ],
        OperationKind::ListSwitches => &[
            SystemNotFound,
            FrontHistoryPrivate,
            BadRequest,
            Unauthorized,
        ],
        OperationKind::ReadFronters => &[SystemNotFound, FrontersPrivate, Unauthorized],
        OperationKind::CreateSwitch => &[
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
        OperationKind::ReadSwitch => &[
            SystemNotFound,
            Unauthorized,
            SwitchIdInvalid,
            SwitchNotVisible,
        ],
        OperationKind::ChangeSwitch => &[
            SystemNotFound,
            Unauthorized,
            Forbidden,
            SwitchIdInvalid,
            SwitchNotVisible,
            TimestampTaken,
            BadRequest,
            ModelInvalid,
        ],
        OperationKind::ChangeSwitchMembers => &[
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
        OperationKind::DeleteSwitch => &[
            SystemNotFound,
            Unauthorized,
            Forbidden,
            SwitchIdInvalid,
            SwitchNotVisible,
        ],
        OperationKind::ReadMessage => &[BadRequest, MessageNotFound],
    }
}

/// Operations for `@me` only: what another system's reference in its place answers is open, but it is no success.
pub(crate) fn is_open(kind: OperationKind) -> bool {
    matches!(
        kind,
        OperationKind::ReadSystemGuild
            | OperationKind::ChangeSystemGuild
            | OperationKind::ReadAutoproxy
            | OperationKind::ChangeAutoproxy
    )
}

fn answers(kind: OperationKind, row: DocumentedError) -> bool {
    rows(kind).contains(&row)
}

/// Reports whether an operation needs a token.
pub(crate) fn needs_token(kind: OperationKind) -> bool {
    answers(kind, DocumentedError::Unauthorized) && !asks_no_owner(kind)
}

/// Reports whether an operation is for the owner only of what its path names.
pub(crate) fn needs_owner(kind: OperationKind) -> bool {
    let rows = [
        DocumentedError::Forbidden,
        DocumentedError::NotYourMember,
        DocumentedError::NotYourGroup,
    ];
    is_open(kind) || rows.iter().any(|row| answers(kind, *row))
}

/// Operations that need a token for `@me` only.
fn asks_no_owner(kind: OperationKind) -> bool {
    !needs_owner(kind)
        && !matches!(
            kind,
            OperationKind::CreateMember | OperationKind::CreateGroup
        )
}

/// Reports whether an operation changes something.
pub(crate) fn writes(kind: OperationKind) -> bool {
    !(kind.name().ends_with("-get") || kind.name().ends_with("-list"))
}

/// Reports whether an operation takes a list of references.
pub(crate) fn takes_list(kind: OperationKind) -> bool {
    [
        DocumentedError::MemberRefNotFound,
        DocumentedError::GroupRefNotFound,
    ]
    .iter()
    .any(|row| answers(kind, *row))
}

/// Reports whether an operation has this check, to be made too late.
pub(crate) fn has_check(late: Late, kind: OperationKind) -> bool {
    let has_fields = answers(kind, DocumentedError::ModelInvalid)
        && !matches!(
            kind,
            OperationKind::CreateSwitch | OperationKind::ChangeSwitch
        );
    writes(kind)
        && match late {
            Late::Token => needs_token(kind),
            Late::Owner => needs_owner(kind),
            Late::Model => has_fields,
            Late::Type => has_fields && kind != OperationKind::ChangeAutoproxy,
            Late::Entries => takes_list(kind),
            Late::State => matches!(
                kind,
                OperationKind::CreateSwitch
                    | OperationKind::ChangeSwitch
                    | OperationKind::ChangeSwitchMembers
                    | OperationKind::ChangeAutoproxy
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
pub(crate) const TABLES: &[(Model, &FieldTable)] = &[
    (Model::System, &SYSTEM),
    (Model::Settings, &SETTINGS),
    (Model::SystemGuild, &SYSTEM_GUILD),
    (Model::Member, &MEMBER),
    (Model::MemberGuild, &MEMBER_GUILD),
    (Model::Group, &GROUP),
];

/// Reports whether values of this form can be too long.
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

/// Reports whether values of this form can be malformed.
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
pub(crate) fn private_row(list: PrivateList) -> DocumentedError {
    match list {
        PrivateList::Members => DocumentedError::MemberListPrivate,
        PrivateList::Groups | PrivateList::GroupsOfMember => DocumentedError::GroupListPrivate,
        PrivateList::GroupMembers => DocumentedError::GroupMembersPrivate,
        PrivateList::Fronters => DocumentedError::FrontersPrivate,
        PrivateList::History => DocumentedError::FrontHistoryPrivate,
        PrivateList::Switch => DocumentedError::SwitchNotVisible,
    }
}
