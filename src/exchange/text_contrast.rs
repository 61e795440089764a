//! Two texts that differ, shown so that a reader sees the difference.

use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use super::excerpt::{is_invisible, is_unprintable};
use super::lookalike::{find_ascii_lookalike, name_char};

/// Two texts that differ, each with numbers for the characters that hide the difference.
///
/// These are characters that cannot be seen; characters that look like those of ASCII, where these stand in the other text; and ASCII spaces at the
/// ends or beside another space, where the other text has not as many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EscapedTextComparison {
    /// The first text.
    pub(crate) first: String,
    /// The second text.
    pub(crate) second: String,
    /// The first difference, if the texts differ only in such characters.
    pub(crate) hidden_difference: Option<HiddenDifference>,
}

/// A difference between two texts that a reader does not see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HiddenDifference {
    /// The number of the first character that differs, counted from 1.
    pub(crate) place: usize,
    /// The difference in words: `U+00A0 NO-BREAK SPACE in place of a space`.
    pub(crate) words: String,
}

impl EscapedTextComparison {
    /// Compares two texts.
    pub(crate) fn between(first: &str, second: &str) -> Self {
        let one: Vec<char> = first.chars().collect();
        let other: Vec<char> = second.chars().collect();
        let start = count_common_prefix(one.iter(), other.iter());
        let rest = one.len().min(other.len()) - start;
        let end = count_common_prefix(one.iter().rev(), other.iter().rev()).min(rest);
        Self {
            first: escape_confusable_chars(&one, &(start..one.len() - end), &other),
            second: escape_confusable_chars(&other, &(start..other.len() - end), &one),
            hidden_difference: find_hidden_difference(&one, &other, start),
        }
    }
}

/// Counts the items that two sequences have in common at their beginnings.
fn count_common_prefix<'c>(
    one: impl Iterator<Item = &'c char>,
    other: impl Iterator<Item = &'c char>,
) -> usize {
    one.zip(other)
        .take_while(|(one, other)| one == other)
        .count()
}

/// Returns a text with numbers for the characters that hide that it differs from the other one in this range.
fn escape_confusable_chars(own: &[char], different: &Range<usize>, other: &[char]) -> String {
    let mut out = String::with_capacity(own.len());
    for (place, c) in own.iter().enumerate() {
        let hides = match c {
            ' ' => is_space_hiding_difference(own, place, different),
            c if is_invisible(*c) => true,
            _ => different.contains(&place) && is_confusable_with_ascii(own, place, other),
        };
        if hides {
            out.extend(c.escape_unicode());
        } else {
            out.push(*c);
        }
    }
    out
}

/// Reports whether a space hides a difference: it stands at an end or beside another space, and not all of these spaces are in the other text.
fn is_space_hiding_difference(own: &[char], place: usize, different: &Range<usize>) -> bool {
    let run = find_char_run_range(own, place, |c| c == ' ');
    let is_odd = run.len() > 1 || run.start == 0 || run.end == own.len();
    is_odd && run.start < different.end && different.start < run.end
}

/// Reports whether a character looks like one of ASCII that the other text has in its place.
fn is_confusable_with_ascii(own: &[char], place: usize, other: &[char]) -> bool {
    let Some(ascii) = find_ascii_lookalike(own[place]) else {
        return false;
    };
    if !ascii.is_ascii_alphabetic() {
        return other.contains(&ascii);
    }
    // A word of another script is no word of ASCII, although some of its letters look alike.
    let word = &own[find_char_run_range(own, place, char::is_alphanumeric)];
    let plain = word.iter().map(|c| match c {
        c if c.is_ascii() => Some(*c),
        c => find_ascii_lookalike(*c),
    });
    let Some(plain) = plain.collect::<Option<Vec<char>>>() else {
        return false;
    };
    word.iter().any(char::is_ascii_alphabetic)
        || other.windows(plain.len()).any(|part| part == plain)
}

/// Returns the range of the characters of one kind around a place.
fn find_char_run_range(
    text: &[char],
    place: usize,
    is_kind: impl Fn(char) -> bool,
) -> Range<usize> {
    let (before, behind) = text.split_at(place);
    let before = before.iter().rev().take_while(|c| is_kind(**c)).count();
    let behind = behind.iter().take_while(|c| is_kind(**c)).count();
    place - before..place + behind
}

