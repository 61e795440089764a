//! Who asks, and what they may touch: token first, then the reference, then ownership.

use super::ident::ME;
use super::model::Viewer;
use super::refusal::Refusal;
use super::rows::Row;
use super::store::{GroupKey, MemberKey, Store, SystemKey};

/// Who sent a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Caller {
    /// No token, or one that is no system's.
    Anonymous,
    System(SystemKey),
}

impl Caller {
    pub(crate) fn of(token: Option<&[u8]>, store: &Store) -> Self {
        let system = token.and_then(|token| store.find_token(token));
        system.map_or(Self::Anonymous, Self::System)
    }

    /// As whom the caller looks at what belongs to `system`.
    pub(crate) fn viewer(self, system: SystemKey) -> Viewer {
        if self == Self::System(system) {
            Viewer::Owner
        } else {
            Viewer::Other
        }
    }

    /// The caller's own system.
    ///
    /// # Errors
    ///
    /// `0/401` for an anonymous caller.
    pub(crate) fn require(self) -> Result<SystemKey, Refusal> {
        match self {
            Self::Anonymous => Err(Row::Unauthorized.into()),
            Self::System(system) => Ok(system),
        }
    }
}

/// The system in a path, for anyone.
///
/// # Errors
///
/// `0/401` for `@me` without a token, `20001` for a reference that names no system.
pub(crate) fn system(store: &Store, caller: Caller, text: &str) -> Result<SystemKey, Refusal> {
    if text == ME {
        return caller.require();
    }
    store
        .find_system(text)
        .ok_or_else(|| Row::SystemNotFound.into())
}

/// The system in a path, for its owner only.
///
/// # Errors
///
/// `0/401` without a token, `20001` for a reference that names no system, `0/403` for another system.
pub(crate) fn own_system(store: &Store, caller: Caller, text: &str) -> Result<SystemKey, Refusal> {
    let own = caller.require()?;
    let named = system(store, caller, text)?;
    if named == own {
        Ok(own)
    } else {
        Err(Row::Forbidden.into())
    }
}

/// The member in a path, for anyone.
///
/// # Errors
///
/// `20002` for a reference that names no member.
pub(crate) fn member(store: &Store, text: &str) -> Result<MemberKey, Refusal> {
    store
        .find_member(text)
        .ok_or_else(|| Row::MemberNotFound.into())
}

/// The member in a path, for the system it belongs to only.
///
/// # Errors
///
/// `0/401` without a token, `20002` for a reference that names no member, `30006` for another system's member.
pub(crate) fn own_member(store: &Store, caller: Caller, text: &str) -> Result<MemberKey, Refusal> {
    let own = caller.require()?;
    let key = member(store, text)?;
    if store.member(key)?.system == own {
        Ok(key)
    } else {
        Err(Row::NotYourMember.into())
    }
}

/// The group in a path, for anyone.
///
/// # Errors
///
/// `20004` for a reference that names no group.
pub(crate) fn group(store: &Store, text: &str) -> Result<GroupKey, Refusal> {
    store
        .find_group(text)
        .ok_or_else(|| Row::GroupNotFound.into())
}

/// The group in a path, for the system it belongs to only.
///
/// # Errors
///
/// `0/401` without a token, `20004` for a reference that names no group, `30007` for another system's group.
pub(crate) fn own_group(store: &Store, caller: Caller, text: &str) -> Result<GroupKey, Refusal> {
    let own = caller.require()?;
    let key = group(store, text)?;
    if store.group(key)?.system == own {
        Ok(key)
    } else {
        Err(Row::NotYourGroup.into())
    }
}

/// The members that a list in a body names, in its order.
///
/// # Errors
///
/// For the first entry at fault: `20003` where it names no member, `30008` where it names another system's.
pub(crate) fn listed_members(
    store: &Store,
    own: SystemKey,
    list: &[String],
) -> Result<Vec<MemberKey>, Refusal> {
    let named = |text: &String| {
        let key = store
            .find_member(text)
            .ok_or_else(|| Refusal::Named(Row::MemberRefNotFound, text.clone()))?;
        if store.member(key)?.system == own {
            Ok(key)
        } else {
            Err(Refusal::Named(Row::NotYourMemberRef, text.clone()))
        }
    };
    list.iter().map(named).collect()
}

/// The groups that a list in a body names, in its order.
///
/// # Errors
///
/// For the first entry at fault: `20005` where it names no group, `30009` where it names another system's.
pub(crate) fn listed_groups(
    store: &Store,
    own: SystemKey,
    list: &[String],
) -> Result<Vec<GroupKey>, Refusal> {
    let named = |text: &String| {
        let key = store
            .find_group(text)
            .ok_or_else(|| Refusal::Named(Row::GroupRefNotFound, text.clone()))?;
        if store.group(key)?.system == own {
            Ok(key)
        } else {
            Err(Refusal::Named(Row::NotYourGroupRef, text.clone()))
        }
    };
    list.iter().map(named).collect()
}
