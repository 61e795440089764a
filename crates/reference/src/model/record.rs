//! The current values of one object, and their representation.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::field::{FieldAudience, ModelField};
use super::privacy::{FieldVisibility, PrivacySetting, Viewer};
use super::table::{FieldTable, ValidatedModelBody};

/// The values of one object: a valid value for each field of its table.
#[derive(Clone, Debug)]
pub(crate) struct ModelRecord {
    table: &'static FieldTable,
    values: BTreeMap<&'static str, Value>,
    private: BTreeSet<&'static str>,
}

impl ModelRecord {
    /// Creates a record with all fields at their defaults and everything public.
    pub(crate) fn new(table: &'static FieldTable) -> Self {
        Self {
            table,
            values: table
                .fields
                .iter()
                .map(|field| (field.key, field.default.to_value()))
                .collect(),
            private: BTreeSet::new(),
        }
    }

    pub(crate) fn apply_change(&mut self, change: ValidatedModelBody) {
        self.values.extend(change.values);
        for (key, visibility) in change.privacy {
            match visibility {
                PrivacySetting::Public => self.private.remove(key),
                PrivacySetting::Private => self.private.insert(key),
            };
        }
    }

    /// Sets a field to a literal value, for seeds.
    #[must_use]
    pub(crate) fn with_seed_value(mut self, key: &'static str, value: &'static str) -> Self {
        self.values.insert(key, value.into());
        self
    }

    /// Returns the value of a field; null for a key that is not in the table.
    pub(crate) fn field_value(&self, key: &str) -> Value {
        self.values.get(key).cloned().unwrap_or(Value::Null)
    }

    pub(crate) fn privacy_setting(&self, key: &str) -> PrivacySetting {
        if self.private.contains(key) {
            PrivacySetting::Private
        } else {
            PrivacySetting::Public
        }
    }

    /// Returns whether `viewer` may see what `privacy_key` protects.
    pub(crate) fn visibility_to(&self, privacy_key: &str, viewer: Viewer) -> FieldVisibility {
        self.privacy_setting(privacy_key).visibility_to(viewer)
    }

    /// Returns all fields as `viewer` sees them, in the order of the table; a hidden value is null or an empty list.
    pub(crate) fn to_json(&self, viewer: Viewer) -> Map<String, Value> {
        let fields = self.table.fields.iter();
        fields
            .map(|field| (field.key.to_owned(), self.field_json(field, viewer)))
            .collect()
    }

    fn field_json(&self, field: &ModelField, viewer: Viewer) -> Value {
        let shown = match (field.audience, viewer) {
            (FieldAudience::ByAll, _) | (FieldAudience::ByOwner, Viewer::Owner) => {
                FieldVisibility::Visible
            }
            (FieldAudience::ByOwner, Viewer::Other) => FieldVisibility::Hidden,
            (FieldAudience::Unless(privacy_key), _) => self.visibility_to(privacy_key, viewer),
        };
        match (shown, self.field_value(field.key)) {
            (FieldVisibility::Visible, value) => value,
            (FieldVisibility::Hidden, Value::Array(_)) => json!([]),
            (FieldVisibility::Hidden, _) => Value::Null,
        }
    }

    /// Returns the `privacy` object; null for all viewers but the owner.
    pub(crate) fn privacy_json(&self, viewer: Viewer) -> Value {
        match viewer {
            Viewer::Other => Value::Null,
            Viewer::Owner => {
                let keys = self.table.privacy.iter();
                keys.map(|key| {
                    (
                        (*key).to_owned(),
                        Value::from(self.privacy_setting(key).name()),
                    )
                })
                .collect::<Map<String, Value>>()
                .into()
            }
        }
    }
}
