//! Systems.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::autoproxy::AutoproxySettings;
use super::field::{FieldAudience, nullable_field};
use super::json_object::JsonObjectBuilderExt;
use super::privacy::Viewer;
use super::record::ModelRecord;
use super::table::FieldTable;
use super::value_format::ValueFormat;
use crate::entity_reference::ShortId;

/// The settable fields of a system.
pub(crate) static SYSTEM: FieldTable = FieldTable {
    fields: &[
        nullable_field(
            "name",
            ValueFormat::Text(100),
            FieldAudience::Unless("name_privacy"),
        ),
        nullable_field(
            "description",
            ValueFormat::Text(1000),
            FieldAudience::Unless("description_privacy"),
        ),
        nullable_field("tag", ValueFormat::Text(79), FieldAudience::ByAll),
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
            "banner",
            ValueFormat::Url,
            FieldAudience::Unless("banner_privacy"),
        ),
        nullable_field("color", ValueFormat::Color, FieldAudience::ByAll),
    ],
    privacy: &[
        "name_privacy",
        "description_privacy",
        "avatar_privacy",
        "banner_privacy",
        "pronoun_privacy",
        "member_list_privacy",
        "group_list_privacy",
        "front_privacy",
        "front_history_privacy",
    ],
};

/// A system with everything that belongs only to it.
#[derive(Debug)]
pub(crate) struct System {
    pub(crate) id: ShortId,
    pub(crate) uuid: Uuid,
    pub(crate) token: String,
    /// The linked Discord accounts.
    pub(crate) accounts: Vec<u64>,
    pub(crate) created: Timestamp,
    pub(crate) record: ModelRecord,
    pub(crate) settings: ModelRecord,
    /// The settings by server. An entry is never removed, whatever it is set to: only the bot creates them.
    pub(crate) guilds: BTreeMap<u64, ModelRecord>,
    /// The autoproxy settings by server. Servers without an entry have the default.
    pub(crate) autoproxy: BTreeMap<u64, AutoproxySettings>,
}

impl System {
    pub(crate) fn to_json(&self, viewer: Viewer) -> Map<String, Value> {
        Map::new()
            .with_key("id", self.id.as_str())
            .with_key("uuid", self.uuid.to_string())
            .with_all_keys(self.record.to_json(viewer))
            .with_key("created", self.created.to_string())
            .with_key("privacy", self.record.privacy_json(viewer))
    }
}
