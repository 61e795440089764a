//! System settings.

use serde_json::{Map, Value};

use super::form::Form;
use super::link::AsObject;
use super::privacy::Viewer;
use super::record::Record;
use super::table::{Default, Seen, Table, optional, required};
use crate::reference::fault::Model;

/// The maximum number of members of a system.
pub(crate) const MEMBER_LIMIT: usize = 1000;
/// The maximum number of groups of a system.
pub(crate) const GROUP_LIMIT: usize = 250;

/// The settable settings; those that only the owner sees are absent for other viewers.
pub(crate) static SETTINGS: Table = Table {
    model: Model::Settings,
    fields: &[
        required(
            "timezone",
            Form::Timezone,
            Default::Text("UTC"),
            Seen::ByOwner,
        ),
        required("pings_enabled", Form::Boolean, Default::True, Seen::ByAll),
        optional("latch_timeout", Form::Seconds, Seen::ByAll),
        required(
            "member_default_private",
            Form::Boolean,
            Default::False,
            Seen::ByOwner,
        ),
        required(
            "group_default_private",
            Form::Boolean,
            Default::False,
            Seen::ByOwner,
        ),
        required(
            "show_private_info",
            Form::Boolean,
            Default::True,
            Seen::ByOwner,
        ),
        required(
            "case_sensitive_proxy_tags",
            Form::Boolean,
            Default::True,
            Seen::ByAll,
        ),
        required(
            "proxy_error_message_enabled",
            Form::Boolean,
            Default::True,
            Seen::ByAll,
        ),
        required(
            "hid_display_split",
            Form::Boolean,
            Default::False,
            Seen::ByAll,
        ),
        required(
            "hid_display_caps",
            Form::Boolean,
            Default::False,
            Seen::ByAll,
        ),
        required(
            "hid_list_padding",
            Form::OneOf(&["off", "left", "right"]),
            Default::Text("off"),
            Seen::ByAll,
        ),
        required(
            "proxy_switch",
            Form::OneOf(&["off", "new", "add"]),
            Default::Text("off"),
            Seen::ByAll,
        ),
        required(
            "name_format",
            Form::FreeText,
            Default::Text("{name} {tag}"),
            Seen::ByAll,
        ),
    ],
    privacy: &[],
};

/// Returns the settings as `viewer` sees them: all of them, or the nine public ones.
pub(crate) fn show_settings(settings: &Record, viewer: Viewer) -> Map<String, Value> {
    let shown = settings.show(viewer);
    match viewer {
        Viewer::Owner => shown
            .with("member_limit", MEMBER_LIMIT)
            .with("group_limit", GROUP_LIMIT),
        Viewer::Other => {
            let public = SETTINGS
                .fields
                .iter()
                .filter(|field| matches!(field.seen, Seen::ByAll));
            public
                .filter_map(|field| shown.get_key_value(field.key))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect()
        }
    }
}
