//! The details of a model error (`errors`): present on model errors only, and naming exactly the invalid keys.
//!
//! `error_objects` checks the list below each key. If the case leaves the content open, only its presence is checked. `null` is not absent:
//! `null` on another row is reported, and on a model error it has the wrong form. A key and its alias name the same error: either or both are
//! accepted.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::contract::{JsonPointer, RequirementId};

use super::collector::ViolationCollector;
use super::parsed_response::ParsedResponse;
use super::shorten::shorten_value;
use super::{ErrorDetailsBreach, FieldErrors, ResponseExpectation, error_objects};

/// Reports details on a row that must not have them, and returns their pointer.
pub(super) fn report_misplaced_details(
    reading: &ParsedResponse<'_>,
    collector: &mut ViolationCollector<'_>,
) -> Option<JsonPointer> {
    let model = reading.rules.model;
    let requirement = RequirementId::ErrorsOnlyOnModelError;
    let pointer = model.details.as_ref()?.at.clone();
    let value = reading.body_value_at_key(&pointer)?;
    let row = reading.named_row?;
    let judged = collector.levels().get(requirement).is_some();
    if !judged || model.rows_with_details().contains(&row.id()) {
        return None;
    }
    collector.add(ErrorDetailsBreach::Misplaced {
        at: pointer.clone(),
        actual: shorten_value(value.clone()),
    });
    Some(pointer)
}

pub(super) fn check_error_details(
    reading: &ParsedResponse<'_>,
    expectation: &ResponseExpectation,
    collector: &mut ViolationCollector<'_>,
) {
    let model = reading.rules.model;
    let (Some(row), Some(details)) = (reading.named_row, &model.details) else {
        return;
    };
    if !details.rows.contains(&row.id()) {
        return;
    }
    let pointer = details.at.clone();
    let value = reading.body_value_at_key(&pointer);
    match (value, &expectation.field_errors) {
        (Some(Value::Object(map)), Some(field_errors)) if !field_errors.is_empty() => {
            check_detail_keys(map, field_errors, &pointer, collector);
            error_objects::check_objects_of_each_key(details, map, field_errors, collector);
        }
        (Some(Value::Object(map)), _) if map.values().any(may_hold_error_object) => {}
        (value, field_errors) => {
            let explained =
                collector.has_violation_within(RequirementId::ErrorsMapOfLists, &pointer);
            if !explained {
                let keys = field_errors.iter().flat_map(BTreeMap::keys);
                collector.add(ErrorDetailsBreach::Missing {
                    at: pointer,
                    keys: keys.cloned().collect(),
                    actual: value.cloned().map(shorten_value),
                });
            }
        }
    }
}

/// Reports whether a value of `errors` could hold an error object. The schema reports one of the wrong form.
fn may_hold_error_object(value: &Value) -> bool {
    value.as_array().is_none_or(|objects| !objects.is_empty())
}

