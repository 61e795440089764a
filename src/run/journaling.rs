//! Beginning a journal, and undoing what an old one tells of.

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

/// Begins the journal of a run: what it is about, and whose tokens it has.
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

/// Sees to it that no other run is under way on the same systems.
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

/// Keeps others from undoing what was handed over, as long as what is returned lives.
pub(super) fn hold(handover: &Handover) -> Result<File, OpenError> {
    let gone = || OpenError::ProvisionGone(handover.journal.clone());
    Journal::hold(&handover.journal)
        .ok()
        .flatten()
        .ok_or_else(gone)
}

/// Whose tokens there are, as far as the target tells.
///
/// Fails where it says that a token is nobody's, or that there is no such place: nothing that follows would mean anything.
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
            // The server may be at fault in other ways: that is what the cases are for.
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

/// Whose token an actor has; the status of the answer where the target does not tell, if there was one.
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

/// What came of undoing what an old journal tells of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recovery {
    /// Things that were removed.
    pub undone: u64,
    /// Settings that were put back.
    pub put_back: u64,
    /// What could not be undone.
    pub leftovers: Vec<Leftover>,
}

/// Why nothing of a journal was undone.
#[derive(Debug, thiserror::Error)]
pub enum RecoverError {
    /// A token that the run had is missing.
    #[error(
        "the run of this journal had a token of the {actor}, and none is given: nothing was touched; give the same tokens"
    )]
    TokenMissing {
        /// Whose token.
        actor: Actor,
    },
    /// A token is another's than the run had.
    #[error(
        "the {actor}'s token is {}, and the run of this journal had that of {then}: nothing was touched; give the same tokens",
        now.as_ref().map_or_else(|| "unknown to the target".to_owned(), |now| format!("that of {now}"))
    )]
    OtherToken {
        /// The actor.
        actor: Actor,
        /// Whose token the run had.
        then: Value,
        /// Whose token is given, where the target tells.
        now: Option<Value>,
    },
}

/// Undoes what an old journal tells of, with the tokens that its run had.
///
/// The journal goes where nothing is left to undo, so that doing it twice does no more than once.
///
/// # Errors
/// Fails with [`RecoverError`], before anything is touched, where the tokens are not those of the run.
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
