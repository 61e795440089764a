//! Words of a text, and where they stand.

use std::ops::Range;

/// Every word of a text: letters, digits and what `also` allows, in a row.
pub(super) fn words(
    text: &str,
    also: impl Fn(char) -> bool,
) -> impl Iterator<Item = (Range<usize>, &str)> {
    let apart = move |letter: char| !letter.is_alphanumeric() && !also(letter);
    pieces(text, apart).filter(|(_, word)| !word.is_empty())
}

/// Every line of a text, without its end.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    pieces(text, |letter| letter == '\n')
}

fn pieces(text: &str, ends: impl Fn(char) -> bool) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut next = 0;
    text.split(ends).map(move |piece| {
        let start = next;
        let end = start + piece.len();
        next = end + text[end..].chars().next().map_or(0, char::len_utf8);
        (start..end, piece)
    })
}

/// As much of the beginning of a text as is worth looking at for one name: a hostile text may have no end to it.
pub(super) fn near_start(text: &str) -> &str {
    let end = (NEAR..text.len()).find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or(text.len())]
}

/// As much of the end of a text as is worth looking at for one name.
pub(super) fn near_end(text: &str) -> &str {
    let from = text.len().saturating_sub(NEAR);
    let start = (from..text.len()).find(|at| text.is_char_boundary(*at));
    &text[start.unwrap_or(text.len())..]
}

const NEAR: usize = 400;

/// Where each of these phrases stands.
pub(super) fn phrases(text: &str, phrases: &[&str]) -> Vec<Range<usize>> {
    phrases
        .iter()
        .flat_map(|phrase| text.match_indices(phrase))
        .map(|(start, phrase)| start..start + phrase.len())
        .collect()
}

/// Endings of files that hold source code or what is built from it.
pub(super) const SOURCES: &[&str] = &[
    "rs", "cs", "fs", "go", "java", "kt", "scala", "py", "rb", "php", "js", "mjs", "cjs", "ts",
    "ex", "exs", "erl", "c", "cc", "cpp", "h", "hpp", "swift", "sql", "dll", "so", "exe", "pdb",
    "jar",
];
