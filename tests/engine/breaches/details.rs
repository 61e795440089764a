//! Breaches of `errors`: where it stands, what it names, and whether its lengths are true.

use badreq::contract::RequirementId as Id;
use serde_json::{Value, json};

use super::breach::{Breach, breaches, model, plain};

const TOO_LONG: &str = "model_validation/system-name-too-long-by-one";
const MALFORMED: &str = "model_validation/member-color-with-hash-malformed";
const TWO_KEYS: &str = "model_validation/system-two-keys-at-fault";

breaches! {
    details_that_are_no_map => name(&[Id::ErrorsMapOfLists], |body| {
        body["errors"] = json!([body["errors"]["name"][0]]);
    });
    an_object_where_a_list_belongs => name(&[Id::ErrorsMapOfLists], |body| {
        body["errors"]["name"] = body["errors"]["name"][0].take();
    });
    an_error_object_without_a_message => name(&[Id::ErrorObjectMessage], |body| {
        if let Some(object) = body["errors"]["name"][0].as_object_mut() {
            object.remove("message");
        }
    });
    lengths_that_are_text => name(&[Id::ErrorObjectLengths], |body| {
        body["errors"]["name"][0]["max_length"] = json!("100");
        body["errors"]["name"][0]["actual_length"] = json!("101");
    });
    a_model_error_without_details => name(&[Id::ErrorsPresent], |body| {
        if let Some(body) = body.as_object_mut() {
            body.remove("errors");
        }
    });
    details_of_nothing => name(&[Id::ErrorsKeys], |body| body["errors"] = json!({}));
    details_of_what_is_no_model => plain(&[Id::ErrorsOnlyOnModelError], |answer| {
        answer.edit(|body| body["errors"] = json!({"id": [{"message": "Field id is invalid."}]}));
    });
    details_under_another_key => name(&[Id::ErrorsKeys], |body| {
        let list = body["errors"]["name"].take();
        body["errors"] = json!({"Name": list});
    });
    a_key_that_is_not_at_fault => name(&[Id::ErrorsKeys], |body| {
        body["errors"]["tag"] = json!([{"message": "Field tag is invalid."}]);
    });
    the_second_key_left_out => model(&[Id::ErrorsKeys], TWO_KEYS, "tag", |body| {
        if let Some(errors) = body["errors"].as_object_mut() {
            errors.remove("tag");
        }
    });
    a_limit_that_is_not_the_documented_one => name(&[Id::ErrorsLengthsTrue], |body| {
        body["errors"]["name"][0]["max_length"] = json!(99);
    });
    a_length_that_was_not_sent => name(&[Id::ErrorsLengthsTrue], |body| {
        body["errors"]["name"][0]["actual_length"] = json!(100);
    });
    no_lengths_of_what_is_too_long => name(&[Id::ErrorsLengthsTrue], |body| {
        body["errors"]["name"] = json!([{"message": "Field name is too long."}]);
    })
    .with_level_should();
    lengths_of_what_is_not_too_long => color(&[Id::ErrorsLengthsOnlyWhenTooLong], |body| {
        body["errors"]["color"][0]["max_length"] = json!(6);
        body["errors"]["color"][0]["actual_length"] = json!(7);
    });
    another_wording_of_a_fault => name(&[Id::ErrorsMessageText], |body| {
        body["errors"]["name"][0]["message"] = json!("too long");
    });
}

fn name(broken: &'static [Id], edit: fn(&mut Value)) -> Breach {
    model(broken, TOO_LONG, "name", edit)
}

fn color(broken: &'static [Id], edit: fn(&mut Value)) -> Breach {
    model(broken, MALFORMED, "color", edit).beside(&["messages/one", TOO_LONG])
}
