//! Constraints: what a model demands of the values of a request body.

use std::fmt;

/// The part of a place that stands for any item of a list.
pub(super) const ANY_ITEM: &str = "*";

/// A constraint of a model on the values at one place of a request body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestBodyConstraint {
    /// The place as a JSON pointer, with `*` for any item of a list: `/authors/*/name`. It is empty for the whole body.
    pub place: String,
    /// The rule for each value at this place.
    pub rule: RequestValueRule,
}

/// A rule for a value of a request body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RequestValueRule {
    /// The value has one of certain JSON types. Null is the matter of [`RequestValueRule::NotNull`].
    Type,
    /// The value is not null.
    NotNull,
    /// The text has at most so many characters.
    MaxLength(u64),
    /// The text has at least so many characters.
    MinLength(u64),
    /// The list has at least so many items.
    MinItems(u64),
    /// The text has a certain form.
    Form,
    /// The value is one of several.
    Choice,
    /// The number is neither too small nor too large.
    Range,
    /// The key is there.
    Required,
}

impl fmt::Display for RequestValueRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Type => f.write_str("type"),
            Self::NotNull => f.write_str("not null"),
            Self::MaxLength(limit) => write!(f, "at most {}", PluralizedCount(*limit, "character")),
            Self::MinLength(limit) => {
                write!(f, "at least {}", PluralizedCount(*limit, "character"))
            }
            Self::MinItems(limit) => write!(f, "at least {}", PluralizedCount(*limit, "item")),
            Self::Form => f.write_str("form"),
            Self::Choice => f.write_str("choice"),
            Self::Range => f.write_str("range"),
            Self::Required => f.write_str("required"),
        }
    }
}

/// A number of things, written with their noun.
struct PluralizedCount(u64, &'static str);

impl fmt::Display for PluralizedCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(number, noun) = self;
        let plural = if *number == 1 { "" } else { "s" };
        write!(f, "{number} {noun}{plural}")
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::RequestValueRule;

    #[rstest]
    #[case(RequestValueRule::Type, "type")]
    #[case(RequestValueRule::NotNull, "not null")]
    #[case(RequestValueRule::MaxLength(100), "at most 100 characters")]
    #[case(RequestValueRule::MaxLength(1), "at most 1 character")]
    #[case(RequestValueRule::MinLength(1), "at least 1 character")]
    #[case(RequestValueRule::MinItems(1), "at least 1 item")]
    #[case(RequestValueRule::MinItems(2), "at least 2 items")]
    #[case(RequestValueRule::Form, "form")]
    #[case(RequestValueRule::Choice, "choice")]
    #[case(RequestValueRule::Range, "range")]
    #[case(RequestValueRule::Required, "required")]
    fn a_rule_is_written_in_short_words(#[case] rule: RequestValueRule, #[case] words: &str) {
        assert_eq!(rule.to_string(), words);
    }
}
