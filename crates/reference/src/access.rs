//! The sender of a request and its access rights: token first, then the reference, then ownership.

use super::api_error::DocumentedError;
use super::entity_reference::{ME, parse_snowflake};
use super::fault::{
    Dated, FaultKind, Form, Late, Mishap, Named, NoNumber, Numbered, PrivacyFault, PrivateList,
    Stage, TokenFault, crash, defer, framework, private_row, strikes, strikes_here,
};
use super::model::{FieldVisibility, ModelRecord, Viewer};
use super::refusal::{NonApiResponse, Refusal};
use super::store::{GroupKey, MemberKey, StateStore, SystemKey};
use super::variant;

/// The sender of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ApiCaller {
    /// A sender without a token, or with a token that belongs to no system.
    Anonymous,
    System(SystemKey),
}

impl ApiCaller {
    pub(crate) fn from_token(token: Option<&[u8]>, store: &StateStore) -> Self {
        let system = token.and_then(|token| {
            store
                .find_system_by_token(token)
                .or_else(|| system_admitted_by_fault(token, store))
        });
        system.map_or(Self::Anonymous, Self::System)
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
    pub(crate) fn require_system(self, store: &StateStore) -> Result<SystemKey, Refusal> {
        match self {
            Self::Anonymous => refuse_anonymous_caller(store),
            Self::System(system) => Ok(system),
        }
    }
}

/// Returns the system that an unknown token is accepted for: none, unless a fault accepts it.
fn system_admitted_by_fault(token: &[u8], store: &StateStore) -> Option<SystemKey> {
    if strikes(FaultKind::Token(TokenFault::Crash)) {
        crash();
    }
    let is_served = strikes(FaultKind::Token(TokenFault::AnyServed))
        || (token.is_empty() && strikes(FaultKind::Token(TokenFault::EmptyServed)));
    store.systems.keys().next().copied().filter(|_| is_served)
}

/// Refuses an anonymous caller of an operation that needs a token, unless a fault serves it.
fn refuse_anonymous_caller(store: &StateStore) -> Result<SystemKey, Refusal> {
    let first = store.systems.keys().next().copied();
    if let Some(first) = first {
        if strikes_here(FaultKind::Unauthenticated) {
            return Ok(first);
        }
        if strikes_here(|kind| FaultKind::Late(Late::Token, kind)) {
            defer(DocumentedError::Unauthorized.into());
            return Ok(first);
        }
    }
    if strikes(FaultKind::SignIn) {
        return Err(Refusal::NonApi(NonApiResponse {
            location: Some("/login"),
            ..NonApiResponse::without_body(DocumentedError::Unauthorized, 302)
        }));
    }
    Err(framework(Stage::Token, DocumentedError::Unauthorized))
}

/// Resolves `@me` to the caller's own system.
fn resolve_me_reference(store: &StateStore, caller: ApiCaller) -> Result<SystemKey, Refusal> {
    if caller == ApiCaller::Anonymous && strikes(FaultKind::Dated(Dated::ErrorForMessage)) {
        let row = DocumentedError::Unauthorized;
        let body = serde_json::json!({"error": row.message(""), "code": row.code()});
        let answer = NonApiResponse::without_body(row, row.status());
        return Err(Refusal::NonApi(
            answer.with_body("application/json", body.to_string()),
        ));
    }
    caller.require_system(store)
}

/// Returns the refusal of a reference that names nothing.
pub(crate) fn unknown_reference_refusal(
    named: Named,
    text: &str,
    refusal: impl Into<Refusal>,
) -> Refusal {
    let form = Form::of(text);
    if strikes(FaultKind::FormCrash(named, form)) {
        crash();
    }
    if strikes(FaultKind::Form(named, form)) {
        return DocumentedError::BadRequest.into();
    }
    refusal.into()
}

/// Parses the number in a path.
///
/// # Errors
///
/// Returns the bad request row for text that is not a number.
pub(crate) fn parse_path_number(numbered: Numbered, text: &str) -> Result<u64, Refusal> {
    let number = parse_snowflake(text).or_else(|| variant::number(text));
    if let Some(number) = number.filter(|number| variant::is_id(*number)) {
        return Ok(number);
    }
    let form = NoNumber::of(text);
    if strikes(FaultKind::Number(numbered, form, Mishap::Crash)) {
        crash();
    }
    if strikes(FaultKind::Number(numbered, form, Mishap::Served)) {
        // A careless parser would return 0.
        return Ok(0);
    }
    Err(framework(Stage::Query, DocumentedError::BadRequest))
}

/// Reports whether a fault lets a caller other than the owner continue.
fn is_admitted_by_fault(refusal: &Refusal) -> bool {
    if strikes_here(FaultKind::Unowned) {
        return true;
    }
    let is_late = strikes_here(|kind| FaultKind::Late(Late::Owner, kind));
    if is_late {
        defer(refusal.clone());
    }
    is_late
}

/// Finds the system in a path, for any caller.
///
/// # Errors
///
/// Returns `0/401` for `@me` without a token, `20001` for a reference that names no system.
pub(crate) fn find_system_or_refuse(
    store: &StateStore,
    caller: ApiCaller,
    text: &str,
) -> Result<SystemKey, Refusal> {
    if text == ME {
        return resolve_me_reference(store, caller);
    }
    store.find_system(text).ok_or_else(|| {
        unknown_reference_refusal(Named::System, text, DocumentedError::SystemNotFound)
    })
}

/// Finds the system in a path, for its owner only.
///
/// # Errors
///
/// Returns `0/401` without a token, `20001` for a reference that names no system, `0/403` for another system.
pub(crate) fn find_own_system_or_refuse(
    store: &StateStore,
    caller: ApiCaller,
    text: &str,
) -> Result<SystemKey, Refusal> {
    let nobody = |refusal| variant::named_system(refusal, text);
    let own = if text == ME {
        resolve_me_reference(store, caller)?
    } else {
        caller.require_system(store).map_err(nobody)?
    };
    let named = if text == ME {
        own
    } else {
        find_system_or_refuse(store, caller, text)?
    };
    check_ownership(named, named == own, DocumentedError::Forbidden)
}

fn check_ownership<K>(key: K, is_own: bool, row: DocumentedError) -> Result<K, Refusal> {
    let refusal = Refusal::from(row);
    if is_own || is_admitted_by_fault(&refusal) {
        Ok(key)
    } else {
        Err(refusal)
    }
}

/// Finds the member in a path, for any caller.
///
/// # Errors
///
/// Returns `20002` for a reference that names no member.
pub(crate) fn find_member_or_refuse(store: &StateStore, text: &str) -> Result<MemberKey, Refusal> {
    store.find_member(text).ok_or_else(|| {
        unknown_reference_refusal(Named::Member, text, DocumentedError::MemberNotFound)
    })
}

/// Finds the member in a path, only for the system it belongs to.
///
/// # Errors
///
/// Returns `0/401` without a token, `20002` for a reference that names no member, `30006` for another system's member.
pub(crate) fn find_own_member_or_refuse(
    store: &StateStore,
    caller: ApiCaller,
    text: &str,
) -> Result<MemberKey, Refusal> {
    let own = caller.require_system(store)?;
    let key = find_member_or_refuse(store, text)?;
    check_ownership(
        key,
        store.member(key)?.system == own,
        DocumentedError::NotYourMember,
    )
}

/// Finds the group in a path, for any caller.
///
/// # Errors
///
/// Returns `20004` for a reference that names no group.
pub(crate) fn find_group_or_refuse(store: &StateStore, text: &str) -> Result<GroupKey, Refusal> {
    store.find_group(text).ok_or_else(|| {
        unknown_reference_refusal(Named::Group, text, DocumentedError::GroupNotFound)
    })
}

/// Finds the group in a path, only for the system it belongs to.
///
/// # Errors
///
/// Returns `0/401` without a token, `20004` for a reference that names no group, `30007` for another system's group.
pub(crate) fn find_own_group_or_refuse(
    store: &StateStore,
    caller: ApiCaller,
    text: &str,
) -> Result<GroupKey, Refusal> {
    let own = caller.require_system(store)?;
    let key = find_group_or_refuse(store, text)?;
    check_ownership(
        key,
        store.group(key)?.system == own,
        DocumentedError::NotYourGroup,
    )
}

/// Checks that a privacy setting lets the caller see a list.
///
/// # Errors
///
/// Returns the row of the setting.
pub(crate) fn check_list_visibility(
    list: PrivateList,
    record: &ModelRecord,
    setting: &str,
    viewer: Viewer,
    caller: ApiCaller,
) -> Result<(), Refusal> {
    let is_private = record.visibility_to(setting, Viewer::Other) == FieldVisibility::Hidden;
    let strikes = |fault: PrivacyFault| strikes(FaultKind::Privacy(fault, list));
    match (record.visibility_to(setting, viewer), caller) {
        (FieldVisibility::Visible, _) if is_private && strikes(PrivacyFault::OwnerRefused) => {
            Err(private_row(list).into())
        }
        (FieldVisibility::Visible, _) => Ok(()),
        (FieldVisibility::Hidden, _) if strikes(PrivacyFault::Ignored) => Ok(()),
        (FieldVisibility::Hidden, ApiCaller::System(_))
            if strikes(PrivacyFault::LiftedByAnyToken) =>
        {
            Ok(())
        }
        (FieldVisibility::Hidden, _) => Err(private_list_refusal(list)),
    }
}

fn private_list_refusal(list: PrivateList) -> Refusal {
    let (status, body) = match list {
        PrivateList::Fronters if strikes(FaultKind::Privacy(PrivacyFault::NothingSent, list)) => {
            (204, "")
        }
        PrivateList::Members
        | PrivateList::Groups
        | PrivateList::GroupsOfMember
        | PrivateList::GroupMembers
        | PrivateList::History
            if strikes(FaultKind::Privacy(PrivacyFault::Emptied, list)) =>
        {
            (200, "[]")
        }
        PrivateList::Members
        | PrivateList::Groups
        | PrivateList::GroupsOfMember
        | PrivateList::GroupMembers
        | PrivateList::History
        | PrivateList::Fronters
        | PrivateList::Switch => return private_row(list).into(),
    };
    let answer = NonApiResponse::without_body(private_row(list), status);
    Refusal::NonApi(if body.is_empty() {
        answer
    } else {
        answer.with_body("application/json", body)
    })
}
