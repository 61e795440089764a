//! Other runs on the same accounts, told by the marks that they leave in names: those that may be active, and orphans.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::options::RunOptions;
use super::session_open_error::SessionOpenError;
use crate::contract::Contract;
use crate::fixture::{
    AccountReadRequest, FixtureManager, Journal, JournalRecord, LedgerEntry, LoadedJournal,
    NameBindings, RunMark, RunMarkedItem, RunMarkedItemPlace, TargetClient, format_age,
    list_journals, list_other_run_reads,
};
use crate::outcome::{Leftover, OrphanedRun};
use crate::suite::FixtureSpecs;

/// The age from which a run without any change counts as dead.
const MIN_ORPHAN_AGE: Duration = Duration::from_secs(20 * 60);

/// The time between two reads that show whether a run still changes things.
const PAUSE_BETWEEN_READS: Duration = Duration::from_secs(2);

/// Another run whose marks are on the target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherRun {
    /// The mark.
    pub mark: RunMark,
    /// The things that bear it.
    pub things: Vec<RunMarkedItem>,
    /// `true` if they changed between two reads.
    is_changing: bool,
}

impl OtherRun {
    /// Reports whether the run may be active: it started a short time ago, or changes things.
    #[must_use]
    pub fn may_be_active(&self) -> bool {
        self.is_changing || self.mark.age() < MIN_ORPHAN_AGE
    }

    /// Returns the error for a run that may be active on the target at this base URL.
    #[must_use]
    pub fn to_session_open_error(&self, base: String) -> SessionOpenError {
        let example = self.things.first().map(|thing| thing.what.clone());
        SessionOpenError::OtherRunOnTarget {
            base,
            run: self.mark.run_id().to_owned(),
            age: format_age(self.mark.age()),
            example: example.unwrap_or_default(),
        }
    }

    /// Describes what the run left, for reports.
    #[must_use]
    pub fn to_orphaned_run(&self) -> OrphanedRun {
        let mut orphaned = OrphanedRun {
            run: self.mark.run_id().to_owned(),
            started: self.mark.started().to_string(),
            resources: Vec::new(),
            settings: Vec::new(),
        };
        for thing in &self.things {
            match &thing.place {
                RunMarkedItemPlace::Resource { .. } => orphaned.resources.push(thing.what.clone()),
                RunMarkedItemPlace::Object { .. } => orphaned.settings.push(thing.what.clone()),
            }
        }
        orphaned
    }
}

/// Finds the other runs whose marks are on the target, except those whose journals are in this folder.
///
/// Things that are gone at a second read, a moment later, are no sign of a run: a replica may show what is removed already.
pub async fn find_other_runs(
    client: &TargetClient,
    reads: &[AccountReadRequest],
    journal_dir: &Path,
) -> Vec<OtherRun> {
    let first = client.find_run_marked_items(reads).await;
    if first.is_empty() {
        return Vec::new();
    }
    let known = JournaledRuns::load(journal_dir, client);
    let is_other = |thing: &RunMarkedItem| !known.accounts_for(thing);
    if !first.iter().any(is_other) {
        return Vec::new();
    }
    tokio::time::sleep(PAUSE_BETWEEN_READS).await;
    let second = client.find_run_marked_items(reads).await;
    let before = group_by_run(first.into_iter().filter(is_other));
    let now = group_by_run(second.into_iter().filter(is_other));
    let runs = now.into_iter().filter_map(|(run, things)| {
        Some(OtherRun {
            mark: things.first()?.mark.clone(),
            is_changing: before.get(&run) != Some(&things),
            things,
        })
    });
    runs.collect()
}

