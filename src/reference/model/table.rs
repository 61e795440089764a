//! A model as a table of its settable fields, and the parsing of a body against it.

use serde_json::{Map, Value};

use super::error_object::{ErrorObject, Errors};
use super::field_fault;
use super::form::{Form, Misfit};
use super::privacy::Visibility;
use crate::reference::fault::{
    Breach, Dated, Late, Mishap, Model, Nothing, Stage, crash, defer, framework, served, strikes,
    strikes_here,
};
use crate::reference::refusal::Refusal;
use crate::reference::rows::Row;
use crate::reference::variant::{self, Variant};

/// The settable fields of one model.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) model: Model,
    pub(crate) fields: &'static [Field],
    /// The keys inside `privacy`; none for a model without that object.
    pub(crate) privacy: &'static [&'static str],
}

/// A settable field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) key: &'static str,
    pub(crate) form: Form,
    pub(crate) null: Null,
    pub(crate) default: Default,
    pub(crate) seen: Seen,
}

/// The choice whether a field may be null.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Null {
    Allowed,
    Refused,
}

/// The value of a field before it is set.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Default {
    Null,
    True,
    False,
    EmptyList,
    Text(&'static str),
}

impl Default {
    pub(crate) fn value(self) -> Value {
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
pub(crate) enum Seen {
    ByAll,
    /// Visible to others unless this privacy key hides it.
    Unless(&'static str),
    ByOwner,
}

/// The choice whether a body creates an object or changes one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Purpose {
    Create,
    Change,
}

/// A valid body: the values to set, with keys of the table only.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Change {
    pub(super) values: Vec<(&'static str, Value)>,
    pub(super) privacy: Vec<(&'static str, Visibility)>,
}

const PRIVACY: &str = "privacy";

impl Table {
    /// Parses a body. Keys that are not in the table are ignored.
    ///
    /// Null in place of the whole `privacy` object sets everything to public, as null does for each of its values.
    ///
    /// # Errors
    ///
    /// Returns the bad request row if a value has the wrong JSON type, or if a change contains no settable key;
    /// otherwise the model row with all invalid keys.
    pub(crate) fn read(
        &self,
        object: &Map<String, Value>,
        purpose: Purpose,
    ) -> Result<Change, Refusal> {
        let mut change = Change::default();
        let mut errors = Errors::default();
        let mut known = 0_usize;
        for field in self.fields {
            let fitted = match (object.get(field.key), field.form, purpose) {
                (None, Form::Name(of, _), Purpose::Create) => {
                    Err(Misfit::Value(vec![of.missing()]))
                }
                (None, _, Purpose::Create | Purpose::Change) => continue,
                (Some(value), _, Purpose::Create | Purpose::Change) => {
                    known += 1;
                    field_fault::befallen(self.model, field, value)
                }
            };
            match fitted {
                Ok(value) => change.values.push((field.key, value)),
                Err(Misfit::Type) if variant::is(Variant::TypeIsAModelError) => {
                    errors.add(field.key, ErrorObject::invalid(field.key));
                }
                Err(Misfit::Type) => {
                    let refusal = framework(Stage::Type, Row::BadRequest);
                    deferred_or(Late::Type, refusal)?;
                }
                Err(Misfit::Value(found)) => {
                    let told = field_fault::told_key(self.model, field.key);
                    found.into_iter().for_each(|error| errors.add(&told, error));
                }
            }
        }
        if let Some(privacy) = object.get(PRIVACY).filter(|_| !self.privacy.is_empty()) {
            known += 1;
            self.read_privacy(privacy, &mut change, &mut errors)?;
        }
        match purpose {
            Purpose::Change if known == 0 => nothing_to_set(self.model, object)?,
            Purpose::Change | Purpose::Create if !errors.is_empty() => {
                deferred_or(Late::Model, errors.into())?;
            }
            Purpose::Change | Purpose::Create => {}
        }
        Ok(change)
    }

    fn read_privacy(
        &self,
        privacy: &Value,
        change: &mut Change,
        errors: &mut Errors,
    ) -> Result<(), Refusal> {
        let settings = match privacy {
            Value::Null => {
                change
                    .privacy
                    .extend(self.privacy.iter().map(|key| (*key, Visibility::Public)));
                return Ok(());
            }
            Value::Object(settings) => settings,
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                return Err(variant::wrong_type(PRIVACY, Row::BadRequest.into()));
            }
        };
        for key in self.privacy {
            let visibility = match settings.get(*key) {
                None => continue,
                Some(Value::Null) => Some(Visibility::Public),
                Some(value) => value.as_str().and_then(Visibility::parse),
            };
            match visibility {
                Some(visibility) => change.privacy.push((key, visibility)),
                None if field_fault::is_unchecked(self.model, key) => {}
                None => {
                    let told = field_fault::told_key(self.model, key);
                    errors.add(variant::privacy_key(&told), ErrorObject::invalid(key));
                }
            }
        }
        Ok(())
    }
}

/// Returns the refusal, unless a fault defers it until everything is written.
pub(crate) fn deferred_or(late: Late, refusal: Refusal) -> Result<(), Refusal> {
    if strikes_here(|kind| Breach::Late(late, kind)) {
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
pub(crate) fn nothing_to_set(model: Model, object: &Map<String, Value>) -> Result<(), Refusal> {
    let nothing = if object.is_empty() {
        Nothing::EmptyObject
    } else {
        Nothing::OtherKeys
    };
    let is_crash = strikes(Breach::Nothing(nothing, Mishap::Crash, model))
        || (object.is_empty() && strikes(Breach::Dated(Dated::EmptyChange)));
    if is_crash {
        crash();
    }
    if strikes(Breach::Nothing(nothing, Mishap::Served, model)) {
        return Err(Refusal::Foreign(served(Row::BadRequest)));
    }
    Err(Row::BadRequest.into())
}

impl Field {
    pub(super) fn fit(&self, value: &Value) -> Result<Value, Misfit> {
        match (value, self.form, self.null) {
            (Value::Null, Form::Name(of, _), _) => Err(Misfit::Value(vec![of.null()])),
            (Value::Null, _, Null::Allowed) => Ok(Value::Null),
            (Value::Null, form, Null::Refused) if variant::null_has_no_form(form) => {
                Err(Misfit::Type)
            }
            (Value::Null, _, Null::Refused) => {
                Err(Misfit::Value(vec![ErrorObject::invalid(self.key)]))
            }
            _ => self.form.fit(self.key, value),
        }
    }
}

/// Creates a nullable field whose default is null.
pub(super) const fn optional(key: &'static str, form: Form, seen: Seen) -> Field {
    Field {
        key,
        form,
        null: Null::Allowed,
        default: Default::Null,
        seen,
    }
}

/// Creates a field that is never null.
pub(super) const fn required(key: &'static str, form: Form, default: Default, seen: Seen) -> Field {
    Field {
        key,
        form,
        null: Null::Refused,
        default,
        seen,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::reference::model::{GROUP, MEMBER, SETTINGS, SYSTEM};

    fn read(table: &Table, purpose: Purpose, body: &Value) -> Result<Change, Value> {
        table
            .read(body.as_object().unwrap(), purpose)
            .map_err(|refusal| refusal.body())
    }

    #[rstest]
    #[case::member(&MEMBER, "Key 'name' is required when creating new member.")]
    #[case::group(&GROUP, "Key 'name' is required when creating new group.")]
    fn creation_without_a_name_names_the_key(#[case] table: &Table, #[case] message: &str) {
        let refusal = read(table, Purpose::Create, &json!({})).unwrap_err();
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
        #[case] table: &Table,
        #[case] body: Value,
    ) {
        let refusal = read(table, Purpose::Change, &body).unwrap_err();
        assert_eq!(refusal, json!({"message": "400: Bad Request", "code": 0}));
    }

    #[test]
    fn all_keys_at_fault_are_named_at_once() {
        let body = json!({
            "name": null, "pronouns": "a".repeat(101), "color": "red", "keep_proxy": null, "proxy_tags": null,
            "description": "fine", "privacy": {"visibility": "secret", "name_privacy": "private"},
        });
        let refusal = read(&MEMBER, Purpose::Change, &body).unwrap_err();
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
        let refusal = read(&MEMBER, Purpose::Change, &body).unwrap_err();
        assert_eq!(refusal["code"], 0);
    }

    #[test]
    fn null_sets_a_privacy_value_to_public() {
        let change = read(
            &GROUP,
            Purpose::Change,
            &json!({"privacy": {"visibility": null}}),
        )
        .unwrap();
        assert_eq!(change.privacy, [("visibility", Visibility::Public)]);
    }

    #[test]
    fn null_for_the_whole_privacy_object_sets_all_of_it_to_public() {
        let change = read(&SYSTEM, Purpose::Change, &json!({"privacy": null})).unwrap();
        assert_eq!(change.privacy.len(), 9);
        assert!(
            change
                .privacy
                .iter()
                .all(|(_, value)| *value == Visibility::Public)
        );
    }
}
