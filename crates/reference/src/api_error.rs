//! The rows of the error table, each with its status, code and message side by side.

use std::fmt;

/// A row of the error table, with which a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum DocumentedError {
    InternalError,
    BadRequest,
    Unauthorized,
    Forbidden,
    TooManyRequests,
    SystemNotFound,
    MemberNotFound,
    MemberRefNotFound,
    GroupNotFound,
    GroupRefNotFound,
    MessageNotFound,
    SwitchNotFound,
    SwitchNotVisible,
    SystemGuildNotFound,
    MemberGuildNotFound,
    MemberListPrivate,
    GroupListPrivate,
    GroupMembersPrivate,
    FrontersPrivate,
    FrontHistoryPrivate,
    NotYourMember,
    NotYourGroup,
    NotYourMemberRef,
    NotYourGroupRef,
    ModelInvalid,
    AutoproxyMemberMissing,
    DuplicateMembers,
    IdenticalMembers,
    TimestampTaken,
    SwitchIdInvalid,
}

impl DocumentedError {
    /// All rows.
    pub(crate) const ALL: &'static [Self] = &[
        Self::InternalError,
        Self::BadRequest,
        Self::Unauthorized,
        Self::Forbidden,
        Self::TooManyRequests,
        Self::SystemNotFound,
        Self::MemberNotFound,
        Self::MemberRefNotFound,
        Self::GroupNotFound,
        Self::GroupRefNotFound,
        Self::MessageNotFound,
        Self::SwitchNotFound,
        Self::SwitchNotVisible,
        Self::SystemGuildNotFound,
        Self::MemberGuildNotFound,
        Self::MemberListPrivate,
        Self::GroupListPrivate,
        Self::GroupMembersPrivate,
        Self::FrontersPrivate,
        Self::FrontHistoryPrivate,
        Self::NotYourMember,
        Self::NotYourGroup,
        Self::NotYourMemberRef,
        Self::NotYourGroupRef,
        Self::ModelInvalid,
        Self::AutoproxyMemberMissing,
        Self::DuplicateMembers,
        Self::IdenticalMembers,
        Self::TimestampTaken,
        Self::SwitchIdInvalid,
    ];

    /// Returns HTTP status, JSON code and message. `{}` stands for the reference as the client sent it.
    const fn documented_parts(self) -> (u16, u32, &'static str) {
        match self {
            Self::InternalError => (500, 0, "500: Internal Server Error"),
            Self::BadRequest => (400, 0, "400: Bad Request"),
            Self::Unauthorized => (401, 0, "401: Missing or invalid Authorization header"),
            Self::Forbidden => (403, 0, "403: Forbidden"),
            Self::TooManyRequests => (429, 0, "429: too many requests"),
            Self::SystemNotFound => (404, 20001, "System not found."),
            Self::MemberNotFound => (404, 20002, "Member not found."),
            Self::MemberRefNotFound => (404, 20003, "Member '{}' not found."),
            Self::GroupNotFound => (404, 20004, "Group not found."),
            Self::GroupRefNotFound => (404, 20005, "Group '{}' not found."),
            Self::MessageNotFound => (404, 20006, "Message not found."),
            Self::SwitchNotFound => (404, 20007, "Switch not found."),
            Self::SwitchNotVisible => (
                404,
                20008,
                "Switch not found, switch associated with different system, or unauthorized to view front history.",
            ),
            Self::SystemGuildNotFound => (
                404,
                20009,
                "No system guild settings found for target guild.",
            ),
            Self::MemberGuildNotFound => (
                404,
                20010,
                "No member guild settings found for target guild.",
            ),
            Self::MemberListPrivate => (403, 30001, "Unauthorized to view member list"),
            Self::GroupListPrivate => (403, 30002, "Unauthorized to view group list"),
            Self::GroupMembersPrivate => (403, 30003, "Unauthorized to view group member list"),
            Self::FrontersPrivate => (403, 30004, "Unauthorized to view current fronters."),
            Self::FrontHistoryPrivate => (403, 30005, "Unauthorized to view front history."),
            Self::NotYourMember => (403, 30006, "Target member is not part of your system."),
            Self::NotYourGroup => (403, 30007, "Target group is not part of your system."),
            Self::NotYourMemberRef => (403, 30008, "Member '{}' is not part of your system."),
            Self::NotYourGroupRef => (403, 30009, "Group '{}' is not part of your system."),
            Self::ModelInvalid => (400, 40001, "Error parsing JSON model"),
            Self::AutoproxyMemberMissing => (
                400,
                40002,
                "Missing autoproxy member for member-mode autoproxy.",
            ),
            Self::DuplicateMembers => (400, 40003, "Duplicate members in member list."),
            Self::IdenticalMembers => {
                (400, 40004, "Member list identical to current fronter list.")
            }
            Self::TimestampTaken => (400, 40005, "Switch with provided timestamp already exists."),
            Self::SwitchIdInvalid => (400, 40006, "Invalid switch ID."),
        }
    }

    pub(crate) const fn status(self) -> u16 {
        self.documented_parts().0
    }

    /// Reports whether the table has the exact message and not a description.
    pub(crate) fn has_exact_message(self) -> bool {
        self.code() != 0 && self != Self::ModelInvalid
    }

    /// Reports whether the message repeats a reference.
    pub(crate) fn message_repeats_reference(self) -> bool {
        self.documented_parts().2.contains("{}")
    }

    /// Returns a row that is similar to this one and never correct in its place.
    pub(crate) const fn similar_error(self) -> Self {
        match self {
            Self::InternalError | Self::Unauthorized | Self::TooManyRequests => Self::BadRequest,
            Self::BadRequest | Self::AutoproxyMemberMissing | Self::IdenticalMembers => {
                Self::DuplicateMembers
            }
            Self::Forbidden => Self::Unauthorized,
            Self::SystemNotFound | Self::GroupNotFound => Self::MemberNotFound,
            Self::MemberNotFound => Self::SystemNotFound,
            Self::MemberRefNotFound => Self::GroupRefNotFound,
            Self::GroupRefNotFound => Self::MemberRefNotFound,
            Self::MessageNotFound => Self::SwitchNotFound,
            Self::SwitchNotFound | Self::SwitchNotVisible => Self::MessageNotFound,
            Self::SystemGuildNotFound => Self::MemberGuildNotFound,
            Self::MemberGuildNotFound => Self::SystemGuildNotFound,
            Self::MemberListPrivate | Self::GroupMembersPrivate => Self::GroupListPrivate,
            Self::GroupListPrivate => Self::MemberListPrivate,
            Self::FrontersPrivate => Self::FrontHistoryPrivate,
            Self::FrontHistoryPrivate => Self::FrontersPrivate,
            Self::NotYourMember => Self::NotYourGroup,
            Self::NotYourGroup => Self::NotYourMember,
            Self::NotYourMemberRef => Self::NotYourGroupRef,
            Self::NotYourGroupRef => Self::NotYourMemberRef,
            Self::ModelInvalid => Self::AutoproxyMemberMissing,
            Self::DuplicateMembers | Self::TimestampTaken => Self::IdenticalMembers,
            Self::SwitchIdInvalid => Self::TimestampTaken,
        }
    }

    /// Returns a status that a careless author might use instead.
    pub(crate) const fn wrong_status(self) -> u16 {
        match self.status() {
            400 => 422,
            401 => 403,
            403 => 401,
            404 => 410,
            429 => 503,
            _ => 400,
        }
    }

    pub(crate) const fn code(self) -> u32 {
        self.documented_parts().1
    }

    /// Returns the message, with `reference` filled in if the message repeats one.
    pub(crate) fn message(self, reference: &str) -> String {
        self.documented_parts().2.replace("{}", reference)
    }
}

impl fmt::Display for DocumentedError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code() {
            0 => write!(formatter, "0/{}", self.status()),
            code => write!(formatter, "{code}"),
        }
    }
}
