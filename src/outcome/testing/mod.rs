//! Outcomes for tests.

mod outcomes;
mod reasons;
mod responses;
mod shapes;
mod violations;

// The parts of `check` that tests of higher rooms need, and nothing else does.
pub(crate) use crate::check::{
    BurstBreach, EffectBreach, ErrorsBreach, FormBreach, FormRule, Found, FoundLengths, Leak,
    LeakBreach, LeakKind, LengthKeys, Lengths, LocatedValue, Open, RateHeaderBreach,
    RepetitionBreach, RowBreach, TimeBreach, WantedMessage, WireBreach,
};
pub(crate) use outcomes::{case, exchange, row, run};
pub(crate) use reasons::{inconclusive_burst, lost_fixture, panicked};
pub(crate) use responses::reset_in_seconds;
pub(crate) use shapes::every_shape;
pub(crate) use violations::{
    another_row, answer, bare_answer, failed_control, fingerprint, no_integer, no_object, pointer,
    seven, shown_token, violation, violation_with, wrong_message, wrong_row,
};
