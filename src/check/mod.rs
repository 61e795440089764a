//! Checks: pure functions from contract, expectation and exchange to violations.
//!
//! Each family of requirements has one file: the shapes of its breaches, their descriptions, marks, causes and fingerprints, and the check that
//! finds them. [`judge_case()`] compares everything recorded of a case with the contract. [`judge_every_response_requirements()`] compares one response with the
//! requirements that hold for every response. [`judge_response()`], [`judge_control()`], [`judge_side_effect()`], [`judge_repetition()`] and [`judge_burst()`] judge the parts of a case.
//!
//! A check uses no network and no clock, and knows nothing of a particular API: rows, keys, limits and levels come from
//! [`JudgeContext`], the expected response comes from [`ResponseExpectation`].

mod accepted_alternative;
mod accepted_row;
mod announced_limit;
mod body_defect_kind;
mod body_difference;
mod body_mark;
mod body_schema_breach;
mod breach_place;
mod burst;
mod burst_breach;
mod clock_skew;
mod collector;
mod content_type;
mod control;
mod effect;
mod error_details;
mod error_details_breach;
mod error_details_words;
mod error_objects;
mod expectation;
mod fingerprint;
mod found_details;
mod json_syntax_defect;
mod json_tree;
mod judge_case;
mod judge_context;
mod judge_every_response;
mod judge_response;
mod judge_row;
mod leak;
mod message;
mod name_binding;
mod non_object_body;
mod optional_value;
mod parsed_response;
mod rate_header_breach;
mod rate_header_history;
mod rate_headers;
mod recorded_exchange;
mod recorded_violation;
mod redact;
mod repetition;
mod response_summary;
mod response_time;
mod retry_after;
mod row_breach;
mod row_words;
mod served_change;
mod shorten;
mod state_change;
mod state_reading;
mod text_edit;
mod violation;
mod wire_format;
pub(crate) mod wording;

#[cfg(test)]
mod cause_tests;
#[cfg(test)]
mod defect_tests;
#[cfg(test)]
mod judge_tests;
#[cfg(test)]
mod mark_tests;
#[cfg(test)]
mod refusal_tests;
#[cfg(test)]
mod testing;

pub use accepted_alternative::{AcceptedAlternative, AlternativeFit, AlternativeOutcome};
pub use accepted_row::{AcceptedRow, ExpectedMessage};
pub use announced_limit::AnnouncedLimits;
pub use body_defect_kind::{BodyDefectKind, JsonType};
pub use body_mark::{ExpectedJson, ExpectedValueMark};
pub use body_schema_breach::{BodySchemaBreach, BodySchemaRule};
pub use breach_place::BreachPlace;
pub use burst::{
    BurstInconclusiveReason, BurstJudgement, PromisedWait, RecordedBurst, burst_size,
    find_latest_promised_wait, judge_burst,
};
pub use burst_breach::BurstBreach;
pub use clock_skew::ClockSkewRange;
pub use control::{ControlBreach, ControlJudgement, judge_control};
pub use effect::{SideEffectBreach, SideEffectJudgement, judge_side_effect};
pub use error_details_breach::ErrorDetailsBreach;
pub use expectation::{
    ExceededLengthLimit, ExpectedRefusal, FieldError, FieldErrors, ResponseExpectation,
};
pub use fingerprint::Fingerprint;
pub use found_details::{ErrorLengthKeys, ReceivedErrorLengths, ReceivedErrorText};
pub use json_syntax_defect::JsonSyntaxDefect;
pub use judge_case::{CaseExpectations, CaseJudgement, CaseRecording, judge_case};
pub use judge_context::{
    BodyValidator, JudgeContext, JudgeOptions, RateLimitEnforcement, RequirementLevels,
};
pub use judge_every_response::{RequirementJudgement, judge_every_response_requirements};
pub use judge_response::{ResponseJudgement, judge_response};
pub use leak::{LeakBreach, LeakKind, LeakedText};
pub use message::MessageBreach;
pub use name_binding::NameBinding;
pub use non_object_body::NonObjectBodyKind;
pub use parsed_response::find_response_row_id;
pub use rate_header_breach::RateHeaderBreach;
pub use rate_header_history::RateHeaderHistory;
pub use recorded_exchange::{ExchangeRole, RecordedExchange, UnansweredRequest};
pub use recorded_violation::RecordedViolation;
pub use redact::VolatileValueRedactor;
pub use repetition::{RepetitionBreach, judge_repetition};
pub use response_summary::{LocatedValue, ResponseKind, ResponseSummary};
pub use response_time::ResponseTimeBreach;
pub use retry_after::BodyRetryAfterBreach;
pub use row_breach::RowBreach;
pub use served_change::{FalseSuccessStateChange, StateOwner};
pub use state_change::{StateChange, find_state_change, is_conclusive_after_read};
pub use state_reading::is_conclusive_before_read;
pub use text_edit::TextEdit;
pub use violation::{Breach, BreachDescription, CauseContext, Violation};
pub use wire_format::WireFormatBreach;
