//! Members.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::form::{Form, NameOf};
use super::link::AsObject;
use super::privacy::{Shown, Viewer};
use super::record::Record;
use super::table::{Default, Field, Null, Seen, Table, optional, required};
use crate::reference::fault::Model;
use crate::reference::ident::ShortId;
use crate::reference::store::SystemKey;

/// The settable fields of a member.
pub(crate) static MEMBER: Table = Table {
    model: Model::Member,
    fields: &[
        required(
            "name",
            Form::Name(NameOf::Member, 100),
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
        optional("pronouns", Form::Text(100), Seen::Unless("pronoun_privacy")),
        optional("avatar_url", Form::Url, Seen::Unless("avatar_privacy")),
        optional(
            "webhook_avatar_url",
            Form::Url,
            Seen::Unless("avatar_privacy"),
        ),
        optional("banner", Form::Url, Seen::Unless("banner_privacy")),
        optional("color", Form::Color, Seen::ByAll),
        optional("birthday", Form::Date, Seen::Unless("birthday_privacy")),
        required(
            "proxy_tags",
            Form::ProxyTags,
            Default::EmptyList,
            Seen::Unless("proxy_privacy"),
        ),
        required("keep_proxy", Form::Boolean, Default::False, Seen::ByAll),
        required("tts", Form::Boolean, Default::False, Seen::ByAll),
        Field {
            key: "autoproxy_enabled",
            form: Form::Boolean,
            null: Null::Allowed,
            default: Default::True,
            seen: Seen::ByOwner,
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
    pub(crate) record: Record,
    /// The settings by server. An entry is never removed, whatever it is set to: only the bot creates them.
    pub(crate) guilds: BTreeMap<u64, Record>,
}

/// The content of a response about a member besides the fields that all responses have.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MemberDetail<'a> {
    Plain,
    /// The id of its system, in responses about this one member.
    System(&'a ShortId),
}

impl Member {
    pub(crate) fn show(&self, viewer: Viewer, detail: MemberDetail<'_>) -> Map<String, Value> {
        let metadata = self.record.shows("metadata_privacy", viewer);
        let head = Map::new()
            .with("id", self.id.as_str())
            .with("uuid", self.uuid.to_string());
        let head = match detail {
            MemberDetail::Plain => head,
            MemberDetail::System(id) => head.with("system", id.as_str()),
        };
        let shown = head
            .merged(self.record.show(viewer))
            .with("name", shown_name(&self.record, viewer));
        let shown = match metadata {
            Shown::Yes => shown
                .with("message_count", self.message_count)
                .with(
                    "last_message_timestamp",
                    self.last_message.map(|stamp| stamp.to_string()),
                )
                .with("created", self.created.to_string()),
            Shown::No => shown
                .with("message_count", Value::Null)
                .with("last_message_timestamp", Value::Null)
                .with("created", Value::Null),
        };
        shown.with("privacy", self.record.show_privacy(viewer))
    }
}

/// Returns the name as `viewer` sees it: a private name is replaced with the display name, if there is one.
pub(super) fn shown_name(record: &Record, viewer: Viewer) -> Value {
    let name = record.value("name");
    match (
        record.shows("name_privacy", viewer),
        record.value("display_name"),
    ) {
        (Shown::Yes, _) | (Shown::No, Value::Null) => name,
        (Shown::No, display_name) => display_name,
    }
}
