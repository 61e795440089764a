//! Servers of many variants at once, which try every case in a fraction of the time that each variant would take.
//!
//! Two variants share a server if neither hides the other: they touch different cases, and neither decides what becomes of a value or a row
//! that only the other one brings about. The orders of judging stand with variants that no request with two defects meets.

use badreq_proof::Variant;

use crate::green::assert_conforms;

/// The variants of each server, each variant once.
pub(crate) const COMBINED: &[&[Variant]] = &[
    &[
        Variant::KeysReordered,
        Variant::Charset,
        Variant::ExtraHeaders,
        Variant::HeaderCase,
        Variant::Messages,
        Variant::ShortIdsFive,
        Variant::FixedWindow,
        Variant::OwnerLast,
        Variant::InvalidTokenRefused,
        Variant::GroupsOfAnUnknownReference,
        Variant::IdenticalInAnyOrder,
        Variant::AutoproxyAsAnEntry,
        Variant::PrivacyKey,
        Variant::ProxyTagsOf100,
        Variant::UrlsOfAnyScheme,
    ],
    &[
        Variant::Whitespace,
        Variant::ContentTypeUpperCase,
        Variant::Chunked,
        Variant::ShortIdsOfAnyLetter,
        Variant::SlidingWindow,
        Variant::BodyFirst,
        Variant::MembersOfAnUnknownReference,
        Variant::DuplicatesRefused,
        Variant::DuplicateGroupsRefused,
        Variant::AutoproxyForbidden,
        Variant::ZeroIsNoId,
        Variant::ScalarsAsBooleans,
        Variant::AnyNumberOfSeconds,
        Variant::WordsInAnyCase,
        Variant::NulIsNotRead,
    ],
    &[
        Variant::Escapes,
        Variant::ConnectionClose,
        Variant::Latency5,
        Variant::CountedByAddress,
        Variant::QueryFirst,
        Variant::ForeignIsNotFound,
        Variant::SwitchAsAModel,
        Variant::AutoproxyOfOwnMembers,
        Variant::ScalarsAsTexts,
        Variant::ScalarsAsNumbers,
        Variant::EmptyTextIsNull,
        Variant::NulIsInvalid,
        Variant::ByteOrderMarkSkipped,
    ],
    &[
        Variant::ExtraKeys,
        Variant::Http10,
        Variant::InnerMessages,
        Variant::Jitter,
        Variant::CountedByToken,
        Variant::ExistenceFirst,
        Variant::ForeignGroupIsNotFound,
        Variant::ForeignMemberIsNotFound,
        Variant::PrivateSwitchForbidden,
        Variant::TimesInUtcOnly,
        Variant::SecondsOutOfRangeAreAWrongType,
        Variant::NullTextIsAWrongType,
    ],
    &[
        Variant::NumbersWithPoint,
        Variant::RefusalsCount,
        Variant::StatusesOfHttp,
        Variant::NamedSystemForbidden,
        Variant::SwitchRowsExchanged,
        Variant::EntriesAsTexts,
        Variant::EmptyListsServed,
        Variant::AutoproxyAsAPath,
        Variant::NullIsAWrongType,
        Variant::PrivacyValuesAreTexts,
    ],
    &[
        Variant::TokenBucket,
        Variant::RetryAfterGenerous,
        Variant::EntriesAsPaths,
        Variant::SwitchByItsSystem,
        Variant::MalformedSwitchIsNotFound,
        Variant::PrivateSwitchIsNotFound,
        Variant::EmptyListIsAModelError,
        Variant::AutoproxyAsAModel,
        Variant::TypeIsAModelError,
        Variant::NumbersInAnyNotation,
    ],
];

/// The variants that no combined server has, and why.
pub(crate) const ALONE: &[(Variant, &str)] = &[(
    Variant::Latency300,
    "thousands of responses of 300 ms take a quarter of an hour",
)];

/// Tries every case against one server of these variants.
pub(crate) fn every_case_passes(variants: &[Variant]) {
    assert_conforms(variants, &[]);
}
