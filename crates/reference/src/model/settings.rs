//! System settings.

use serde_json::{Map, Value};

use super::field::{FieldAudience, FieldDefault, non_null_field, nullable_field};
use super::json_object::JsonObjectBuilderExt;
use super::privacy::Viewer;
use super::record::ModelRecord;
use super::table::FieldTable;
use super::value_format::ValueFormat;

/// The maximum number of members of a system.
pub(crate) const MEMBER_LIMIT: usize = 1000;
/// The maximum number of groups of a system.
pub(crate) const GROUP_LIMIT: usize = 250;

/// The settable settings; those that only the owner sees are absent for other viewers.
pub(crate) static SETTINGS: FieldTable = FieldTable {
    fields: &[
        non_null_field(
            "timezone",
            ValueFormat::Timezone,
            FieldDefault::Text("UTC"),
            FieldAudience::ByOwner,
        ),
        non_null_field(
            "pings_enabled",
            ValueFormat::Boolean,
            FieldDefault::True,
            FieldAudience::ByAll,
        ),
        nullable_field("latch_timeout", ValueFormat::Seconds, FieldAudience::ByAll),
        non_null_field(
            "member_default_private",
            ValueFormat::Boolean,
            FieldDefault::False,
            FieldAudience::ByOwner,
        ),
        non_null_field(
            "group_default_private",
            ValueFormat::Boolean,
            FieldDefault::False,
            FieldAudience::ByOwner,
        ),
        non_null_field(
            "show_private_info",
            ValueFormat::Boolean,
            FieldDefault::True,
            FieldAudience::ByOwner,
        ),
        non_null_field(
            "case_sensitive_proxy_tags",
            ValueFormat::Boolean,
            FieldDefault::True,
            FieldAudience::ByAll,
        ),
        non_null_field(
            "proxy_error_message_enabled",
            ValueFormat::Boolean,
            FieldDefault::True,
            FieldAudience::ByAll,
        ),
        non_null_field(
            "hid_display_split",
            ValueFormat::Boolean,
            FieldDefault::False,
            FieldAudience::ByAll,
        ),
        non_null_field(
            "hid_display_caps",
            ValueFormat::Boolean,
            FieldDefault::False,
            FieldAudience::ByAll,
        ),
        non_null_field(
            "hid_list_padding",
            ValueFormat::OneOf(&["off", "left", "right"]),
            FieldDefault::Text("off"),
            FieldAudience::ByAll,
        ),
        non_null_field(
            "proxy_switch",
            ValueFormat::OneOf(&["off", "new", "add"]),
            FieldDefault::Text("off"),
            FieldAudience::ByAll,
        ),
        non_null_field(
            "name_format",
            ValueFormat::FreeText,
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
