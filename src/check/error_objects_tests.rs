use rstest::rstest;
use serde_json::json;

use super::super::testing::{
    TestJudge, body_place_at, breach_field, build_invalid_field_error, build_too_long_error,
    expect_row, requirement_ids, with_field_errors,
};
use super::*;
use crate::check::{BreachPlace, Violation};
use crate::contract::{Level, RequirementId as Id};

const TOO_LONG: &str = "Field avatar_url is too long.";
const INVALID: &str = "Field avatar_url is invalid.";

fn judge_error_objects(field_errors: &FieldErrors, objects: &Value) -> Vec<Violation> {
    let expectation = with_field_errors(expect_row(40001), &[("avatar_url", field_errors.clone())]);
    let body = json!({
        "message": "Error parsing JSON model", "code": 40001, "errors": {"avatar_url": objects},
    });
    let found = TestJudge::new().judge_json(400, &body, expectation);
    let at_the_list = |v: &Violation| matches!(&v.place(), BreachPlace::BodyAt(at) if at.as_str().starts_with("/errors/avatar_url"));
    assert!(found.iter().all(at_the_list), "{found:?}");
    found
}

fn too_long_error() -> FieldErrors {
    build_too_long_error("avatar_url", 256, 257)
}

fn too_long_and_invalid_errors() -> FieldErrors {
    let mut field_errors = too_long_error();
    field_errors
        .errors
        .extend(build_invalid_field_error("avatar_url").errors);
    field_errors
}

fn error_object_json(text: &str, max: u64, actual: u64) -> Value {
    json!({"message": text, "max_length": max, "actual_length": actual})
}

#[test]
fn true_lengths_pass() {
    assert_eq!(
        judge_error_objects(
            &too_long_error(),
            &json!([error_object_json(TOO_LONG, 256, 257)])
        ),
        []
    );
}

#[rstest]
#[case::changed_places(json!([error_object_json(TOO_LONG, 257, 256)]), json!([{"max": 257, "actual": 256}]), Level::Must, "max_length 256, actual_length 257")]
#[case::another_limit(json!([error_object_json(TOO_LONG, 255, 257)]), json!([{"max": 255, "actual": 257}]), Level::Must, "max_length 256")]
#[case::another_length(json!([error_object_json(TOO_LONG, 256, 256)]), json!([{"max": 256, "actual": 256}]), Level::Must, "actual_length 257")]
#[case::another_limit_alone(json!([{"message": TOO_LONG, "max_length": 255}]), json!([{"max": 255}]), Level::Must, "max_length 256, actual_length 257")]
#[case::no_lengths(json!([{"message": TOO_LONG}]), json!([{}]), Level::Should, "max_length 256, actual_length 257")]
#[case::one_of_two(json!([{"message": TOO_LONG, "max_length": 256}]), json!([{"max": 256}]), Level::Should, "actual_length 257")]
fn wrong_lengths_break_a_must_and_missing_lengths_a_should(
    #[case] objects: Value,
    #[case] told: Value,
    #[case] level: Level,
    #[case] expected: &str,
) {
    let found = judge_error_objects(&too_long_error(), &objects);
    assert_eq!(requirement_ids(&found), [Id::ErrorsLengthsTrue]);
    assert_eq!(found[0].level, level);
    assert_eq!(found[0].describe().expected, expected);
    assert_eq!(breach_field(&found[0], "/objects"), told);
}

#[rstest]
#[case::text(json!("256"))]
#[case::null(Value::Null)]
#[case::a_fraction(json!(256.5))]
fn a_length_that_is_no_integer_is_that_breach_alone(#[case] max: Value) {
    let objects = json!([{"message": TOO_LONG, "max_length": max, "actual_length": 257}]);
    assert_eq!(
        requirement_ids(&judge_error_objects(&too_long_error(), &objects)),
        [Id::ErrorObjectLengths]
    );
}

#[test]
fn a_length_that_is_written_with_a_point_does_not_hide_that_it_is_wrong() {
    let objects = json!([{"message": TOO_LONG, "max_length": 255.0, "actual_length": 257}]);
    let found = judge_error_objects(&too_long_error(), &objects);
    assert_eq!(requirement_ids(&found), [Id::ErrorsLengthsTrue]);
    assert_eq!(found[0].level, Level::Must);
}

#[test]
fn a_list_of_the_wrong_form_does_not_hide_the_faults_of_another_key() {
    let field_errors = [
        ("avatar_url", too_long_error()),
        ("name", build_invalid_field_error("name")),
    ];
    let body = json!({
        "message": "Error parsing JSON model", "code": 40001,
        "errors": {"avatar_url": TOO_LONG, "name": [{"message": "no"}]},
    });
    let found = TestJudge::new().judge_json(
        400,
        &body,
        with_field_errors(expect_row(40001), &field_errors),
    );
    assert_eq!(
        requirement_ids(&found),
        [Id::ErrorsMapOfLists, Id::ErrorsMessageText]
    );
    assert_eq!(found[1].place(), body_place_at("/errors/name"));
}

