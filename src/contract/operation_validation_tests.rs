use rstest::rstest;

use crate::contract::{OperationDefectMatrix, RequestBodyModelSource, SourceFile};

/// A valid page: one defect, four operations, one of which creates what another removes, and one exclusion.
const SOUND: &str = r#"
[[defect]]
id = "unknown"
about = "a thing that does not exist"

[[operation]]
id = "thing-list"
method = "GET"
path = "/things/all"
defects = ["unknown"]

[[operation]]
id = "thing-get"
method = "GET"
path = "/things/{thing}"
defects = ["unknown"]

[[operation]]
id = "thing-post"
method = "POST"
path = "/things"
defects = []
undo = { request = "DELETE /things/{id}", id = "/id", list = "GET /things/all" }

[[operation]]
id = "thing-delete"
method = "DELETE"
path = "/things/{thing}"
defects = ["unknown"]

[[exclusion]]
operation = "thing-list"
defect = "unknown"
reason = "there is always a list"
"#;

fn parse_sound_matrix() -> OperationDefectMatrix {
    OperationDefectMatrix::parse(&SourceFile::new("operations.toml", SOUND))
        .expect("the page is sound")
}

#[rstest]
#[case::literal_first("GET", "/things/all", Some("thing-list"))]
#[case::variable("GET", "/things/7", Some("thing-get"))]
#[case::query("GET", "/things/7?a=/b/c", Some("thing-get"))]
#[case::method("DELETE", "/things/7", Some("thing-delete"))]
#[case::method_unknown("PATCH", "/things/7", None)]
#[case::method_in_lower_case("get", "/things/7", None)]
#[case::segment_missing("GET", "/things", None)]
#[case::segment_empty("GET", "/things/", None)]
#[case::segment_too_many("GET", "/things/7/8", None)]
fn a_request_belongs_to_the_first_operation_that_it_fits(
    #[case] method: &str,
    #[case] target: &str,
    #[case] id: Option<&str>,
) {
    let operations = parse_sound_matrix();
    let found = operations.find_operation_for_request(method, target);
    assert_eq!(found.map(|operation| operation.id.as_str()), id);
}

#[test]
fn operations_ways_and_gaps_are_found_by_id() {
    let operations = parse_sound_matrix();
    assert_eq!(operations.operations().len(), 4);
    assert_eq!(operations.defects().len(), 1);
    assert_eq!(operations.exclusions().len(), 1);
    assert!(operations.find_operation("thing-get").is_some());
    assert!(operations.find_operation("thing").is_none());
    assert!(operations.find_defect("unknown").is_some());
    assert!(operations.find_exclusion("thing-list", "unknown").is_some());
    assert!(operations.find_exclusion("thing-get", "unknown").is_none());
}

#[test]
fn a_gap_for_every_operation_holds_for_each() {
    let text = SOUND.replace("operation = \"thing-list\"", "operation = \"*\"");
    let operations =
        OperationDefectMatrix::parse(&SourceFile::new("operations.toml", text)).expect("sound");
    assert!(operations.find_exclusion("thing-get", "unknown").is_some());
}

