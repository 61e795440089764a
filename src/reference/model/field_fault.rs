//! Faults in the handling of one field.

use serde_json::Value;

use super::error_object::ErrorObject;
use super::form::{ValueForm, ValueFormError};
use super::table::ModelField;
use crate::reference::fault::{Breach, FieldFault, Model, crash, is_watched, strikes};

/// The value as it is kept, unless a fault of this field shows.
pub(super) fn befallen(
    model: Model,
    field: &ModelField,
    value: &Value,
) -> Result<Value, ValueFormError> {
    let fitted = field.validate_value(value);
    if !is_watched() {
        return fitted;
    }
    let strikes = |fault: FieldFault| strikes(Breach::Field(fault, model, field.key));
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
                    is_just_beyond(field.form, value) && strikes(FieldFault::LimitUp)
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
        Ok(_) if is_just_within(field.form, value) && strikes(FieldFault::LimitDown) => {
            let length = length(value);
            let error =
                ErrorObject::for_too_long_field(field.key, length.saturating_sub(1), length);
            Err(ValueFormError::InvalidValue(vec![error]))
        }
        Ok(value) => Ok(value),
    }
}

/// Whether a fault lets a privacy value through, whatever it is.
pub(super) fn is_unchecked(model: Model, key: &'static str) -> bool {
    if strikes(Breach::Field(FieldFault::InvalidCrash, model, key)) {
        crash();
    }
    strikes(Breach::Field(FieldFault::Unchecked, model, key))
}

/// The key under which something at fault is told.
pub(crate) fn told_key(model: Model, key: &'static str) -> String {
    if strikes(Breach::Field(FieldFault::Renamed, model, key)) {
        format!("{}.{key}", model.name())
    } else {
        key.to_owned()
    }
}

fn limit(form: ValueForm) -> Option<usize> {
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

fn length(value: &Value) -> usize {
    value.as_str().map_or(0, |text| text.chars().count())
}

fn is_just_beyond(form: ValueForm, value: &Value) -> bool {
    limit(form).is_some_and(|max| length(value) == max + 1)
}

fn is_just_within(form: ValueForm, value: &Value) -> bool {
    limit(form).is_some_and(|max| length(value) == max)
}
