//! Members.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::field::{
    FieldAudience, FieldDefault, ModelField, NullPolicy, non_null_field, nullable_field,
};
use super::json_object::JsonObjectBuilderExt;
use super::name_owner::NamedObjectKind;
use super::privacy::{FieldVisibility, Viewer};
use super::record::ModelRecord;
use super::table::FieldTable;
use super::value_format::ValueFormat;
use crate::entity_reference::ShortId;
use crate::store::SystemKey;

/// The settable fields of a member.
pub(crate) static MEMBER: FieldTable = FieldTable {
    fields: &[
        non_null_field(
            "name",
            ValueFormat::Name(NamedObjectKind::Member, 100),
            FieldDefault::Null,
            FieldAudience::ByAll,
        ),
        nullable_field(
            "display_name",
            ValueFormat::Text(100),
            FieldAudience::Unless("name_privacy"),
        ),
        nullable_field(
            "description",
            ValueFormat::Text(1000),
            FieldAudience::Unless("description_privacy"),
        ),
        nullable_field(
            "pronouns",
            ValueFormat::Text(100),
            FieldAudience::Unless("pronoun_privacy"),
        ),
        nullable_field(
            "avatar_url",
            ValueFormat::Url,
            FieldAudience::Unless("avatar_privacy"),
        ),
        nullable_field(
            "webhook_avatar_url",
            ValueFormat::Url,
            FieldAudience::Unless("avatar_privacy"),
        ),
        nullable_field(
            "banner",
            ValueFormat::Url,
            FieldAudience::Unless("banner_privacy"),
        ),
        nullable_field("color", ValueFormat::Color, FieldAudience::ByAll),
        nullable_field(
            "birthday",
            ValueFormat::Date,
            FieldAudience::Unless("birthday_privacy"),
        ),
        non_null_field(
            "proxy_tags",
            ValueFormat::ProxyTags,
            FieldDefault::EmptyList,
            FieldAudience::Unless("proxy_privacy"),
        ),
        non_null_field(
            "keep_proxy",
            ValueFormat::Boolean,
            FieldDefault::False,
            FieldAudience::ByAll,
        ),
        non_null_field(
            "tts",
            ValueFormat::Boolean,
            FieldDefault::False,
            FieldAudience::ByAll,
        ),
        ModelField {
            key: "autoproxy_enabled",
            form: ValueFormat::Boolean,
            null: NullPolicy::Allowed,
            default: FieldDefault::True,
            audience: FieldAudience::ByOwner,
        },
    ],
    privacy: &[
        "visibility",
        "name_privacy",
        "description_privacy",
        "birthday_privacy",
        "pronoun_privacy",
        "avatar_privacy",
        "banner_privacy",
        "metadata_privacy",
        "proxy_privacy",
    ],
};

/// A member.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) system: SystemKey,
    pub(crate) id: ShortId,
    pub(crate) uuid: Uuid,
    pub(crate) created: Timestamp,
    pub(crate) message_count: u64,
    pub(crate) last_message: Option<Timestamp>,
    pub(crate) record: ModelRecord,
    /// The settings by server. An entry is never removed, whatever it is set to: only the bot creates them.
    pub(crate) guilds: BTreeMap<u64, ModelRecord>,
}

/// The content of a response about a member besides the fields that all responses have.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MemberResponseExtra<'a> {
    Plain,
    /// The id of its system, in responses about this one member.
    System(&'a ShortId),
}

impl Member {
    pub(crate) fn to_json(
        &self,
        viewer: Viewer,
        detail: MemberResponseExtra<'_>,
    ) -> Map<String, Value> {
        let metadata = self.record.visibility_to("metadata_privacy", viewer);
        let head = Map::new()
            .with_key("id", self.id.as_str())
            .with_key("uuid", self.uuid.to_string());
        let head = match detail {
            MemberResponseExtra::Plain => head,
            MemberResponseExtra::System(id) => head.with_key("system", id.as_str()),
        };
        let shown = head
            .with_all_keys(self.record.to_json(viewer))
            .with_key("name", name_visible_to(&self.record, viewer));
        let shown = match metadata {
            FieldVisibility::Visible => shown
                .with_key("message_count", self.message_count)
                .with_key(
                    "last_message_timestamp",
                    self.last_message.map(|stamp| stamp.to_string()),
                )
                .with_key("created", self.created.to_string()),
            FieldVisibility::Hidden => shown
                .with_key("message_count", Value::Null)
                .with_key("last_message_timestamp", Value::Null)
                .with_key("created", Value::Null),
        };
        shown.with_key("privacy", self.record.privacy_json(viewer))
    }
}

/// Returns the name as `viewer` sees it: a private name is replaced with the display name, if there is one.
pub(super) fn name_visible_to(record: &ModelRecord, viewer: Viewer) -> Value {
    let name = record.field_value("name");
    match (
        record.visibility_to("name_privacy", viewer),
        record.field_value("display_name"),
    ) {
        (FieldVisibility::Visible, _) | (FieldVisibility::Hidden, Value::Null) => name,
        (FieldVisibility::Hidden, display_name) => display_name,
    }
}
