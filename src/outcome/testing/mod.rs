//! Outcomes for tests.

mod outcomes;
mod reasons;
mod responses;
mod shapes;
mod violations;

// The parts of `check` that tests of higher rooms need, and nothing else does.
pub(crate) use crate::check::{
    BodySchemaBreach, BodySchemaRule, BurstBreach, BurstInconclusiveReason, ErrorDetailsBreach,
    ErrorLengthKeys, ExceededLengthLimit, ExpectedMessage, LeakBreach, LeakKind, LeakedText,
    LocatedValue, NonObjectBodyKind, RateHeaderBreach, ReceivedErrorLengths, RepetitionBreach,
    ResponseTimeBreach, RowBreach, SideEffectBreach, WireFormatBreach,
};
pub(crate) use outcomes::{case_outcome, error_row, exchange_with_response, run_outcome};
pub(crate) use reasons::{
    fixture_creation_failure, harness_panic_verdict, inconclusive_burst_reason,
};
pub(crate) use responses::reset_header_finding;
pub(crate) use shapes::every_breach_variant;
pub(crate) use violations::{
    accepted_row_seven, bare_response_summary, failed_control_breach, fingerprint, json_pointer,
    leaked_token_violation, non_integer_code_violation, non_object_body_violation,
    response_summary, served_response_summary, violation, violation_for_defect,
    violation_with_bindings, wrong_message_violation, wrong_row_violation,
    wrong_row_violation_with_code,
};
