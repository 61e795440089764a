//! System settings.

use serde_json::{Map, Value};

use super::field::{FieldAudience, FieldDefault, optional_field, required_field};
use super::form::ValueForm;
use super::json_object::JsonObjectBuilderExt;
use super::privacy::Viewer;
use super::record::ModelRecord;
use super::table::FieldTable;

/// The maximum number of members of a system.
pub(crate) const MEMBER_LIMIT: usize = 1000;
/// The maximum number of groups of a system.
pub(crate) const GROUP_LIMIT: usize = 250;

/// The settable settings; those that only the owner sees are absent for other viewers.
pub(crate) static SETTINGS: FieldTable = FieldTable {
    fields: &[
        required_field(
            "timezone",
            ValueForm::Timezone,
            FieldDefault::Text("UTC"),
            FieldAudience::ByOwner,
        ),
        required_field(
            "pings_enabled",
            ValueForm::Boolean,
            FieldDefault::True,
            FieldAudience::ByAll,
        ),
        optional_field("latch_timeout", ValueForm::Seconds, FieldAudience::ByAll),
        required_field(
            "member_default_private",
            ValueForm::Boolean,
            FieldDefault::False,
            FieldAudience::ByOwner,
        ),
        required_field(
            "group_default_private",
            ValueForm::Boolean,
            FieldDefault::False,
            FieldAudience::ByOwner,
        ),
        required_field(
            "show_private_info",
            ValueForm::Boolean,
            FieldDefault::True,
            FieldAudience::ByOwner,
        ),
        required_field(
            "case_sensitive_proxy_tags",
            ValueForm::Boolean,
            FieldDefault::True,
            FieldAudience::ByAll,
        ),
        required_field(
            "proxy_error_message_enabled",
            ValueForm::Boolean,
            FieldDefault::True,
            FieldAudience::ByAll,
        ),
        required_field(
            "hid_display_split",
            ValueForm::Boolean,
            FieldDefault::False,
            FieldAudience::ByAll,
        ),
        required_field(
            "hid_display_caps",
            ValueForm::Boolean,
            FieldDefault::False,
            FieldAudience::ByAll,
        ),
        required_field(
            "hid_list_padding",
            ValueForm::OneOf(&["off", "left", "right"]),
            FieldDefault::Text("off"),
            FieldAudience::ByAll,
        ),
        required_field(
            "proxy_switch",
            ValueForm::OneOf(&["off", "new", "add"]),
            FieldDefault::Text("off"),
            FieldAudience::ByAll,
        ),
        required_field(
            "name_format",
            ValueForm::FreeText,
            FieldDefault::Text("{name} {tag}"),
            FieldAudience::ByAll,
        ),
    ],
    privacy: &[],
};

/// Returns the settings as `viewer` sees them: all of them, or the nine public ones.
pub(crate) fn settings_json(settings: &ModelRecord, viewer: Viewer) -> Map<String, Value> {
    let shown = settings.to_json(viewer);
    match viewer {
        Viewer::Owner => shown
            .with_key("member_limit", MEMBER_LIMIT)
            .with_key("group_limit", GROUP_LIMIT),
        Viewer::Other => {
            let public = SETTINGS
                .fields
                .iter()
                .filter(|field| matches!(field.audience, FieldAudience::ByAll));
            public
                .filter_map(|field| shown.get_key_value(field.key))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect()
        }
    }
}
