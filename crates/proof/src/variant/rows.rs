//! The row that is answered where the documentation leaves room for several.

use std::sync::Arc;

use badreq_reference::{DocumentedError, FieldValueKind, OptionalRefusal, RowAmbiguity, RowChoice};

use super::catalogue::Variant;
use super::set::VariantSet;

/// The rows of a server of some variants.
#[derive(Debug)]
pub(super) struct VariantRowChoice {
    pub(super) variants: VariantSet,
    /// The choice that is made where no variant makes another.
    pub(super) beneath: Arc<dyn RowChoice>,
}

impl RowChoice for VariantRowChoice {
    fn choose_row(&self, doubt: RowAmbiguity, usual: DocumentedError) -> DocumentedError {
        let usual = self.beneath.choose_row(doubt, usual);
        let has = |variant| self.variants.has(variant);
        let other =
            match doubt {
                RowAmbiguity::ListEntry => self.choose_list_entry_row(usual),
                RowAmbiguity::GroupOfMembers => has(Variant::MembersOfAnUnknownReference)
                    .then_some(DocumentedError::GroupRefNotFound),
                RowAmbiguity::MemberOfGroups => has(Variant::GroupsOfAnUnknownReference)
                    .then_some(DocumentedError::MemberRefNotFound),
                RowAmbiguity::NamedSystemWithoutToken => {
                    has(Variant::NamedSystemForbidden).then_some(DocumentedError::Forbidden)
                }
                RowAmbiguity::Switch => self.choose_unknown_switch_row(usual),
                RowAmbiguity::SystemOfSwitch => self.choose_switch_system_row(usual),
                RowAmbiguity::PrivateSwitch => self.choose_private_switch_row(),
                RowAmbiguity::MalformedSwitchOfMembers => has(Variant::MalformedSwitchIsNotFound)
                    .then_some(DocumentedError::SwitchNotFound),
                RowAmbiguity::SwitchPart => {
                    has(Variant::SwitchAsAModel).then_some(DocumentedError::ModelInvalid)
                }
                RowAmbiguity::WrongType => {
                    has(Variant::TypeIsAModelError).then_some(DocumentedError::ModelInvalid)
                }
                RowAmbiguity::NullValue(form) => {
                    has(variant_refusing_null(form)).then(|| self.choose_wrong_type_row())
                }
                RowAmbiguity::PrivacyValueType => {
                    has(Variant::PrivacyValuesAreTexts).then_some(DocumentedError::BadRequest)
                }
                RowAmbiguity::SecondsOutOfRange => has(Variant::SecondsOutOfRangeAreAWrongType)
                    .then(|| self.choose_wrong_type_row()),
                RowAmbiguity::AutoproxyQuery => {
                    has(Variant::AutoproxyAsAModel).then_some(DocumentedError::ModelInvalid)
                }
                RowAmbiguity::AutoproxyUnknownMember => self.choose_unknown_member_row(),
                RowAmbiguity::AutoproxyForeignMember => self.choose_foreign_member_row(),
            };
        other.unwrap_or(usual)
    }

    fn choose_row_or_serve(
        &self,
        doubt: OptionalRefusal,
        usual: Option<DocumentedError>,
    ) -> Option<DocumentedError> {
        let usual = self.beneath.choose_row_or_serve(doubt, usual);
        let has = |variant| self.variants.has(variant);
        match doubt {
            OptionalRefusal::UnknownToken if has(Variant::InvalidTokenRefused) => {
                Some(DocumentedError::Unauthorized)
            }
            OptionalRefusal::EmptyList if has(Variant::EmptyListsServed) => None,
            OptionalRefusal::EmptyList if has(Variant::EmptyListIsAModelError) => {
                Some(DocumentedError::ModelInvalid)
            }
            OptionalRefusal::DuplicateMembers if has(Variant::DuplicatesRefused) => {
                Some(DocumentedError::DuplicateMembers)
            }
            OptionalRefusal::DuplicateGroups if has(Variant::DuplicateGroupsRefused) => {
                Some(DocumentedError::BadRequest)
            }
            OptionalRefusal::ReorderedMembers if has(Variant::IdenticalInAnyOrder) => {
                Some(DocumentedError::IdenticalMembers)
            }
            OptionalRefusal::UnknownToken
            | OptionalRefusal::EmptyList
            | OptionalRefusal::DuplicateMembers
            | OptionalRefusal::DuplicateGroups
            | OptionalRefusal::ReorderedMembers => usual,
        }
    }

    fn choose_privacy_error_key<'k>(&self, key: &'k str) -> &'k str {
        if self.variants.has(Variant::PrivacyKey) {
            "privacy"
        } else {
            self.beneath.choose_privacy_error_key(key)
        }
    }
}

