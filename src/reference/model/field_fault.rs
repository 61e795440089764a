//! Faults in the handling of one field.

use serde_json::Value;

use super::error_object::ErrorObject;
use super::form::{Form, Misfit};
use super::table::Field;
use crate::reference::fault::{Breach, FieldFault, Model, crash, is_watched, strikes};

/// The value as it is kept, unless a fault of this field shows.
pub(super) fn befallen(model: Model, field: &Field, value: &Value) -> Result<Value, Misfit> {
    let fitted = field.fit(value);
    if !is_watched() {
        return fitted;
    }
    let strikes = |fault: FieldFault| strikes(Breach::Field(fault, model, field.key));
    match fitted {
        Err(Misfit::Type) => {
            if strikes(FieldFault::TypeCrash) {
                crash();
            }
            if strikes(FieldFault::TypeServed) {
                return Ok(Value::Null);
            }
            Err(Misfit::Type)
        }
        Err(Misfit::Value(errors)) => {
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
                return Err(Misfit::Value(errors.collect()));
            }
            Err(Misfit::Value(errors))
        }
        Ok(_) if is_just_within(field.form, value) && strikes(FieldFault::LimitDown) => {
            let length = length(value);
            let error = ErrorObject::too_long(field.key, length.saturating_sub(1), length);
            Err(Misfit::Value(vec![error]))
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

fn limit(form: Form) -> Option<usize> {
    match form {
        Form::Text(max) | Form::Name(_, max) => Some(max),
        Form::Url => Some(super::form::MAX_URL),
        Form::FreeText
        | Form::Color
        | Form::Date
        | Form::ProxyTags
        | Form::Boolean
        | Form::Seconds
        | Form::OneOf(_)
        | Form::Timezone => None,
    }
}

fn length(value: &Value) -> usize {
    value.as_str().map_or(0, |text| text.chars().count())
}

fn is_just_beyond(form: Form, value: &Value) -> bool {
    limit(form).is_some_and(|max| length(value) == max + 1)
}

fn is_just_within(form: Form, value: &Value) -> bool {
    limit(form).is_some_and(|max| length(value) == max)
}
