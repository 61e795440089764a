//! A settable field of a model.

use serde_json::Value;

use super::error_object::FieldErrorObject;
use super::value_format::{ValueFormat, ValueFormatError};
use crate::seams::{RequestSeams, ValueJudgement};

/// A settable field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ModelField {
    pub(crate) key: &'static str,
    pub(crate) form: ValueFormat,
    pub(crate) null: NullPolicy,
    pub(crate) default: FieldDefault,
    pub(crate) audience: FieldAudience,
}

/// The choice whether a field may be null.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NullPolicy {
    Allowed,
    Refused,
}

/// The value of a field before it is set.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FieldDefault {
    Null,
    True,
    False,
    EmptyList,
    Text(&'static str),
}

impl FieldDefault {
    pub(crate) fn to_value(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::True => Value::Bool(true),
            Self::False => Value::Bool(false),
            Self::EmptyList => Value::Array(Vec::new()),
            Self::Text(text) => text.into(),
        }
    }
}

/// The viewers of a field.
#[derive(Clone, Copy, Debug)]
pub(crate) enum FieldAudience {
    ByAll,
    /// Visible to others unless this privacy key hides it.
    Unless(&'static str),
    ByOwner,
}

impl ModelField {
    /// Validates a value and returns it in the form in which it is kept.
    pub(super) fn validate_value(
        &self,
        sent: &Value,
        seams: &RequestSeams,
    ) -> Result<Value, ValueFormatError> {
        let form = self.form.to_field_value_kind();
        let value = &*seams.values.convert_field_value(form, sent);
        match (value, self.form, self.null) {
            (Value::Null, ValueFormat::Name(of, _), _) => {
                Err(ValueFormatError::Null(form, of.null_name_error()))
            }
            (Value::Null, _, NullPolicy::Allowed) => Ok(Value::Null),
            (Value::Null, _, NullPolicy::Refused) => Err(ValueFormatError::Null(
                form,
                FieldErrorObject::for_invalid_field(self.key),
            )),
            (value, _, _) => match seams.values.judge_value(form, value) {
                ValueJudgement::ByForm => self.form.validate_value(self.key, value, &*seams.values),
                ValueJudgement::Accepted => Ok(value.clone()),
                ValueJudgement::Invalid => {
                    let error = FieldErrorObject::for_invalid_field(self.key);
                    Err(ValueFormatError::InvalidValue(vec![error]))
                }
            },
        }
    }
}

/// Creates a nullable field whose default is null.
pub(super) const fn nullable_field(
    key: &'static str,
    form: ValueFormat,
    seen: FieldAudience,
) -> ModelField {
    ModelField {
        key,
        form,
        null: NullPolicy::Allowed,
        default: FieldDefault::Null,
        audience: seen,
    }
}

/// Creates a field that is never null.
pub(super) const fn non_null_field(
    key: &'static str,
    form: ValueFormat,
    default: FieldDefault,
    seen: FieldAudience,
) -> ModelField {
    ModelField {
        key,
        form,
        null: NullPolicy::Refused,
        default,
        audience: seen,
    }
}
