//! Edits: how a text became another one, in a form that is the same for every text that was edited in this way.

use std::collections::BTreeSet;
use std::fmt;

use super::wording::describe_text;

/// The maximum number of characters shown of a part of a text.
const MAX_PART_CHARS: usize = 80;

/// An edit of a text. Two texts with equal edits were changed in the same way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextEdit {
    /// Something stands before the old text, behind it, or both.
    Wrapped {
        /// The text before it.
        prefix: String,
        /// The text behind it.
        suffix: String,
    },
    /// The beginning of the old text, its end, or both are gone.
    Unwrapped {
        /// The beginning that is gone.
        prefix: String,
        /// The end that is gone.
        suffix: String,
    },
    /// Every letter is a capital one.
    UpperCase,
    /// No letter is a capital one.
    LowerCase,
    /// Only the case of letters differs.
    Case,
    /// Some characters that are no letters and no digits came, went or stand for others, everywhere.
    Characters {
        /// The characters, in words.
        what: String,
    },
    /// Only spaces, punctuation and the case of letters differ.
    Punctuation,
    /// Words are replaced by others, or by nothing; the beginning and the end are as before.
    Words {
        /// The old words.
        before: String,
        /// The new words.
        after: String,
    },
}

impl TextEdit {
    /// Finds the edit that leads from one text to another.
    pub(crate) fn between(before: &str, after: &str) -> Self {
        if let Some((prefix, suffix)) = split_around(after, before) {
            return Self::Wrapped { prefix, suffix };
        }
        if let Some((prefix, suffix)) = split_around(before, after) {
            return Self::Unwrapped { prefix, suffix };
        }
        if lowercase_text_and_placeholders(after) == lowercase_text_and_placeholders(before) {
            let (before, after) = (without_placeholders(before), without_placeholders(after));
            return if after == before.to_uppercase() {
                Self::UpperCase
            } else if after == before.to_lowercase() {
                Self::LowerCase
            } else {
                Self::Case
            };
        }
        if let Some(what) = describe_character_edit(before, after) {
            return Self::Characters { what };
        }
        if lowercase_letters_and_digits(before) == lowercase_letters_and_digits(after)
            && !lowercase_letters_and_digits(before).is_empty()
        {
            return Self::Punctuation;
        }
        let (before, after) = trim_common_ends(before, after);
        Self::Words {
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }
}

/// Splits a text into what stands before and behind another one.
fn split_around(text: &str, inner: &str) -> Option<(String, String)> {
    if inner.is_empty() || text == inner {
        return None;
    }
    let (prefix, suffix) = text.split_once(inner)?;
    Some((prefix.to_owned(), suffix.to_owned()))
}

/// Describes an edit of characters that are no letters and no digits; `None` if more than that differs.
fn describe_character_edit(before: &str, after: &str) -> Option<String> {
    describe_substitutions(before, after)
        .or_else(|| describe_missing_punctuation(before, after).map(|all| format!("without {all}")))
        .or_else(|| describe_missing_punctuation(after, before).map(|all| format!("with {all}")))
}

/// Describes characters for others, where they are no letters and no digits.
fn describe_substitutions(before: &str, after: &str) -> Option<String> {
    if before.chars().count() != after.chars().count() {
        return None;
    }
    let pairs = before.chars().zip(after.chars());
    let pairs: BTreeSet<(char, char)> = pairs.filter(|(one, other)| one != other).collect();
    let is_punctuation = pairs.iter().all(|(one, _)| !one.is_alphanumeric());
    let words: Vec<String> = pairs
        .iter()
        .map(|(one, other)| format!("{other:?} for {one:?}"))
        .collect();
    is_punctuation.then(|| words.join(", "))
}

/// Describes the characters of `longer` that `shorter` lacks; `None` if one is a letter or a digit, or if anything else differs.
fn describe_missing_punctuation(longer: &str, shorter: &str) -> Option<String> {
    let mut rest = shorter.chars().peekable();
    let mut missing = BTreeSet::new();
    for c in longer.chars() {
        if rest.next_if_eq(&c).is_some() {
            continue;
        }
        if c.is_alphanumeric() {
            return None;
        }
        missing.insert(c);
    }
    let missing: Vec<String> = missing.iter().map(|c| format!("{c:?}")).collect();
    rest.peek().is_none().then(|| missing.join(", "))
}

/// Returns a text in lower case, and placeholders as if their values were in lower case.
fn lowercase_text_and_placeholders(text: &str) -> String {
    text.replace(" | upper]", "]").to_lowercase()
}

/// Returns a text without the placeholders of values that differ from run to run, such as `[uuid]`.
fn without_placeholders(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((head, tail)) = rest.split_once('[') {
        out.push_str(head);
        rest = tail.split_once(']').map_or("", |(_, behind)| behind);
    }
    out.push_str(rest);
    out
}

/// Returns the letters and digits of a text in lower case.
fn lowercase_letters_and_digits(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Returns two texts without the words that both begin with and the words that both end with.
fn trim_common_ends<'t>(before: &'t str, after: &'t str) -> (&'t str, &'t str) {
    let (olds, news) = (
        split_words_and_separators(before),
        split_words_and_separators(after),
    );
    let is_same = |(one, other): &(&&str, &&str)| one == other;
    let head = olds.iter().zip(&news).take_while(is_same).count();
    let most = olds.len().min(news.len()) - head;
    let tail = olds.iter().rev().zip(news.iter().rev());
    let tail = tail.take(most).take_while(is_same).count();
    (
        drop_first_and_last_words(before, &olds, head, tail),
        drop_first_and_last_words(after, &news, head, tail),
    )
}

/// Returns a text without its first and last words, and without spaces around the rest.
fn drop_first_and_last_words<'t>(
    text: &'t str,
    words: &[&str],
    head: usize,
    tail: usize,
) -> &'t str {
    let length = |words: &[&str]| -> usize { words.iter().map(|word| word.len()).sum() };
    let start = length(words.get(..head).unwrap_or_default());
    let end = length(
        words
            .get(..words.len().saturating_sub(tail))
            .unwrap_or_default(),
    );
    text.get(start..end).unwrap_or_default().trim()
}

