//! The owners of names, and what errors say of a name.

use super::error_object::FieldErrorObject;

/// The kind of object whose name is invalid, as the error messages say it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum NamedObjectKind {
    Member,
    Group,
}

impl NamedObjectKind {
    pub(crate) fn null_name_error(self) -> FieldErrorObject {
        FieldErrorObject::new(match self {
            Self::Member => "Member name can not be set to null.",
            Self::Group => "Group name can not be set to null.",
        })
    }

    pub(crate) fn missing_name_error(self) -> FieldErrorObject {
        FieldErrorObject::new(match self {
            Self::Member => "Key 'name' is required when creating new member.",
            Self::Group => "Key 'name' is required when creating new group.",
        })
    }
}
