//! The sender of a request and its access rights: token first, then the reference, then ownership.

use super::api_error::DocumentedError;
use super::entity_reference::{ME, parse_snowflake};
use super::model::{FieldVisibility, ModelRecord, Viewer};
use super::ops::OperationContext;
use super::refusal::Refusal;
use super::seams::{NumberPlace, RowAmbiguity, ValueAcceptance};
use super::store::{GroupKey, MemberKey, StateStore, SystemKey};

/// The sender of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ApiCaller {
    /// A sender without a token, or with a token that belongs to no system.
    Anonymous,
    System(SystemKey),
}

impl ApiCaller {
    pub(crate) fn from_token(token: Option<&[u8]>, store: &StateStore) -> Self {
        token
            .and_then(|token| store.find_system_by_token(token))
            .map_or(Self::Anonymous, Self::System)
    }

    /// Returns the caller's role as a viewer of objects of `system`.
    pub(crate) fn viewer_role(self, system: SystemKey) -> Viewer {
        if self == Self::System(system) {
            Viewer::Owner
        } else {
            Viewer::Other
        }
    }

    /// Returns the caller's own system.
    ///
    /// # Errors
    ///
    /// Returns `0/401` for an anonymous caller.
    pub(crate) fn require_system(self) -> Result<SystemKey, Refusal> {
        match self {
            Self::Anonymous => Err(DocumentedError::Unauthorized.into()),
            Self::System(system) => Ok(system),
        }
    }
}

/// Parses the id in a path.
///
/// # Errors
///
/// Returns the bad request row for text that is not a number.
pub(crate) fn parse_path_id(values: &dyn ValueAcceptance, text: &str) -> Result<u64, Refusal> {
    let number = values.convert_text_to_number(NumberPlace::PathId, text, parse_snowflake(text));
    number.ok_or_else(|| DocumentedError::BadRequest.into())
}

/// Finds the system in a path, for any caller.
///
/// # Errors
///
/// Returns `0/401` for `@me` without a token, `20001` for a reference that names no system.
pub(crate) fn find_system_or_refuse(
    context: &OperationContext<'_>,
    text: &str,
) -> Result<SystemKey, Refusal> {
    if text == ME {
        return context.caller.require_system();
    }
    let found = context.store.find_system(text);
    found.ok_or_else(|| DocumentedError::SystemNotFound.into())
}

/// Finds the system in a path, for its owner only.
///
/// # Errors
///
/// Returns `0/401` without a token, `20001` for a reference that names no system, `0/403` for another system.
pub(crate) fn find_own_system_or_refuse(
    context: &OperationContext<'_>,
    text: &str,
) -> Result<SystemKey, Refusal> {
    if text == ME {
        return context.caller.require_system();
    }
    let own = context.caller.require_system().map_err(|usual| {
        let doubt = RowAmbiguity::NamedSystemWithoutToken;
        context.choose_refusal(doubt, usual, text.into())
    })?;
    let key = find_system_or_refuse(context, text)?;
    check_ownership(key, key == own, DocumentedError::Forbidden)
}

fn check_ownership<K>(key: K, is_own: bool, row: DocumentedError) -> Result<K, Refusal> {
    if is_own { Ok(key) } else { Err(row.into()) }
}

/// Finds the member in a path, for any caller.
///
/// # Errors
///
/// Returns `20002` for a reference that names no member.
pub(crate) fn find_member_or_refuse(
    context: &OperationContext<'_>,
    text: &str,
) -> Result<MemberKey, Refusal> {
    let found = context.store.find_member(text);
    found.ok_or_else(|| DocumentedError::MemberNotFound.into())
}

/// Finds the member in a path, only for the system it belongs to.
///
/// # Errors
///
/// Returns `0/401` without a token, `20002` for a reference that names no member, `30006` for another system's member.
pub(crate) fn find_own_member_or_refuse(
    context: &OperationContext<'_>,
    text: &str,
) -> Result<MemberKey, Refusal> {
    let own = context.caller.require_system()?;
    let key = find_member_or_refuse(context, text)?;
    let is_own = context.store.member(key)?.system == own;
    check_ownership(key, is_own, DocumentedError::NotYourMember)
}

/// Finds the group in a path, for any caller.
///
/// # Errors
///
/// Returns `20004` for a reference that names no group.
pub(crate) fn find_group_or_refuse(
    context: &OperationContext<'_>,
    text: &str,
) -> Result<GroupKey, Refusal> {
    let found = context.store.find_group(text);
    found.ok_or_else(|| DocumentedError::GroupNotFound.into())
}

/// Finds the group in a path, only for the system it belongs to.
///
/// # Errors
///
/// Returns `0/401` without a token, `20004` for a reference that names no group, `30007` for another system's group.
pub(crate) fn find_own_group_or_refuse(
    context: &OperationContext<'_>,
    text: &str,
) -> Result<GroupKey, Refusal> {
    let own = context.caller.require_system()?;
    let key = find_group_or_refuse(context, text)?;
    let is_own = context.store.group(key)?.system == own;
    check_ownership(key, is_own, DocumentedError::NotYourGroup)
}

/// Checks that a privacy setting lets a viewer see what it protects.
///
/// # Errors
///
/// Returns the given row if it does not.
pub(crate) fn check_visibility(
    record: &ModelRecord,
    setting: &str,
    viewer: Viewer,
    row: DocumentedError,
) -> Result<(), Refusal> {
    match record.visibility_to(setting, viewer) {
        FieldVisibility::Visible => Ok(()),
        FieldVisibility::Hidden => Err(row.into()),
    }
}
