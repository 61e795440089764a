//! Settings of a system and of a member in one server.

use super::form::Form;
use super::table::{Default, Seen, Table, optional, required};
use crate::reference::fault::Model;

/// The fields of system guild settings.
pub(crate) static SYSTEM_GUILD: Table = Table {
    model: Model::SystemGuild,
    fields: &[
        required(
            "proxying_enabled",
            Form::Boolean,
            Default::True,
            Seen::ByAll,
        ),
        required("tag_enabled", Form::Boolean, Default::True, Seen::ByAll),
        optional("tag", Form::Text(79), Seen::ByAll),
        optional("display_name", Form::Text(100), Seen::ByAll),
        optional("avatar_url", Form::Url, Seen::ByAll),
    ],
    privacy: &[],
};

/// The fields of member guild settings.
pub(crate) static MEMBER_GUILD: Table = Table {
    model: Model::MemberGuild,
    fields: &[
        optional("display_name", Form::Text(100), Seen::ByAll),
        optional("avatar_url", Form::Url, Seen::ByAll),
        optional("keep_proxy", Form::Boolean, Seen::ByAll),
    ],
    privacy: &[],
};
