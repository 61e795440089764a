//! Systems.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uuid::Uuid;

use super::autoproxy::Autoproxy;
use super::form::Form;
use super::link::AsObject;
use super::privacy::Viewer;
use super::record::Record;
use super::table::{Seen, Table, optional};
use crate::reference::fault::Model;
use crate::reference::ident::ShortId;

/// The settable fields of a system.
pub(crate) static SYSTEM: Table = Table {
    model: Model::System,
    fields: &[
        optional("name", Form::Text(100), Seen::Unless("name_privacy")),
        optional(
            "description",
            Form::Text(1000),
            Seen::Unless("description_privacy"),
        ),
        optional("tag", Form::Text(79), Seen::ByAll),
        optional("pronouns", Form::Text(100), Seen::Unless("pronoun_privacy")),
        optional("avatar_url", Form::Url, Seen::Unless("avatar_privacy")),
        optional("banner", Form::Url, Seen::Unless("banner_privacy")),
        optional("color", Form::Color, Seen::ByAll),
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
    pub(crate) record: Record,
    pub(crate) settings: Record,
    /// The settings by server. An entry is never removed, whatever it is set to: only the bot creates them.
    pub(crate) guilds: BTreeMap<u64, Record>,
    /// The autoproxy settings by server. Servers without an entry have the default.
    pub(crate) autoproxy: BTreeMap<u64, Autoproxy>,
}

impl System {
    pub(crate) fn show(&self, viewer: Viewer) -> Map<String, Value> {
        Map::new()
            .with("id", self.id.as_str())
            .with("uuid", self.uuid.to_string())
            .merged(self.record.show(viewer))
            .with("created", self.created.to_string())
            .with("privacy", self.record.show_privacy(viewer))
    }
}
