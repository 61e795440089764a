//! Suggestions for misspelt words.

/// Returns the candidate closest to a misspelt word, or `None` if none is close.
///
/// A candidate is close if at most a third of the word's letters differ. Case is ignored.
///
/// ```
/// use badreq::contract::suggest_similar_word;
///
/// let defects = ["unknown-member", "unknown-group"];
/// assert_eq!(suggest_similar_word("unknown-membr", defects), Some("unknown-member"));
/// assert_eq!(suggest_similar_word("rate", defects), None);
/// ```
#[must_use]
pub fn suggest_similar_word<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let lower = word.to_lowercase();
    let bound = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| {
            let distance = strsim::damerau_levenshtein(&lower, &candidate.to_lowercase());
            (distance, candidate)
        })
        .filter(|(distance, _)| *distance <= bound)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::suggest_similar_word;

    #[test]
    fn the_nearest_of_two_close_candidates_is_suggested() {
        let candidates = ["member-put", "member-get"];
        assert_eq!(
            suggest_similar_word("member-gett", candidates),
            Some("member-get")
        );
    }

    #[test]
    fn a_third_of_the_letters_may_be_wrong_and_no_more() {
        assert_eq!(
            suggest_similar_word("abcdef123", ["abcdefghi"]),
            Some("abcdefghi")
        );
        assert_eq!(suggest_similar_word("abcde1234", ["abcdefghi"]), None);
    }

    #[test]
    fn of_a_short_word_one_letter_may_be_wrong() {
        assert_eq!(suggest_similar_word("b", ["a"]), Some("a"));
        assert_eq!(suggest_similar_word("bb", ["aa"]), None);
    }

    #[test]
    fn capitals_do_not_count_as_faults() {
        assert_eq!(
            suggest_similar_word("LEVEL", ["level", "basis"]),
            Some("level")
        );
    }

    #[test]
    fn a_word_far_from_every_candidate_has_no_suggestion() {
        assert_eq!(suggest_similar_word("colour", ["level", "basis"]), None);
    }
}
