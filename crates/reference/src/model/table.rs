//! A model as a table of its settable fields, and the parsing of a body against it.

use serde_json::{Map, Value};

use super::error_object::{ErrorObject, ModelErrors};
use super::field_fault;
use super::form::{ValueForm, ValueFormError};
use super::privacy::PrivacySetting;
use crate::api_error::DocumentedError;
use crate::fault::{
    Dated, FaultKind, Late, Mishap, Model, Nothing, Stage, crash, defer, framework, served,
    strikes, strikes_here,
};
use crate::refusal::Refusal;
use crate::variant::{self, Variant};

/// The settable fields of one model.
#[derive(Debug)]
pub(crate) struct FieldTable {
    pub(crate) model: Model,
    pub(crate) fields: &'static [ModelField],
    /// The keys inside `privacy`; none for a model without that object.
    pub(crate) privacy: &'static [&'static str],
}

/// A settable field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ModelField {
    pub(crate) key: &'static str,
    pub(crate) form: ValueForm,
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

/// The choice whether a body creates an object or changes one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum BodyPurpose {
    Create,
    Change,
}

/// A valid body: the values to set, with keys of the table only.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ValidatedModelBody {
    pub(super) values: Vec<(&'static str, Value)>,
    pub(super) privacy: Vec<(&'static str, PrivacySetting)>,
}

const PRIVACY: &str = "privacy";

impl FieldTable {
    /// Parses a body. Keys that are not in the table are ignored.
    ///
    /// Null in place of the whole `privacy` object sets everything to public, as null does for each of its values.
    ///
    /// # Errors
    ///
    /// Returns the bad request row if a value has the wrong JSON type, or if a change contains no settable key;
    /// otherwise the model row with all invalid keys.
    pub(crate) fn parse_body(
        &self,
        object: &Map<String, Value>,
        purpose: BodyPurpose,
    ) -> Result<ValidatedModelBody, Refusal> {
        let mut change = ValidatedModelBody::default();
        let mut errors = ModelErrors::default();
        let mut known = 0_usize;
        for field in self.fields {
            let fitted = match (object.get(field.key), field.form, purpose) {
                (None, ValueForm::Name(of, _), BodyPurpose::Create) => {
                    Err(ValueFormError::InvalidValue(vec![of.missing_name_error()]))
                }
                (None, _, BodyPurpose::Create | BodyPurpose::Change) => continue,
                (Some(value), _, BodyPurpose::Create | BodyPurpose::Change) => {
                    known += 1;
                    field_fault::validate_with_faults(self.model, field, value)
                }
            };
            match fitted {
                Ok(value) => change.values.push((field.key, value)),
                Err(ValueFormError::WrongType) if variant::is(Variant::TypeIsAModelError) => {
                    errors.add(field.key, ErrorObject::for_invalid_field(field.key));
                }
                Err(ValueFormError::WrongType) => {
                    let refusal = framework(Stage::Type, DocumentedError::BadRequest);
                    refuse_unless_deferred(Late::Type, refusal)?;
                }
                Err(ValueFormError::InvalidValue(found)) => {
                    let told = field_fault::reported_error_key(self.model, field.key);
                    found.into_iter().for_each(|error| errors.add(&told, error));
                }
            }
        }
        if let Some(privacy) = object.get(PRIVACY).filter(|_| !self.privacy.is_empty()) {
            known += 1;
            self.parse_privacy(privacy, &mut change, &mut errors)?;
        }
        match purpose {
            BodyPurpose::Change if known == 0 => refuse_empty_change(self.model, object)?,
            BodyPurpose::Change | BodyPurpose::Create if !errors.is_empty() => {
                refuse_unless_deferred(Late::Model, errors.into())?;
            }
            BodyPurpose::Change | BodyPurpose::Create => {}
        }
        Ok(change)
    }

    fn parse_privacy(
        &self,
        privacy: &Value,
        change: &mut ValidatedModelBody,
        errors: &mut ModelErrors,
    ) -> Result<(), Refusal> {
        let settings = match privacy {
            Value::Null => {
                change.privacy.extend(
                    self.privacy
                        .iter()
                        .map(|key| (*key, PrivacySetting::Public)),
                );
                return Ok(());
            }
            Value::Object(settings) => settings,
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                return Err(variant::wrong_type(
                    PRIVACY,
                    DocumentedError::BadRequest.into(),
                ));
            }
        };
        for key in self.privacy {
            let visibility = match settings.get(*key) {
                None => continue,
                Some(Value::Null) => Some(PrivacySetting::Public),
                Some(value)
                    if !value.is_string() && variant::is(Variant::PrivacyValuesAreTexts) =>
                {
                    return Err(DocumentedError::BadRequest.into());
                }
                Some(value) => value.as_str().and_then(PrivacySetting::parse),
            };
            match visibility {
                Some(visibility) => change.privacy.push((key, visibility)),
                None if field_fault::is_privacy_value_unchecked(self.model, key) => {}
                None => {
                    let told = field_fault::reported_error_key(self.model, key);
                    errors.add(
                        variant::privacy_key(&told),
                        ErrorObject::for_invalid_field(key),
                    );
                }
            }
        }
        Ok(())
    }
}

/// Returns the refusal, unless a fault defers it until everything is written.
pub(crate) fn refuse_unless_deferred(late: Late, refusal: Refusal) -> Result<(), Refusal> {
    if strikes_here(|kind| FaultKind::Late(late, kind)) {
        defer(refusal);
        return Ok(());
    }
    Err(refusal)
}

