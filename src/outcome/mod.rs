//! Outcomes: the results of a run, as values from which reports are made.
//!
//! [`RecordedViolation`] and [`Verdict`] judge a case. [`CaseOutcome`] holds them together with all requests and responses, [`RunOutcome`] holds the
//! run, and [`RunEvent`]s report its progress. Outcomes
//! can be written and read again, events cannot.

mod baseline;
mod budget_omissions;
mod case;
mod cause_group;
mod clock_warning;
mod compare;
mod compare_responses;
mod conclusion;
mod decide_verdict;
mod derived;
mod event;
mod finding;
mod finding_description;
mod finding_id;
mod finding_key;
mod finding_severity;
mod finding_title;
mod gate;
mod harm;
mod known_failure_refutation;
mod known_harm;
mod merge;
mod mutation_score;
mod orphaned_run;
mod preview;
mod rank;
mod reason;
mod repeats;
mod response_finding;
mod rows;
mod run;
mod run_command;
mod run_judging_config;
mod settle_controls;
mod shard;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod traffic_stats;
mod vacuity;
mod valueless_parameter;
mod verdict;
mod volatile_field_names;

pub(crate) use crate::check::wording;
pub use crate::check::{
    AcceptedAlternative, AcceptedRow, AlternativeFit, AlternativeOutcome, BodyDefectKind, Breach,
    BreachDescription, BreachPlace, CauseContext, ExchangeRole, ExpectedJson, ExpectedValueMark,
    FalseSuccessStateChange, Fingerprint, JsonSyntaxDefect, JsonType, NameBinding,
    RecordedExchange, RecordedViolation, ResponseSummary, StateChange, StateOwner, TextEdit,
    VolatileValueRedactor,
};
pub use crate::contract::{
    ErrorId, ErrorRow, JsonPointer, Level, RateLimitHeaderNames, Requirement, RequirementId,
    RequirementScope, RowOrigin,
};
pub use crate::exchange::{
    Actor, Exchange, ExchangeTiming, FailureOrigin, NoResponse, Request, RequestHeaderValue,
    Response, TokenValue, WireBytes,
};
pub(crate) use crate::exchange::{excerpt, text_contrast};
pub use baseline::{
    AppliedBaseline, BaselineExpiry, KnownCasePattern, KnownFailureEntry, KnownViolation,
    StaleEntry, StaleReason, UndecidedCasePattern,
};
pub use budget_omissions::BudgetOmissions;
pub use case::{CaseInfo, CaseOutcome, ExpectedErrorResponse};
pub use compare::{
    CaseChange, CaseChangeKind, ComparisonConclusion, RowChange, RunComparison, compare_runs,
};
pub use compare_responses::{ResponseChangeGroup, ResponseDifference, ResponseEdit, ResponsePlace};
pub use conclusion::{ConformanceConclusion, MissingEvidence};
pub use decide_verdict::decide_verdict;
pub use event::RunEvent;
pub use finding::{Finding, FindingCause, group_cases_into_findings};
pub use finding_id::{FindingId, FindingIdParseError};
pub use gate::{EvidencePolicy, FailOn, FailOnParseError, FailureGate, ReplacementEffect};
pub use harm::{Harm, find_harm};
pub use known_harm::{KnownHarmfulFinding, KnownHarmfulFindingParseError};
pub use merge::{MergeError, merge_runs};
pub use mutation_score::{DetectionCount, MutantOutcome, MutantState, MutationScore};
pub use orphaned_run::OrphanedRun;
pub use preview::{BlockedCases, FixtureInfo, RankTimeForecast, RunPreview, ScopeForecast};
pub use rank::CoverageRank;
pub use reason::{
    ConditionFailure, FixtureFailure, FixtureStep, HarnessFailure, InconclusiveReason, NotRunReason,
};
pub use repeats::{
    AttemptBreachCount, AttemptCheckFailureCount, AttemptOutcomeCount, RepeatSummary,
    estimate_confidence_interval, merge_attempts,
};
pub(crate) use response_finding::combine_status_counts;
pub use response_finding::{
    EveryResponseFinding, ResponseCountsByRequirement, ResponseExample, StatusBreachCount,
};
pub use rows::{
    NotObservedCause, RowOutcome, RowVerdict, count_proven_and_all_rows, derive_row_outcomes,
};
pub use run::{Leftover, RunEnding, RunInfo, RunOutcome, VerdictCounts};
pub use run_command::RunCommand;
pub use run_judging_config::RunJudgingConfig;
pub use shard::{SelectionDigest, Shard, ShardParseError};
pub use traffic_stats::{LatencyStats, RateLimitScopeTraffic, ScopeLimit, TrafficStats};
pub use vacuity::{VacuityWarning, find_doubtful_run_signs};
pub use verdict::Verdict;
pub use volatile_field_names::VolatileFieldNames;
