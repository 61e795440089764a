use rstest::rstest;
use serde_json::{Value, json};

use crate::suite::testing::{collect_load_diagnostics, load_cases, load_single_case};
use crate::suite::{BodyTemplate, BodyTemplatePart, Case, TemplateBindings};

struct OwnerBookBindings;

impl TemplateBindings for OwnerBookBindings {
    fn resolve_name(&self, name: &str) -> Option<Value> {
        match name {
            "owner_book.id" => Some(json!("emma")),
            "owner_book.pages" => Some(json!(474)),
            _ => None,
        }
    }
}

/// Returns a case with parameters, to which `lines` are added.
fn case_text_with_parameters(id: &str, lines: &str) -> String {
    format!(
        "[[case]]\nid = \"{id}\"\nabout = \"Wrong.\"\nrequest = \"POST /books\"\nexpect = \"13\"\ncontrol = {{}}\n{lines}\n"
    )
}

fn list_case_ids(cases: &[Case]) -> Vec<&str> {
    cases.iter().map(|case| case.name.id.as_str()).collect()
}

fn render_request_target(case: &Case) -> String {
    case.bad_request
        .target
        .render_text(&OwnerBookBindings)
        .expect("every name has a value")
}

fn render_json_body(case: &Case) -> Value {
    match &case.bad_request.body {
        BodyTemplate::Json(json) => json
            .render_value(&OwnerBookBindings)
            .expect("every name has a value"),
        BodyTemplate::None | BodyTemplate::Parts(_) => {
            panic!("{:?} is no JSON body", case.bad_request.body)
        }
    }
}

fn clone_body_parts(case: &Case) -> Vec<BodyTemplatePart> {
    match &case.bad_request.body {
        BodyTemplate::Parts(parts) => parts.clone(),
        BodyTemplate::None | BodyTemplate::Json(_) => {
            panic!("{:?} are no bytes", case.bad_request.body)
        }
    }
}

#[test]
fn every_combination_of_parameters_is_a_case_and_the_last_varies_fastest() {
    let cases = load_cases(&case_text_with_parameters(
        "{x}-{y}",
        "each.x = { a = 1, b = 2 }\neach.y = [\"c\", \"d\"]\njson = [\"{x}\", \"{y}\"]",
    ));
    assert_eq!(list_case_ids(&cases), ["a-c", "a-d", "b-c", "b-d"]);
    assert_eq!(render_json_body(&cases[2]), json!([2, "c"]));
}

#[test]
fn a_parameter_shows_its_label_and_sends_its_value() {
    let case = load_single_case(
        "[[case]]\nid = \"of-{ref}\"\nabout = \"A {{braced}} {ref}.\"\neach.ref = { a-book = \"{owner_book.id}\" }\nrequest = \"GET /books/{ref}\"\nexpect = \"12\"\ncontrol = { about = \"Of {ref}.\" }\n",
    );
    assert_eq!(case.name.id, "of-a-book");
    assert_eq!(case.about, "A {braced} a-book.");
    assert_eq!(render_request_target(&case), "/books/emma");
}

#[rstest]
#[case::number("1", json!(1))]
#[case::fraction("1.5", json!(1.5))]
#[case::boolean("false", json!(false))]
#[case::list("[1, [2]]", json!([1, [2]]))]
#[case::table("{ a = 1 }", json!({ "a": 1 }))]
#[case::null("\"{null}\"", json!(null))]
#[case::captured("\"{owner_book.pages}\"", json!(474))]
#[case::digits_in_quotes("\"1\"", json!("1"))]
fn a_lone_placeholder_keeps_the_value_type(#[case] value: &str, #[case] expected: Value) {
    let case = load_single_case(&case_text_with_parameters(
        "{x}",
        &format!("each.x = {{ only = {value} }}\njson = {{ key = \"{{x}}\" }}"),
    ));
    assert_eq!(render_json_body(&case), json!({ "key": expected }));
}

#[test]
fn a_number_within_a_text_is_written_out() {
    let case = load_single_case(&case_text_with_parameters(
        "{x}",
        "each.x = { only = 7 }\njson = \"no {x}\"",
    ));
    assert_eq!(render_json_body(&case), json!("no 7"));
}

#[test]
fn a_parameter_may_be_the_key_of_a_table() {
    let case = load_single_case(&case_text_with_parameters(
        "{x}",
        "each.x = { only = { key = \"title\", value = 7 } }\njson = { \"{x.key}\" = \"{x.value}\" }\nerrors = { \"{x.key}\" = {} }",
    ));
    assert_eq!(render_json_body(&case), json!({ "title": 7 }));
    let errors = case.expectation.errors.expect("it says so");
    assert_eq!(errors.keys().collect::<Vec<_>>(), ["title"]);
}

#[test]
fn values_of_nested_tables_are_reached_step_by_step() {
    let case = load_single_case(&case_text_with_parameters(
        "{x}",
        "each.x = { only = { deep = { most = 3 } } }\njson = \"{x.deep.most}\"",
    ));
    assert_eq!(render_json_body(&case), json!(3));
}

#[rstest]
#[case::captured("\"{owner_book.id}\"", "{x | upper}", json!("EMMA"))]
#[case::behind_another_filter("\"{owner_book.id | upper}\"", "{x | lower}", json!("emma"))]
#[case::written_out("\"emma\"", "{x | upper}", json!("EMMA"))]
#[case::number("7", "{x | text}", json!("7"))]
#[case::within_text("\"emma\"", "a {x | upper} b", json!("a EMMA b"))]
fn a_filter_may_follow_a_parameter(
    #[case] value: &str,
    #[case] template: &str,
    #[case] expected: Value,
) {
    let case = load_single_case(&case_text_with_parameters(
        "{x}",
        &format!("each.x = {{ only = {value} }}\njson = \"{template}\""),
    ));
    assert_eq!(render_json_body(&case), expected);
}