/// Finds the dead runs that left things on the target, by their marks.
///
/// # Errors
/// Fails with [`SessionOpenError::OtherRunOnTarget`] if one of them may be active, and the options do not say that it is dead.
pub(super) async fn find_orphaned_runs(
    contract: &Contract,
    specs: &FixtureSpecs,
    options: &RunOptions,
    journal_dir: &Path,
    client: &TargetClient,
) -> Result<Vec<OrphanedRun>, SessionOpenError> {
    let target = client.target();
    let values = NameBindings::from_operator_values(&options.values);
    let reads = list_other_run_reads(contract, specs, &values, target.credentials());
    let others = find_other_runs(client, &reads, journal_dir).await;
    let is_ignored = |run: &OtherRun| options.ignored_runs.contains(run.mark.run_id());
    match others
        .iter()
        .find(|run| run.may_be_active() && !is_ignored(run))
    {
        Some(active) => Err(active.to_session_open_error(target.base_url().to_string())),
        None => Ok(others.iter().map(OtherRun::to_orphaned_run).collect()),
    }
}

/// The result of removing what dead runs left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrphanRemovalSummary {
    /// The number of resources that were removed.
    pub removed: u64,
    /// The resources that could not be removed, and the settings whose former values are lost.
    pub leftovers: Vec<Leftover>,
}

/// Removes the resources that a dead run left, and lists the settings that it wrote: only its journal has their former values.
pub async fn remove_orphaned_resources(
    client: TargetClient,
    run: &OtherRun,
) -> OrphanRemovalSummary {
    let mut manager = FixtureManager::new(
        Arc::default(),
        client,
        run.mark.run_id(),
        &BTreeMap::new(),
        Journal::disabled(),
    );
    manager.adopt_resources(
        run.things
            .iter()
            .filter_map(RunMarkedItem::to_created_resource),
    );
    let mut leftovers = manager.undo_all().await;
    leftovers.extend(run.things.iter().filter_map(build_lost_setting_leftover));
    let (_, removed, _) = manager.change_counts();
    OrphanRemovalSummary { removed, leftovers }
}

/// Describes a setting that a dead run wrote; `None` for a resource.
fn build_lost_setting_leftover(thing: &RunMarkedItem) -> Option<Leftover> {
    match &thing.place {
        RunMarkedItemPlace::Resource { .. } => None,
        RunMarkedItemPlace::Object { write, key, value } => Some(Leftover {
            what: format!("{} = {value}", thing.what),
            remedy: format!(
                "{write} {{\"{key}\":…}} as {} with the value that it should have",
                thing.actor
            ),
            reason: format!(
                "run {} wrote it, and only the journal of that run has the former value",
                thing.mark.run_id()
            ),
        }),
    }
}

/// The runs on a target whose journals are at hand: `badreq cleanup` knows more about them than their marks tell.
struct JournaledRuns {
    ids: BTreeSet<String>,
    /// The resources in these journals: processes that share fixtures write their own marks into them.
    resources: BTreeSet<(String, String)>,
}

impl JournaledRuns {
    fn load(folder: &Path, client: &TargetClient) -> Self {
        let base = client.target().base_url().to_string();
        let mut known = Self {
            ids: BTreeSet::new(),
            resources: BTreeSet::new(),
        };
        for path in list_journals(folder).unwrap_or_default() {
            let Ok(Some(journal)) = LoadedJournal::load(&path) else {
                continue;
            };
            if journal.header.target != base {
                continue;
            }
            known.ids.insert(journal.header.run);
            for record in journal.records {
                if let JournalRecord::Made(LedgerEntry { resource, .. }) = record {
                    known.resources.insert((resource.method, resource.target));
                }
            }
        }
        known
    }

    /// Reports whether one of the journals accounts for a thing.
    fn accounts_for(&self, thing: &RunMarkedItem) -> bool {
        let is_known_resource = match &thing.place {
            RunMarkedItemPlace::Resource { method, target } => {
                self.resources.contains(&(method.clone(), target.clone()))
            }
            RunMarkedItemPlace::Object { .. } => false,
        };
        is_known_resource || self.ids.contains(thing.mark.run_id())
    }
}

fn group_by_run(
    things: impl Iterator<Item = RunMarkedItem>,
) -> BTreeMap<String, Vec<RunMarkedItem>> {
    let mut runs: BTreeMap<String, Vec<RunMarkedItem>> = BTreeMap::new();
    for thing in things {
        let run = thing.mark.run_id().to_owned();
        runs.entry(run).or_default().push(thing);
    }
    runs
}
