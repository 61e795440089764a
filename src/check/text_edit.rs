//! Edits: what was done to a documented text to make the received one of it, where the same edit could be made to any text.

use std::collections::BTreeSet;

/// Describes the edit; `None` if the received text is another one, not an edited one.
///
/// The description holds nothing of the documented text but what the edit touches, so one template around every message has one description.
pub(super) fn describe_text_edit(documented: &str, received: &str) -> Option<String> {
    if documented.is_empty() || documented == received {
        return None;
    }
    describe_surroundings(documented, received)
        .or_else(|| describe_letter_case(documented, received))
        .or_else(|| describe_substitutions(documented, received))
        .or_else(|| describe_omissions(documented, received).map(|all| format!("without {all}")))
        .or_else(|| describe_omissions(received, documented).map(|all| format!("with {all}")))
}

/// Describes what stands before and behind the whole documented text.
fn describe_surroundings(documented: &str, received: &str) -> Option<String> {
    let (before, behind) = received.split_once(documented)?;
    Some(format!("{before:?} before and {behind:?} behind"))
}

fn describe_letter_case(documented: &str, received: &str) -> Option<String> {
    let is_same = documented.to_lowercase() == received.to_lowercase();
    is_same.then(|| "another letter case".to_owned())
}

/// Describes characters for others, where they are no letters and no digits.
fn describe_substitutions(documented: &str, received: &str) -> Option<String> {
    if documented.chars().count() != received.chars().count() {
        return None;
    }
    let pairs = documented.chars().zip(received.chars());
    let pairs: BTreeSet<(char, char)> = pairs.filter(|(one, other)| one != other).collect();
    let is_punctuation = pairs.iter().all(|(one, _)| !one.is_alphanumeric());
    let words: Vec<String> = pairs
        .iter()
        .map(|(one, other)| format!("{other:?} for {one:?}"))
        .collect();
    is_punctuation.then(|| words.join(", "))
}

/// Describes the characters of `longer` that `shorter` lacks, where they are no letters and no digits.
fn describe_omissions(longer: &str, shorter: &str) -> Option<String> {
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

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::describe_text_edit;

    #[rstest]
    #[case::a_prefix("A not found.", "Error: A not found.", "B gone.", "Error: B gone.")]
    #[case::a_wrapper("A not found.", "<p>A not found.</p>", "B gone.", "<p>B gone.</p>")]
    #[case::no_full_stop("A not found.", "A not found", "B gone.", "B gone")]
    #[case::a_full_stop("A not found", "A not found.", "B gone", "B gone.")]
    #[case::letter_case("A not found.", "a not found.", "B gone.", "b gone.")]
    #[case::other_quotes("A 'x' is gone.", "A \"x\" is gone.", "B 'y' left.", "B \"y\" left.")]
    #[case::no_quotes("A 'x' is gone.", "A x is gone.", "B 'y' left.", "B y left.")]
    #[case::other_spaces("A is gone.", "A\u{a0}is\u{a0}gone.", "B left.", "B\u{a0}left.")]
    fn one_edit_of_two_texts_has_one_description(
        #[case] documented: &str,
        #[case] received: &str,
        #[case] other_documented: &str,
        #[case] other_received: &str,
    ) {
        let edit = describe_text_edit(documented, received);
        assert!(edit.is_some());
        assert_eq!(edit, describe_text_edit(other_documented, other_received));
    }

    #[rstest]
    #[case::another_text("A not found.", "B is gone.")]
    #[case::a_word_less("A not found.", "A found.")]
    #[case::nothing("A not found.", "")]
    #[case::the_same("A not found.", "A not found.")]
    fn another_text_is_no_edit(#[case] documented: &str, #[case] received: &str) {
        assert_eq!(describe_text_edit(documented, received), None);
    }

    #[test]
    fn two_edits_have_two_descriptions() {
        let prefix = describe_text_edit("A not found.", "Error: A not found.");
        assert_ne!(
            prefix,
            describe_text_edit("A not found.", "Oops: A not found.")
        );
    }
}
