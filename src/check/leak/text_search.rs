//! Words, lines and phrases of a text, with their positions.

use std::ops::Range;

/// Splits a text into words: sequences of letters, digits and the characters that `also` allows.
pub(super) fn split_words(
    text: &str,
    also: impl Fn(char) -> bool,
) -> impl Iterator<Item = (Range<usize>, &str)> {
    let apart = move |letter: char| !letter.is_alphanumeric() && !also(letter);
    split_with_ranges(text, apart).filter(|(_, word)| !word.is_empty())
}

/// Splits a text into lines, without their line ends.
pub(super) fn split_lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    split_with_ranges(text, |letter| letter == '\n')
}

fn split_with_ranges(
    text: &str,
    ends: impl Fn(char) -> bool,
) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut next = 0;
    text.split(ends).map(move |piece| {
        let start = next;
        let end = start + piece.len();
        next = end + text[end..].chars().next().map_or(0, char::len_utf8);
        (start..end, piece)
    })
}

/// Returns the beginning of a text, long enough to hold one name. The bound keeps the search of a hostile text short.
pub(super) fn bounded_prefix(text: &str) -> &str {
    let end = (NAME_SEARCH_BYTES..text.len()).find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(text.len())]
}

/// Returns the end of a text, long enough to hold one name.
pub(super) fn bounded_suffix(text: &str) -> &str {
    let from = text.len().saturating_sub(NAME_SEARCH_BYTES);
    let start = (from..text.len()).find(|at| text.is_char_boundary(*at));
    &text[start.unwrap_or(text.len())..]
}

const NAME_SEARCH_BYTES: usize = 400;

/// Finds every occurrence of these phrases.
pub(super) fn find_phrases(text: &str, phrases: &[&str]) -> Vec<Range<usize>> {
    phrases
        .iter()
        .flat_map(|phrase| text.match_indices(phrase))
        .map(|(start, phrase)| start..start + phrase.len())
        .collect()
}

/// The extensions of source files and of files that are built from them.
pub(super) const SOURCE_EXTENSIONS: &[&str] = &[
    "rs", "cs", "fs", "go", "java", "kt", "scala", "py", "rb", "php", "js", "mjs", "cjs", "ts",
    "ex", "exs", "erl", "c", "cc", "cpp", "h", "hpp", "swift", "sql", "dll", "so", "exe", "pdb",
    "jar",
];

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn a_word_holds_letters_digits_and_what_is_allowed_beside_them() {
        let found: Vec<_> = split_words("a-b2…é_c ", |letter| letter == '_').collect();
        assert_eq!(found, [(0..1, "a"), (2..4, "b2"), (7..11, "é_c")]);
    }

    #[test]
    fn a_line_stands_where_the_line_before_it_ends() {
        let found: Vec<_> = split_lines("a b\n\né\n").collect();
        assert_eq!(found, [(0..3, "a b"), (4..4, ""), (5..7, "é"), (8..8, "")]);
    }

    #[test]
    fn phrases_are_found_one_after_another() {
        assert_eq!(find_phrases("b a, a", &["a", "b "]), [2..3, 5..6, 0..2]);
    }

    #[rstest]
    #[case::nothing("", 0)]
    #[case::short("é", 2)]
    #[case::just_near(&"a".repeat(400), 400)]
    #[case::too_long(&"a".repeat(401), 400)]
    #[case::a_letter_across_the_end(&format!("a{}", "é".repeat(300)), 401)]
    fn near_the_start_is_what_fits_into_400_bytes(#[case] text: &str, #[case] length: usize) {
        assert_eq!(bounded_prefix(text), &text[..length]);
    }

    #[rstest]
    #[case::nothing("", 0)]
    #[case::short("é", 2)]
    #[case::just_near(&"a".repeat(400), 400)]
    #[case::too_long(&"a".repeat(401), 400)]
    #[case::a_letter_across_the_start(&format!("{}a", "é".repeat(300)), 399)]
    fn near_the_end_is_what_fits_into_400_bytes(#[case] text: &str, #[case] length: usize) {
        assert_eq!(bounded_suffix(text), &text[text.len() - length..]);
    }
}
