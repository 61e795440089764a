use rstest::rstest;

use crate::check::{
    AcceptedAlternative, AlternativeFit, AlternativeOutcome, ExceededLengthLimit, ExpectedRefusal,
    FieldError, FieldErrors,
};
use crate::contract::{ErrorId, Level};
use crate::exchange::Actor;
use crate::suite::testing::{
    case_text_with_lines, collect_load_diagnostics, load_cases, load_single_case,
};
use crate::suite::{BodyTemplate, BodyTemplatePart, CaseSendMode};

fn error_id_with_code(code: i64) -> ErrorId {
    ErrorId::new(code, 400)
}

#[test]
fn a_case_that_says_only_what_it_must_is_one_request_of_the_owner() {
    let case = load_single_case(&case_text_with_lines(""));
    assert_eq!(case.name.to_string(), "books/a");
    assert_eq!(case.about, "Wrong.");
    assert_eq!((case.file.as_str(), case.line), ("suites/books.toml", 3));
    assert_eq!(case.bad_request.actor, Actor::Owner);
    assert_eq!(case.bad_request.method, "POST");
    assert_eq!(case.bad_request.body, BodyTemplate::None);
    assert_eq!(case.bad_request.headers, []);
    assert_eq!(case.bad_request.conditions, []);
    assert_eq!(case.bad_request.trigger, None);
    assert_eq!(case.send_mode, CaseSendMode::Single);
    assert_eq!(case.expectation.level, Level::Must);
    assert_eq!(case.expectation.errors, None);
    assert_eq!(case.unchanged_reads, []);
    assert_eq!(case.defect, None);
    assert_eq!(case.operation.as_deref(), Some("book-post"));
}

#[test]
fn a_list_of_actors_makes_a_case_for_each_with_its_name() {
    let cases = load_cases(&case_text_with_lines("as = [\"anonymous\", \"stranger\"]"));
    let names: Vec<_> = cases.iter().map(|case| case.name.to_string()).collect();
    assert_eq!(names, ["books/a@anonymous", "books/a@stranger"]);
    assert_eq!(cases[1].bad_request.actor, Actor::Stranger);
}

#[test]
fn one_actor_does_not_show_in_the_name() {
    let case = load_single_case(&case_text_with_lines("as = \"stranger\""));
    assert_eq!(case.name.to_string(), "books/a");
    assert_eq!(case.bad_request.actor, Actor::Stranger);
}

fn equal_alternative(outcome: AlternativeOutcome) -> AcceptedAlternative {
    AcceptedAlternative {
        outcome,
        fit: AlternativeFit::Equal,
        reason: None,
    }
}

fn equal_row_alternative(row: ErrorId) -> AcceptedAlternative {
    equal_alternative(AlternativeOutcome::Row(row))
}

#[rstest]
#[case::one("accept = \"12\"", vec![equal_row_alternative(error_id_with_code(12))])]
#[case::several("accept = [\"12\", \"0/401\"]", vec![equal_row_alternative(error_id_with_code(12)), equal_row_alternative(ErrorId::new(0, 401))])]
#[case::none("accept = []", vec![])]
#[case::being_served("accept = \"served\"", vec![equal_alternative(AlternativeOutcome::Served)])]
#[case::a_table_with_nothing_but_the_row("accept = [{ row = \"12\" }]", vec![equal_row_alternative(error_id_with_code(12))])]
#[case::a_table_by_itself("accept = { row = \"12\" }", vec![equal_row_alternative(error_id_with_code(12))])]
#[case::a_row_in_place_of_the_one_that_is_worded_for_this(
    "accept = [{ row = \"12\", level = \"should\" }]",
    vec![AcceptedAlternative { fit: AlternativeFit::Replacement, ..equal_row_alternative(error_id_with_code(12)) }]
)]
#[case::a_reason(
    "accept = [\"12\", { row = \"served\", why = \"Nobody wrote it\" }]",
    vec![
        equal_row_alternative(error_id_with_code(12)),
        AcceptedAlternative { reason: Some("Nobody wrote it".to_owned()), ..equal_alternative(AlternativeOutcome::Served) },
    ]
)]
#[case::values_of_an_axis(
    "each.x = { one = [\"12\", { row = \"served\" }] }\naccept = \"{x}\"",
    vec![equal_row_alternative(error_id_with_code(12)), equal_alternative(AlternativeOutcome::Served)]
)]
fn other_outcomes_may_be_accepted(#[case] lines: &str, #[case] accepted: Vec<AcceptedAlternative>) {
    let expected = error_id_with_code(13);
    let text = case_text_with_lines(lines);
    let text = match lines.contains("{x}") {
        true => text.replace("id = \"a\"", "id = \"a-{x}\""),
        false => text,
    };
    assert_eq!(
        load_single_case(&text).expectation.outcome,
        ExpectedRefusal::Row { expected, accepted }
    );
}