impl VariantRowChoice {
    fn choose_list_entry_row(&self, usual: DocumentedError) -> Option<DocumentedError> {
        if self.variants.has(Variant::EntriesAsPaths) {
            return map_to_path_row(usual);
        }
        let rows = [
            (
                Variant::ForeignIsNotFound,
                DocumentedError::NotYourMemberRef,
                DocumentedError::MemberRefNotFound,
            ),
            (
                Variant::ForeignMemberIsNotFound,
                DocumentedError::NotYourMemberRef,
                DocumentedError::MemberNotFound,
            ),
            (
                Variant::ForeignIsNotFound,
                DocumentedError::NotYourGroupRef,
                DocumentedError::GroupRefNotFound,
            ),
            (
                Variant::ForeignGroupIsNotFound,
                DocumentedError::NotYourGroupRef,
                DocumentedError::GroupNotFound,
            ),
        ];
        let mut rows = rows.into_iter();
        rows.find(|(variant, row, _)| *row == usual && self.variants.has(*variant))
            .map(|(_, _, other)| other)
    }

    fn choose_unknown_switch_row(&self, usual: DocumentedError) -> Option<DocumentedError> {
        if !self.variants.has(Variant::SwitchRowsExchanged) {
            return None;
        }
        Some(if usual == DocumentedError::SwitchNotFound {
            DocumentedError::SwitchNotVisible
        } else {
            DocumentedError::SwitchNotFound
        })
    }

    fn choose_switch_system_row(&self, usual: DocumentedError) -> Option<DocumentedError> {
        let is_named =
            usual == DocumentedError::SystemNotFound || usual == DocumentedError::Forbidden;
        (is_named && self.variants.has(Variant::SwitchByItsSystem))
            .then_some(DocumentedError::SwitchNotVisible)
    }

    fn choose_private_switch_row(&self) -> Option<DocumentedError> {
        if self.variants.has(Variant::PrivateSwitchForbidden) {
            Some(DocumentedError::FrontHistoryPrivate)
        } else if self.variants.has(Variant::PrivateSwitchIsNotFound) {
            Some(DocumentedError::SwitchNotFound)
        } else {
            None
        }
    }

    /// Returns the row for a value of the wrong JSON type.
    fn choose_wrong_type_row(&self) -> DocumentedError {
        if self.variants.has(Variant::TypeIsAModelError) {
            DocumentedError::ModelInvalid
        } else {
            DocumentedError::BadRequest
        }
    }

    fn choose_unknown_member_row(&self) -> Option<DocumentedError> {
        if self.variants.has(Variant::AutoproxyAsAPath) {
            Some(DocumentedError::MemberNotFound)
        } else if self.variants.has(Variant::AutoproxyAsAnEntry)
            || self.variants.has(Variant::AutoproxyOfOwnMembers)
        {
            Some(DocumentedError::MemberRefNotFound)
        } else {
            None
        }
    }

    fn choose_foreign_member_row(&self) -> Option<DocumentedError> {
        let rows = [
            (
                Variant::AutoproxyOfOwnMembers,
                DocumentedError::MemberRefNotFound,
            ),
            (
                Variant::AutoproxyAsAnEntry,
                DocumentedError::NotYourMemberRef,
            ),
            (Variant::AutoproxyForbidden, DocumentedError::Forbidden),
            (Variant::AutoproxyAsAModel, DocumentedError::ModelInvalid),
        ];
        let mut rows = rows.into_iter();
        rows.find(|(variant, _)| self.variants.has(*variant))
            .map(|(_, row)| row)
    }
}

/// Returns the row by which a reference in a path is refused where an entry of a list is refused by this one.
fn map_to_path_row(entry: DocumentedError) -> Option<DocumentedError> {
    let rows = [
        (
            DocumentedError::MemberRefNotFound,
            DocumentedError::MemberNotFound,
        ),
        (
            DocumentedError::GroupRefNotFound,
            DocumentedError::GroupNotFound,
        ),
        (
            DocumentedError::NotYourMemberRef,
            DocumentedError::NotYourMember,
        ),
        (
            DocumentedError::NotYourGroupRef,
            DocumentedError::NotYourGroup,
        ),
    ];
    let mut rows = rows.into_iter();
    rows.find(|(row, _)| *row == entry).map(|(_, other)| other)
}

/// Returns the variant for which null is a value of the wrong type in the place of this form.
const fn variant_refusing_null(form: FieldValueKind) -> Variant {
    match form {
        FieldValueKind::Text
        | FieldValueKind::Url
        | FieldValueKind::Color
        | FieldValueKind::Date
        | FieldValueKind::Time
        | FieldValueKind::Word => Variant::NullTextIsAWrongType,
        FieldValueKind::ProxyTags
        | FieldValueKind::References
        | FieldValueKind::Boolean
        | FieldValueKind::Seconds => Variant::NullIsAWrongType,
    }
}
