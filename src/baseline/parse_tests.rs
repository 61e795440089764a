use rstest::rstest;

use super::super::testing::{toml_entry_for_text_code, try_parse_baseline};
use crate::outcome::{BaselineExpiry, RequirementId};

#[test]
fn an_entry_tells_its_lines_and_how_many_cases_each_text_fits() {
    let text = toml_entry_for_text_code("[\n  'things/a',\n  'things',\n]");
    let baseline = try_parse_baseline(&format!(
        "# known\n\n{text}link = \"https://x.example/1\"\n"
    ));
    let entries = baseline.expect("it is sound").info().entries.clone();
    assert_eq!(entries.len(), 1);
    let entry = &entries[0];
    assert_eq!(
        (entry.line, entry.requirement),
        (3, RequirementId::BodyCodeInteger)
    );
    assert_eq!(entry.link.as_deref(), Some("https://x.example/1"));
    assert_eq!(entry.expiry, BaselineExpiry::Never);
    let cases: Vec<(&str, usize, usize)> = entry
        .cases
        .iter()
        .map(|cases| (cases.pattern.as_str(), cases.line, cases.fits))
        .collect();
    assert_eq!(cases, [("things/a", 10, 1), ("things", 11, 2)]);
}

#[rstest]
#[case::yesterday("2026-11-26", BaselineExpiry::Past("2026-11-26".to_owned()))]
#[case::today("2026-11-27", BaselineExpiry::On("2026-11-27".to_owned()))]
fn an_entry_holds_up_to_and_with_its_day(#[case] day: &str, #[case] expiry: BaselineExpiry) {
    let text = format!(
        "{}expires = {day}\n",
        toml_entry_for_text_code("['things/a']")
    );
    assert_eq!(
        try_parse_baseline(&text)
            .expect("it is sound")
            .info()
            .entries[0]
            .expiry,
        expiry
    );
}

#[test]
fn a_name_that_no_case_has_comes_with_the_nearest() {
    let baseline =
        try_parse_baseline(&toml_entry_for_text_code("['thing/a']")).expect("it is sound");
    let cases = &baseline.info().entries[0].cases[0];
    assert_eq!((cases.fits, cases.near.as_deref()), (0, Some("things/a")));
}

#[rstest]
#[case::no_reason(("reason = \"old encoder\"\n", ""), "the key `reason` is missing")]
#[case::an_empty_reason(("old encoder", " "), "6: `reason` is empty")]
#[case::an_unknown_requirement(("body-code-integer", "body-code-intger"), "did you mean `body-code-integer`?")]
#[case::no_cases(("['things/a']", "[]"), "7: `cases` is empty")]
#[case::an_empty_case(("['things/a']", "['']"), "7: an empty text names no case")]
#[case::a_breach_anywhere(("body at `/code`", "*"), "3: `at` does not say where it is")]
#[case::a_breach_nowhere(("body at `/code`", ""), "3: `at` does not say where it is")]
#[case::a_breach_somewhere(("body at `/code`", "body at `/*`"), "3: `at` does not say where it is")]
#[case::a_breach_of_anything_expected(("an integer", "*"), "4: `expected` does not say what was expected")]
#[case::a_breach_of_any_kind(("'\"7\"'", "'**'"), "5: `got` does not say what was received")]
#[case::a_breach_of_nearly_any_kind(("'\"7\"'", "' * '"), "5: `got` does not say what was received")]
#[case::a_breach_without_its_second_half(("got = '\"7\"'\n", ""), "the key `got` is missing")]
#[case::a_breach_as_it_was_written_before(("got = ", "breach = "), "`breach`")]
#[case::an_hour(("reason", "expires = 2026-01-01T00:00:00Z\nreason"), "6: `expires` is not a day")]
#[case::a_day_as_text(("reason", "expires = '2026-01-01'\nreason"), ":6:")]
#[case::harm_without_an_id(("reason", "harm = 'a title'\nreason"), "6: `harm` names no finding: ")]
#[case::a_form_that_is_none(("reason", "also = [{}]\nreason"), "6: this form of the breach is listed already")]
#[case::a_form_of_any_kind(("reason", "also = [{ got = '*' }]\nreason"), "6: `got` does not say what was received")]
#[case::a_form_with_another_key(("reason", "also = [{ gto = '8' }]\nreason"), "did you mean `got`?")]
#[case::an_unknown_key(("reason", "raeson"), "did you mean `reason`?")]
fn what_is_wrong_is_told_with_its_line_and_a_way_out(
    #[case] (from, to): (&str, &str),
    #[case] told: &str,
) {
    let text = toml_entry_for_text_code("['things/a']").replacen(from, to, 1);
    let flaws = try_parse_baseline(&text).expect_err("it is not sound");
    assert!(flaws.contains(told), "{flaws}");
}

#[rstest]
#[case::what_came(("'\"7\"'", "'\"*\"'"))]
#[case::an_id_in_a_path(("body at `/code`", "state behind `GET /things/*/parts`"))]
fn a_star_may_stand_for_what_changes(#[case] (from, to): (&str, &str)) {
    let text = toml_entry_for_text_code("['things/a']").replacen(from, to, 1);
    assert_eq!(
        try_parse_baseline(&text).map(|own| own.info().entries.len()),
        Ok(1)
    );
}

#[test]
fn a_breach_that_is_listed_twice_for_a_case_is_a_flaw() {
    let entry = toml_entry_for_text_code("['things/a']");
    let flaws = try_parse_baseline(&format!("{entry}{entry}")).expect_err("it is listed twice");
    assert!(
        flaws.contains("x.toml:14: this failure of `things/a` is already listed in line 1"),
        "{flaws}"
    );
}

#[test]
fn an_entry_may_have_further_forms_and_accept_harm() {
    let more = "also = [{ got = '\"8\"' }]\nharm = \"F-3a9c1b: PATCH: 200 and changed it\"\n";
    let text = format!("{}{more}", toml_entry_for_text_code("['things/a']"));
    let baseline = try_parse_baseline(&text).expect("it is sound");
    let entry = &baseline.info().entries[0];
    let forms: Vec<&str> = entry
        .list_fingerprints()
        .map(|form| form.got.as_str())
        .collect();
    assert_eq!(forms, ["\"7\"", "\"8\""]);
    assert_eq!(entry.also[0].at, "body at `/code`");
    let harm = entry.harm.as_ref().expect("the entry names it");
    assert_eq!(
        (harm.id.to_string().as_str(), harm.title.as_str()),
        ("F-3a9c1b", "PATCH: 200 and changed it")
    );
}

#[test]
fn a_further_form_that_another_entry_has_for_the_case_is_a_flaw() {
    let entry = toml_entry_for_text_code("['things/a']");
    let other = entry.replace("'\"7\"'", "'\"8\"'\nalso = [{ got = '\"7\"' }]");
    let flaws = try_parse_baseline(&format!("{entry}{other}")).expect_err("it is listed twice");
    assert!(flaws.contains("is already listed in line 1"), "{flaws}");
}
