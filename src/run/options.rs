//! How a run is done.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::baseline::Baseline;
use crate::check::Terms;
use crate::fixture::Handover;
use crate::outcome::{Demand, Selected, Shard, Strictness};

/// How a run is done, whatever the target.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// The id that everything the run makes is named with.
    pub id: String,
    /// The edition of the table, for reports.
    pub edition: String,
    /// How strictly it judges.
    pub strictness: Strictness,
    /// What it makes of cases that cannot be tried for want of something that was not given.
    pub demand: Demand,
    /// Which part of the cases it tries, where it is not to try all of them.
    pub shard: Option<Shard>,
    /// All cases that were selected, of which a shard is a part.
    pub selected: Selected,
    /// Which breaches are known.
    pub baseline: Option<Arc<Baseline>>,
    /// How an answer is judged where the contract alone does not say.
    pub terms: Terms,
    /// Values that only whoever runs the target knows.
    pub known: BTreeMap<String, String>,
    /// Whether the target keeps to the documented rate limits.
    pub limits: TargetLimits,
    /// The folder that the run keeps its journal in; without one, what a killed run made stays where it is.
    pub journal: Option<PathBuf>,
    /// What it shares with other processes, where it does.
    pub shared: Option<Shared>,
    /// How many cases that only read are tried at once.
    pub readers: usize,
    /// How often each case is tried.
    pub attempts: NonZeroUsize,
    /// How long the run may take, undoing included; no case is begun for which there is no time left.
    pub budget: Option<Duration>,
}

/// What several processes share.
#[derive(Clone, Debug)]
pub struct Shared {
    /// What one of them made for all.
    pub handover: Handover,
    /// The folder by which they take turns.
    pub folder: PathBuf,
}

/// Whether a target keeps to the documented rate limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetLimits {
    /// It limits the rate as documented; the run stays below by itself.
    Kept,
    /// It does not limit the rate, unless a hook asks it to.
    Off,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            id: new_run_id(),
            edition: String::new(),
            strictness: Strictness::default(),
            demand: Demand::default(),
            shard: None,
            selected: Selected::default(),
            baseline: None,
            terms: Terms::default(),
            known: BTreeMap::new(),
            limits: TargetLimits::Kept,
            journal: None,
            shared: None,
            readers: 8,
            attempts: NonZeroUsize::MIN,
            budget: None,
        }
    }
}

/// A new id for a run: eight hexadecimal digits.
#[must_use]
pub fn new_run_id() -> String {
    let id = uuid::Uuid::new_v4().simple().to_string();
    id.chars().take(8).collect()
}
