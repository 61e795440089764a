//! Patterns: `*` stands for any run of characters.

/// Reports whether a text matches a pattern in which `*` stands for any run of characters, including none.
///
/// ```
/// use badreq::contract::matches_glob;
///
/// assert!(matches_glob("members/*-uuid@*", "members/unknown-uuid@owner"));
/// assert!(!matches_glob("members/*", "groups/unknown-uuid"));
/// ```
#[must_use]
pub fn matches_glob(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let head = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(head) else {
        return false;
    };
    let Some(tail) = parts.next_back() else {
        return rest.is_empty();
    };
    // The first match of a part leaves the most text for the parts after it.
    for part in parts {
        match rest.split_once(part) {
            Some((_, behind)) => rest = behind,
            None => return false,
        }
    }
    rest.ends_with(tail)
}

/// Reports whether a word selects the case with this full name.
///
/// The word is the case's suite, its full name, or its name without the actor; in a name, `*` stands for any run of characters.
///
/// ```
/// use badreq::contract::matches_case_name;
///
/// for word in ["members", "members/unknown-uuid", "members/unknown-uuid@owner", "*-uuid"] {
///     assert!(matches_case_name(word, "members/unknown-uuid@owner"));
/// }
/// assert!(!matches_case_name("member", "members/unknown-uuid@owner"));
/// ```
#[must_use]
pub fn matches_case_name(word: &str, case: &str) -> bool {
    let suite = case.split_once('/').map_or(case, |(suite, _)| suite);
    let without_actor = case.split_once('@').map_or(case, |(name, _)| name);
    word == suite || matches_glob(word, case) || matches_glob(word, without_actor)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{matches_case_name, matches_glob};

    #[rstest]
    #[case::itself("a/b", "a/b", true)]
    #[case::longer("a/b", "a/bc", false)]
    #[case::any("*", "", true)]
    #[case::none_between("a*b", "ab", true)]
    #[case::beginning("a*", "abc", true)]
    #[case::end("*c", "abc", true)]
    #[case::not_twice("ab*ba", "aba", false)]
    #[case::later_place("*ab", "abcab", true)]
    #[case::in_order("*b*a*", "ab", false)]
    #[case::several("a**c", "abc", true)]
    #[case::letters_of_several_bytes("*é*", "caféé", true)]
    fn a_star_stands_for_any_run_of_characters(
        #[case] pattern: &str,
        #[case] text: &str,
        #[case] expected: bool,
    ) {
        assert_eq!(matches_glob(pattern, text), expected);
    }

    #[rstest]
    #[case::a_case("things/a", "things/a@owner", true)]
    #[case::a_suite("things", "things/a@owner", true)]
    #[case::in_full("things/a@owner", "things/a@owner", true)]
    #[case::any_actor("*@owner", "things/a@owner", true)]
    #[case::any_suite("*/a", "things/a@owner", true)]
    #[case::half_a_suite("thing", "things/a@owner", false)]
    #[case::half_a_case("things/a", "things/ab@owner", false)]
    #[case::another_actor("things/a@stranger", "things/a@owner", false)]
    fn a_word_means_cases_by_whole_parts_of_their_names(
        #[case] word: &str,
        #[case] case: &str,
        #[case] expected: bool,
    ) {
        assert_eq!(matches_case_name(word, case), expected);
    }

    #[test]
    fn many_stars_take_no_longer_than_the_text_is_long() {
        assert!(!matches_glob(&"*a".repeat(5_000), &"a".repeat(4_999)));
    }
}
