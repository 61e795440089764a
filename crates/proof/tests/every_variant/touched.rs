//! Which cases each variant can touch, written down by hand from what it decides.
//!
//! The patterns are generous: a case that a variant leaves alone costs a few milliseconds. One that is missing here is tried by the
//! combined servers all the same, and by the weekly run of every case.

use badreq_proof::Variant;

/// The cases that a variant can answer otherwise.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TouchedCases {
    /// Those that these patterns select.
    Matching(&'static [&'static str]),
    /// All: the variant changes how responses are worded, written, timed or framed, whatever is asked.
    Every,
}

/// The cases of a body's values, in objects and lists alike.
const VALUES: &[&str] = &[
    "model_validation",
    "members",
    "groups",
    "systems",
    "guild_settings",
    "membership_lists",
    "switches",
    "autoproxy",
    "malformed_json",
    "probes",
];
/// The cases of a list's entries.
const ENTRIES: &[&str] = &[
    "membership_lists",
    "switches",
    "references/list-*",
    "probes",
];
/// The cases of what belongs to another system.
const FOREIGN: &[&str] = &["*foreign*", "authorization/another-systems-*", "probes"];
/// The cases of switches.
const SWITCHES: &[&str] = &[
    "switches",
    "privacy/*switch*",
    "references/*switch*",
    "authorization/*switch*",
    "probes",
];
/// The cases of autoproxy.
const AUTOPROXY: &[&str] = &["*autoproxy*", "probes"];
/// The cases of a body's syntax.
const SYNTAX: &[&str] = &["malformed_json", "*json*", "*nul*", "*comma*"];
/// The cases of numbers in path and query.
const NUMBERS: &[&str] = &[
    "messages",
    "guild_settings",
    "autoproxy",
    "switches/*limit*",
    "references/guild-*",
    "references/message-*",
    "references/*account*",
    "references/*digits*",
    "probes",
];
/// The cases of numbers of seconds.
const SECONDS: &[&str] = &["model_validation/settings-*", "systems"];
/// The cases of requests with two defects.
const TWO_DEFECTS: &[&str] = &["probes", "authorization", "privacy", "*without-token*"];

pub(crate) fn touched_cases(variant: Variant) -> TouchedCases {
    let patterns: &'static [&'static str] = match variant {
        Variant::KeysReordered
        | Variant::Whitespace
        | Variant::Escapes
        | Variant::NumbersWithPoint
        | Variant::ExtraKeys
        | Variant::Charset
        | Variant::ContentTypeUpperCase
        | Variant::ExtraHeaders
        | Variant::HeaderCase
        | Variant::Chunked
        | Variant::ConnectionClose
        | Variant::Http10
        | Variant::Messages
        | Variant::InnerMessages
        | Variant::ShortIdsFive
        | Variant::ShortIdsOfAnyLetter
        | Variant::Latency5
        | Variant::Jitter => return TouchedCases::Every,
        // Really all, too, but a case takes seconds: these are a read, a change that is refused and one that is undone.
        Variant::Latency300 => &[
            "messages/word",
            "members/delete-of-me",
            "membership_lists/add-a-member-twice",
        ],
        Variant::FixedWindow
        | Variant::SlidingWindow
        | Variant::TokenBucket
        | Variant::RefusalsCount
        | Variant::RetryAfterGenerous
        | Variant::CountedByAddress
        | Variant::CountedByToken => &["rate_limits"],
        Variant::NullIsAWrongType | Variant::NullTextIsAWrongType => &[
            "*null*",
            "*keys-at-fault*",
            "members",
            "groups",
            "systems",
            "autoproxy",
        ],
        Variant::TypeIsAModelError => VALUES,
        Variant::ScalarsAsTexts => &[
            "model_validation",
            "members",
            "groups",
            "systems",
            "guild_settings",
            "autoproxy",
            "malformed_json",
        ],
        Variant::EntriesAsPaths | Variant::EntriesAsTexts => ENTRIES,
        Variant::ForeignIsNotFound
        | Variant::ForeignGroupIsNotFound
        | Variant::ForeignMemberIsNotFound => FOREIGN,
        Variant::DuplicatesRefused | Variant::DuplicateGroupsRefused => {
            &["*twice*", "*duplicate*", "membership_lists", "probes"]
        }
        Variant::EmptyListsServed | Variant::EmptyListIsAModelError => {
            &["membership_lists", "malformed_json/*list*", "probes"]
        }
        Variant::GroupsOfAnUnknownReference => &[
            "members/*groups*",
            "references/*member-groups*",
            "privacy/*groups*",
            "*apostrophe*",
            "probes",
        ],
        Variant::MembersOfAnUnknownReference => &[
            "groups/*members*",
            "references/*group-members*",
            "privacy/*members*",
            "*apostrophe*",
            "probes",
        ],
        Variant::NamedSystemForbidden => &["authorization", "systems", "probes"],
        Variant::InvalidTokenRefused => &["authorization", "*nobody*"],
        Variant::SwitchRowsExchanged
        | Variant::MalformedSwitchIsNotFound
        | Variant::SwitchAsAModel
        | Variant::SwitchByItsSystem
        | Variant::TimesInUtcOnly => SWITCHES,
        Variant::PrivateSwitchForbidden | Variant::PrivateSwitchIsNotFound => {
            &["privacy", "switches/*get*", "authorization/*switch*"]
        }
        Variant::IdenticalInAnyOrder => &["switches/members-*", "switches/post-*"],
        Variant::AutoproxyAsAModel
        | Variant::AutoproxyAsAPath
        | Variant::AutoproxyAsAnEntry
        | Variant::AutoproxyForbidden
        | Variant::AutoproxyOfOwnMembers => AUTOPROXY,
        Variant::PrivacyKey | Variant::PrivacyValuesAreTexts => {
            &["*privacy*", "*visibility*", "*key*at-fault*", "groups"]
        }
        Variant::StatusesOfHttp => &["transport", "references", "probes"],
        Variant::BodyFirst | Variant::OwnerLast => TWO_DEFECTS,
        Variant::QueryFirst | Variant::ExistenceFirst => TWO_DEFECTS,
        Variant::ZeroIsNoId | Variant::NumbersInAnyNotation => NUMBERS,
        Variant::ScalarsAsBooleans => &[
            "model_validation/settings-*",
            "*-text*",
            "*number*",
            "*boolean*",
            "systems",
            "members",
            "guild_settings",
        ],
        Variant::ScalarsAsNumbers
        | Variant::AnyNumberOfSeconds
        | Variant::SecondsOutOfRangeAreAWrongType => SECONDS,
        Variant::WordsInAnyCase => &[
            "*capitals*",
            "autoproxy",
            "*privacy*",
            "model_validation/settings-*",
        ],
        Variant::UrlsOfAnyScheme => &["*url*", "*avatar*", "*banner*", "*icon*"],
        Variant::EmptyTextIsNull => &["*empty*", "*-malformed*"],
        Variant::ProxyTagsOf100 => &["*proxy-tag*", "members"],
        Variant::NulIsInvalid | Variant::NulIsNotRead => {
            &["*nul*", "malformed_json", "references/list-*"]
        }
        Variant::ByteOrderMarkSkipped => SYNTAX,
    };
    TouchedCases::Matching(patterns)
}
