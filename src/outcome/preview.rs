//! Previews: what a run would do, told before anything is sent.

use serde::{Deserialize, Serialize};

use super::{Allowed, LeftOut, Rank, Unproven};
use crate::contract::RowName;
use crate::exchange::Actor;

/// What a run would make, change and send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The target's base URL.
    pub target: String,
    /// The edition of the table.
    pub edition: String,
    /// Cases that would be tried.
    pub cases: usize,
    /// Cases that would be skipped, since this edition has no row of theirs.
    pub skipped: usize,
    /// Requests that would be sent, greeting and undoing included.
    pub requests: u64,
    /// How many of them would go through each scope of the limits that the run keeps.
    pub scopes: Vec<ScopeShare>,
    /// The time that it would take, undoing included, in milliseconds; `None` where no limits are kept.
    pub takes_ms: Option<u64>,
    /// Time of it in which nothing would be sent, as between bursts, in milliseconds.
    pub waits_ms: u64,
    /// What would be tried until when.
    pub ranks: Vec<RankEnd>,
    /// What would be made for the whole run, and undone.
    pub made: Vec<Named>,
    /// How many things would be made for a single case each, and undone right after it.
    pub made_for_cases: u64,
    /// What would be read first, and changed and put back.
    pub changed: Vec<Named>,
    /// What would be read first, in case that it is changed.
    pub kept: Vec<Named>,
    /// What cannot be tried, and why.
    pub lacking: Vec<Lacking>,
    /// Rows of which no case can be tried.
    pub rows_lacking: Vec<RowName>,
    /// What the budget would leave out.
    pub left_out: Option<LeftOut>,
}

/// The requests of one scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeShare {
    /// The scope's name.
    pub name: String,
    /// Requests that would be sent in it.
    pub requests: u64,
    /// What the limits allow.
    pub allowed: Allowed,
}

/// When everything of a rank would have been tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankEnd {
    /// The rank.
    pub rank: Rank,
    /// Cases of this rank and those before it.
    pub cases: usize,
    /// The time from the beginning, in milliseconds; `None` where no limits are kept.
    pub ends_ms: Option<u64>,
}

/// Something on the target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The fixture's name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// Whose it is.
    pub actor: Actor,
}

/// Cases that cannot be tried for the same reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lacking {
    /// What is missing.
    pub because: Unproven,
    /// How many cases.
    pub cases: usize,
}
