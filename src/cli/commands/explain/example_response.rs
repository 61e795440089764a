//! Examples of conforming responses.

use serde_json::{Map, Value, json};

use crate::check::{FieldError, FieldErrors};
use crate::contract::{Contract, ErrorDetailsModel, ErrorRow};
use crate::suite::{Case, TemplateBindings};

/// Formats the status code and the body of a response with this row. Placeholders in the row's meaning, and details that depend on the
/// request, are taken from the case.
pub(super) fn format_example(
    contract: &Contract,
    row: &ErrorRow,
    case: Option<&Case>,
    bindings: &dyn TemplateBindings,
) -> String {
    let model = &contract.model;
    let mut body = Value::Null;
    let message = case.map_or_else(
        || row.meaning.clone(),
        |case| fill_placeholders(&row.meaning, case, bindings),
    );
    if let Some(at) = &model.message {
        at.insert_into(&mut body, Value::from(message));
    }
    model.code.insert_into(&mut body, Value::from(row.code));
    if let Some(wait) = &model.wait
        && model.rate_limit_rows.contains(&row.id())
    {
        // Half a window: greater than zero, and no longer than a window.
        let half = contract.limits.as_ref().map_or(1, |own| own.window_ms / 2);
        wait.at
            .insert_into(&mut body, Value::from(wait.unit.from_ms(half.max(1))));
    }
    let errors = case.and_then(|case| case.expectation.errors.as_ref());
    if let Some(details) = &model.details
        && details.rows.contains(&row.id())
        && let Some(errors) = errors
    {
        let keys = errors
            .iter()
            .map(|(key, own)| (key.clone(), build_error_objects(details, own)));
        details
            .at
            .insert_into(&mut body, Value::Object(keys.collect()));
    }
    format!("{} {body}", row.status)
}

fn build_error_objects(model: &ErrorDetailsModel, key: &FieldErrors) -> Value {
    let object = |field_error: &FieldError| {
        let message = field_error
            .message
            .as_deref()
            .unwrap_or("what is wrong with it");
        let mut object = Map::from_iter([(model.message.clone(), json!(message))]);
        if let Some(lengths) = field_error.lengths {
            object.insert(model.max_length.clone(), json!(lengths.max));
            object.insert(model.actual_length.clone(), json!(lengths.actual));
        }
        Value::Object(object)
    };
    key.errors.iter().map(object).collect()
}

/// Fills in the placeholders of a row's meaning with the values that the case expects.
fn fill_placeholders(meaning: &str, case: &Case, bindings: &dyn TemplateBindings) -> String {
    let fill = case.expectation.placeholder_values.iter();
    fill.fold(
        meaning.to_owned(),
        |text, (name, template)| match template.render_text(bindings) {
            Ok(value) => text.replace(&format!("{{{name}}}"), &value),
            Err(_) => text,
        },
    )
}