#[rstest]
#[case::refusal("refusal", ExpectedRefusal::AnyRefusal)]
#[case::probe("any-row", ExpectedRefusal::AnyRow)]
fn a_case_may_expect_no_row_of_its_own(#[case] expect: &str, #[case] answer: ExpectedRefusal) {
    let text =
        case_text_with_lines("level = \"should\"").replace("\"13\"", &format!("\"{expect}\""));
    let case = load_single_case(&text);
    assert_eq!(case.expectation.outcome, answer);
    assert_eq!(case.expectation.level, Level::Should);
    assert_eq!(case.expected_row(), None);
}

#[test]
fn errors_say_the_faults_of_each_key() {
    let case = load_single_case(&case_text_with_lines(
        "errors.a = {}\nerrors.b = { max_length = 9, actual_length = 10 }\nerrors.c = [{ message = \"No.\" }, {}]\nerrors.d = { alias = \"e\" }",
    ));
    let field_error = FieldError {
        lengths: None,
        message: None,
    };
    let plain = FieldErrors {
        alias: None,
        errors: vec![field_error.clone()],
    };
    let lengths = Some(ExceededLengthLimit { max: 9, actual: 10 });
    let message = Some("No.".to_owned());
    let errors = case.expectation.errors.expect("it says so");
    assert_eq!(errors["a"], plain);
    assert_eq!(
        errors["b"].errors,
        [FieldError {
            lengths,
            ..field_error.clone()
        }]
    );
    assert_eq!(
        errors["c"].errors,
        [
            FieldError {
                message,
                ..field_error.clone()
            },
            field_error
        ]
    );
    assert_eq!(errors["d"].alias.as_deref(), Some("e"));
    assert_eq!(errors.len(), 4);
}

#[rstest]
#[case::text("text = \"[\"", b"[".to_vec())]
#[case::empty_text("text = \"\"", vec![])]
#[case::text_knows_no_templates("text = \"{owner_book.id}\"", b"{owner_book.id}".to_vec())]
#[case::hex("hex = \"fF 00\\n7b\"", vec![0xff, 0, 0x7b])]
#[case::repeated("parts = [{ text = \"ab\", times = 2 }]", b"abab".to_vec())]
#[case::repeated_hex("parts = [{ hex = \"ff\", times = 2 }]", vec![0xff, 0xff])]
#[case::never("parts = [{ text = \"ab\", times = 0 }]", vec![])]
fn a_body_of_bytes_stands_as_it_is_written(#[case] lines: &str, #[case] bytes: Vec<u8>) {
    assert_eq!(
        load_single_case(&case_text_with_lines(lines))
            .bad_request
            .body,
        BodyTemplate::Parts(vec![BodyTemplatePart::Bytes(bytes)])
    );
}

#[test]
fn a_burst_names_its_scope_and_requests_of_others() {
    let case = load_single_case(&case_text_with_lines(
        "burst = \"writes\"\nothers = [\"GET /books/1\", \"PATCH /shelf as stranger\"]",
    ));
    let CaseSendMode::Burst {
        scope,
        other_scope_requests: others,
    } = &case.send_mode
    else {
        panic!("{:?} is no burst", case.send_mode);
    };
    assert_eq!(scope, "writes");
    assert_eq!(others[0].actor, Actor::Owner);
    assert_eq!(
        (others[1].actor, others[1].method.as_str()),
        (Actor::Stranger, "PATCH")
    );
}

#[test]
fn a_header_is_set_or_left_out() {
    let case = load_single_case(&case_text_with_lines(
        "headers = { Accept = false, X-Book = \"{owner_book.id}\" }",
    ));
    let template = "{owner_book.id}".parse().expect("it is a template");
    assert_eq!(
        case.bad_request.headers,
        [
            ("Accept".to_owned(), None),
            ("X-Book".to_owned(), Some(template))
        ]
    );
}

#[rstest]
#[case::way("defect = \"bad-body\"")]
#[case::operation("operation = \"book-get\"")]
#[case::fill("fill.title = \"{owner_book.id}\"")]
#[case::hook("trigger = \"fail\"")]
#[case::condition("while.shelf = { open = true, label = \"{run}\" }")]
#[case::unchanged("unchanged = \"GET /books/{owner_book.id} as stranger\"")]
#[case::known_and_unknown("json = [\"{value.card}\", \"{unknown.book}\", \"{shelf.id}\"]")]
fn every_other_key_is_read(#[case] lines: &str) {
    assert_eq!(load_single_case(&case_text_with_lines(lines)).name.id, "a");
}