/// Refuses a change that contains nothing to change, unless a fault serves it.
///
/// # Errors
///
/// Returns the bad request row.
pub(crate) fn refuse_empty_change(
    model: Model,
    object: &Map<String, Value>,
) -> Result<(), Refusal> {
    let nothing = if object.is_empty() {
        Nothing::EmptyObject
    } else {
        Nothing::OtherKeys
    };
    let is_crash = strikes(FaultKind::Nothing(nothing, Mishap::Crash, model))
        || (object.is_empty() && strikes(FaultKind::Dated(Dated::EmptyChange)));
    if is_crash {
        crash();
    }
    if strikes(FaultKind::Nothing(nothing, Mishap::Served, model)) {
        return Err(Refusal::NonApi(served(DocumentedError::BadRequest)));
    }
    Err(DocumentedError::BadRequest.into())
}

impl ModelField {
    pub(super) fn validate_value(&self, sent: &Value) -> Result<Value, ValueFormError> {
        let value = variant::read_as(self.form, sent);
        match (&*value, self.form, self.null) {
            (Value::Null, form, NullPolicy::Refused) if variant::null_has_no_form(form) => {
                Err(ValueFormError::WrongType)
            }
            (Value::Null, ValueForm::Name(of, _), _) => {
                Err(ValueFormError::InvalidValue(vec![of.null_name_error()]))
            }
            (Value::Null, _, NullPolicy::Allowed) => Ok(Value::Null),
            (Value::Null, _, NullPolicy::Refused) => Err(ValueFormError::InvalidValue(vec![
                ErrorObject::for_invalid_field(self.key),
            ])),
            (value, _, _) if variant::is_invalid_with_nul(value) => {
                let error = ErrorObject::for_invalid_field(self.key);
                Err(ValueFormError::InvalidValue(vec![error]))
            }
            (value, form, _) => form.validate_value(self.key, value),
        }
    }
}

/// Creates a nullable field whose default is null.
pub(super) const fn optional_field(
    key: &'static str,
    form: ValueForm,
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
pub(super) const fn required_field(
    key: &'static str,
    form: ValueForm,
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

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::model::{GROUP, MEMBER, SETTINGS, SYSTEM};

    fn read(
        table: &FieldTable,
        purpose: BodyPurpose,
        body: &Value,
    ) -> Result<ValidatedModelBody, Value> {
        table
            .parse_body(body.as_object().unwrap(), purpose)
            .map_err(|refusal| refusal.body_json())
    }

    #[rstest]
    #[case::member(&MEMBER, "Key 'name' is required when creating new member.")]
    #[case::group(&GROUP, "Key 'name' is required when creating new group.")]
    fn creation_without_a_name_names_the_key(#[case] table: &FieldTable, #[case] message: &str) {
        let refusal = read(table, BodyPurpose::Create, &json!({})).unwrap_err();
        assert_eq!(refusal["errors"], json!({"name": [{"message": message}]}));
        assert_eq!(refusal["code"], 40001);
    }

    #[rstest]
    #[case::empty(&MEMBER, json!({}))]
    #[case::unknown(&MEMBER, json!({"nickname": "x"}))]
    #[case::read_only(&SYSTEM, json!({"id": "abcdef", "uuid": "x", "created": null}))]
    #[case::read_only_settings(&SETTINGS, json!({"member_limit": 5}))]
    #[case::privacy_where_there_is_none(&SETTINGS, json!({"privacy": {}}))]
    fn a_change_without_a_settable_key_is_a_bad_request(
        #[case] table: &FieldTable,
        #[case] body: Value,
    ) {
        let refusal = read(table, BodyPurpose::Change, &body).unwrap_err();
        assert_eq!(refusal, json!({"message": "400: Bad Request", "code": 0}));
    }

    #[test]
    fn all_keys_at_fault_are_named_at_once() {
        let body = json!({
            "name": null, "pronouns": "a".repeat(101), "color": "red", "keep_proxy": null, "proxy_tags": null,
            "description": "fine", "privacy": {"visibility": "secret", "name_privacy": "private"},
        });
        let refusal = read(&MEMBER, BodyPurpose::Change, &body).unwrap_err();
        assert_eq!(
            refusal["errors"],
            json!({
                "name": [{"message": "Member name can not be set to null."}],
                "pronouns": [{"message": "Field pronouns is too long.", "max_length": 100, "actual_length": 101}],
                "color": [{"message": "Field color is invalid."}],
                "keep_proxy": [{"message": "Field keep_proxy is invalid."}],
                "proxy_tags": [{"message": "Field proxy_tags is invalid."}],
                "visibility": [{"message": "Field visibility is invalid."}],
            })
        );
    }

    #[rstest]
    #[case::text(json!({"name": 5}))]
    #[case::privacy(json!({"privacy": "private"}))]
    #[case::beside_a_model_fault(json!({"color": "red", "tts": "yes"}))]
    fn the_wrong_json_type_is_a_bad_request(#[case] body: Value) {
        let refusal = read(&MEMBER, BodyPurpose::Change, &body).unwrap_err();
        assert_eq!(refusal["code"], 0);
    }

    #[test]
    fn null_sets_a_privacy_value_to_public() {
        let change = read(
            &GROUP,
            BodyPurpose::Change,
            &json!({"privacy": {"visibility": null}}),
        )
        .unwrap();
        assert_eq!(change.privacy, [("visibility", PrivacySetting::Public)]);
    }

    #[test]
    fn null_for_the_whole_privacy_object_sets_all_of_it_to_public() {
        let change = read(&SYSTEM, BodyPurpose::Change, &json!({"privacy": null})).unwrap();
        assert_eq!(change.privacy.len(), 9);
        assert!(
            change
                .privacy
                .iter()
                .all(|(_, value)| *value == PrivacySetting::Public)
        );
    }
}
