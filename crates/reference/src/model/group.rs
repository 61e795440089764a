//! Groups.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::field::{FieldAudience, FieldDefault, non_null_field, nullable_field};
use super::json_object::JsonObjectBuilderExt;
use super::member::name_visible_to;
use super::name_owner::NamedObjectKind;
use super::privacy::{FieldVisibility, Viewer};
use super::record::ModelRecord;
use super::table::FieldTable;
use super::value_format::ValueFormat;
use crate::entity_reference::ShortId;
use crate::store::{MemberKey, SystemKey};

/// The settable fields of a group.
pub(crate) static GROUP: FieldTable = FieldTable {
    fields: &[
        non_null_field(
            "name",
            ValueFormat::Name(NamedObjectKind::Group, 100),
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
            "icon",
            ValueFormat::Url,
            FieldAudience::Unless("icon_privacy"),
        ),
        nullable_field(
            "banner",
            ValueFormat::Url,
            FieldAudience::Unless("banner_privacy"),
        ),
        nullable_field("color", ValueFormat::Color, FieldAudience::ByAll),
    ],
    privacy: &[
        "visibility",
        "name_privacy",
        "description_privacy",
        "banner_privacy",
        "icon_privacy",
        "list_privacy",
        "metadata_privacy",
    ],
};

/// A group.
#[derive(Debug)]
pub(crate) struct Group {
    pub(crate) system: SystemKey,
    pub(crate) id: ShortId,
    pub(crate) uuid: Uuid,
    pub(crate) created: Timestamp,
    pub(crate) record: ModelRecord,
    /// The members, oldest first. It is a set: the order in which members were added is not kept.
    pub(crate) members: BTreeSet<MemberKey>,
}

/// The content of a response about a group besides the fields that all responses have.
#[derive(Clone, Debug)]
pub(crate) enum GroupResponseExtra<'a> {
    Plain,
    /// The id of its system, in responses about this one group.
    System(&'a ShortId),
    /// The UUIDs of its members, in lists that include them on request.
    Members(Vec<Uuid>),
}

impl Group {
    pub(crate) fn to_json(
        &self,
        viewer: Viewer,
        detail: GroupResponseExtra<'_>,
    ) -> Map<String, Value> {
        let head = Map::new()
            .with_key("id", self.id.as_str())
            .with_key("uuid", self.uuid.to_string());
        let head = match detail {
            GroupResponseExtra::Plain => head,
            GroupResponseExtra::System(id) => head.with_key("system", id.as_str()),
            GroupResponseExtra::Members(members) => {
                let members = match self.record.visibility_to("list_privacy", viewer) {
                    FieldVisibility::Visible => members
                        .iter()
                        .map(|uuid| Value::from(uuid.to_string()))
                        .collect(),
                    FieldVisibility::Hidden => Vec::new(),
                };
                head.with_key("members", members)
            }
        };
        let created = match self.record.visibility_to("metadata_privacy", viewer) {
            FieldVisibility::Visible => Value::from(self.created.to_string()),
            FieldVisibility::Hidden => Value::Null,
        };
        head.with_all_keys(self.record.to_json(viewer))
            .with_key("name", name_visible_to(&self.record, viewer))
            .with_key("created", created)
            .with_key("privacy", self.record.privacy_json(viewer))
    }
}
