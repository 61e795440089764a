//! Where the documentation leaves open whether a fault is one of the model or of the request: `40001` or another row.

use super::catalogue::Variant;
use super::here::is;
use crate::api_error::DocumentedError;
use crate::model::{ErrorObject, ModelErrors, ValueForm};
use crate::refusal::{ListEntry, Refusal};

/// The refusal of a value of the wrong JSON type, or of such an entry in a list.
pub(crate) fn wrong_type(key: &str, usual: Refusal) -> Refusal {
    in_the_model(Variant::TypeIsAModelError, key, usual)
}

/// Reports whether null is a value of the wrong type in the place of this form.
pub(crate) fn null_has_no_form(form: ValueForm) -> bool {
    let is_text = match form {
        ValueForm::Boolean | ValueForm::ProxyTags | ValueForm::Seconds => false,
        ValueForm::Text(_)
        | ValueForm::Name(..)
        | ValueForm::FreeText
        | ValueForm::Url
        | ValueForm::Color
        | ValueForm::Date
        | ValueForm::OneOf(_)
        | ValueForm::Timezone => true,
    };
    if is_text {
        is(Variant::NullTextIsAWrongType)
    } else {
        is(Variant::NullIsAWrongType)
    }
}

/// Refuses null in place of a text that is not read by a table of fields.
///
/// # Errors
///
/// `0/400`.
pub(crate) fn refuse_null_text_as_wrong_type() -> Result<(), Refusal> {
    if is(Variant::NullTextIsAWrongType) {
        return Err(DocumentedError::BadRequest.into());
    }
    Ok(())
}

/// What becomes of an empty list that would change nothing.
///
/// # Errors
///
/// The usual refusal, or `40001`.
pub(crate) fn empty_list(key: &str, usual: Refusal) -> Result<Vec<String>, Refusal> {
    if is(Variant::EmptyListsServed) {
        return Ok(Vec::new());
    }
    Err(in_the_model(Variant::EmptyListIsAModelError, key, usual))
}

/// The refusal of null in place of a list.
pub(crate) fn null_list(key: &str) -> Refusal {
    if is(Variant::NullIsAWrongType) {
        DocumentedError::BadRequest.into()
    } else {
        ModelErrors::from_single(key, ErrorObject::for_invalid_field(key)).into()
    }
}

/// The key that `errors` names for a privacy value.
pub(crate) fn privacy_key(usual: &str) -> &str {
    if is(Variant::PrivacyKey) {
        "privacy"
    } else {
        usual
    }
}

/// The refusal of a part of a switch that is missing or cannot be read.
pub(crate) fn in_switch(key: &str, usual: Refusal) -> Refusal {
    in_the_model(Variant::SwitchAsAModel, key, usual)
}

/// Refuses a move that says nothing as a model that lacks a key.
///
/// # Errors
///
/// `40001`.
pub(crate) fn refuse_missing_in_switch(key: &str) -> Result<(), Refusal> {
    if is(Variant::SwitchAsAModel) {
        return Err(ModelErrors::from_single(key, ErrorObject::for_invalid_field(key)).into());
    }
    Ok(())
}

/// The refusal of autoproxy's query.
pub(crate) fn autoproxy_query(key: &str) -> Refusal {
    in_the_model(
        Variant::AutoproxyAsAModel,
        key,
        DocumentedError::BadRequest.into(),
    )
}

/// The refusal of another system's member in autoproxy.
pub(crate) fn autoproxy_foreign(key: &str, reference: &str) -> Refusal {
    if is(Variant::AutoproxyOfOwnMembers) {
        Refusal::WithReference(
            DocumentedError::MemberRefNotFound,
            ListEntry::from_single_reference(reference),
        )
    } else if is(Variant::AutoproxyAsAnEntry) {
        Refusal::WithReference(
            DocumentedError::NotYourMemberRef,
            ListEntry::from_single_reference(reference),
        )
    } else if is(Variant::AutoproxyForbidden) {
        DocumentedError::Forbidden.into()
    } else {
        in_the_model(
            Variant::AutoproxyAsAModel,
            key,
            DocumentedError::NotYourMember.into(),
        )
    }
}

/// Refuses an unknown member in autoproxy as other places do.
///
/// # Errors
///
/// `20002` or `20003`.
pub(crate) fn refuse_autoproxy_unknown(reference: &str) -> Result<(), Refusal> {
    if is(Variant::AutoproxyAsAPath) {
        Err(DocumentedError::MemberNotFound.into())
    } else if is(Variant::AutoproxyAsAnEntry) || is(Variant::AutoproxyOfOwnMembers) {
        Err(Refusal::WithReference(
            DocumentedError::MemberRefNotFound,
            ListEntry::from_single_reference(reference),
        ))
    } else {
        Ok(())
    }
}

fn in_the_model(variant: Variant, key: &str, usual: Refusal) -> Refusal {
    if is(variant) {
        ModelErrors::from_single(key, ErrorObject::for_invalid_field(key)).into()
    } else {
        usual
    }
}
