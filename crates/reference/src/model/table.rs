//! A model as a table of its settable fields, and the parsing of a body against it.

use serde_json::{Map, Value};

use super::error_object::{FieldErrorObject, ModelErrors};
use super::field::ModelField;
use super::privacy::PrivacySetting;
use super::value_format::{ValueFormat, ValueFormatError};
use crate::api_error::DocumentedError;
use crate::refusal::Refusal;
use crate::seams::{RequestSeams, RowAmbiguity};

/// The settable fields of one model.
#[derive(Debug)]
pub(crate) struct FieldTable {
    pub(crate) fields: &'static [ModelField],
    /// The keys inside `privacy`; none for a model without that object.
    pub(crate) privacy: &'static [&'static str],
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
        seams: &RequestSeams,
    ) -> Result<ValidatedModelBody, Refusal> {
        let mut change = ValidatedModelBody::default();
        let mut errors = ModelErrors::default();
        let mut known = 0_usize;
        for field in self.fields {
            let fitted = match (object.get(field.key), field.form, purpose) {
                (None, ValueFormat::Name(of, _), BodyPurpose::Create) => {
                    Err(ValueFormatError::InvalidValue(vec![
                        of.missing_name_error(),
                    ]))
                }
                (None, _, BodyPurpose::Create | BodyPurpose::Change) => continue,
                (Some(value), _, BodyPurpose::Create | BodyPurpose::Change) => {
                    known += 1;
                    field.validate_value(value, seams)
                }
            };
            match fitted {
                Ok(value) => change.values.push((field.key, value)),
                Err(error) => add_error_or_refuse(field.key, error, seams, &mut errors)?,
            }
        }
        if let Some(privacy) = object.get(PRIVACY).filter(|_| !self.privacy.is_empty()) {
            known += 1;
            self.parse_privacy(privacy, seams, &mut change, &mut errors)?;
        }
        match purpose {
            BodyPurpose::Change if known == 0 => Err(DocumentedError::BadRequest.into()),
            BodyPurpose::Change | BodyPurpose::Create if !errors.is_empty() => Err(errors.into()),
            BodyPurpose::Change | BodyPurpose::Create => Ok(change),
        }
    }

    fn parse_privacy(
        &self,
        privacy: &Value,
        seams: &RequestSeams,
        change: &mut ValidatedModelBody,
        errors: &mut ModelErrors,
    ) -> Result<(), Refusal> {
        let settings = match privacy {
            Value::Null => {
                let all = self.privacy.iter();
                change
                    .privacy
                    .extend(all.map(|key| (*key, PrivacySetting::Public)));
                return Ok(());
            }
            Value::Object(settings) => settings,
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                return Err(seams.choose_refusal(
                    RowAmbiguity::WrongType,
                    DocumentedError::BadRequest,
                    PRIVACY.into(),
                ));
            }
        };
        for key in self.privacy {
            let setting = match settings.get(*key) {
                None => continue,
                Some(Value::Null) => Some(PrivacySetting::Public),
                Some(Value::String(word)) => PrivacySetting::parse(word),
                Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                    refuse_unless_model_row(RowAmbiguity::PrivacyValueType, key, seams)?;
                    None
                }
            };
            match setting {
                Some(setting) => change.privacy.push((key, setting)),
                None => errors.add(
                    seams.rows.choose_privacy_error_key(key),
                    FieldErrorObject::for_invalid_field(key),
                ),
            }
        }
        Ok(())
    }
}

/// Adds the error of a field to those of the model, or refuses the body as a whole.
fn add_error_or_refuse(
    key: &str,
    error: ValueFormatError,
    seams: &RequestSeams,
    errors: &mut ModelErrors,
) -> Result<(), Refusal> {
    let found = match error {
        ValueFormatError::InvalidValue(found) => found,
        ValueFormatError::OutOfRange => {
            refuse_unless_model_row(RowAmbiguity::SecondsOutOfRange, key, seams)?;
            vec![FieldErrorObject::for_invalid_field(key)]
        }
        ValueFormatError::WrongType => {
            let row = seams
                .rows
                .choose_row(RowAmbiguity::WrongType, DocumentedError::BadRequest);
            if row != DocumentedError::ModelInvalid {
                return Err(Refusal::from_row(row, key.into()));
            }
            vec![FieldErrorObject::for_invalid_field(key)]
        }
        ValueFormatError::Null(form, found) => {
            refuse_unless_model_row(RowAmbiguity::NullValue(form), key, seams)?;
            vec![found]
        }
    };
    found.into_iter().for_each(|error| errors.add(key, error));
    Ok(())
}

/// Refuses the body as a whole if another row than that of the model is chosen.
fn refuse_unless_model_row(
    doubt: RowAmbiguity,
    key: &str,
    seams: &RequestSeams,
) -> Result<(), Refusal> {
    let row = seams.rows.choose_row(doubt, DocumentedError::ModelInvalid);
    if row == DocumentedError::ModelInvalid {
        Ok(())
    } else {
        Err(Refusal::from_row(row, key.into()))
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
            .parse_body(body.as_object().unwrap(), purpose, &RequestSeams::default())
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
    fn all_invalid_keys_are_named_at_once() {
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
    #[case::beside_an_invalid_value(json!({"color": "red", "tts": "yes"}))]
    fn the_wrong_json_type_is_a_bad_request(#[case] body: Value) {
        let refusal = read(&MEMBER, BodyPurpose::Change, &body).unwrap_err();
        assert_eq!(refusal["code"], 0);
    }

    #[test]
    fn a_number_of_seconds_out_of_range_is_a_matter_of_the_model() {
        let body = json!({"latch_timeout": -1});
        let refusal = read(&SETTINGS, BodyPurpose::Change, &body).unwrap_err();
        assert_eq!(
            refusal["errors"],
            json!({"latch_timeout": [{"message": "Field latch_timeout is invalid."}]})
        );
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
