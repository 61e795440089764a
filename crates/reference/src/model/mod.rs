//! The models: tables of their fields, the values that a field may have, and who may see it.
//!
//! A [`FieldTable`] lists the settable fields of one model with form, default and privacy. [`FieldTable::parse_body`] parses a JSON
//! object into a [`table::ValidatedModelBody`] or reports all invalid keys; a [`ModelRecord`] holds the current values and shows them.

mod autoproxy;
mod error_object;
mod field;
mod group;
mod guild;
mod json_object;
mod member;
mod message;
mod name_owner;
mod privacy;
mod proxy_tags;
mod record;
mod settings;
mod switch;
mod system;
mod table;
mod url;
mod value_format;

pub(crate) use autoproxy::{AutoproxyMode, AutoproxySettings};
pub(crate) use error_object::{FieldErrorObject, ModelErrors};
pub(crate) use group::{GROUP, Group, GroupResponseExtra};
pub(crate) use guild::{MEMBER_GUILD, SYSTEM_GUILD};
pub(crate) use json_object::{JsonObjectBuilderExt, parse_references};
pub(crate) use member::{MEMBER, Member, MemberResponseExtra};
pub(crate) use message::Message;
pub(crate) use privacy::{FieldVisibility, Viewer};
pub(crate) use record::ModelRecord;
pub(crate) use settings::{GROUP_LIMIT, MEMBER_LIMIT, SETTINGS, settings_json};
pub(crate) use switch::{Switch, SwitchTime, parse_switch_time};
pub(crate) use system::{SYSTEM, System};
pub(crate) use table::{BodyPurpose, FieldTable};
