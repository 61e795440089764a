//! The list of all variants.

use std::fmt;
use std::str::FromStr;

use badreq::contract::suggest_similar_word;

use crate::named::named;

named! {
    /// One way to be another server within the documentation, by its name: `keys-reordered`.
    ///
    /// ```
    /// use badreq_proof::Variant;
    ///
    /// let variant: Variant = "keys-reordered".parse()?;
    /// assert_eq!(variant, Variant::KeysReordered);
    /// assert!(Variant::all().contains(&variant));
    /// # Ok::<(), badreq_proof::UnknownVariant>(())
    /// ```
    pub enum Variant {
        /// The keys of every object stand in another order.
        KeysReordered = "keys-reordered",
        /// Bodies are written over several lines, with white space around them.
        Whitespace = "whitespace",
        /// Every character of a body's texts and keys is written as an escape.
        Escapes = "escapes",
        /// The numbers of an error body are written with a decimal point.
        NumbersWithPoint = "numbers-with-point",
        /// Bodies hold keys that the documentation does not mention.
        ExtraKeys = "extra-keys",
        /// The content type names its charset.
        Charset = "charset",
        /// The content type is written in capitals.
        ContentTypeUpperCase = "content-type-upper-case",
        /// Answers have headers that many servers send.
        ExtraHeaders = "extra-headers",
        /// Header names are written with capitals.
        HeaderCase = "header-case",
        /// Bodies come in chunks, without a length.
        Chunked = "chunked",
        /// Every connection is closed behind its answer.
        ConnectionClose = "connection-close",
        /// Answers are of HTTP/1.0, which ends the connection.
        Http10 = "http-1-0",
        /// Rows whose text is only described have other messages.
        Messages = "messages",
        /// Error objects have other messages.
        InnerMessages = "inner-messages",
        /// All short ids have five letters.
        ShortIdsFive = "short-ids-five",
        /// Short ids are drawn from the whole alphabet, as old ones were.
        ShortIdsOfAnyLetter = "short-ids-of-any-letter",
        /// Every answer takes 5 ms.
        Latency5 = "latency-5ms",
        /// Every answer takes 300 ms.
        Latency300 = "latency-300ms",
        /// Answers take from 0 to 9 ms, so that they overtake each other.
        Jitter = "jitter",
        /// R are let in per second of the server's clock.
        FixedWindow = "fixed-window",
        /// R are let in during any second.
        SlidingWindow = "sliding-window",
        /// A bucket of R that is refilled one request at a time.
        TokenBucket = "token-bucket",
        /// Refused requests count as well: who goes on asking stays out.
        RefusalsCount = "refusals-count",
        /// A refusal asks for the whole window to be waited, however soon the next request would be let in.
        RetryAfterGenerous = "retry-after-generous",
        /// A limit is counted by the address that asks.
        CountedByAddress = "counted-by-address",
        /// A limit is counted by the token as it was sent, whosever it is.
        CountedByToken = "counted-by-token",
        /// `0/400` for null in place of a boolean, a list or an object.
        NullIsAWrongType = "null-is-a-wrong-type",
        /// `40001` for a value of the wrong JSON type.
        TypeIsAModelError = "type-is-a-model-error",
        /// A list's entries are refused as references in a path are: `20002`, `20004`, `30006`, `30007`.
        EntriesAsPaths = "entries-as-paths",
        /// What belongs to another system is not found in a list: `20003`, `20005`.
        ForeignIsNotFound = "foreign-is-not-found",
        /// A group of another system in a list is not found, as in a path: `20004`.
        ForeignGroupIsNotFound = "foreign-group-is-not-found",
        /// `20003` for an unknown member whose groups are asked for.
        GroupsOfAnUnknownReference = "groups-of-an-unknown-reference",
        /// `0/403` without a token where the system is named by id.
        NamedSystemForbidden = "named-system-forbidden",
        /// `0/401` for a token of no system, also where none is needed.
        InvalidTokenRefused = "invalid-token-refused",
        /// `20007` and `20008` in each other's place.
        SwitchRowsExchanged = "switch-rows-exchanged",
        /// `20007` for a malformed id of a switch whose members are changed.
        MalformedSwitchIsNotFound = "malformed-switch-is-not-found",
        /// Unreadable and missing parts of a switch are faults of the model: `40001`.
        SwitchAsAModel = "switch-as-a-model",
        /// A mistake in autoproxy's query and member is a fault of the model: `40001`.
        AutoproxyAsAModel = "autoproxy-as-a-model",
        /// The member of autoproxy is refused as one in a path: `20002`.
        AutoproxyAsAPath = "autoproxy-as-a-path",
        /// The member of autoproxy is refused as one in a list: `20003`, `30008`.
        AutoproxyAsAnEntry = "autoproxy-as-an-entry",
        /// `0/403` for another system's member in autoproxy.
        AutoproxyForbidden = "autoproxy-forbidden",
        /// `privacy` is the key at fault where one of its values is.
        PrivacyKey = "privacy-key",
        /// The same reference twice in a group's list is a duplicate: `40003`.
        DuplicatesRefused = "duplicates-refused",
        /// Members in another order are the same list: `40004`.
        IdenticalInAnyOrder = "identical-in-any-order",
        /// 404, 405 and 415 for what no row is worded for.
        StatusesOfHttp = "statuses-of-http",
        /// The body is judged before the token and the path's references.
        BodyFirst = "body-first",
        /// The query and the numbers in the path are judged before the token and the references.
        QueryFirst = "query-first",
        /// Whether the path's references name anything is judged before the token.
        ExistenceFirst = "existence-first",
        /// Existence, query and body are judged before the token and ownership.
        OwnerLast = "owner-last",
        /// A member of another system in a list is not found, as in a path: `20002`.
        ForeignMemberIsNotFound = "foreign-member-is-not-found",
        /// `20005` for an unknown group whose members are asked for.
        MembersOfAnUnknownReference = "members-of-an-unknown-reference",
        /// `20008` for a switch where the system in the path is unknown or another one.
        SwitchByItsSystem = "switch-by-its-system",
        /// `30005` for a switch of a private history.
        PrivateSwitchForbidden = "private-switch-forbidden",
        /// `20007` for a switch of a private history.
        PrivateSwitchIsNotFound = "private-switch-is-not-found",
        /// `0/400` for the number 0 in a path.
        ZeroIsNoId = "zero-is-no-id",
        /// Numbers in path and query may be signed, hexadecimal, fractions or too large.
        NumbersInAnyNotation = "numbers-in-any-notation",
        /// An empty list of groups or members to add or to remove changes nothing: 204.
        EmptyListsServed = "empty-lists-served",
        /// `40001` for an empty list of groups or members to add or to remove.
        EmptyListIsAModelError = "empty-list-is-a-model-error",
        /// The same reference twice in a member's list is a bad request: `0/400`.
        DuplicateGroupsRefused = "duplicate-groups-refused",
        /// An entry that is no text is written as one, and not found: `20003`, `20005`.
        EntriesAsTexts = "entries-as-texts",
        /// Autoproxy looks up the system's own members only: `20003` for any other.
        AutoproxyOfOwnMembers = "autoproxy-of-own-members",
        /// A number or a boolean in place of a text is read as a text.
        ScalarsAsTexts = "scalars-as-texts",
        /// `"true"`, `"false"`, 1 and 0 are read as booleans.
        ScalarsAsBooleans = "scalars-as-booleans",
        /// `"3600"`, 3600.5 and true are read as numbers of seconds.
        ScalarsAsNumbers = "scalars-as-numbers",
        /// Any whole number of seconds is kept, a negative one, too.
        AnyNumberOfSeconds = "any-number-of-seconds",
        /// `0/400` for a number of seconds that is negative or beyond 32 bits.
        SecondsOutOfRangeAreAWrongType = "seconds-out-of-range-are-a-wrong-type",
        /// A value out of a list of words may be written in capitals.
        WordsInAnyCase = "words-in-any-case",
        /// A URL may begin with `http` and `ftp`.
        UrlsOfAnyScheme = "urls-of-any-scheme",
        /// An empty URL, color or date stands for null.
        EmptyTextIsNull = "empty-text-is-null",
        /// `0/400` for null in place of a text.
        NullTextIsAWrongType = "null-text-is-a-wrong-type",
        /// Prefix, `text` and suffix may have 100 characters together.
        ProxyTagsOf100 = "proxy-tags-of-100",
        /// `0/400` for a privacy value of the wrong JSON type.
        PrivacyValuesAreTexts = "privacy-values-are-texts",
        /// `40001` for a text with a NUL character.
        NulIsInvalid = "nul-is-invalid",
        /// `0/400` for a body with a NUL character in a text.
        NulIsNotRead = "nul-is-not-read",
        /// A time with an offset is not read: `0/400`.
        TimesInUtcOnly = "times-in-utc-only",
        /// A byte order mark is skipped.
        ByteOrderMarkSkipped = "byte-order-mark-skipped",
    }
}

