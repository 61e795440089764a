//! Outcomes for tests.

mod outcomes;
mod reasons;
mod responses;
mod shapes;
mod violations;

// The parts of `check` that tests of higher rooms need, and nothing else does.
pub(crate) use crate::check::{
    BodyFormBreach, BodyFormRule, BurstBreach, BurstInconclusiveReason, ErrorDetailsBreach,
    ExceededLengthLimit, ExpectedMessage, FoundLengths, LeakBreach, LeakKind, LeakedText,
    LengthKeys, LocatedValue, NonObjectBodyKind, RateHeaderBreach, RepetitionBreach,
    ResponseTimeBreach, RowBreach, SideEffectBreach, WireFormatBreach,
};
pub(crate) use outcomes::{case, exchange, row, run};
pub(crate) use reasons::{inconclusive_burst, lost_fixture, panicked};
pub(crate) use responses::reset_in_seconds;
pub(crate) use shapes::every_shape;
pub(crate) use violations::{
    accepted_row_seven, bare_response, failed_control, fingerprint, not_an_integer, not_an_object,
    pointer, response_summary, served_summary, shown_token, violation, violation_of,
    violation_with, wrong_message, wrong_row, wrong_row_with_code,
};
