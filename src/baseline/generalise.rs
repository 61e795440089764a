//! Shorter entries: forms that differ only in a name, and cases that a pattern stands for.

use indexmap::{IndexMap, IndexSet};

use crate::contract::matches_case_name;
use crate::outcome::Fingerprint;

/// Merges forms that differ only in the names that stand for ids and the like: `[*]` stands for each of these names.
pub(super) fn merge_similar_fingerprints(forms: IndexSet<Fingerprint>) -> Vec<Fingerprint> {
    let mut alike: IndexMap<Fingerprint, Vec<Fingerprint>> = IndexMap::new();
    for form in forms {
        let general = Fingerprint {
            at: form.at.clone(),
            expected: mask_value_names(&form.expected),
            got: mask_value_names(&form.got),
        };
        alike.entry(general).or_default().push(form);
    }
    let merged = alike.into_iter().map(|(general, mut forms)| {
        let only = forms.pop().filter(|_| forms.is_empty());
        only.unwrap_or(general)
    });
    merged.collect()
}

/// Replaces each name in brackets, such as `[owner_thing.id | upper]`, by `[*]`.
fn mask_value_names(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('[') {
        out.push_str(before);
        match behind.split_once(']') {
            Some((name, after)) if is_value_name(name) => {
                out.push_str("[*]");
                rest = after;
            }
            Some(_) | None => {
                out.push('[');
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

fn is_value_name(name: &str) -> bool {
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_.| ".contains(c);
    let is_named = name.starts_with(|c: char| c.is_ascii_lowercase()) && name.contains('.');
    is_named && name.chars().all(is_word)
}

/// Names these cases by as few patterns as possible, in their order; a pattern stands only where every one of `all` names that it matches is among them.
///
/// A pattern is a suite, or a name in which one `*` stands for some words.
pub(super) fn list_covering_patterns(cases: &IndexSet<&str>, all: &[&str]) -> Vec<String> {
    let mut done: IndexSet<&str> = IndexSet::new();
    let mut patterns = Vec::new();
    for name in cases {
        if done.contains(name) {
            continue;
        }
        let suite = suite_of(name);
        let of_suite = all.iter().copied().filter(|own| suite_of(own) == suite);
        let of_suite: Vec<&str> = of_suite.collect();
        let mut best: Option<(usize, String, Vec<&str>)> = None;
        for pattern in list_candidate_patterns(name) {
            let matched: Vec<&str> = of_suite
                .iter()
                .copied()
                .filter(|own| matches_case_name(&pattern, own))
                .collect();
            let is_true = matched.iter().all(|own| cases.contains(own));
            let new = matched.iter().filter(|own| !done.contains(*own)).count();
            let is_better = best
                .as_ref()
                .is_none_or(|(count, text, _)| (new, pattern.len()) > (*count, text.len()));
            if is_true && new >= 2 && is_better {
                best = Some((new, pattern, matched));
            }
        }
        match best {
            Some((_, pattern, matched)) => {
                patterns.push(pattern);
                done.extend(matched);
            }
            None => {
                patterns.push((*name).to_owned());
                done.insert(*name);
            }
        }
    }
    patterns
}

fn suite_of(name: &str) -> &str {
    name.split_once('/').map_or(name, |(suite, _)| suite)
}

/// Lists the suite of a case, and its name with `*` in place of each run of words.
fn list_candidate_patterns(name: &str) -> Vec<String> {
    let Some((suite, leaf)) = name.split_once('/') else {
        return Vec::new();
    };
    let words: Vec<&str> = leaf.split('-').collect();
    let mut patterns = vec![suite.to_owned()];
    for start in 0..words.len() {
        for end in start + 1..=words.len() {
            let (before, after) = (words.get(..start), words.get(end..));
            let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
            if before.is_empty() && after.is_empty() {
                continue;
            }
            let parts: Vec<&str> = before.iter().chain(&["*"]).chain(after).copied().collect();
            patterns.push(format!("{suite}/{}", parts.join("-")));
        }
    }
    patterns
}

#[cfg(test)]
mod tests {
    use indexmap::IndexSet;
    use rstest::rstest;

    use super::{list_covering_patterns, merge_similar_fingerprints};
    use crate::outcome::Fingerprint;

    fn form(got: &str) -> Fingerprint {
        Fingerprint {
            at: "control 1".to_owned(),
            expected: "status 204".to_owned(),
            got: got.to_owned(),
        }
    }

    #[test]
    fn forms_that_differ_only_in_a_name_are_one() {
        let forms = IndexSet::from([
            form("Thing '[owner.id | upper]' not found."),
            form("Thing '[owner.id | dash]' not found."),
            form("body [1]"),
            form("body [2]"),
        ]);
        assert_eq!(
            merge_similar_fingerprints(forms),
            [
                form("Thing '[*]' not found."),
                form("body [1]"),
                form("body [2]")
            ]
        );
    }

    #[test]
    fn a_form_that_stands_alone_keeps_its_name() {
        let alone = form("Thing '[owner.id]' not found.");
        assert_eq!(
            merge_similar_fingerprints(IndexSet::from([alone.clone()])),
            [alone]
        );
    }

    #[rstest]
    #[case::a_whole_suite(&["a/x", "a/y"], &["a/x", "a/y", "b/x"], &["a"])]
    #[case::one_word(&["a/x-one-z", "a/x-two-z"], &["a/x-one-z", "a/x-two-z", "a/y"], &["a/x-*-z"])]
    #[case::another_case_has_it_too(&["a/x-one-z", "a/x-two-z"], &["a/x-one-z", "a/x-two-z", "a/x-three-z"], &["a/x-one-z", "a/x-two-z"])]
    #[case::one_alone(&["a/x-one", "b/x-one"], &["a/x-one", "a/y", "b/x-one", "b/y"], &["a/x-one", "b/x-one"])]
    #[case::any_actor(&["a/x@owner", "a/x@stranger"], &["a/x@owner", "a/x@stranger", "a/y@owner"], &["a/x@owner", "a/x@stranger"])]
    #[case::nothing_is_known_of_others(&["a/x-one", "a/x-two"], &[], &["a/x-one", "a/x-two"])]
    fn a_pattern_stands_only_for_cases_that_all_show_it(
        #[case] cases: &[&str],
        #[case] all: &[&str],
        #[case] patterns: &[&str],
    ) {
        let cases: IndexSet<&str> = cases.iter().copied().collect();
        assert_eq!(list_covering_patterns(&cases, all), patterns);
    }
}
