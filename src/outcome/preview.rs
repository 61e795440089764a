//! Previews: the effects of a run, reported before any request is sent.

use serde::{Deserialize, Serialize};

use super::{BudgetOmissions, CoverageRank, InconclusiveReason, ScopeLimit};
use crate::contract::ErrorId;
use crate::exchange::Actor;

/// The resources that a run would create and change, and the requests that it would send.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunPreview {
    /// The target's base URL.
    pub target: String,
    /// The edition of the error table.
    pub edition: String,
    /// Cases that would be tried.
    pub cases: usize,
    /// Cases that would be skipped, since this edition has no row for them.
    pub skipped: usize,
    /// Requests that would be sent, including the first one to the target and the cleanup.
    pub requests: u64,
    /// The share of these requests in each scope of the limits that the run keeps.
    pub scopes: Vec<ScopeForecast>,
    /// The duration of the run including the cleanup, in milliseconds; `None` where no limits are kept.
    pub takes_ms: Option<u64>,
    /// The part of that time in which no request would be sent, such as between bursts, in milliseconds.
    pub waits_ms: u64,
    /// The time at which each rank would end.
    pub ranks: Vec<RankTimeForecast>,
    /// Resources that would be created for the whole run, and undone.
    pub made: Vec<FixtureInfo>,
    /// The number of resources that would be created for a single case each, and undone right after it.
    pub made_for_cases: u64,
    /// Resources that would be read first, then changed and restored.
    pub changed: Vec<FixtureInfo>,
    /// Resources that would be read first, in case they are changed.
    pub kept: Vec<FixtureInfo>,
    /// Cases that cannot be tried, and the reasons.
    pub lacking: Vec<BlockedCases>,
    /// Rows of which no case can be tried.
    pub rows_lacking: Vec<ErrorId>,
    /// The cases that the budget would leave out.
    pub left_out: Option<BudgetOmissions>,
}

/// The number of requests of a run in one rate limit scope, with the limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeForecast {
    /// The scope's name.
    pub name: String,
    /// Requests that would be sent in the scope.
    pub requests: u64,
    /// The limit of the scope.
    pub allowed: ScopeLimit,
}

/// The time at which all cases of a rank would have been tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankTimeForecast {
    /// The rank.
    pub rank: CoverageRank,
    /// Cases of this rank and of those before it.
    pub cases: usize,
    /// The time since the start of the run, in milliseconds; `None` where no limits are kept.
    pub ends_ms: Option<u64>,
}

/// The name, the description and the owner of a fixture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FixtureInfo {
    /// The fixture's name.
    pub name: String,
    /// A description of the fixture.
    pub about: String,
    /// The actor that owns it.
    pub actor: Actor,
}

/// Cases that cannot be tried for the same reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlockedCases {
    /// The reason.
    pub because: InconclusiveReason,
    /// The number of cases.
    pub cases: usize,
}
