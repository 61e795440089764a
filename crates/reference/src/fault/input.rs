//! What a server can make of a bad request where it ought to refuse it.

use super::named;

named! {
    /// The treatment of what should be refused.
    pub(crate) enum Mishap {
        /// It is served.
        Served = "served",
        /// It is more than the server can bear.
        Crash = "crash",
    }
}

named! {
    /// Which check an operation makes only after it has written.
    pub(crate) enum Late {
        Token = "token",
        Owner = "owner",
        Model = "model",
        Type = "type",
        Entries = "entries",
        State = "state",
    }
}

named! {
    /// Of which entries of a list an operation looks at no more than these.
    pub(crate) enum CheckedListEntry {
        First = "first-only",
        Last = "last-only",
    }
}

named! {
    /// What a reference in a request is meant to name.
    pub(crate) enum Named {
        System = "system",
        Member = "member",
        Group = "group",
        Switch = "switch",
        ListedMember = "listed-member",
        ListedGroup = "listed-group",
    }
}

named! {
    /// What a reference looks like.
    pub(crate) enum Form {
        Letters = "letters",
        UpperCase = "upper-case",
        Dash = "dash",
        FiveLetters = "five-letters",
        Uuid = "uuid",
        Digits = "digits",
        Me = "me",
        Long = "long",
        Control = "control-characters",
        Foreign = "foreign-letters",
        Other = "other",
    }
}

impl Form {
    pub(crate) fn of(text: &str) -> Self {
        const LONG: usize = 100;
        let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphabetic());
        let lower = text.bytes().all(|byte| !byte.is_ascii_uppercase());
        let bare = text.replace('-', "");
        match text.len() {
            _ if text == "@me" => Self::Me,
            LONG.. => Self::Long,
            _ if text.chars().any(char::is_control) => Self::Control,
            _ if !text.is_ascii() => Self::Foreign,
            36 if uuid::Uuid::try_parse(text).is_ok() => Self::Uuid,
            _ if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => Self::Digits,
            5 | 6 if letters(text) && !lower => Self::UpperCase,
            5 if letters(text) => Self::FiveLetters,
            6 if letters(text) => Self::Letters,
            7 if bare.len() == 6 && letters(&bare) && text.as_bytes().get(3) == Some(&b'-') => {
                Self::Dash
            }
            _ => Self::Other,
        }
    }
}

named! {
    /// What a number in a path or a query looks like that is none.
    pub(crate) enum NoNumber {
        Letters = "letters",
        Signed = "signed",
        Fraction = "fraction",
        TooLarge = "too-large",
        Other = "other",
    }
}

impl NoNumber {
    pub(crate) fn of(text: &str) -> Self {
        let unsigned = text.strip_prefix(['-', '+']);
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match unsigned {
            Some(rest) if digits(rest) => Self::Signed,
            _ if digits(text) => Self::TooLarge,
            _ if text.parse::<f64>().is_ok() => Self::Fraction,
            _ if text.bytes().all(|byte| byte.is_ascii_alphabetic()) => Self::Letters,
            _ => Self::Other,
        }
    }
}

named! {
    /// Which number of a path is meant.
    pub(crate) enum Numbered {
        Guild = "guild",
        Message = "message",
    }
}

named! {
    /// A mistake in the handling of a parameter of the query.
    pub(crate) enum QueryFault {
        BadIgnored = "bad-ignored",
        EmptyIgnored = "empty-ignored",
        Crash = "crash",
    }
}

named! {
    /// The models that bodies are read against.
    pub(crate) enum Model {
        System = "system",
        Settings = "settings",
        SystemGuild = "system-guild",
        Member = "member",
        MemberGuild = "member-guild",
        Group = "group",
        Autoproxy = "autoproxy",
        Switch = "switch",
    }
}

named! {
    /// A mistake in the handling of one field of a model.
    pub(crate) enum FieldFault {
        LimitUp = "limit-up",
        LimitDown = "limit-down",
        LimitWrong = "limit-wrong",
        Unchecked = "unchecked",
        NullServed = "null-served",
        TypeServed = "type-served",
        TypeCrash = "type-crash",
        InvalidCrash = "invalid-crash",
        Renamed = "renamed",
    }
}

named! {
    /// What a change holds that holds nothing to change.
    pub(crate) enum Nothing {
        EmptyObject = "empty-object",
        OtherKeys = "other-keys-only",
    }
}

named! {
    /// The JSON value at the top of a body.
    pub(crate) enum Top {
        Null = "null",
        Boolean = "boolean",
        Number = "number",
        Text = "text",
        List = "list",
        Object = "object",
    }
}

impl Top {
    pub(crate) fn of(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(_) => Self::Boolean,
            serde_json::Value::Number(_) => Self::Number,
            serde_json::Value::String(_) => Self::Text,
            serde_json::Value::Array(_) => Self::List,
            serde_json::Value::Object(_) => Self::Object,
        }
    }
}

named! {
    /// A mistake in the handling of the `User-Agent`.
    pub(crate) enum UserAgentFault {
        MissingServed = "missing-served",
        EmptyServed = "empty-served",
        Crash = "crash",
    }
}

named! {
    /// A mistake in the handling of the content type of a request.
    pub(crate) enum AnnouncedFault {
        MissingServed = "missing-served",
        OtherServed = "other-served",
        Crash = "crash",
    }
}

named! {
    /// Whom a token is taken for.
    pub(crate) enum TokenFault {
        AnyServed = "any-served",
        EmptyServed = "empty-served",
        Crash = "crash",
    }
}

named! {
    /// The objects that a privacy setting hides from others.
    pub(crate) enum PrivateList {
        Members = "members",
        Groups = "groups",
        GroupsOfMember = "groups-of-member",
        GroupMembers = "group-members",
        Fronters = "fronters",
        History = "history",
        Switch = "switch",
    }
}

named! {
    /// A mistake in the handling of a privacy setting.
    pub(crate) enum PrivacyFault {
        Ignored = "ignored",
        Emptied = "emptied",
        NothingSent = "nothing-sent",
        LiftedByAnyToken = "lifted-by-any-token",
        OwnerRefused = "owner-refused",
    }
}

named! {
    /// Defects that servers of this API really had, by the day of their repair.
    pub(crate) enum Dated {
        ErrorsAsObjects = "2021-10-29",
        ProblemDetails = "2021-10-14",
        EmptyChange = "2022-03-23",
        NoContentType = "2022-06-10",
        UnknownMembersGroups = "2024-09-27",
        ErrorForMessage = "2025-07-05",
    }
}
