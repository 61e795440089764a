//! Groups.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::form::{Form, NameOf};
use super::link::AsObject;
use super::member::shown_name;
use super::privacy::{Shown, Viewer};
use super::record::Record;
use super::table::{Default, Seen, Table, optional, required};
use crate::reference::fault::Model;
use crate::reference::ident::ShortId;
use crate::reference::store::{MemberKey, SystemKey};

/// The settable fields of a group.
pub(crate) static GROUP: Table = Table {
    model: Model::Group,
    fields: &[
        required(
            "name",
            Form::Name(NameOf::Group, 100),
            Default::Null,
            Seen::ByAll,
        ),
        optional(
            "display_name",
            Form::Text(100),
            Seen::Unless("name_privacy"),
        ),
        optional(
            "description",
            Form::Text(1000),
            Seen::Unless("description_privacy"),
        ),
        optional("icon", Form::Url, Seen::Unless("icon_privacy")),
        optional("banner", Form::Url, Seen::Unless("banner_privacy")),
        optional("color", Form::Color, Seen::ByAll),
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
    pub(crate) record: Record,
    /// The members, oldest first. It is a set: the order in which members were added is not kept.
    pub(crate) members: BTreeSet<MemberKey>,
}

/// The content of a response about a group besides the fields that all responses have.
#[derive(Clone, Debug)]
pub(crate) enum GroupDetail<'a> {
    Plain,
    /// The id of its system, in responses about this one group.
    System(&'a ShortId),
    /// The UUIDs of its members, in lists that include them on request.
    Members(Vec<Uuid>),
}

impl Group {
    pub(crate) fn show(&self, viewer: Viewer, detail: GroupDetail<'_>) -> Map<String, Value> {
        let head = Map::new()
            .with("id", self.id.as_str())
            .with("uuid", self.uuid.to_string());
        let head = match detail {
            GroupDetail::Plain => head,
            GroupDetail::System(id) => head.with("system", id.as_str()),
            GroupDetail::Members(members) => {
                let members = match self.record.shows("list_privacy", viewer) {
                    Shown::Yes => members
                        .iter()
                        .map(|uuid| Value::from(uuid.to_string()))
                        .collect(),
                    Shown::No => Vec::new(),
                };
                head.with("members", members)
            }
        };
        let created = match self.record.shows("metadata_privacy", viewer) {
            Shown::Yes => Value::from(self.created.to_string()),
            Shown::No => Value::Null,
        };
        head.merged(self.record.show(viewer))
            .with("name", shown_name(&self.record, viewer))
            .with("created", created)
            .with("privacy", self.record.show_privacy(viewer))
    }
}