/// Splits a text into words and into single characters between them, which together are the whole text.
fn split_words_and_separators(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut was_word = false;
    for (at, c) in text.char_indices() {
        let is_word = c.is_alphanumeric() || c == '_';
        if at > start && !(was_word && is_word) {
            words.extend(text.get(start..at));
            start = at;
        }
        was_word = is_word;
    }
    if start < text.len() {
        words.extend(text.get(start..));
    }
    words
}

impl fmt::Display for TextEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wrapped { prefix, suffix } => {
                f.write_str("now with ")?;
                write_prefix_and_suffix(f, prefix, suffix)
            }
            Self::Unwrapped { prefix, suffix } => {
                f.write_str("now without ")?;
                write_prefix_and_suffix(f, prefix, suffix)
            }
            Self::UpperCase => f.write_str("now in capital letters"),
            Self::LowerCase => f.write_str("now in small letters"),
            Self::Case => f.write_str("the case of letters changed"),
            Self::Characters { what } => write!(f, "now {what}"),
            Self::Punctuation => f.write_str("only spaces, punctuation and case changed"),
            Self::Words { before, after } => match (before.as_str(), after.as_str()) {
                ("", after) => write!(f, "now with {} inside", quote(after)),
                (before, "") => write!(f, "now without {} inside", quote(before)),
                (before, after) => write!(f, "{} is now {}", quote(before), quote(after)),
            },
        }
    }
}

fn write_prefix_and_suffix(f: &mut fmt::Formatter<'_>, prefix: &str, suffix: &str) -> fmt::Result {
    match (prefix, suffix) {
        ("", suffix) => write!(f, "{} at the end", quote(suffix)),
        (prefix, "") => write!(f, "{} at the beginning", quote(prefix)),
        (prefix, suffix) => write!(
            f,
            "{} at the beginning and {} at the end",
            quote(prefix),
            quote(suffix)
        ),
    }
}

fn quote(text: &str) -> String {
    format!("\"{}\"", describe_text(text, MAX_PART_CHARS))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::TextEdit;

    #[rstest]
    #[case::prefix(
        "Not found.",
        "Error: Not found.",
        "now with \"Error: \" at the beginning"
    )]
    #[case::suffix("Not found.", "Not found. (v2)", "now with \" (v2)\" at the end")]
    #[case::wrapper(
        "Not found.",
        "<Not found.>",
        "now with \"<\" at the beginning and \">\" at the end"
    )]
    #[case::no_full_stop("Not found.", "Not found", "now without \".\" at the end")]
    #[case::capitals("Not found.", "NOT FOUND.", "now in capital letters")]
    #[case::capitals_around_an_id(
        "No '[thing.id]' here.",
        "NO '[thing.id | upper]' HERE.",
        "now in capital letters"
    )]
    #[case::small("Not Found.", "not found.", "now in small letters")]
    #[case::one_letter("Not Found.", "Not found.", "the case of letters changed")]
    fn an_edit_is_described(#[case] before: &str, #[case] after: &str, #[case] expected: &str) {
        assert_eq!(TextEdit::between(before, after).to_string(), expected);
    }

    #[rstest]
    #[case::in_the_middle("Book not found.", "Book is missing.", "not found", "is missing")]
    #[case::whole_words("Book found.", "Book fond.", "found", "fond")]
    #[case::something_more("No book.", "No such book.", "", "such")]
    #[case::something_less("No such book.", "No book.", "such", "")]
    #[case::repeated_words("a a", "a b a", "", "b")]
    #[case::everything("Gone.", "Nothing here!", "Gone.", "Nothing here!")]
    #[case::from_nothing("", "Gone.", "", "Gone.")]
    fn words_are_replaced_between_words_that_stay(
        #[case] text: &str,
        #[case] now: &str,
        #[case] before: &str,
        #[case] after: &str,
    ) {
        let expected = TextEdit::Words {
            before: before.to_owned(),
            after: after.to_owned(),
        };
        assert_eq!(TextEdit::between(text, now), expected);
    }

    #[rstest]
    #[case::other_quotes("A 'x' is gone.", "A \"x\" is gone.", "now '\"' for '\\''")]
    #[case::no_quotes("A 'x' is gone.", "A x is gone.", "now without '\\''")]
    #[case::other_spaces("A is gone.", "A\u{a0}is\u{a0}gone.", "now '\\u{a0}' for ' '")]
    #[case::a_comma("A is, it seems, gone.", "A is it seems gone.", "now without ','")]
    fn characters_that_changed_everywhere_are_named(
        #[case] before: &str,
        #[case] after: &str,
        #[case] expected: &str,
    ) {
        assert_eq!(TextEdit::between(before, after).to_string(), expected);
    }

    #[test]
    fn quotes_and_colons_are_punctuation() {
        assert_eq!(
            TextEdit::between("401: No \"token\"", "401 - no 'token'."),
            TextEdit::Punctuation
        );
    }

    #[test]
    fn texts_that_were_edited_alike_have_equal_edits() {
        assert_eq!(
            TextEdit::between("Book not found.", "Book is missing."),
            TextEdit::between("Shelf not found.", "Shelf is missing.")
        );
    }
}
