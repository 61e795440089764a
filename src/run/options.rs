//! The options of a run.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::baseline::Baseline;
use crate::check::JudgeOptions;
use crate::fixture::ProvisionedFixtures;
use crate::outcome::{EvidencePolicy, FailureGate, RunCommand, SelectionDigest, Shard};
use crate::target::CaseHeader;

/// The options of a run that do not depend on the target.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// The id that appears in the name of everything the run creates.
    pub id: String,
    /// The edition of the error table, for reports.
    pub edition: String,
    /// The command that starts the run, for reports, if one does.
    pub command: Option<RunCommand>,
    /// The findings that fail a case and the run.
    pub gate: FailureGate,
    /// The evidence without which the run is inconclusive.
    pub evidence: EvidencePolicy,
    /// The number of rows that have to be settled at least.
    pub min_rows: Option<usize>,
    /// The part of the selected cases to try; `None` for all of them.
    pub shard: Option<Shard>,
    /// A digest of all selected cases, before a shard takes its part.
    pub selection: SelectionDigest,
    /// The known failures.
    pub baseline: Option<Arc<Baseline>>,
    /// The settings by which a response is judged where the contract alone does not decide.
    pub judge_options: JudgeOptions,
    /// The values that only the operator can supply, by name.
    pub values: BTreeMap<String, String>,
    /// The header that carries the name of the case in each of its requests, those of fixtures excepted.
    pub case_header: Option<CaseHeader>,
    /// The rate limits that the target enforces.
    pub target_limits: TargetRateLimiting,
    /// The folder of the run's journal. Without one, the resources that a killed run created stay on the target.
    pub journal_dir: Option<PathBuf>,
    /// The ids of other runs that are dead, although their marks on the target are young or change.
    pub ignored_runs: BTreeSet<String>,
    /// The state that the run shares with other processes, if any.
    pub shared: Option<CrossProcessState>,
    /// The number of read-only cases that are tried at once.
    pub parallel_reads: usize,
    /// The number of attempts for each case.
    pub attempts: NonZeroUsize,
    /// The time that the target's reads may need to settle: replicas catch up, and clocks that tick in seconds tick.
    pub settling_pause: Duration,
    /// The longest time that the run may take, undoing included. A case that would exceed it is not started.
    pub budget: Option<Duration>,
}

/// The state that several processes share.
#[derive(Clone, Debug)]
pub struct CrossProcessState {
    /// The fixtures that one of them created for all.
    pub fixtures: ProvisionedFixtures,
    /// The folder of their lock files.
    pub folder: PathBuf,
}

/// A declaration of whether the target enforces its documented rate limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetRateLimiting {
    /// The documented limits. The run throttles its requests to stay below them.
    Enforced,
    /// No limits, except where a trigger turns them on.
    Off,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            id: new_run_id(),
            edition: String::new(),
            command: None,
            gate: FailureGate::default(),
            evidence: EvidencePolicy::default(),
            min_rows: None,
            shard: None,
            selection: SelectionDigest::default(),
            baseline: None,
            judge_options: JudgeOptions::default(),
            values: BTreeMap::new(),
            case_header: None,
            target_limits: TargetRateLimiting::Enforced,
            journal_dir: None,
            ignored_runs: BTreeSet::new(),
            shared: None,
            parallel_reads: 8,
            attempts: NonZeroUsize::MIN,
            settling_pause: Duration::from_millis(1100),
            budget: None,
        }
    }
}

/// Returns a new random id for a run: eight hexadecimal digits.
#[must_use]
pub fn new_run_id() -> String {
    let id = uuid::Uuid::new_v4().simple().to_string();
    id.chars().take(8).collect()
}
