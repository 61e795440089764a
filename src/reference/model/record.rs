//! The current values of one object, and their representation.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::privacy::{Shown, Viewer, Visibility};
use super::table::{Change, Field, Seen, Table};

/// The values of one object: a valid value for each field of its table.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    table: &'static Table,
    values: BTreeMap<&'static str, Value>,
    private: BTreeSet<&'static str>,
}

impl Record {
    /// Creates a record with all fields at their defaults and everything public.
    pub(crate) fn new(table: &'static Table) -> Self {
        Self {
            table,
            values: table
                .fields
                .iter()
                .map(|field| (field.key, field.default.value()))
                .collect(),
            private: BTreeSet::new(),
        }
    }

    pub(crate) fn apply(&mut self, change: Change) {
        self.values.extend(change.values);
        for (key, visibility) in change.privacy {
            match visibility {
                Visibility::Public => self.private.remove(key),
                Visibility::Private => self.private.insert(key),
            };
        }
    }

    /// Sets a field to a literal value, for seeds.
    #[must_use]
    pub(crate) fn preset(mut self, key: &'static str, value: &'static str) -> Self {
        self.values.insert(key, value.into());
        self
    }

    /// Returns the value of a field; null for a key that is not in the table.
    pub(crate) fn value(&self, key: &str) -> Value {
        self.values.get(key).cloned().unwrap_or(Value::Null)
    }

    pub(crate) fn visibility(&self, key: &str) -> Visibility {
        if self.private.contains(key) {
            Visibility::Private
        } else {
            Visibility::Public
        }
    }

    /// Returns whether `viewer` may see what `privacy_key` protects.
    pub(crate) fn shows(&self, privacy_key: &str, viewer: Viewer) -> Shown {
        self.visibility(privacy_key).lets(viewer)
    }

    /// Returns all fields as `viewer` sees them, in the order of the table; a hidden value is null or an empty list.
    pub(crate) fn show(&self, viewer: Viewer) -> Map<String, Value> {
        let fields = self.table.fields.iter();
        fields
            .map(|field| (field.key.to_owned(), self.show_field(field, viewer)))
            .collect()
    }

    fn show_field(&self, field: &Field, viewer: Viewer) -> Value {
        let shown = match (field.seen, viewer) {
            (Seen::ByAll, _) | (Seen::ByOwner, Viewer::Owner) => Shown::Yes,
            (Seen::ByOwner, Viewer::Other) => Shown::No,
            (Seen::Unless(privacy_key), _) => self.shows(privacy_key, viewer),
        };
        match (shown, self.value(field.key)) {
            (Shown::Yes, value) => value,
            (Shown::No, Value::Array(_)) => json!([]),
            (Shown::No, _) => Value::Null,
        }
    }

    /// Returns the `privacy` object; null for all viewers but the owner.
    pub(crate) fn show_privacy(&self, viewer: Viewer) -> Value {
        match viewer {
            Viewer::Other => Value::Null,
            Viewer::Owner => {
                let keys = self.table.privacy.iter();
                keys.map(|key| ((*key).to_owned(), Value::from(self.visibility(key).name())))
                    .collect::<Map<String, Value>>()
                    .into()
            }
        }
    }
}