#[rstest]
#[case::both(error_object_json(INVALID, 256, 3))]
#[case::one(json!({"message": INVALID, "max_length": 256}))]
#[case::the_other(json!({"message": INVALID, "actual_length": 3}))]
fn lengths_of_what_is_not_too_long_are_a_breach(#[case] told: Value) {
    let found = judge_error_objects(&build_invalid_field_error("avatar_url"), &json!([told]));
    assert_eq!(requirement_ids(&found), [Id::ErrorsLengthsOnlyWhenTooLong]);
}

#[rstest]
#[case::in_the_usual_order(json!([error_object_json(TOO_LONG, 256, 257), {"message": INVALID}]))]
#[case::the_other_way_round(json!([{"message": INVALID}, error_object_json(TOO_LONG, 256, 257)]))]
#[case::with_one_more(json!([error_object_json(TOO_LONG, 256, 257), {"message": INVALID}, {"message": "x"}]))]
fn each_field_error_of_a_key_may_have_an_object(#[case] objects: Value) {
    assert_eq!(
        judge_error_objects(&too_long_and_invalid_errors(), &objects),
        []
    );
}

#[rstest]
#[case::invalid_is_missing(json!([error_object_json(TOO_LONG, 256, 257)]), Id::ErrorsKeys)]
#[case::too_long_is_missing(json!([{"message": INVALID}]), Id::ErrorsLengthsTrue)]
#[case::lengths_on_both(
    json!([error_object_json(TOO_LONG, 256, 257), error_object_json(INVALID, 256, 257)]),
    Id::ErrorsLengthsOnlyWhenTooLong
)]
#[case::texts_changed_places(
    json!([error_object_json(INVALID, 256, 257), {"message": TOO_LONG}]),
    Id::ErrorsMessageText
)]
fn an_unreported_field_error_is_one_violation(#[case] objects: Value, #[case] expected: Id) {
    assert_eq!(
        requirement_ids(&judge_error_objects(
            &too_long_and_invalid_errors(),
            &objects
        )),
        [expected]
    );
}

#[test]
fn one_object_tells_one_fault() {
    let mut twice = too_long_error();
    twice.errors.extend(too_long_error().errors);
    let found = judge_error_objects(
        &twice,
        &json!([error_object_json(TOO_LONG, 256, 257), {"message": TOO_LONG}]),
    );
    assert_eq!(requirement_ids(&found), [Id::ErrorsLengthsTrue]);
}

#[test]
fn an_empty_list_tells_no_fault() {
    let found = judge_error_objects(&build_invalid_field_error("avatar_url"), &json!([]));
    assert_eq!(requirement_ids(&found), [Id::ErrorsKeys]);
    assert_eq!(breach_field(&found[0], "/expected"), json!(1));
    assert_eq!(breach_field(&found[0], "/objects"), json!(0));
    assert_eq!(
        requirement_ids(&judge_error_objects(&too_long_error(), &json!([]))),
        [Id::ErrorsLengthsTrue]
    );
}

#[rstest]
#[case::other_words("avatar_url: not a URL")]
#[case::white_space_behind("Field avatar_url is invalid. ")]
#[case::of_another_key("Field name is invalid.")]
fn an_unusual_text_is_reported_and_no_failure(#[case] text: &str) {
    let found = judge_error_objects(
        &build_invalid_field_error("avatar_url"),
        &json!([{"message": text}]),
    );
    assert_eq!(requirement_ids(&found), [Id::ErrorsMessageText]);
    assert_eq!(found[0].level, Level::May);
    assert_eq!(breach_field(&found[0], "/expected"), json!([INVALID]));
    assert_eq!(breach_field(&found[0], "/actual"), json!([{"text": text}]));
}

#[test]
fn an_unusual_text_beside_true_lengths_is_reported_too() {
    let found = judge_error_objects(
        &too_long_error(),
        &json!([error_object_json("256 at most", 256, 257)]),
    );
    assert_eq!(requirement_ids(&found), [Id::ErrorsMessageText]);
    assert_eq!(breach_field(&found[0], "/expected"), json!([TOO_LONG]));
    assert_eq!(
        breach_field(&found[0], "/actual"),
        json!([{"text": "256 at most"}])
    );
}

#[test]
fn a_text_that_the_case_leaves_open_is_not_judged() {
    let mut field_errors = build_invalid_field_error("avatar_url");
    field_errors.errors[0].message = None;
    assert_eq!(
        judge_error_objects(&field_errors, &json!([{"message": "anything"}])),
        []
    );
}

#[rstest]
#[case::missing(json!([{}]))]
#[case::null(json!([{"message": null}]))]
#[case::a_number(json!([{"message": 1}]))]
fn a_missing_error_text_is_the_only_violation(#[case] objects: Value) {
    let found = judge_error_objects(&build_invalid_field_error("avatar_url"), &objects);
    assert_eq!(requirement_ids(&found), [Id::ErrorObjectMessage]);
}
