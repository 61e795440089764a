//! Settings of a system and of a member in one server.

use super::field::{FieldAudience, FieldDefault, non_null_field, nullable_field};
use super::table::FieldTable;
use super::value_format::ValueFormat;

/// The fields of system guild settings.
pub(crate) static SYSTEM_GUILD: FieldTable = FieldTable {
    fields: &[
        non_null_field(
            "proxying_enabled",
            ValueFormat::Boolean,
            FieldDefault::True,
            FieldAudience::ByAll,
        ),
        non_null_field(
            "tag_enabled",
            ValueFormat::Boolean,
            FieldDefault::True,
            FieldAudience::ByAll,
        ),
        nullable_field("tag", ValueFormat::Text(79), FieldAudience::ByAll),
        nullable_field("display_name", ValueFormat::Text(100), FieldAudience::ByAll),
        nullable_field("avatar_url", ValueFormat::Url, FieldAudience::ByAll),
    ],
    privacy: &[],
};

/// The fields of member guild settings.
pub(crate) static MEMBER_GUILD: FieldTable = FieldTable {
    fields: &[
        nullable_field("display_name", ValueFormat::Text(100), FieldAudience::ByAll),
        nullable_field("avatar_url", ValueFormat::Url, FieldAudience::ByAll),
        nullable_field("keep_proxy", ValueFormat::Boolean, FieldAudience::ByAll),
    ],
    privacy: &[],
};