fn check_detail_keys(
    map: &Map<String, Value>,
    field_errors: &BTreeMap<String, FieldErrors>,
    pointer: &JsonPointer,
    collector: &mut ViolationCollector<'_>,
) {
    let mut expected = BTreeSet::new();
    for (key, field_error) in field_errors {
        let names = [Some(key), field_error.alias.as_ref()]
            .into_iter()
            .flatten();
        let mut named = names.filter(|name| map.contains_key(*name)).peekable();
        match named.peek() {
            Some(_) => expected.extend(named),
            None => {
                expected.insert(key);
            }
        }
    }
    let actual: BTreeSet<&String> = map.keys().collect();
    if expected != actual {
        let texts = |keys: BTreeSet<&String>| keys.into_iter().cloned().collect();
        collector.add(ErrorDetailsBreach::WrongKeys {
            at: pointer.clone(),
            expected: texts(expected),
            actual: texts(actual),
        });
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::super::testing::{
        TestJudge, body_place_at, breach_field, build_invalid_field_error, build_too_long_error,
        expect_any_row, expect_row, requirement_ids, with_field_errors,
    };
    use super::*;
    use crate::contract::RequirementId as Id;

    fn model_error(errors: &Value) -> Value {
        json!({"message": "Error parsing JSON model", "code": 40001, "errors": errors})
    }

    fn object(key: &str) -> Value {
        json!({"message": format!("Field {key} is invalid.")})
    }

    #[test]
    fn the_key_at_fault_alone_passes() {
        let body = model_error(&json!({"color": [object("color")]}));
        let expectation = with_field_errors(
            expect_row(40001),
            &[("color", build_invalid_field_error("color"))],
        );
        assert_eq!(TestJudge::new().judge_json(400, &body, expectation), []);
    }

    #[rstest]
    #[case::one_missing(json!({"color": [object("color")]}), json!(["color"]))]
    #[case::one_too_many(
        json!({"color": [object("color")], "name": [object("name")], "tag": [object("tag")]}),
        json!(["color", "name", "tag"])
    )]
    #[case::one_for_another(
        json!({"color": [object("color")], "tag": [object("tag")]}),
        json!(["color", "tag"])
    )]
    #[case::another_case(
        json!({"color": [object("color")], "Name": [object("name")]}),
        json!(["Name", "color"])
    )]
    #[case::none(json!({}), json!([]))]
    fn keys_missing_and_surplus_are_one_breach(#[case] errors: Value, #[case] named: Value) {
        let expectation = with_field_errors(
            expect_row(40001),
            &[
                ("color", build_invalid_field_error("color")),
                ("name", build_invalid_field_error("name")),
            ],
        );
        let found = TestJudge::new().judge_json(400, &model_error(&errors), expectation);
        assert_eq!(requirement_ids(&found), [Id::ErrorsKeys]);
        assert_eq!(
            breach_field(&found[0], "/expected"),
            json!(["color", "name"])
        );
        assert_eq!(breach_field(&found[0], "/actual"), named);
        assert_eq!(found[0].place(), body_place_at("/errors"));
    }

    #[test]
    fn an_alias_is_not_told_to_be_wrong_beside_a_key_that_is() {
        let mut field_error = build_invalid_field_error("visibility");
        field_error.alias = Some("privacy".to_owned());
        let errors = json!({"privacy": [object("visibility")], "Color": [object("color")]});
        let expectation = with_field_errors(
            expect_row(40001),
            &[
                ("color", build_invalid_field_error("color")),
                ("visibility", field_error),
            ],
        );
        let found = TestJudge::new().judge_json(400, &model_error(&errors), expectation);
        assert_eq!(requirement_ids(&found), [Id::ErrorsKeys]);
        assert_eq!(
            breach_field(&found[0], "/expected"),
            json!(["color", "privacy"])
        );
        assert_eq!(
            breach_field(&found[0], "/actual"),
            json!(["Color", "privacy"])
        );
    }

    #[rstest]
    #[case::the_key("visibility", true)]
    #[case::its_alias("privacy", true)]
    #[case::something_else("name_privacy", false)]
    fn a_key_may_go_by_its_alias(#[case] key: &str, #[case] passes: bool) {
        let mut field_error = build_invalid_field_error("visibility");
        field_error.alias = Some("privacy".to_owned());
        let body = model_error(&json!({key: [object("visibility")]}));
        let expectation = with_field_errors(expect_row(40001), &[("visibility", field_error)]);
        let found = TestJudge::new().judge_json(400, &body, expectation);
        let expected: &[Id] = if passes { &[] } else { &[Id::ErrorsKeys] };
        assert_eq!(requirement_ids(&found), expected);
    }

    #[test]
    fn a_model_error_without_details_is_a_breach() {
        let body = json!({"message": "Error parsing JSON model", "code": 40001});
        let found = TestJudge::new().judge_json(400, &body, expect_any_row());
        assert_eq!(requirement_ids(&found), [Id::ErrorsPresent]);
        assert_eq!(found[0].describe().expected, "at least one error object");
        let expectation = with_field_errors(
            expect_row(40001),
            &[("color", build_invalid_field_error("color"))],
        );
        let found = TestJudge::new().judge_json(400, &body, expectation);
        assert_eq!(requirement_ids(&found), [Id::ErrorsPresent]);
        assert_eq!(breach_field(&found[0], "/keys"), json!(["color"]));
    }

    #[rstest]
    #[case::a_list_instead_of_a_map(json!([object("color")]))]
    #[case::a_text(json!("color is invalid"))]
    #[case::null(Value::Null)]
    #[case::an_object_instead_of_a_list(json!({"color": object("color")}))]
    #[case::a_text_instead_of_a_list(json!({"color": "invalid"}))]
    #[case::texts_instead_of_objects(json!({"color": ["invalid"]}))]
    fn details_of_the_wrong_form_are_that_breach_alone(#[case] errors: Value) {
        let expectation = with_field_errors(
            expect_row(40001),
            &[("color", build_invalid_field_error("color"))],
        );
        let found = TestJudge::new().judge_json(400, &model_error(&errors), expectation);
        assert_eq!(requirement_ids(&found), [Id::ErrorsMapOfLists]);
        let found = TestJudge::new().judge_json(400, &model_error(&errors), expect_row(40001));
        assert_eq!(requirement_ids(&found), [Id::ErrorsMapOfLists]);
    }

    #[rstest]
    #[case::no_key(json!({}))]
    #[case::no_object(json!({"color": []}))]
    fn details_that_hold_nothing_are_no_details(#[case] errors: Value) {
        let found = TestJudge::new().judge_json(400, &model_error(&errors), expect_row(40001));
        assert_eq!(requirement_ids(&found), [Id::ErrorsPresent]);
    }

    #[test]
    fn where_the_case_leaves_them_open_any_details_pass() {
        let body = model_error(&json!({"anything": [too_long_object()]}));
        assert_eq!(
            TestJudge::new().judge_json(400, &body, expect_row(40001)),
            []
        );
    }

    #[test]
    fn a_case_that_names_no_key_leaves_them_open_as_well() {
        let body = model_error(&json!({"anything": [object("anything")]}));
        let expectation = with_field_errors(expect_row(40001), &[]);
        assert_eq!(
            TestJudge::new().judge_json(400, &body, expectation.clone()),
            []
        );
        let found = TestJudge::new().judge_json(400, &model_error(&json!({})), expectation);
        assert_eq!(requirement_ids(&found), [Id::ErrorsPresent]);
        assert_eq!(found[0].describe().expected, "at least one error object");
    }

    fn too_long_object() -> Value {
        json!({"message": "Field anything is too long.", "max_length": 1, "actual_length": 2})
    }

    #[rstest]
    #[case::a_map(json!({"color": [object("color")]}))]
    #[case::an_empty_map(json!({}))]
    #[case::null(Value::Null)]
    #[case::a_list(json!([]))]
    fn details_on_another_row_are_one_breach_whatever_their_form(#[case] errors: Value) {
        let body = json!({"code": 20002, "message": "Member not found.", "errors": errors});
        let found = TestJudge::new().judge_json(404, &body, expect_row(20002));
        assert_eq!(requirement_ids(&found), [Id::ErrorsOnlyOnModelError]);
        assert_eq!(breach_field(&found[0], "/actual"), errors);
    }

    #[test]
    fn where_it_is_not_judged_that_they_are_there_their_form_is() {
        let body = json!({"code": 20002, "message": "Member not found.", "errors": []});
        let rig = TestJudge::new().without_requirements(&[Id::ErrorsOnlyOnModelError]);
        let found = rig.judge_json(404, &body, expect_row(20002));
        assert_eq!(requirement_ids(&found), [Id::ErrorsMapOfLists]);
    }

    #[test]
    fn where_another_row_is_accepted_its_answer_needs_no_details() {
        let mut expectation = with_field_errors(
            expect_row(40001),
            &[("name", build_too_long_error("name", 100, 101))],
        );
        expectation.outcome = super::super::testing::build_expected_row("40001", &["0/400"]);
        let body = json!({"code": 0, "message": "400: Bad Request"});
        assert_eq!(TestJudge::new().judge_json(400, &body, expectation), []);
    }

    #[test]
    fn a_model_error_with_the_wrong_status_is_still_held_to_its_details() {
        let body = model_error(&json!({"name": [object("name")]}));
        let expectation = with_field_errors(
            expect_row(40001),
            &[("color", build_invalid_field_error("color"))],
        );
        let found = TestJudge::new().judge_json(422, &body, expectation);
        assert_eq!(
            requirement_ids(&found),
            [Id::PairDocumented, Id::RowExpected, Id::ErrorsKeys]
        );
    }
}