impl Variant {
    /// Returns every variant.
    #[must_use]
    pub const fn all() -> &'static [Self] {
        Self::ALL
    }
}

/// A name that no variant has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no variant is called `{name}`{}", format_suggestion(name))]
pub struct UnknownVariant {
    /// The name as it was given.
    pub name: String,
}

/// Returns the nearest name where one is near, otherwise all of them.
fn format_suggestion(name: &str) -> String {
    let names = || Variant::ALL.iter().map(|variant| variant.name());
    match suggest_similar_word(name, names()) {
        Some(nearest) => format!("; did you mean `{nearest}`?"),
        None => format!("; there are {}", names().collect::<Vec<_>>().join(", ")),
    }
}

impl fmt::Display for Variant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Variant {
    type Err = UnknownVariant;

    fn from_str(name: &str) -> Result<Self, UnknownVariant> {
        let mut all = Self::ALL.iter().copied();
        all.find(|variant| variant.name() == name)
            .ok_or_else(|| UnknownVariant {
                name: name.to_owned(),
            })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_variant_has_a_name_of_its_own_and_is_found_by_it() {
        let names: BTreeSet<&str> = Variant::ALL.iter().map(|variant| variant.name()).collect();
        assert_eq!(names.len(), Variant::ALL.len());
        for variant in Variant::all() {
            assert_eq!(variant.to_string().parse(), Ok(*variant));
        }
    }

    #[test]
    fn a_misspelt_name_is_refused_with_the_nearest_one() {
        let error = "white-space".parse::<Variant>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "no variant is called `white-space`; did you mean `whitespace`?"
        );
    }

    #[test]
    fn a_name_that_is_near_to_none_is_refused_with_all() {
        let error = "x".parse::<Variant>().unwrap_err().to_string();
        assert!(
            error.starts_with("no variant is called `x`; there are keys-reordered, whitespace, ")
        );
    }
}
