//! Where the documentation leaves open whether a fault is one of the model or of the request: `40001` or another row.

use super::catalogue::Variant;
use super::here::is;
use crate::reference::model::{ErrorObject, Errors, Form};
use crate::reference::refusal::{Entry, Refusal};
use crate::reference::rows::Row;

/// The refusal of a value of the wrong JSON type, or of such an entry in a list.
pub(crate) fn wrong_type(key: &str, usual: Refusal) -> Refusal {
    in_the_model(Variant::TypeIsAModelError, key, usual)
}

/// Whether null is a value of the wrong type in the place of this form.
pub(crate) fn null_has_no_form(form: Form) -> bool {
    let is_text = match form {
        Form::Boolean | Form::ProxyTags | Form::Seconds => false,
        Form::Text(_)
        | Form::Name(..)
        | Form::FreeText
        | Form::Url
        | Form::Color
        | Form::Date
        | Form::OneOf(_)
        | Form::Timezone => true,
    };
    is(Variant::NullIsAWrongType) && !is_text
}

/// The refusal of null in place of a list.
pub(crate) fn null_list(key: &str) -> Refusal {
    if is(Variant::NullIsAWrongType) {
        Row::BadRequest.into()
    } else {
        Errors::one(key, ErrorObject::invalid(key)).into()
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
        return Err(Errors::one(key, ErrorObject::invalid(key)).into());
    }
    Ok(())
}

/// The refusal of autoproxy's query.
pub(crate) fn autoproxy_query(key: &str) -> Refusal {
    in_the_model(Variant::AutoproxyAsAModel, key, Row::BadRequest.into())
}

/// The refusal of a mode that needs a member, without one.
pub(crate) fn autoproxy_without_member(key: &str) -> Refusal {
    in_the_model(
        Variant::AutoproxyAsAModel,
        key,
        Row::AutoproxyMemberMissing.into(),
    )
}

/// The refusal of another system's member in autoproxy.
pub(crate) fn autoproxy_foreign(key: &str, reference: &str) -> Refusal {
    if is(Variant::AutoproxyAsAnEntry) {
        Refusal::Named(Row::NotYourMemberRef, Entry::alone(reference))
    } else if is(Variant::AutoproxyForbidden) {
        Row::Forbidden.into()
    } else {
        in_the_model(Variant::AutoproxyAsAModel, key, Row::NotYourMember.into())
    }
}

/// Refuses an unknown member in autoproxy as other places do.
///
/// # Errors
///
/// `20002` or `20003`.
pub(crate) fn refuse_autoproxy_unknown(reference: &str) -> Result<(), Refusal> {
    if is(Variant::AutoproxyAsAPath) {
        Err(Row::MemberNotFound.into())
    } else if is(Variant::AutoproxyAsAnEntry) {
        Err(Refusal::Named(
            Row::MemberRefNotFound,
            Entry::alone(reference),
        ))
    } else {
        Ok(())
    }
}

fn in_the_model(variant: Variant, key: &str, usual: Refusal) -> Refusal {
    if is(variant) {
        Errors::one(key, ErrorObject::invalid(key)).into()
    } else {
        usual
    }
}
