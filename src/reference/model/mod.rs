//! The models: tables of their fields, the values that a field may have, and who may see it.
//!
//! A [`Table`] lists the settable fields of one model with form, default and privacy. [`Table::read`] parses a JSON
//! object into a [`table::Change`] or reports all invalid keys; a [`Record`] holds the current values and shows them.

mod autoproxy;
mod error_object;
mod field_fault;
mod form;
mod group;
mod guild;
mod link;
mod member;
mod message;
mod privacy;
mod record;
mod settings;
mod switch;
mod system;
mod table;
mod url;

pub(crate) use autoproxy::{Autoproxy, Mode};
pub(crate) use error_object::{ErrorObject, Errors};
pub(crate) use field_fault::told_key;
pub(crate) use form::Form;
pub(crate) use group::{GROUP, Group, GroupDetail};
pub(crate) use guild::{MEMBER_GUILD, SYSTEM_GUILD};
pub(crate) use link::{AsObject, read_references};
pub(crate) use member::{MEMBER, Member, MemberDetail};
pub(crate) use message::Message;
pub(crate) use privacy::{Shown, Viewer};
pub(crate) use record::Record;
pub(crate) use settings::{GROUP_LIMIT, MEMBER_LIMIT, SETTINGS, show_settings};
pub(crate) use switch::{Switch, SwitchTime, read_time};
pub(crate) use system::{SYSTEM, System};
pub(crate) use table::{Field, Null, Purpose, Table, deferred_or, nothing_to_set};
