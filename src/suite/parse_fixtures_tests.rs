use rstest::rstest;

use crate::exchange::Actor;
use crate::suite::testing::{
    FIXTURES, HEAD, case_text_with_lines, format_diagnostics, load_suite_files,
};
use crate::suite::{BodyTemplate, FixtureLifetime, FixtureSpecs, UnknownIdFormat};

/// Returns the fixtures of a file without mistakes.
fn parse_fixture_specs(text: &str) -> FixtureSpecs {
    match load_suite_files(&[("fixtures.toml", text)]) {
        Ok(suites) => suites.fixtures,
        Err(flaws) => panic!("{:?}", format_diagnostics(&flaws)),
    }
}

/// Returns the diagnostics of a fixtures file.
fn collect_fixture_diagnostics(text: &str) -> Vec<String> {
    let suite = format!("{HEAD}{}", case_text_with_lines(""));
    let files = [("fixtures.toml", text), ("books.toml", suite.as_str())];
    format_diagnostics(&load_suite_files(&files).expect_err("something is wrong"))
}

const BOOK: &str = "[[fixture]]\nname = \"book\"\nabout = \"A book.\"\nas = \"owner\"\nrequest = \"POST /books\"\n";
const SHELF: &str = "[[restored]]\nname = \"shelf\"\nabout = \"A shelf.\"\nas = \"owner\"\nread = \"GET /shelf\"\nwrite = \"PATCH /shelf\"\n";
const UNKNOWN: &str = "[[unknown]]\nname = \"id\"\n";

#[test]
fn every_kind_of_fixture_lends_its_names_to_templates() {
    let names: Vec<_> = parse_fixture_specs(FIXTURES)
        .available_names()
        .into_iter()
        .collect();
    assert_eq!(
        names,
        [
            "owner_book.id",
            "owner_book.pages",
            "run",
            "run.id",
            "run.millis",
            "shelf.id",
            "unknown.book",
            "value.card"
        ]
    );
}

#[test]
fn a_fixture_lives_for_the_run_and_is_undone_as_its_operation_says_unless_it_says_otherwise() {
    let plain = parse_fixture_specs(BOOK);
    assert_eq!(plain.created[0].lifetime, FixtureLifetime::Run);
    assert_eq!(plain.created[0].undo_request, None);
    assert_eq!(plain.created[0].create_request.body, BodyTemplate::None);
    let text = format!(
        "{BOOK}scope = \"case\"\nundo = \"DELETE /books/{{book.id}}\"\ncapture = {{ id = \"/id\" }}\nafter = \"other\"\n{}",
        BOOK.replace("\"book\"", "\"other\"")
    );
    let specs = parse_fixture_specs(&text);
    assert_eq!(specs.created[0].lifetime, FixtureLifetime::Case);
    assert_eq!(specs.created[0].depends_on, ["other"]);
    let (method, target) = specs.created[0].undo_request.as_ref().expect("it says so");
    assert_eq!(method, "DELETE");
    assert_eq!(target.names().collect::<Vec<_>>(), ["book.id"]);
}

#[test]
fn a_kept_object_is_read_and_written_by_its_actor() {
    let specs =
        parse_fixture_specs(&format!("{SHELF}keys = [\"open\"]\n").replace("owner", "stranger"));
    assert_eq!(specs.restored[0].read_request.actor, Actor::Stranger);
    assert_eq!(specs.restored[0].write_request.0, "PATCH");
    assert_eq!(specs.restored[0].restored_keys, ["open"]);
}

#[rstest]
#[case::uuid("kind = \"uuid\"", UnknownIdFormat::Uuid)]
#[case::letters("kind = \"letters\"\nletters = \"ab\"\nlength = 3", UnknownIdFormat::Letters { letters: "ab".to_owned(), length: 3 })]
#[case::digits("kind = \"digits\"\nlength = 19", UnknownIdFormat::Digits { length: 19 })]
fn the_format_of_an_unknown_id_is_parsed(#[case] lines: &str, #[case] draw: UnknownIdFormat) {
    assert_eq!(
        parse_fixture_specs(&format!("{UNKNOWN}{lines}")).unknown_ids[0].format,
        draw
    );
}