#[test]
fn a_filter_behind_a_value_that_is_neither_a_word_nor_a_template_is_a_flaw() {
    assert_eq!(
        collect_load_diagnostics(&case_text_with_parameters(
            "{x}",
            "each.x = { only = \"a b\" }\njson = \"{x | upper}\""
        )),
        [
            "10: `{x | upper}`: a filter needs a value that is one word or one template, and this is `a b`"
        ]
    );
}

#[test]
fn text_and_count_of_a_repeat_may_be_parameters() {
    let case = load_single_case(&case_text_with_parameters(
        "{f}",
        "each.f = { only = { letter = \"b\", over = 3 } }\njson = [\"{repeat a f.over}\", \"{repeat f.letter 2 | upper}\"]",
    ));
    assert_eq!(render_json_body(&case), json!(["aaa", "BB"]));
}

#[test]
fn a_parameter_named_repeat_leaves_repeats_alone() {
    let case = load_single_case(&case_text_with_parameters(
        "{repeat}",
        "each.repeat = { only = 2 }\njson = \"{repeat a repeat}\"",
    ));
    assert_eq!(render_json_body(&case), json!("aa"));
}

#[test]
fn bytes_are_replaced_only_where_a_parameter_is_all_of_them() {
    let cases = load_cases(&case_text_with_parameters(
        "{x}",
        "each.x = { only = \"[1,\" }\nparts = [{ text = \"{x}\" }, { text = \" {x}\" }, { text = \"{y}\" }, { value = \"{x}\" }]",
    ));
    let text = |text: &str| BodyTemplatePart::Bytes(text.as_bytes().to_vec());
    let parts = clone_body_parts(&cases[0]);
    assert_eq!(parts[..3], [text("[1,"), text(" {x}"), text("{y}")]);
    assert_eq!(
        parts[3],
        BodyTemplatePart::Template("[1,".parse().expect("it is a template"))
    );
}

#[test]
fn a_text_body_may_be_a_parameter() {
    let case = load_single_case(&case_text_with_parameters(
        "{x}",
        "each.x = { only = \"{\" }\ntext = \"{x}\"",
    ));
    assert_eq!(
        clone_body_parts(&case),
        [BodyTemplatePart::Bytes(b"{".to_vec())]
    );
}

#[test]
fn a_parameter_may_be_a_whole_control() {
    let case = load_single_case(
        "[[case]]\nid = \"{x}\"\nabout = \"Wrong.\"\neach.x = { only = { request = \"POST /books/{owner_book.id}\", status = 201 } }\nrequest = \"GET /books/1\"\nexpect = \"12\"\ncontrol = \"{x}\"\n",
    );
    assert_eq!(case.controls[0].request.method, "POST");
    assert_eq!(case.controls[0].success_statuses, [201]);
}

#[test]
fn a_table_of_this_file_goes_before_one_of_the_fixtures() {
    let head = crate::suite::testing::HEAD;
    let suite = format!(
        "{head}tables.near = {{ here = 1 }}\n{}{}",
        case_text_with_parameters("{x}", "each.x = \"$near\""),
        case_text_with_parameters("b-{x}", "each.x = \"$far\"")
    );
    let fixtures = "tables.near = { there = 1 }\ntables.far = [\"away\"]\n";
    let suites = crate::suite::testing::load_suite_files(&[
        ("fixtures.toml", fixtures),
        ("books.toml", &suite),
    ])
    .expect("both are sound");
    let names: Vec<_> = suites.cases().map(|case| case.name.id.clone()).collect();
    assert_eq!(names, ["here", "b-away"]);
}

#[rstest]
#[case::no_such_table(
    "each.x = \"$nowhere\"",
    "9: `$nowhere` names no table: define it in `[tables]` of this file or of the fixtures"
)]
#[case::no_table(
    "each = [\"x\"]",
    "9: `each` is a list: write `each.form = { label = value }`"
)]
#[case::no_values(
    "each.x = {}",
    "9: an axis is a table of labels to values, a list of texts, or `\"$table\"`, and has at least one value"
)]
#[case::number(
    "each.x = 3",
    "9: an axis is a table of labels to values, a list of texts, or `\"$table\"`, and has at least one value"
)]
#[case::list_of_numbers(
    "each.x = [1]",
    "9: a list of values holds texts only: write a table of labels to values"
)]
#[case::list_within_text(
    "each.x = { only = [1] }\njson = \"a {x}\"",
    "10: `{x}` is a list and can only stand alone"
)]
#[case::no_closing_brace(
    "each.x = [\"a\"]\njson = \"{x\"",
    "10: `{x` has no closing brace: write `{{` for the brace itself"
)]
fn a_mistake_in_a_parameter_is_reported_at_its_line(#[case] lines: &str, #[case] flaw: &str) {
    assert_eq!(
        collect_load_diagnostics(&case_text_with_parameters("{x}", lines)),
        [flaw]
    );
}

#[test]
fn an_id_names_every_parameter() {
    assert_eq!(
        collect_load_diagnostics(&case_text_with_parameters(
            "{x}",
            "each.x = [\"a\"]\neach.y = [\"b\"]"
        )),
        [
            "4: the id `{x}` does not name the axis `y`, so its cases would share a name (write `{y}` somewhere in it)"
        ]
    );
}

#[test]
fn an_id_names_only_parameters() {
    assert_eq!(
        collect_load_diagnostics(&case_text_with_parameters("{owner_book.id}", "")),
        [
            "4: `{owner_book.id}` is not an axis of this case, and `id` and `about` can contain nothing else: write `{{` for the brace itself"
        ]
    );
}
