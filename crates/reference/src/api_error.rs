//! The rows of the error table, each with its status, code and message side by side.

use std::fmt;

/// A row of the documented error table, with which a request is refused.
///
/// ```
/// use badreq_reference::DocumentedError;
///
/// let row = DocumentedError::MemberRefNotFound;
/// assert_eq!((row.status(), row.code()), (404, 20003));
/// assert_eq!(row.message("abcde"), "Member 'abcde' not found.");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentedError {
    /// `0/500`: the server failed.
    InternalError,
    /// `0/400`: the request is malformed.
    BadRequest,
    /// `0/401`: a valid token is missing.
    Unauthorized,
    /// `0/403`: the token is of another system.
    Forbidden,
    /// `0/429`: the rate limit is exceeded.
    TooManyRequests,
    /// `20001`: the system is unknown.
    SystemNotFound,
    /// `20002`: the member is unknown.
    MemberNotFound,
    /// `20003`: a member in a list is unknown.
    MemberRefNotFound,
    /// `20004`: the group is unknown.
    GroupNotFound,
    /// `20005`: a group in a list is unknown.
    GroupRefNotFound,
    /// `20006`: the message is unknown.
    MessageNotFound,
    /// `20007`: the switch is unknown.
    SwitchNotFound,
    /// `20008`: the switch is unknown, of another system, or private.
    SwitchNotVisible,
    /// `20009`: the system has no settings in this server.
    SystemGuildNotFound,
    /// `20010`: the member has no settings in this server.
    MemberGuildNotFound,
    /// `30001`: the member list is private.
    MemberListPrivate,
    /// `30002`: the group list is private.
    GroupListPrivate,
    /// `30003`: the group's member list is private.
    GroupMembersPrivate,
    /// `30004`: the current fronters are private.
    FrontersPrivate,
    /// `30005`: the front history is private.
    FrontHistoryPrivate,
    /// `30006`: the member is another system's.
    NotYourMember,
    /// `30007`: the group is another system's.
    NotYourGroup,
    /// `30008`: a member in a list is another system's.
    NotYourMemberRef,
    /// `30009`: a group in a list is another system's.
    NotYourGroupRef,
    /// `40001`: the model is invalid.
    ModelInvalid,
    /// `40002`: the mode needs a member.
    AutoproxyMemberMissing,
    /// `40003`: a member is listed twice.
    DuplicateMembers,
    /// `40004`: the members are those of the current switch.
    IdenticalMembers,
    /// `40005`: another switch has this timestamp.
    TimestampTaken,
    /// `40006`: the text is no switch's id.
    SwitchIdInvalid,
}

impl DocumentedError {
    /// Returns all rows, in the order of the table.
    #[must_use]
    pub const fn all() -> &'static [Self] {
        &[
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
        ]
    }

    /// Returns HTTP status, JSON code and message. `{}` stands for the reference as the client sent it.
    const fn status_code_and_message(self) -> (u16, u32, &'static str) {
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

    /// Returns the HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        self.status_code_and_message().0
    }

    /// Reports whether the message repeats a reference.
    pub(crate) fn message_includes_reference(self) -> bool {
        self.status_code_and_message().2.contains("{}")
    }

    /// Returns the code in the body; 0 for a row that is known by its status.
    #[must_use]
    pub const fn code(self) -> u32 {
        self.status_code_and_message().1
    }

    /// Returns the message, with `reference` filled in if the message repeats one.
    #[must_use]
    pub fn message(self, reference: &str) -> String {
        self.status_code_and_message().2.replace("{}", reference)
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