#[rstest]
#[case::unknown_key(
    "reqest = 1",
    "8: case `a`: unknown key `reqest` (did you mean `request`?)"
)]
#[case::body_without_control(
    "body = false",
    "8: case `a`: unknown key `body` (known keys: about, accept, as, burst, control, defect, each, errors, expect, fill, headers, hex, id, json, level, no_control, operation, others, parts, request, text, trigger, unchanged, while)"
)]
#[case::wrong_kind(
    "defect = 3",
    "8: case `a`: `defect` is a number, and has to be a text"
)]
#[case::actor(
    "as = \"anyone\"",
    "8: case `a`: unknown actor `anyone` (write one of `anonymous`, `owner`, `stranger`)"
)]
#[case::actors(
    "as = [\"owner\", true]",
    "8: case `a`: `as` is a boolean, and has to be a text or a list of texts"
)]
#[case::level(
    "level = \"may\"",
    "8: case `a`: unknown level for a case `may` (write one of `must`, `should`)"
)]
#[case::accept_number(
    "accept = [12]",
    "8: case `a`: an entry of `accept` is a number, and has to be a row, `served` or a table"
)]
#[case::accept_without_a_row("accept = [{ why = \"x\" }]", "8: accept: `row` is missing")]
#[case::accept_with_another_level(
    "accept = [{ row = \"12\", level = \"shold\" }]",
    "8: accept: unknown level for an alternative `shold` (did you mean `should`?)"
)]
#[case::accept_without_a_reason(
    "accept = [{ row = \"12\", why = \"\" }]",
    "8: accept: `why` is empty"
)]
#[case::accept_with_another_key(
    "accept = [{ row = \"12\", whi = \"x\" }]",
    "8: accept: unknown key `whi` (did you mean `why`?)"
)]
#[case::fill("fill.title = 3", "8: case `a`: `fill.title` has to be a text")]
#[case::errors(
    "errors.a = 3",
    "8: case `a`: the expected errors of a key are a table, or a list of tables"
)]
#[case::one_length(
    "errors.a = { max_length = 3 }",
    "8: errors: `max_length` and `actual_length` go together"
)]
#[case::length(
    "errors.a = { max_length = -3, actual_length = 1 }",
    "8: errors: `max_length` is a number, and has to be a natural number"
)]
#[case::unknown_error_key(
    "errors.a = { mesage = \"\" }",
    "8: errors: unknown key `mesage` (did you mean `message`?)"
)]
#[case::header(
    "headers.Accept = true",
    "8: case `a`: header `Accept` has to be a text, or `false` to leave it out"
)]
#[case::condition(
    "while.shelf = true",
    "8: case `a`: `while.shelf` is a boolean, and has to be a table of keys and values"
)]
#[case::written(
    "unchanged = \"PATCH /shelf\"",
    "8: case `a`: `unchanged` lists reads, and `PATCH` is not a read: write `GET`"
)]
#[case::reader(
    "unchanged = \"GET /shelf as nobody\"",
    "8: case `a`: unknown actor `nobody` (write one of `anonymous`, `owner`, `stranger`)"
)]
#[case::others(
    "others = \"GET /shelf\"",
    "8: case `a`: `others` goes with a `burst`, and there is none"
)]
#[case::bodies(
    "text = \"\"\nhex = \"\"",
    "3: case `a`: more than one of `json`, `text`, `hex` and `parts`: a request has one body"
)]
#[case::odd_hex(
    "hex = \"abc\"",
    "8: case `a`: `hex` has to be pairs of hexadecimal digits: `ff fe`"
)]
#[case::no_hex(
    "hex = \"xy\"",
    "8: case `a`: `hex` has to be pairs of hexadecimal digits: `ff fe`"
)]
#[case::no_parts(
    "parts = { text = \"\" }",
    "8: case `a`: `parts` has to be a list of tables"
)]
#[case::no_part(
    "parts = [\"\"]",
    "8: case `a`: a part is a table with `text`, `hex` or `value`"
)]
#[case::empty_part(
    "parts = [{}]",
    "8: part of a body: a part has exactly one of `text`, `hex` and `value`"
)]
#[case::times(
    "parts = [{ text = \"a\", times = 1.5 }]",
    "8: part of a body: `times` is a number, and has to be a natural number"
)]
#[case::times_of_a_value(
    "parts = [{ value = \"a\", times = 2 }]",
    "8: part of a body: `times` goes with `text` and `hex`, not with `value`"
)]
#[case::too_long(
    "parts = [{ text = \"ab\", times = 50000001 }]",
    "8: part of a body: so many `times` are more than 100000000 bytes"
)]
#[case::template(
    "json = [\"{\"]",
    "8: `{` has no closing brace: write `{{` for the brace itself"
)]
#[case::filter(
    "json = [\"{owner_book.id | uper}\"]",
    "8: case `a`: `uper` is not a filter: there are `upper`, `lower`, `dash`, `path` and `text`"
)]
#[case::empty_reason("no_control = \" \"", "8: case `a`: `no_control` is empty")]
fn a_mistake_stands_at_its_own_line_and_says_what_to_write(
    #[case] lines: &str,
    #[case] flaw: &str,
) {
    assert_eq!(
        collect_load_diagnostics(&case_text_with_lines(lines)),
        [flaw]
    );
}

