//! Settings of a system and of a member in one server.

use super::field::{FieldAudience, FieldDefault, optional_field, required_field};
use super::form::ValueForm;
use super::table::FieldTable;

/// The fields of system guild settings.
pub(crate) static SYSTEM_GUILD: FieldTable = FieldTable {
    fields: &[
        required_field(
            "proxying_enabled",
            ValueForm::Boolean,
            FieldDefault::True,
            FieldAudience::ByAll,
        ),
        required_field(
            "tag_enabled",
            ValueForm::Boolean,
            FieldDefault::True,
            FieldAudience::ByAll,
        ),
        optional_field("tag", ValueForm::Text(79), FieldAudience::ByAll),
        optional_field("display_name", ValueForm::Text(100), FieldAudience::ByAll),
        optional_field("avatar_url", ValueForm::Url, FieldAudience::ByAll),
    ],
    privacy: &[],
};

/// The fields of member guild settings.
pub(crate) static MEMBER_GUILD: FieldTable = FieldTable {
    fields: &[
        optional_field("display_name", ValueForm::Text(100), FieldAudience::ByAll),
        optional_field("avatar_url", ValueForm::Url, FieldAudience::ByAll),
        optional_field("keep_proxy", ValueForm::Boolean, FieldAudience::ByAll),
    ],
    privacy: &[],
};
