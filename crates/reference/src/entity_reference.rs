//! References: the forms in which a client may name a system, a member, a group, a switch or a server.

use std::fmt;

use uuid::Uuid;

/// The reference that stands for the caller's own system.
pub(crate) const ME: &str = "@me";

/// A short id of five or six letters, kept in lower case and without a dash, as responses show it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ShortId(String);

impl ShortId {
    /// Creates an id from letters that already have the form of responses.
    pub(super) fn from_letters(letters: String) -> Self {
        Self(letters)
    }

    /// Parses `abcde`, `abcdef`, `abc-def`, each in either case, and nothing else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let letters = match text.split_once('-') {
            Some((head, tail)) if head.len() == 3 && tail.len() == 3 => format!("{head}{tail}"),
            Some(_) => return None,
            None => text.to_owned(),
        };
        let valid = matches!(letters.len(), 5 | 6)
            && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
        valid.then(|| Self(letters.to_ascii_lowercase()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ShortId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A short id or a UUID: the references by which members and groups, and most systems, are found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ShortIdOrUuid {
    Short(ShortId),
    Uuid(Uuid),
}

impl ShortIdOrUuid {
    /// Parses a reference; `None` for text of no accepted form, which names nothing.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        ShortId::parse(text)
            .map(Self::Short)
            .or_else(|| parse_uuid(text).map(Self::Uuid))
    }

    pub(crate) fn matches_entity(&self, id: &ShortId, uuid: Uuid) -> bool {
        match self {
            Self::Short(short) => short == id,
            Self::Uuid(other) => *other == uuid,
        }
    }
}

/// Parses a hyphenated UUID, the only form that is accepted.
pub(crate) fn parse_uuid(text: &str) -> Option<Uuid> {
    const HYPHENATED: usize = 36;
    (text.len() == HYPHENATED)
        .then(|| Uuid::try_parse(text).ok())
        .flatten()
}

/// Parses a snowflake: decimal digits that fit in 64 bits.
pub(crate) fn parse_snowflake(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::five("abcde", "abcde")]
    #[case::five_upper("ABCDE", "abcde")]
    #[case::six("abcdef", "abcdef")]
    #[case::six_upper("ABCDEF", "abcdef")]
    #[case::dashed("abc-def", "abcdef")]
    #[case::dashed_upper("ABC-DEF", "abcdef")]
    fn every_displayed_form_of_a_short_id_is_read(#[case] text: &str, #[case] id: &str) {
        assert_eq!(ShortId::parse(text).unwrap().as_str(), id);
    }

    #[rstest]
    #[case::empty("")]
    #[case::four("abcd")]
    #[case::seven("abcdefg")]
    #[case::digit("abcde1")]
    #[case::dash_misplaced("ab-cdef")]
    #[case::two_dashes("abc-d-f")]
    #[case::five_with_dash("ab-cde")]
    #[case::accent("abcdé")]
    #[case::me("@me")]
    #[case::nul("abcde\0")]
    #[case::space(" abcde")]
    #[case::bare_uuid("0123456789abcdef0123456789abcdef")]
    #[case::braced_uuid("{01234567-89ab-4def-8123-456789abcdef}")]
    fn any_other_text_names_nothing(#[case] text: &str) {
        assert_eq!(ShortIdOrUuid::parse(text), None);
    }

    #[test]
    fn a_uuid_is_read_in_either_case() {
        let lower = parse_uuid("01234567-89ab-4def-8123-456789abcdef");
        assert!(lower.is_some());
        assert_eq!(lower, parse_uuid("01234567-89AB-4DEF-8123-456789ABCDEF"));
    }

    #[rstest]
    #[case::largest("18446744073709551615", Some(u64::MAX))]
    #[case::too_large("18446744073709551616", None)]
    #[case::plus("+5", None)]
    #[case::minus("-5", None)]
    #[case::letters("abc", None)]
    #[case::empty("", None)]
    #[case::fraction("1.0", None)]
    fn a_snowflake_is_a_decimal_number_of_64_bits(#[case] text: &str, #[case] number: Option<u64>) {
        assert_eq!(parse_snowflake(text), number);
    }
}
