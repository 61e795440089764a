//! Which rows each variant answers in another's place, written down by hand.

use badreq::reference::Variant;

/// The rows that have to be counted as alternatives, beyond those of the usual server.
pub(crate) fn answered_instead(variant: Variant) -> &'static [&'static str] {
    match variant {
        Variant::NullIsAWrongType => &["0/400"],
        Variant::TypeIsAModelError | Variant::SwitchAsAModel | Variant::AutoproxyAsAModel => {
            &["40001"]
        }
        Variant::EntriesAsPaths => &["20002", "20004", "30006", "30007"],
        Variant::ForeignIsNotFound => &["20003", "20005"],
        Variant::ForeignGroupIsNotFound => &["20004"],
        Variant::GroupsOfAnUnknownReference => &["20003"],
        Variant::NamedSystemForbidden | Variant::AutoproxyForbidden => &["0/403"],
        Variant::InvalidTokenRefused => &["0/401"],
        Variant::SwitchRowsExchanged => &["20007", "20008"],
        Variant::MalformedSwitchIsNotFound => &["20007"],
        Variant::AutoproxyAsAPath => &["20002"],
        Variant::AutoproxyAsAnEntry => &["20003", "30008"],
        _ => &[],
    }
}
