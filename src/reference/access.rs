//! The sender of a request and its access rights: token first, then the reference, then ownership.

use super::fault::{
    Breach, Dated, Form, Late, LookedAt, Mishap, Named, NoNumber, Numbered, PrivacyFault,
    PrivateList, Stage, TokenFault, crash, defer, framework, private_row, strikes, strikes_here,
};
use super::ident::{ME, parse_snowflake};
use super::model::{Record, Shown, Viewer};
use super::refusal::{Entry, Foreign, Refusal};
use super::rows::Row;
use super::store::{GroupKey, MemberKey, Store, SystemKey};
use super::variant;

/// The sender of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Caller {
    /// A sender without a token, or with a token that belongs to no system.
    Anonymous,
    System(SystemKey),
}

impl Caller {
    pub(crate) fn of(token: Option<&[u8]>, store: &Store) -> Self {
        let system =
            token.and_then(|token| store.find_token(token).or_else(|| taken(token, store)));
        system.map_or(Self::Anonymous, Self::System)
    }

    /// Returns the caller's role as a viewer of objects of `system`.
    pub(crate) fn viewer(self, system: SystemKey) -> Viewer {
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
    pub(crate) fn require(self, store: &Store) -> Result<SystemKey, Refusal> {
        match self {
            Self::Anonymous => unauthorized(store),
            Self::System(system) => Ok(system),
        }
    }
}

/// Returns the system that an unknown token is accepted for: none, unless a fault accepts it.
fn taken(token: &[u8], store: &Store) -> Option<SystemKey> {
    if strikes(Breach::Token(TokenFault::Crash)) {
        crash();
    }
    let is_served = strikes(Breach::Token(TokenFault::AnyServed))
        || (token.is_empty() && strikes(Breach::Token(TokenFault::EmptyServed)));
    store.systems.keys().next().copied().filter(|_| is_served)
}

/// Refuses an anonymous caller of an operation that needs a token, unless a fault serves it.
fn unauthorized(store: &Store) -> Result<SystemKey, Refusal> {
    let first = store.systems.keys().next().copied();
    if let Some(first) = first {
        if strikes_here(Breach::Unauthenticated) {
            return Ok(first);
        }
        if strikes_here(|kind| Breach::Late(Late::Token, kind)) {
            defer(Row::Unauthorized.into());
            return Ok(first);
        }
    }
    if strikes(Breach::SignIn) {
        return Err(Refusal::Foreign(Foreign {
            location: Some("/login"),
            ..Foreign::bare(Row::Unauthorized, 302)
        }));
    }
    Err(framework(Stage::Token, Row::Unauthorized))
}

/// Resolves `@me` to the caller's own system.
fn me(store: &Store, caller: Caller) -> Result<SystemKey, Refusal> {
    if caller == Caller::Anonymous && strikes(Breach::Dated(Dated::ErrorForMessage)) {
        let row = Row::Unauthorized;
        let body = serde_json::json!({"error": row.message(""), "code": row.code()});
        let answer = Foreign::bare(row, row.status());
        return Err(Refusal::Foreign(
            answer.saying("application/json", body.to_string()),
        ));
    }
    caller.require(store)
}

/// Returns the refusal of a reference that names nothing.
pub(crate) fn missing(named: Named, text: &str, refusal: impl Into<Refusal>) -> Refusal {
    let form = Form::of(text);
    if strikes(Breach::FormCrash(named, form)) {
        crash();
    }
    if strikes(Breach::Form(named, form)) {
        return Row::BadRequest.into();
    }
    refusal.into()
}

/// Parses the number in a path.
///
/// # Errors
///
/// Returns the bad request row for text that is not a number.
pub(crate) fn read_number(numbered: Numbered, text: &str) -> Result<u64, Refusal> {
    if let Some(number) = parse_snowflake(text) {
        return Ok(number);
    }
    let form = NoNumber::of(text);
    if strikes(Breach::Number(numbered, form, Mishap::Crash)) {
        crash();
    }
    if strikes(Breach::Number(numbered, form, Mishap::Served)) {
        // A careless parser would return 0.
        return Ok(0);
    }
    Err(framework(Stage::Query, Row::BadRequest))
}

/// Reports whether a fault lets a caller other than the owner continue.
fn is_let_through(refusal: &Refusal) -> bool {
    if strikes_here(Breach::Unowned) {
        return true;
    }
    let is_late = strikes_here(|kind| Breach::Late(Late::Owner, kind));
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
pub(crate) fn system(store: &Store, caller: Caller, text: &str) -> Result<SystemKey, Refusal> {
    if text == ME {
        return me(store, caller);
    }
    store
        .find_system(text)
        .ok_or_else(|| missing(Named::System, text, Row::SystemNotFound))
}

/// Finds the system in a path, for its owner only.
///
/// # Errors
///
/// Returns `0/401` without a token, `20001` for a reference that names no system, `0/403` for another system.
pub(crate) fn own_system(store: &Store, caller: Caller, text: &str) -> Result<SystemKey, Refusal> {
    let nobody = |refusal| variant::named_system(refusal, text);
    let own = if text == ME {
        me(store, caller)?
    } else {
        caller.require(store).map_err(nobody)?
    };
    let named = if text == ME {
        own
    } else {
        system(store, caller, text)?
    };
    owned(named, named == own, Row::Forbidden)
}

fn owned<K>(key: K, is_own: bool, row: Row) -> Result<K, Refusal> {
    let refusal = Refusal::from(row);
    if is_own || is_let_through(&refusal) {
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
pub(crate) fn member(store: &Store, text: &str) -> Result<MemberKey, Refusal> {
    store
        .find_member(text)
        .ok_or_else(|| missing(Named::Member, text, Row::MemberNotFound))
}

/// Finds the member in a path, only for the system it belongs to.
///
/// # Errors
///
/// Returns `0/401` without a token, `20002` for a reference that names no member, `30006` for another system's member.
pub(crate) fn own_member(store: &Store, caller: Caller, text: &str) -> Result<MemberKey, Refusal> {
    let own = caller.require(store)?;
    let key = member(store, text)?;
    owned(key, store.member(key)?.system == own, Row::NotYourMember)
}

/// Finds the group in a path, for any caller.
///
/// # Errors
///
/// Returns `20004` for a reference that names no group.
pub(crate) fn group(store: &Store, text: &str) -> Result<GroupKey, Refusal> {
    store
        .find_group(text)
        .ok_or_else(|| missing(Named::Group, text, Row::GroupNotFound))
}

/// Finds the group in a path, only for the system it belongs to.
///
/// # Errors
///
/// Returns `0/401` without a token, `20004` for a reference that names no group, `30007` for another system's group.
pub(crate) fn own_group(store: &Store, caller: Caller, text: &str) -> Result<GroupKey, Refusal> {
    let own = caller.require(store)?;
    let key = group(store, text)?;
    owned(key, store.group(key)?.system == own, Row::NotYourGroup)
}

/// Finds the members that a list in a body names, in its order.
///
/// # Errors
///
/// Returns, for the first invalid entry, `20003` if it names no member, or `30008` if it names another system's.
pub(crate) fn listed_members(
    store: &Store,
    own: SystemKey,
    list: &[String],
) -> Result<Vec<MemberKey>, Refusal> {
    listed(list, |text, entry| {
        let Some(key) = store.find_member(text) else {
            let refusal = Refusal::Named(variant::entry_row(Row::MemberRefNotFound), entry);
            return Err(missing(Named::ListedMember, text, refusal));
        };
        if store.member(key)?.system == own {
            Ok(key)
        } else {
            Err(Refusal::Named(
                variant::entry_row(Row::NotYourMemberRef),
                entry,
            ))
        }
    })
}

/// Finds the groups that a list in a body names, in its order.
///
/// # Errors
///
/// Returns, for the first invalid entry, `20005` if it names no group, or `30009` if it names another system's.
pub(crate) fn listed_groups(
    store: &Store,
    own: SystemKey,
    list: &[String],
) -> Result<Vec<GroupKey>, Refusal> {
    listed(list, |text, entry| {
        let Some(key) = store.find_group(text) else {
            let refusal = Refusal::Named(variant::entry_row(Row::GroupRefNotFound), entry);
            return Err(missing(Named::ListedGroup, text, refusal));
        };
        if store.group(key)?.system == own {
            Ok(key)
        } else {
            Err(Refusal::Named(
                variant::entry_row(Row::NotYourGroupRef),
                entry,
            ))
        }
    })
}

/// Resolves the entries of a list to keys.
fn listed<K>(
    list: &[String],
    named: impl Fn(&str, Entry) -> Result<K, Refusal>,
) -> Result<Vec<K>, Refusal> {
    let mut keys = Vec::new();
    for (index, text) in list.iter().enumerate() {
        let entry = Entry {
            reference: text.clone(),
            first: list.first().cloned().unwrap_or_default(),
        };
        match named(text, entry) {
            Ok(key) => keys.push(key),
            Err(refusal) => overlooked(list, index, refusal)?,
        }
    }
    Ok(keys)
}

/// Returns the refusal of an invalid entry, unless a fault skips the entry or defers the refusal.
fn overlooked(list: &[String], index: usize, refusal: Refusal) -> Result<(), Refusal> {
    let is_first = index == 0;
    let is_last = index + 1 == list.len();
    let passed = (!is_first && strikes_here(|kind| Breach::Entries(LookedAt::First, kind)))
        || (!is_last && strikes_here(|kind| Breach::Entries(LookedAt::Last, kind)));
    if passed {
        return Ok(());
    }
    if strikes_here(|kind| Breach::Late(Late::Entries, kind)) {
        defer(refusal);
        return Ok(());
    }
    Err(refusal)
}

/// Checks that a privacy setting lets the caller see a list.
///
/// # Errors
///
/// Returns the row of the setting.
pub(crate) fn see(
    list: PrivateList,
    record: &Record,
    setting: &str,
    viewer: Viewer,
    caller: Caller,
) -> Result<(), Refusal> {
    let is_private = record.shows(setting, Viewer::Other) == Shown::No;
    let strikes = |fault: PrivacyFault| strikes(Breach::Privacy(fault, list));
    match (record.shows(setting, viewer), caller) {
        (Shown::Yes, _) if is_private && strikes(PrivacyFault::OwnerRefused) => {
            Err(private_row(list).into())
        }
        (Shown::Yes, _) => Ok(()),
        (Shown::No, _) if strikes(PrivacyFault::Ignored) => Ok(()),
        (Shown::No, Caller::System(_)) if strikes(PrivacyFault::LiftedByAnyToken) => Ok(()),
        (Shown::No, _) => Err(hidden(list)),
    }
}

fn hidden(list: PrivateList) -> Refusal {
    let (status, body) = match list {
        PrivateList::Fronters if strikes(Breach::Privacy(PrivacyFault::NothingSent, list)) => {
            (204, "")
        }
        PrivateList::Members
        | PrivateList::Groups
        | PrivateList::GroupsOfMember
        | PrivateList::GroupMembers
        | PrivateList::History
            if strikes(Breach::Privacy(PrivacyFault::Emptied, list)) =>
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
    let answer = Foreign::bare(private_row(list), status);
    Refusal::Foreign(if body.is_empty() {
        answer
    } else {
        answer.saying("application/json", body)
    })
}
