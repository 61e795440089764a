//! The row that is answered where the documentation leaves room for several.

use std::sync::Arc;

use badreq_reference::{DocumentedError, FieldForm, RowChoice, RowDoubt, ServiceDoubt};

use super::catalogue::Variant;
use super::set::VariantSet;

/// The rows of a server of some variants.
#[derive(Debug)]
pub(super) struct VariantRows {
    pub(super) variants: VariantSet,
    /// The choice that is made where no variant makes another.
    pub(super) beneath: Arc<dyn RowChoice>,
}

impl RowChoice for VariantRows {
    fn choose_row(&self, doubt: RowDoubt, usual: DocumentedError) -> DocumentedError {
        let usual = self.beneath.choose_row(doubt, usual);
        let has = |variant| self.variants.has(variant);
        let other = match doubt {
            RowDoubt::ListEntry => self.list_entry(usual),
            RowDoubt::GroupOfMembers => has(Variant::MembersOfAnUnknownReference)
                .then_some(DocumentedError::GroupRefNotFound),
            RowDoubt::MemberOfGroups => has(Variant::GroupsOfAnUnknownReference)
                .then_some(DocumentedError::MemberRefNotFound),
            RowDoubt::NamedSystemWithoutToken => {
                has(Variant::NamedSystemForbidden).then_some(DocumentedError::Forbidden)
            }
            RowDoubt::Switch => self.unknown_switch(usual),
            RowDoubt::SystemOfSwitch => self.system_of_switch(usual),
            RowDoubt::PrivateSwitch => self.private_switch(),
            RowDoubt::MalformedSwitchOfMembers => {
                has(Variant::MalformedSwitchIsNotFound).then_some(DocumentedError::SwitchNotFound)
            }
            RowDoubt::SwitchPart => {
                has(Variant::SwitchAsAModel).then_some(DocumentedError::ModelInvalid)
            }
            RowDoubt::WrongType => {
                has(Variant::TypeIsAModelError).then_some(DocumentedError::ModelInvalid)
            }
            RowDoubt::NullValue(form) => has(null_variant(form)).then(|| self.wrong_type_row()),
            RowDoubt::PrivacyValueType => {
                has(Variant::PrivacyValuesAreTexts).then_some(DocumentedError::BadRequest)
            }
            RowDoubt::SecondsOutOfRange => {
                has(Variant::SecondsOutOfRangeAreAWrongType).then(|| self.wrong_type_row())
            }
            RowDoubt::AutoproxyQuery => {
                has(Variant::AutoproxyAsAModel).then_some(DocumentedError::ModelInvalid)
            }
            RowDoubt::AutoproxyUnknownMember => self.autoproxy_unknown_member(),
            RowDoubt::AutoproxyForeignMember => self.autoproxy_foreign_member(),
        };
        other.unwrap_or(usual)
    }

    fn judge_request(
        &self,
        doubt: ServiceDoubt,
        usual: Option<DocumentedError>,
    ) -> Option<DocumentedError> {
        let usual = self.beneath.judge_request(doubt, usual);
        let has = |variant| self.variants.has(variant);
        match doubt {
            ServiceDoubt::UnknownToken if has(Variant::InvalidTokenRefused) => {
                Some(DocumentedError::Unauthorized)
            }
            ServiceDoubt::EmptyList if has(Variant::EmptyListsServed) => None,
            ServiceDoubt::EmptyList if has(Variant::EmptyListIsAModelError) => {
                Some(DocumentedError::ModelInvalid)
            }
            ServiceDoubt::DuplicateMembers if has(Variant::DuplicatesRefused) => {
                Some(DocumentedError::DuplicateMembers)
            }
            ServiceDoubt::DuplicateGroups if has(Variant::DuplicateGroupsRefused) => {
                Some(DocumentedError::BadRequest)
            }
            ServiceDoubt::ReorderedMembers if has(Variant::IdenticalInAnyOrder) => {
                Some(DocumentedError::IdenticalMembers)
            }
            ServiceDoubt::UnknownToken
            | ServiceDoubt::EmptyList
            | ServiceDoubt::DuplicateMembers
            | ServiceDoubt::DuplicateGroups
            | ServiceDoubt::ReorderedMembers => usual,
        }
    }

    fn name_privacy_key<'k>(&self, key: &'k str) -> &'k str {
        if self.variants.has(Variant::PrivacyKey) {
            "privacy"
        } else {
            self.beneath.name_privacy_key(key)
        }
    }
}

impl VariantRows {
    fn list_entry(&self, usual: DocumentedError) -> Option<DocumentedError> {
        if self.variants.has(Variant::EntriesAsPaths) {
            return row_in_path(usual);
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

    fn unknown_switch(&self, usual: DocumentedError) -> Option<DocumentedError> {
        if !self.variants.has(Variant::SwitchRowsExchanged) {
            return None;
        }
        Some(if usual == DocumentedError::SwitchNotFound {
            DocumentedError::SwitchNotVisible
        } else {
            DocumentedError::SwitchNotFound
        })
    }

    fn system_of_switch(&self, usual: DocumentedError) -> Option<DocumentedError> {
        let is_named =
            usual == DocumentedError::SystemNotFound || usual == DocumentedError::Forbidden;
        (is_named && self.variants.has(Variant::SwitchByItsSystem))
            .then_some(DocumentedError::SwitchNotVisible)
    }

    fn private_switch(&self) -> Option<DocumentedError> {
        if self.variants.has(Variant::PrivateSwitchForbidden) {
            Some(DocumentedError::FrontHistoryPrivate)
        } else if self.variants.has(Variant::PrivateSwitchIsNotFound) {
            Some(DocumentedError::SwitchNotFound)
        } else {
            None
        }
    }

    /// Returns the row for a value of the wrong JSON type.
    fn wrong_type_row(&self) -> DocumentedError {
        if self.variants.has(Variant::TypeIsAModelError) {
            DocumentedError::ModelInvalid
        } else {
            DocumentedError::BadRequest
        }
    }

    fn autoproxy_unknown_member(&self) -> Option<DocumentedError> {
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

    fn autoproxy_foreign_member(&self) -> Option<DocumentedError> {
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
fn row_in_path(entry: DocumentedError) -> Option<DocumentedError> {
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
const fn null_variant(form: FieldForm) -> Variant {
    match form {
        FieldForm::Text
        | FieldForm::Url
        | FieldForm::Color
        | FieldForm::Date
        | FieldForm::Time
        | FieldForm::Word => Variant::NullTextIsAWrongType,
        FieldForm::ProxyTags | FieldForm::References | FieldForm::Boolean | FieldForm::Seconds => {
            Variant::NullIsAWrongType
        }
    }
}
