//! Which rows each variant answers in another's place, written down by hand.

use badreq_proof::Variant;

/// The rows that have to be counted as alternatives, beyond those of the usual server.
pub(crate) fn answered_instead(variant: Variant) -> &'static [&'static str] {
    match variant {
        Variant::ZeroIsNoId
        | Variant::SecondsOutOfRangeAreAWrongType
        | Variant::NullTextIsAWrongType
        | Variant::NulIsNotRead
        | Variant::TimesInUtcOnly
        | Variant::NullIsAWrongType => &["0/400"],
        Variant::EmptyListIsAModelError
        | Variant::TypeIsAModelError
        | Variant::SwitchAsAModel
        | Variant::AutoproxyAsAModel => &["40001"],
        Variant::EntriesAsPaths => &["20002", "20004", "30006", "30007"],
        Variant::EntriesAsTexts | Variant::ForeignIsNotFound => &["20003", "20005"],
        Variant::ForeignGroupIsNotFound => &["20004"],
        Variant::AutoproxyOfOwnMembers | Variant::GroupsOfAnUnknownReference => &["20003"],
        Variant::NamedSystemForbidden | Variant::AutoproxyForbidden => &["0/403"],
        Variant::InvalidTokenRefused => &["0/401"],
        Variant::SwitchRowsExchanged => &["20007", "20008"],
        Variant::PrivateSwitchIsNotFound | Variant::MalformedSwitchIsNotFound => &["20007"],
        Variant::ForeignMemberIsNotFound | Variant::AutoproxyAsAPath => &["20002"],
        Variant::AutoproxyAsAnEntry => &["20003", "30008"],
        Variant::MembersOfAnUnknownReference => &["20005"],
        Variant::SwitchByItsSystem => &["20008"],
        Variant::PrivateSwitchForbidden => &["30005"],
        Variant::NumbersInAnyNotation => &["20006", "20009", "served"],
        Variant::EmptyListsServed
        | Variant::ScalarsAsBooleans
        | Variant::ScalarsAsNumbers
        | Variant::AnyNumberOfSeconds
        | Variant::WordsInAnyCase
        | Variant::UrlsOfAnyScheme
        | Variant::EmptyTextIsNull
        | Variant::ProxyTagsOf100 => &["served"],
        Variant::ScalarsAsTexts => &["40001", "served"],
        _ => &[],
    }
}