#[rstest]
#[case::way_unknown("defects = []", "defects = [\"unknwon\"]", "`unknwon` is not a defect")]
#[case::way_twice(
    "defects = []",
    "defects = [\"unknown\", \"unknown\"]",
    "the defect `unknown` is listed twice"
)]
#[case::operation_twice(
    "\"thing-post\"",
    "\"thing-get\"",
    "the operation `thing-get` is listed twice"
)]
#[case::way_without_operation(
    "[[exclusion]]",
    "[[defect]]\nid = \"idle\"\nabout = \"a\"\n\n[[exclusion]]",
    "no operation has the defect `idle`"
)]
#[case::path_without_slash(
    "\"/things\"",
    "\"things\"",
    "`things` is not the path of an operation"
)]
#[case::path_with_half_a_brace(
    "\"/things\"",
    "\"/a/{b\"",
    "`/a/{b` is not the path of an operation"
)]
#[case::path_with_query("\"/things\"", "\"/a?b\"", "`/a?b` is not the path of an operation")]
#[case::undo_of_nothing(
    "DELETE /things/{id}",
    "DELETE /thing/{id}",
    "`DELETE /thing/{id}` is not an operation with `{id}` in it"
)]
#[case::undo_without_id(
    "DELETE /things/{id}",
    "DELETE /things/all",
    "`DELETE /things/all` is not an operation with `{id}` in it"
)]
#[case::undo_without_pointer(
    "id = \"/id\"",
    "id = \"id\"",
    "`id` is not a JSON pointer into a response"
)]
#[case::undo_of_an_unknown_variable(
    "DELETE /things/{id}\", id = \"/id\", list = \"GET /things/all\"",
    "DELETE /things/{thing}\"",
    "`{thing}` is neither `{id}` nor a variable of the operation's path"
)]
#[case::undo_without_a_pointer_at_all(
    ", id = \"/id\", list = \"GET /things/all\"",
    "",
    "`` is not a JSON pointer into a response"
)]
#[case::list_of_nothing(
    "list = \"GET /things/all\"",
    "list = \"GET /all\"",
    "`GET /all` is not an operation that reads"
)]
#[case::list_that_writes(
    "list = \"GET /things/all\"",
    "list = \"POST /things\"",
    "`POST /things` is not an operation that reads"
)]
#[case::gap_of_nothing(
    "operation = \"thing-list\"",
    "operation = \"thing-lst\"",
    "`thing-lst` is not an operation"
)]
#[case::gap_without_cell(
    "operation = \"thing-list\"",
    "operation = \"thing-post\"",
    "`thing-post` has no defect `unknown` to exclude"
)]
#[case::gap_without_reason("there is always a list", " ", "an exclusion without a reason")]
#[case::key_unknown("about = \"a thing", "abuot = \"a thing", "unknown key `abuot`")]
fn a_flaw_is_reported_at_what_it_is_about(
    #[case] part: &str,
    #[case] instead: &str,
    #[case] what: &str,
) {
    let place = SOUND.find(part).expect("the page has it");
    let line = SOUND[..place].matches('\n').count() + 1;
    let text = SOUND.replacen(part, instead, 1);
    let flaws = OperationDefectMatrix::parse(&SourceFile::new("operations.toml", text))
        .expect_err("a flaw");
    let flaw = flaws.as_slice().iter().find(|flaw| flaw.message == what);
    let flaw = flaw.unwrap_or_else(|| panic!("no such flaw among:\n{flaws}"));
    assert!(
        flaw.line()
            .is_some_and(|own| (line..=line + 1).contains(&own)),
        "{flaw}"
    );
    assert!(flaw.hint.is_some());
}

#[test]
fn an_operation_behind_a_more_general_one_is_a_flaw() {
    let text = SOUND.replace("/things/all", "/things/{any}");
    let flaws = OperationDefectMatrix::parse(&SourceFile::new("operations.toml", text))
        .expect_err("a flaw");
    assert_eq!(
        flaws.as_slice()[0].message,
        "every request of `thing-get` matches `thing-list` first"
    );
}

#[test]
fn a_gap_that_stands_there_twice_is_a_flaw() {
    let gap = &SOUND[SOUND.find("[[exclusion]]").expect("there is an exclusion")..];
    let text = format!("{SOUND}{gap}");
    let flaws = OperationDefectMatrix::parse(&SourceFile::new("operations.toml", text))
        .expect_err("a flaw");
    assert_eq!(flaws.as_slice().len(), 1);
    assert_eq!(
        flaws.as_slice()[0].message,
        "this exclusion is listed twice"
    );
}

#[rstest]
#[case::right("models/thing.json", None)]
#[case::misspelt("models/thnig.json", Some("did you mean `models/thing.json`?"))]
#[case::elsewhere(
    "../secret.json",
    Some(
        "put a JSON Schema into the folder `models` beside this file, and write `models/NAME.schema.json`"
    )
)]
fn the_body_of_an_operation_names_a_model_of_the_contract(
    #[case] body: &str,
    #[case] hint: Option<&str>,
) {
    let text = SOUND.replacen(
        "defects = []",
        &format!("defects = []\nbody = \"{body}\""),
        1,
    );
    let page = SourceFile::new("operations.toml", text);
    let models = [RequestBodyModelSource::from_bytes(
        "thing.json",
        "thing.json",
        b"{}",
    )];
    let parsed = OperationDefectMatrix::parse_with_body_models(&page, &models);
    let flaws: Vec<_> = parsed.err().into_iter().flatten().collect();
    let found: Vec<(String, Option<&str>, Option<&str>)> = flaws
        .iter()
        .map(|flaw| (flaw.message.clone(), flaw.line_text(), flaw.hint.as_deref()))
        .collect();
    let line = format!("body = \"{body}\"");
    let expected = hint.map(|hint| {
        let message = format!("the contract has no model `{body}`");
        (message, Some(line.as_str()), Some(hint))
    });
    assert_eq!(found, Vec::from_iter(expected));
}
