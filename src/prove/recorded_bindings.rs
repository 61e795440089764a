//! The values that names had in a recorded run.

use serde_json::Value;

use crate::check::NameBinding;
use crate::suite::TemplateBindings;

/// The recorded bindings of one case.
#[derive(Clone, Copy, Debug)]
pub(super) struct RecordedBindings<'a>(pub(super) &'a [NameBinding]);

impl TemplateBindings for RecordedBindings<'_> {
    fn resolve_name(&self, name: &str) -> Option<Value> {
        let mut bindings = self.0.iter();
        bindings
            .find(|own| own.name == name)
            .map(|own| Value::from(own.value.as_str()))
    }
}
