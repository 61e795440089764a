//! Faults in the handling of one field.

use serde_json::Value;

use super::error_object::ErrorObject;
use super::form::{ValueForm, ValueFormError};
use super::table::ModelField;
use crate::fault::{FaultKind, FieldFault, Model, crash, is_watched, strikes};

/// The value as it is kept, unless a fault of this field shows.
pub(super) fn validate_with_faults(
    model: Model,
    field: &ModelField,
    value: &Value,
) -> Result<Value, ValueFormError> {
    let fitted = field.validate_value(value);
    if !is_watched() {
        return fitted;
    }
    let strikes = |fault: FieldFault| strikes(FaultKind::Field(fault, model, field.key));
    match fitted {
        Err(ValueFormError::WrongType) => {
            if strikes(FieldFault::TypeCrash) {
                crash();
            }
            if strikes(FieldFault::TypeServed) {
                return Ok(Value::Null);
            }
            Err(ValueFormError::WrongType)
        }
        Err(ValueFormError::InvalidValue(errors)) => {
            if strikes(FieldFault::InvalidCrash) {
                crash();
            }
            let is_measured = errors.iter().any(ErrorObject::has_lengths);
            let is_served = match value {
                Value::Null => strikes(FieldFault::NullServed),
                _ if is_measured => {
                    exceeds_limit_by_one(field.form, value) && strikes(FieldFault::LimitUp)
                }
                _ => strikes(FieldFault::Unchecked),
            };
            if is_served {
                return Ok(value.clone());
            }
            if is_measured && strikes(FieldFault::LimitWrong) {
                let errors = errors.into_iter().map(ErrorObject::with_other_limit);
                return Err(ValueFormError::InvalidValue(errors.collect()));
            }
            Err(ValueFormError::InvalidValue(errors))
        }
        Ok(_) if has_maximum_length(field.form, value) && strikes(FieldFault::LimitDown) => {
            let length = count_characters(value);
            let error =
                ErrorObject::for_too_long_field(field.key, length.saturating_sub(1), length);
            Err(ValueFormError::InvalidValue(vec![error]))
        }
        Ok(value) => Ok(value),
    }
}

/// Reports whether a fault lets a privacy value through, whatever it is.
pub(super) fn is_privacy_value_unchecked(model: Model, key: &'static str) -> bool {
    if strikes(FaultKind::Field(FieldFault::InvalidCrash, model, key)) {
        crash();
    }
    strikes(FaultKind::Field(FieldFault::Unchecked, model, key))
}

/// Returns the key under which an error is reported.
pub(crate) fn reported_error_key(model: Model, key: &'static str) -> String {
    if strikes(FaultKind::Field(FieldFault::Renamed, model, key)) {
        format!("{}.{key}", model.name())
    } else {
        key.to_owned()
    }
}

fn maximum_length(form: ValueForm) -> Option<usize> {
    match form {
        ValueForm::Text(max) | ValueForm::Name(_, max) => Some(max),
        ValueForm::Url => Some(super::form::MAX_URL),
        ValueForm::FreeText
        | ValueForm::Color
        | ValueForm::Date
        | ValueForm::ProxyTags
        | ValueForm::Boolean
        | ValueForm::Seconds
        | ValueForm::OneOf(_)
        | ValueForm::Timezone => None,
    }
}

fn count_characters(value: &Value) -> usize {
    value.as_str().map_or(0, |text| text.chars().count())
}

fn exceeds_limit_by_one(form: ValueForm, value: &Value) -> bool {
    maximum_length(form).is_some_and(|max| count_characters(value) == max + 1)
}

fn has_maximum_length(form: ValueForm, value: &Value) -> bool {
    maximum_length(form).is_some_and(|max| count_characters(value) == max)
}