#[test]
fn a_case_that_is_sent_by_nobody_is_a_flaw() {
    assert_eq!(
        collect_load_diagnostics(&case_text_with_lines("as = []")),
        [
            "3: case `a`: `as` names no actor: write `anonymous`, `owner`, `stranger` or a list of them"
        ]
    );
}

#[rstest]
#[case::no_method(
    "/books",
    "6: case `a`: `/books` is not a request: write `GET /members/{owner_member.id}`"
)]
#[case::no_token(
    "G(T /books",
    "6: case `a`: `G(T` is not a method: write `GET /members/{owner_member.id}`"
)]
#[case::no_slash(
    "GET books",
    "6: case `a`: `books` cannot be sent: a target begins with `/` and holds visible ASCII only; percent-encode the rest"
)]
#[case::blank(
    "GET /my books",
    "6: case `a`: `/my books` cannot be sent: a target begins with `/` and holds visible ASCII only; percent-encode the rest"
)]
#[case::accent(
    "GET /bücher",
    "6: case `a`: `/bücher` cannot be sent: a target begins with `/` and holds visible ASCII only; percent-encode the rest"
)]
#[case::nothing("", "6: case `a`: `request` is empty")]
fn a_request_that_cannot_be_sent_is_a_flaw(#[case] request: &str, #[case] flaw: &str) {
    assert_eq!(
        collect_load_diagnostics(&case_text_with_lines("").replace("POST /books", request)),
        [flaw]
    );
}

#[test]
fn a_place_in_a_request_may_hold_blanks() {
    let text =
        case_text_with_lines("").replace("POST /books", "GET /books/{owner_book.id | upper}");
    assert_eq!(
        load_single_case(&text).operation.as_deref(),
        Some("book-get")
    );
}

#[rstest]
#[case::id("id = \"a\"\n", "3: case: `id` is missing")]
#[case::about("about = \"Wrong.\"\n", "3: case `a`: `about` is missing")]
#[case::request("request = \"POST /books\"\n", "3: case `a`: `request` is missing")]
#[case::expect("expect = \"13\"\n", "3: case `a`: `expect` is missing")]
#[case::control(
    "control = {}",
    "3: case `a`: there is neither a `control` nor a `no_control` that says why"
)]
fn what_a_case_cannot_do_without_is_named(#[case] line: &str, #[case] flaw: &str) {
    assert_eq!(
        collect_load_diagnostics(&case_text_with_lines("").replace(line, "")),
        [flaw]
    );
}

#[rstest]
#[case::capitals("A")]
#[case::blank("a b")]
#[case::accent("ä")]
fn an_id_is_kebab_case(#[case] id: &str) {
    let text = case_text_with_lines("").replace("id = \"a\"", &format!("id = \"{id}\""));
    assert_eq!(
        collect_load_diagnostics(&text),
        [format!(
            "4: case `{id}`: an id is kebab-case: lower-case letters, digits and dashes"
        )]
    );
}

#[rstest]
#[case::accept("accept = \"12\"", "accept")]
#[case::fill("fill.title = \"x\"", "fill")]
#[case::errors("errors.a = {}", "errors")]
fn what_only_a_row_can_be_held_to_goes_with_a_row(#[case] lines: &str, #[case] key: &str) {
    let text = case_text_with_lines(lines).replace("\"13\"", "\"refusal\"");
    assert_eq!(
        collect_load_diagnostics(&text),
        [format!(
            "7: case `a`: `{key}` goes with a row in `expect`, and `refusal` is not a row"
        )]
    );
}

#[test]
fn all_mistakes_of_a_case_are_told_together() {
    let text =
        case_text_with_lines("defect = 1\nlevel = \"mst\"\nheaders = 2\nburst = 3\ncolour = 4");
    let lines: Vec<_> = collect_load_diagnostics(&text)
        .iter()
        .map(|flaw| flaw.split(':').next().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(lines, ["9", "8", "11", "10", "12"]);
}
