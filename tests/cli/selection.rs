//! Which cases are meant.

use std::collections::BTreeSet;

use rstest::rstest;

use super::command::call;

/// The names that `list` prints for these words.
fn listed(words: &[&str]) -> BTreeSet<String> {
    let ended = call(&[&["list"], words].concat());
    assert_eq!(ended.status, 0, "{}", ended.err);
    ended
        .out
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| name.contains('/'))
        .map(str::to_owned)
        .collect()
}

#[test]
fn a_suite_means_all_its_cases_and_no_others() {
    let names = listed(&["switches"]);
    assert!(!names.is_empty());
    assert!(names.iter().all(|name| name.starts_with("switches/")));
}

#[test]
fn a_row_means_the_cases_that_expect_it_in_whatever_suite() {
    let ended = call(&["list", "20003"]);
    let rows: BTreeSet<&str> = ended
        .out
        .lines()
        .filter(|line| line.contains('/'))
        .filter_map(|line| line.split_whitespace().nth(1))
        .collect();
    assert_eq!(rows, BTreeSet::from(["20003"]));
}

#[test]
fn a_row_whose_code_is_0_is_named_with_its_status() {
    assert!(listed(&["0/401"]).contains("authorization/no-token-own-system-get"));
}

#[test]
fn a_star_stands_for_anything() {
    let names = listed(&["*/no-token-*"]);
    assert!(names.contains("authorization/no-token-own-system-get"));
    assert!(names.iter().all(|name| name.contains("/no-token-")));
}

#[test]
fn a_name_without_the_actor_means_the_case_for_every_actor() {
    let name = "members/get-of-an-unknown-uuid";
    let expected = ["anonymous", "owner", "stranger"].map(|actor| format!("{name}@{actor}"));
    assert_eq!(listed(&[name]), BTreeSet::from(expected));
}

#[test]
fn several_words_mean_what_any_of_them_means() {
    let both: BTreeSet<_> = listed(&["fronters"])
        .union(&listed(&["switches"]))
        .cloned()
        .collect();
    assert_eq!(listed(&["fronters", "switches"]), both);
}

#[test]
fn skip_takes_away_from_what_is_meant() {
    let all = listed(&["members"]);
    let row = listed(&["20002"]);
    let left: BTreeSet<_> = all.difference(&row).cloned().collect();
    assert!(left.len() < all.len());
    assert_eq!(listed(&["members", "--skip", "20002"]), left);
}

#[test]
fn run_tries_exactly_what_list_lists() {
    let ended = call(&["run", "fronters", "--skip", "*uuid*", "--format", "json"]);
    assert_eq!(ended.status, 0, "{}", ended.err);
    let names: BTreeSet<String> = super::command::verdicts(&ended.json())
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    assert_eq!(names, listed(&["fronters", "--skip", "*uuid*"]));
}

#[rstest]
#[case::a_suite("memberz", "`members`")]
#[case::a_row("2003", "`20003`")]
#[case::a_case("switches/duplicat", "badreq list")]
#[case::a_command("lst", "`badreq list`")]
#[case::nothing_like_it("xyzzy", "badreq list")]
fn an_unknown_word_ends_with_2_and_says_what_there_is(#[case] word: &str, #[case] hint: &str) {
    for command in ["run", "list"] {
        let ended = call(&[command, word]);
        assert_eq!(ended.status, 2);
        assert!(ended.err.contains(&format!("`{word}`")), "{}", ended.err);
        assert!(ended.err.contains(hint), "{}", ended.err);
    }
}

#[test]
fn a_misspelt_skip_is_an_error_too_and_all_unknown_words_are_told_at_once() {
    let ended = call(&["run", "memberz", "--skip", "groupz"]);
    assert_eq!(ended.status, 2);
    assert!(ended.err.contains("`members`"), "{}", ended.err);
    assert!(ended.err.contains("`groups`"), "{}", ended.err);
}

#[test]
fn a_requirement_is_no_pattern_and_its_explanation_is_pointed_out() {
    let ended = call(&["run", "no-internals"]);
    assert_eq!((ended.status, ended.out.as_str()), (2, ""));
    for told in [
        "`no-internals` is a requirement",
        "`badreq explain no-internals`",
    ] {
        assert!(ended.err.contains(told), "{told}: {}", ended.err);
    }
}
