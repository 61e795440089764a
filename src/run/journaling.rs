//! Opening the journal of a run, and recovery from the journal of a past run.

use std::fs::File;
use std::path::Path;

use serde_json::Value;

use super::preflight::fetch_identity;
use super::session_open_error::SessionOpenError;
use crate::contract::Contract;
use crate::exchange::Actor;
use crate::fixture::{
    FixtureManager, Journal, JournalError, JournalHeader, JournalRecord, LoadedJournal,
    ProvisionedFixtures, TargetClient, find_concurrent_run_journal,
};
use crate::outcome::Leftover;

/// Creates the journal of a run and writes its header and the identities of its tokens.
pub(super) fn create_run_journal(
    line: &TargetClient,
    run: &str,
    identities: &[(Actor, Value)],
    folder: &Path,
) -> Result<Journal, JournalError> {
    let mut journal = Journal::create(folder, run)?;
    let target = line.target().base_url().to_string();
    journal.append_synced(&JournalRecord::Opened(JournalHeader::new(run, &target)))?;
    for (actor, id) in identities {
        let (actor, id) = (*actor, id.clone());
        journal.append_synced(&JournalRecord::Identity { actor, id })?;
    }
    Ok(journal)
}

/// Checks that no other run is active on the same accounts.
pub(super) fn ensure_no_other_run(
    folder: &Path,
    line: &TargetClient,
    identities: &[(Actor, Value)],
) -> Result<(), SessionOpenError> {
    let target = line.target().base_url().to_string();
    match find_concurrent_run_journal(folder, &target, identities) {
        Some(path) => Err(SessionOpenError::OtherRunActive(path)),
        None => Ok(()),
    }
}

/// Locks the journal of shared fixtures, so that no other process undoes them while the returned file is open.
pub(super) fn lock_fixtures_journal(
    handover: &ProvisionedFixtures,
) -> Result<File, SessionOpenError> {
    let gone = || SessionOpenError::FixturesGone(handover.journal.clone());
    Journal::try_lock_shared(&handover.journal)
        .ok()
        .flatten()
        .ok_or_else(gone)
}

/// The result of undoing the changes in the journal of a past run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecoverySummary {
    /// The number of resources that were removed.
    pub undone: u64,
    /// The number of settings that were restored.
    pub put_back: u64,
    /// The changes that could not be undone.
    pub leftovers: Vec<Leftover>,
}

/// An error because of which nothing in a journal was undone.
#[derive(Debug, thiserror::Error)]
pub enum RecoveryError {
    /// No token is given for an actor who had one in the run.
    #[error(
        "the run of this journal had a token of the {actor}, but none is given: nothing was changed; give the same tokens"
    )]
    TokenMissing {
        /// The actor without a token.
        actor: Actor,
    },
    /// A given token belongs to another identity than the run's token.
    #[error(
        "the {actor}'s token is {}, but the run of this journal had that of {then}: nothing was changed; give the same tokens",
        now.as_ref().map_or_else(|| "unknown to the target".to_owned(), |now| format!("that of {now}"))
    )]
    TokenMismatch {
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
/// Fails with [`RecoveryError`] if the tokens are not those of the run. Nothing was touched then.
pub async fn undo_past_run(
    contract: &Contract,
    line: TargetClient,
    past: &LoadedJournal,
    journal: Journal,
) -> Result<RecoverySummary, RecoveryError> {
    for record in &past.records {
        let JournalRecord::Identity { actor, id: then } = record else {
            continue;
        };
        let actor = *actor;
        if line.target().credentials().get(actor).is_none() {
            return Err(RecoveryError::TokenMissing { actor });
        }
        let now = fetch_identity(contract, &line, actor).await;
        if now.as_ref() != Some(then) {
            return Err(RecoveryError::TokenMismatch {
                actor,
                then: then.clone(),
                now,
            });
        }
    }
    let mut provision = FixtureManager::for_cleanup(past, line, journal);
    let (_, before, _) = provision.change_counts();
    let leftovers = provision.undo_all().await;
    let (_, after, put_back) = provision.change_counts();
    Ok(RecoverySummary {
        undone: after - before,
        put_back,
        leftovers,
    })
}
