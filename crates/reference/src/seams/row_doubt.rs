//! The places where the documentation leaves open which row applies, or whether a request is refused at all.

use super::value_acceptance::FieldValueKind;

/// A refused request for which the documentation leaves several rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowAmbiguity {
    /// An entry of a list names nothing, or another system's entity. Usual: `20003`, `20005`, `30008`, `30009`.
    ListEntry,
    /// A group whose members are asked for is unknown. Usual: `20004`.
    GroupOfMembers,
    /// A member whose groups are asked for is unknown. Usual: `20002`.
    MemberOfGroups,
    /// A system is named, but not as `@me`, and a token is missing. Usual: `0/401`.
    NamedSystemWithoutToken,
    /// A switch is unknown or another system's. Usual: `20007` where its members are changed, `20008` elsewhere.
    Switch,
    /// The system in the path of a switch is unknown or another one. Usual: `20001`, `0/401`, `0/403`.
    SystemOfSwitch,
    /// A switch belongs to a private history. Usual: `20008`.
    PrivateSwitch,
    /// The id of a switch whose members are changed is malformed. Usual: `40006`.
    MalformedSwitchOfMembers,
    /// A part of a switch is missing or can't be read. Usual: `0/400`.
    SwitchPart,
    /// A value, or an entry of a list, has the wrong JSON type. Usual: `0/400`.
    WrongType,
    /// A value of this form is null and may not be. Usual: `40001`.
    NullValue(FieldValueKind),
    /// A privacy value has the wrong JSON type. Usual: `40001`.
    PrivacyValueType,
    /// A number of seconds is negative or beyond 32 bits. Usual: `40001`.
    SecondsOutOfRange,
    /// The query of autoproxy names no server, or a channel. Usual: `0/400`.
    AutoproxyQuery,
    /// The member of autoproxy is unknown. Usual: `40001`.
    AutoproxyUnknownMember,
    /// The member of autoproxy is another system's. Usual: `30006`.
    AutoproxyForeignMember,
}

/// A request for which the documentation leaves open whether it is refused at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionalRefusal {
    /// A token belongs to no system; where none is needed, the request is usually served.
    UnknownToken,
    /// A list of groups or members to add or to remove is empty. Usual: `0/400`.
    EmptyList,
    /// A list of a group's members has the same member twice. Usually served.
    DuplicateMembers,
    /// A list of a member's groups has the same group twice. Usually served.
    DuplicateGroups,
    /// A switch has the members of the current one in another order. Usually served.
    ReorderedMembers,
}
