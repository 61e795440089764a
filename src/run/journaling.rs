//! Opening the journal of a run, and recovery from the journal of a past run.

use std::fs::File;
use std::path::Path;

use serde_json::Value;

use super::open_error::OpenError;
use crate::contract::{Contract, Identity};
use crate::exchange::Actor;
use crate::fixture::{
    Bound, Handover, Journal, JournalError, Line, Opening, Past, Provision, Record, run_under_way,
};
use crate::outcome::Leftover;
use crate::suite::{Ask, Template};

/// Creates the journal of a run and writes its header and the identities of its tokens.
pub(super) fn open_journal(
    line: &Line,
    run: &str,
    identities: &[(Actor, Value)],
    folder: &Path,
) -> Result<Journal, JournalError> {
    let mut journal = Journal::create(folder, run)?;
    let target = line.target().base().to_string();
    journal.write_through(&Record::Opened(Opening::now(run, &target)))?;
    for (actor, id) in identities {
        let (actor, id) = (*actor, id.clone());
        journal.write_through(&Record::Identity { actor, id })?;
    }
    Ok(journal)
}

/// Checks that no other run is active on the same systems.
pub(super) fn alone_on(
    folder: &Path,
    line: &Line,
    identities: &[(Actor, Value)],
) -> Result<(), OpenError> {
    let target = line.target().base().to_string();
    match run_under_way(folder, &target, identities) {
        Some(path) => Err(OpenError::Busy(path)),
        None => Ok(()),
    }
}

/// Locks the journal of shared fixtures, so that no other process undoes them while the returned file is open.
pub(super) fn hold(handover: &Handover) -> Result<File, OpenError> {
    let gone = || OpenError::ProvisionGone(handover.journal.clone());
    Journal::hold(&handover.journal)
        .ok()
        .flatten()
        .ok_or_else(gone)
}

/// Fetches the identity behind each token, as far as the target reveals it.
///
/// Fails if the target rejects a token or does not know the endpoint, because no later result would be meaningful.
pub(super) async fn identities(
    contract: &Contract,
    line: &Line,
) -> Result<Vec<(Actor, Value)>, OpenError> {
    let mut known = Vec::new();
    let Some(own) = &contract.identity else {
        return Ok(known);
    };
    for actor in with_token(line) {
        match identity(own, line, actor).await {
            Ok(id) => known.push((actor, id)),
            // Other failures may be defects of the server, which the cases are there to find.
            Err(Some(status @ (400 | 401 | 403 | 404))) => {
                return Err(OpenError::Token {
                    actor,
                    request: own.request.clone(),
                    base: line.target().base().to_string(),
                    status,
                });
            }
            Err(_) => {}
        }
    }
    Ok(known)
}

fn with_token(line: &Line) -> impl Iterator<Item = Actor> {
    let credentials = line.target().credentials();
    let actors = Actor::ALL.iter().copied();
    actors.filter(move |actor| credentials.get(*actor).is_some())
}

/// Fetches the identity behind an actor's token.
///
/// The error is the status code of a response that contains no identity, or `None` if there was no response.
async fn identity(identity: &Identity, line: &Line, actor: Actor) -> Result<Value, Option<u16>> {
    let (_, target) = identity.request.split_once(' ').ok_or(None)?;
    let ask = Ask::read(actor, Template::literal(target));
    let exchange = line
        .ask(&ask, &Bound::default())
        .await
        .map_err(|_error| None)?;
    let answer: Value = serde_json::from_slice(&exchange.response.body.0).unwrap_or_default();
    let id = answer.pointer(&identity.id);
    id.filter(|_| exchange.response.is_success())
        .cloned()
        .ok_or(Some(exchange.response.status))
}

/// The result of undoing the changes in the journal of a past run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// The number of resources that were removed.
    pub undone: u64,
    /// The number of settings that were restored.
    pub put_back: u64,
    /// The changes that could not be undone.
    pub leftovers: Vec<Leftover>,
}

/// An error for which nothing in a journal was undone.
#[derive(Debug, thiserror::Error)]
pub enum RecoverError {
    /// No token is given for an actor who had one in the run.
    #[error(
        "the run of this journal had a token of the {actor}, and none is given: nothing was touched; give the same tokens"
    )]
    TokenMissing {
        /// The actor without a token.
        actor: Actor,
    },
    /// A given token belongs to another identity than the run's token.
    #[error(
        "the {actor}'s token is {}, and the run of this journal had that of {then}: nothing was touched; give the same tokens",
        now.as_ref().map_or_else(|| "unknown to the target".to_owned(), |now| format!("that of {now}"))
    )]
    OtherToken {
        /// The actor.
        actor: Actor,
        /// The identity in the journal.
        then: Value,
        /// The identity behind the given token, if the target reveals it.
        now: Option<Value>,
    },
}

/// Undoes the changes in the journal of a past run, with the tokens of that run.
///
/// The journal is deleted once nothing is left to undo, so a second call does nothing more.
///
/// # Errors
/// Fails with [`RecoverError`] if the tokens are not those of the run. Nothing was touched then.
pub async fn recover(
    contract: &Contract,
    line: Line,
    past: &Past,
    journal: Journal,
) -> Result<Recovery, RecoverError> {
    for record in &past.records {
        let Record::Identity { actor, id: then } = record else {
            continue;
        };
        let actor = *actor;
        if line.target().credentials().get(actor).is_none() {
            return Err(RecoverError::TokenMissing { actor });
        }
        let now = match &contract.identity {
            Some(own) => identity(own, &line, actor).await.ok(),
            None => None,
        };
        if now.as_ref() != Some(then) {
            return Err(RecoverError::OtherToken {
                actor,
                then: then.clone(),
                now,
            });
        }
    }
    let mut provision = Provision::resume(past, line, journal);
    let (_, before, _) = provision.counts();
    let leftovers = provision.undo_all().await;
    let (_, after, put_back) = provision.counts();
    Ok(Recovery {
        undone: after - before,
        put_back,
        leftovers,
    })
}