#[rstest]
#[case::no_kind("", "1: unknown value `id`: `kind` is missing")]
#[case::other_kind("kind = \"words\"", DRAW)]
#[case::no_letters("kind = \"letters\"\nlength = 3", DRAW)]
#[case::no_length("kind = \"digits\"", DRAW)]
#[case::too_long_for_64_bits("kind = \"digits\"\nlength = 20", DRAW)]
#[case::empty("kind = \"letters\"\nletters = \"ab\"\nlength = 0", DRAW)]
#[case::too_much("kind = \"uuid\"\nlength = 3", DRAW)]
#[case::unproved(
    "kind = \"uuid\"\nprove = [\"GET /books/1\"]",
    "4: unknown value `id`: `prove` requests the value itself: write `GET /members/{value}`"
)]
fn an_unknown_id_format_that_cannot_be_generated_or_verified_is_a_mistake(
    #[case] lines: &str,
    #[case] flaw: &str,
) {
    assert_eq!(
        collect_fixture_diagnostics(&format!("{UNKNOWN}{lines}")),
        [flaw]
    );
}

const DRAW: &str = "3: unknown value `id`: write `kind = \"uuid\"`, `kind = \"letters\"` with `letters` and `length`, or `kind = \"digits\"` with a `length` of at most 19";

#[rstest]
#[case::scope(
    "scope = \"cases\"",
    "6: fixture `book`: unknown scope of a fixture `cases` (did you mean `case`?)"
)]
#[case::capture(
    "capture = { id = \"id\" }",
    "6: fixture `book`: `capture` maps names to JSON pointers: `{ id = \"/id\" }`"
)]
#[case::undo(
    "undo = \"books\"",
    "6: fixture `book`: `books` is not a request: write `GET /members/{owner_member.id}`"
)]
#[case::name_in_the_body(
    "json = \"{value.card}\"",
    "6: fixture `book`: `{value.card}` is not among the fixtures"
)]
#[case::name_in_the_undo(
    "undo = \"DELETE /books/{book.id}\"",
    "6: fixture `book`: `{book.id}` is not among the fixtures"
)]
#[case::after(
    "after = [\"boook\"]",
    "6: fixture `book`: `after` names no fixture `boook` (did you mean `book`?)"
)]
#[case::conditions(
    "while.shelf = {}",
    "6: fixture `book`: unknown key `while` (known keys: about, after, as, capture, headers, hex, json, name, parts, request, scope, text, undo)"
)]
fn a_mistake_in_a_fixture_stands_where_it_is(#[case] line: &str, #[case] flaw: &str) {
    assert_eq!(
        collect_fixture_diagnostics(&format!("{BOOK}{line}\n")),
        [flaw]
    );
}

#[rstest]
#[case::missing("as = \"owner\"\n", "", "1: fixture `book`: `as` is missing")]
#[case::misspelt(
    "\"owner\"",
    "\"onwer\"",
    "4: fixture `book`: unknown actor `onwer` (did you mean `owner`?)"
)]
#[case::several(
    "\"owner\"",
    "[\"owner\"]",
    "4: fixture `book`: `as` is a list, and has to be a text"
)]
#[case::dotted(
    "\"book\"",
    "\"my.book\"",
    "2: fixture `my.book`: a name is snake_case: lower-case letters, digits and underscores"
)]
#[case::reserved(
    "\"book\"",
    "\"value\"",
    "2: fixture `value`: templates use this name for something else (give it another name)"
)]
fn a_fixture_says_its_name_and_its_actor(#[case] from: &str, #[case] to: &str, #[case] flaw: &str) {
    assert_eq!(collect_fixture_diagnostics(&BOOK.replace(from, to)), [flaw]);
}

#[test]
fn the_unknown_keys_of_a_fixture_are_told_though_others_are_missing() {
    let text = "[[fixture]]\ncolour = 1\n[[restored]]\nkey = \"a\"\n";
    let told = collect_fixture_diagnostics(text);
    assert_eq!(told.len(), 4 + 1 + 5 + 1, "{told:?}");
    assert!(
        told[4].starts_with("2: fixture: unknown key `colour`"),
        "{told:?}"
    );
    assert_eq!(
        told[10],
        "4: restored object: unknown key `key` (did you mean `keys`?)"
    );
}

#[test]
fn two_fixtures_cannot_share_a_name() {
    assert_eq!(
        collect_fixture_diagnostics(&format!("{BOOK}{BOOK}")),
        ["7: fixture `book`: there is one of this name already"]
    );
    assert_eq!(
        collect_fixture_diagnostics(&format!("{BOOK}{}", SHELF.replace("\"shelf\"", "\"book\""))),
        ["7: restored object `book`: there is a fixture of this name (give it another name)"]
    );
}
