//! Lists of references: not all entries are looked at, duplicates, nothing in them.

use std::collections::HashSet;

use badreq_reference::DocumentedError;
use serde_json::Value;

use super::exchange::CleanExchange;
use super::family::FaultFamily;
use super::reaction::FaultReaction;
use super::request::BufferedRequest;
use super::response::refuses_list_entry;
use crate::named::named;
use crate::operation::Operation;

named! {
    /// The entries of a list that are looked at.
    pub(super) enum CheckedEntries {
        First = "first-only",
        Last = "last-only",
    }
}

/// An operation looks at one entry of its list only, and passes over the others if they are bad.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct UncheckedEntriesFault(CheckedEntries, Operation);

impl FaultFamily for UncheckedEntriesFault {
    fn all() -> Vec<Self> {
        let first = [
            Operation::AddGroupMembers,
            Operation::OverwriteMemberGroups,
            Operation::CreateSwitch,
            Operation::ChangeSwitchMembers,
        ];
        let last = [
            Operation::AddMemberGroups,
            Operation::RemoveGroupMembers,
            Operation::OverwriteGroupMembers,
            Operation::CreateSwitch,
        ];
        let first = first.map(|operation| Self(CheckedEntries::First, operation));
        let last = last.map(|operation| Self(CheckedEntries::Last, operation));
        [first, last].concat()
    }

    fn full_name(self) -> String {
        format!("entries/{}/{}", self.0.name(), self.1.name())
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        if exchange.request.operation != Some(self.1) {
            return None;
        }
        let index = find_bad_entry(exchange)?;
        let is_seen = match self.0 {
            CheckedEntries::First => index == 0,
            CheckedEntries::Last => index + 1 == exchange.request.listed_references()?.len(),
        };
        let mended = || drop_bad_entry(exchange).map(FaultReaction::Serve);
        (!is_seen).then(mended)?
    }
}

/// Returns the index of the first bad entry, which the message names.
fn find_bad_entry(exchange: &CleanExchange<'_>) -> Option<usize> {
    exchange
        .refusal_row()
        .filter(|row| refuses_list_entry(*row))?;
    let reference = exchange.response.find_quoted_reference()?;
    let mut entries = exchange.request.listed_references()?.iter();
    entries.position(|entry| entry.as_str() == Some(reference))
}

/// Returns the request without its first bad entry.
pub(super) fn drop_bad_entry(exchange: &CleanExchange<'_>) -> Option<BufferedRequest> {
    let mut list = exchange.request.listed_references()?.clone();
    list.remove(find_bad_entry(exchange)?);
    exchange.request.with_listed_references(list)
}

named! {
    /// Duplicates that are not noticed.
    pub(super) enum UnnoticedDuplicates {
        Any = "any",
        /// The same member by its id and by its UUID.
        InAnotherForm = "in-another-form",
    }
}

/// An operation serves a list with duplicates in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct DuplicatesFault(UnnoticedDuplicates, Operation);

impl FaultFamily for DuplicatesFault {
    fn all() -> Vec<Self> {
        vec![
            Self(UnnoticedDuplicates::Any, Operation::CreateSwitch),
            Self(UnnoticedDuplicates::Any, Operation::ChangeSwitchMembers),
            Self(UnnoticedDuplicates::InAnotherForm, Operation::CreateSwitch),
        ]
    }

    fn full_name(self) -> String {
        format!("duplicates/{}/{}", self.0.name(), self.1.name())
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let is_met = exchange.request.operation == Some(self.1)
            && exchange.refusal_row() == Some(DocumentedError::DuplicateMembers);
        if !is_met {
            return None;
        }
        let texts = exchange.request.listed_references()?;
        let is_repeated = texts.iter().collect::<HashSet<_>>().len() < texts.len();
        match self.0 {
            UnnoticedDuplicates::InAnotherForm if is_repeated => None,
            UnnoticedDuplicates::Any | UnnoticedDuplicates::InAnotherForm => {
                Some(FaultReaction::false_success())
            }
        }
    }
}

/// Returns the request without duplicates: with the first entry only if no two look alike.
pub(super) fn drop_duplicates(exchange: &CleanExchange<'_>) -> Option<BufferedRequest> {
    let list = exchange.request.listed_references()?;
    let mut kept: Vec<Value> = Vec::new();
    for entry in list {
        if !kept.contains(entry) {
            kept.push(entry.clone());
        }
    }
    if kept.len() == list.len() {
        kept.truncate(1);
    }
    exchange.request.with_listed_references(kept)
}

/// An operation breaks on an empty list, where something has to be in it. That it serves an edit without an effect is fair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct EmptyListCrashFault(Operation);

impl FaultFamily for EmptyListCrashFault {
    fn all() -> Vec<Self> {
        vec![
            Self(Operation::AddMemberGroups),
            Self(Operation::RemoveGroupMembers),
        ]
    }

    fn full_name(self) -> String {
        format!("empty-list/crash/{}", self.0.name())
    }

    fn react_to_exchange(self, exchange: &CleanExchange<'_>) -> Option<FaultReaction> {
        let is_empty = exchange
            .request
            .listed_references()
            .is_some_and(Vec::is_empty);
        let is_met = exchange.request.operation == Some(self.0)
            && is_empty
            && exchange.refusal_row() == Some(DocumentedError::BadRequest);
        is_met.then(FaultReaction::internal_error)
    }
}