/// Finds the first difference between two texts that a reader takes for the same.
fn find_hidden_difference(one: &[char], other: &[char], start: usize) -> Option<HiddenDifference> {
    if one == other || normalize_visible_text(one) != normalize_visible_text(other) {
        return None;
    }
    let surplus = |c: &char| format!("{} too many", name_char(*c));
    let missing = |c: &char| format!("{} is missing", name_char(*c));
    let words = match (one.get(start), other.get(start)) {
        (Some(own), Some(came)) => {
            match (to_visible_equivalent(*own), to_visible_equivalent(*came)) {
                (Some(seen), Some(shown)) if seen == shown => {
                    format!("{} in place of {}", name_char(*came), name_char(*own))
                }
                (_, None) => surplus(came),
                (None, Some(_)) => missing(own),
                (Some(_), Some(' ')) => surplus(came),
                (Some(_), Some(_)) => missing(own),
            }
        }
        (None, Some(came)) => surplus(came),
        (Some(own), None) => missing(own),
        (None, None) => return None,
    };
    Some(HiddenDifference {
        place: start + 1,
        words,
    })
}

/// Reduces a text to what a reader sees of it: one space for several, none at the ends, and ASCII for what looks like it.
fn normalize_visible_text(text: &[char]) -> String {
    let seen: String = text
        .iter()
        .filter_map(|c| to_visible_equivalent(*c))
        .collect();
    seen.split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Returns the character that a reader sees in place of this one; `None` if there is nothing to see.
fn to_visible_equivalent(c: char) -> Option<char> {
    if c.is_whitespace() {
        Some(' ')
    } else if is_invisible(c) || is_unprintable(c) {
        None
    } else {
        Some(find_ascii_lookalike(c).unwrap_or(c))
    }
}

/// The most characters of a text that a reader compares without help.
const MAX_WORD_CHARS: usize = 20;

/// The fewest letters and digits that two texts have in common in front of a difference that is worth pointing at.
const MIN_COMMON_CHARS: usize = 3;

/// Finds the column of the first difference between two texts as they are printed; `None` for single words, for texts that have no beginning in
/// common, and for texts that do not differ.
pub(crate) fn find_caret_column(first: &str, second: &str) -> Option<usize> {
    let is_word = |text: &str| {
        text.split_whitespace().nth(1).is_none() && text.chars().count() <= MAX_WORD_CHARS
    };
    if first == second || (is_word(first) && is_word(second)) {
        return None;
    }
    let second: Vec<char> = second.chars().collect();
    let common = first.chars().zip(&second);
    let common = common.take_while(|(one, other)| one == *other).count();
    let end = find_open_escape(&second[..common]).unwrap_or(common);
    let head: String = second.iter().take(end).collect();
    let letters = head.chars().filter(|c| c.is_alphanumeric()).count();
    (letters >= MIN_COMMON_CHARS).then(|| measure_width(&head))
}

/// Finds the start of an escape sequence, such as `\u{a0}`, in whose middle a text ends.
fn find_open_escape(text: &[char]) -> Option<usize> {
    let start = text.iter().rposition(|c| *c == '\\')?;
    let escape = &text[start..];
    let is_open = match (escape.get(1), escape.get(2)) {
        (None, _) => true,
        (Some('u'), Some('{')) => !escape.contains(&'}'),
        (Some('u'), _) => escape.len() < 6,
        (Some(_), _) => false,
    };
    is_open.then_some(start)
}

/// Measures the columns that a text takes in a terminal. A wide character takes two.
pub(crate) fn measure_width(text: &str) -> usize {
    text.width()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{EscapedTextComparison, HiddenDifference, find_caret_column, measure_width};

    #[rstest]
    #[case::no_break_space("a b", "a\u{a0}b", "a b", r"a\u{a0}b")]
    #[case::a_soft_hyphen("found", "fo\u{ad}und", "found", r"fo\u{ad}und")]
    #[case::a_cyrillic_letter("Member", "M\u{435}mber", "Member", r"M\u{435}mber")]
    #[case::a_whole_word_that_looks_alike(
        "no cap",
        "no \u{441}\u{430}\u{440}",
        "no cap",
        r"no \u{441}\u{430}\u{440}"
    )]
    #[case::a_full_width_letter("No A", "No \u{ff21}", "No A", r"No \u{ff21}")]
    #[case::words_of_another_script(
        "Gone.",
        "\u{41d}\u{435}\u{442}.",
        "Gone.",
        "\u{41d}\u{435}\u{442}."
    )]
    #[case::quotation_marks(
        "No 'x'.",
        "No \u{2018}x\u{2019}.",
        "No 'x'.",
        r"No \u{2018}x\u{2019}."
    )]
    #[case::quotation_marks_that_both_have(
        "\u{201c}x\u{201d} a",
        "\u{201c}x\u{201d} b",
        "\u{201c}x\u{201d} a",
        "\u{201c}x\u{201d} b"
    )]
    #[case::a_dash("a - b", "a \u{2013} b", "a - b", r"a \u{2013} b")]
    #[case::a_space_at_the_end("No.", "No. ", "No.", r"No.\u{20}")]
    #[case::a_space_at_the_beginning(" No.", "No.", r"\u{20}No.", "No.")]
    #[case::a_doubled_space("a b", "a  b", "a b", r"a\u{20}\u{20}b")]
    #[case::a_doubled_space_that_both_have("a  b", "a  c", "a  b", "a  c")]
    #[case::one_space_more_between_words("a b", "a b c", "a b", "a b c")]
    #[case::other_words("Gone.", "Lost.", "Gone.", "Lost.")]
    fn what_hides_a_difference_is_shown_by_number(
        #[case] first: &str,
        #[case] second: &str,
        #[case] one: &str,
        #[case] other: &str,
    ) {
        let shown = EscapedTextComparison::between(first, second);
        assert_eq!((shown.first.as_str(), shown.second.as_str()), (one, other));
        let turned = EscapedTextComparison::between(second, first);
        assert_eq!(
            (turned.first.as_str(), turned.second.as_str()),
            (other, one)
        );
    }

    #[rstest]
    #[case::another_space(
        "Message not",
        "Message\u{a0}not",
        8,
        "U+00A0 NO-BREAK SPACE in place of a space"
    )]
    #[case::a_letter_that_looks_alike(
        "Member",
        "M\u{435}mber",
        2,
        "U+0435 (Cyrillic) in place of `e`"
    )]
    #[case::a_quotation_mark(
        "No 'x'",
        "No \u{2018}x'",
        4,
        "U+2018 LEFT SINGLE QUOTATION MARK in place of `'`"
    )]
    #[case::a_mark_too_many("No.", "N\u{200b}o.", 2, "U+200B ZERO WIDTH SPACE too many")]
    #[case::a_mark_that_is_missing("N\u{200b}o.", "No.", 2, "U+200B ZERO WIDTH SPACE is missing")]
    #[case::a_mark_before_a_space_missing(
        "a\u{200b} b",
        "a b",
        2,
        "U+200B ZERO WIDTH SPACE is missing"
    )]
    #[case::a_space_behind("No.", "No. ", 4, "a space too many")]
    #[case::a_space_less("a  b", "a b", 3, "a space is missing")]
    #[case::a_nul_behind("No.", "No.\0", 4, "U+0000 too many")]
    fn a_difference_that_no_reader_sees_is_described(
        #[case] first: &str,
        #[case] second: &str,
        #[case] place: usize,
        #[case] words: &str,
    ) {
        let expected = HiddenDifference {
            place,
            words: words.to_owned(),
        };
        let found = EscapedTextComparison::between(first, second).hidden_difference;
        assert_eq!(found, Some(expected));
    }

    #[rstest]
    #[case::other_words("Member not found.", "Group not found.")]
    #[case::another_word_beside_a_mark("Not found.", "Not\u{a0}here.")]
    #[case::another_case("No.", "no.")]
    #[case::the_same("a\u{a0}b", "a\u{a0}b")]
    fn a_difference_that_a_reader_sees_needs_no_words(#[case] first: &str, #[case] second: &str) {
        assert_eq!(
            EscapedTextComparison::between(first, second).hidden_difference,
            None
        );
    }

    #[rstest]
    #[case::in_the_middle("Member not found.", "Member is lost.", Some(7))]
    #[case::at_the_end("Not found.", "Not found", Some(9))]
    #[case::behind_wide_characters("日本 is gone", "日本 is lost", Some(8))]
    #[case::at_the_start_of_a_number(r"Not\u{a0}a b", r"Not\u{ad}a b", Some(3))]
    #[case::at_the_start_of_an_escape(r"Not\u001b a", r"Not\u0007 a", Some(3))]
    #[case::behind_a_number(r"a\u{a0}b c", r"a\u{a0}b d", Some(9))]
    #[case::at_a_line_feed(r"Not\na b", r"Not\ta b", Some(3))]
    #[case::nothing_in_common("Gone away.", "Lost for good.", None)]
    #[case::next_to_nothing_in_common("This is yours.", "There is none.", None)]
    #[case::single_words("\"gone\"", "\"good\"", None)]
    #[case::a_long_word("aaaaaaaaaaaaaaaaaaaaab", "aaaaaaaaaaaaaaaaaaaaac", Some(21))]
    #[case::the_same("a b", "a b", None)]
    fn the_caret_stands_under_the_first_difference(
        #[case] first: &str,
        #[case] second: &str,
        #[case] column: Option<usize>,
    ) {
        assert_eq!(find_caret_column(first, second), column);
    }

    #[test]
    fn a_wide_character_takes_two_columns() {
        assert_eq!(measure_width("a日é"), 4);
    }
}
