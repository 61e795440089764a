//! Mutations of the wait that a refusal for the rate states.

use serde_json::Value;

use super::body_edit::{edit_object, replace_value};
use super::case_mutation::{MutatedSteps, replace_responses};
use super::recorded_case::RecordedCase;
use crate::check::JudgeContext;
use crate::contract::{ErrorId, RequirementId};

/// A wrong wait in a refusal for the rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RetryAfterMutation {
    /// No wait.
    Missing,
    /// The wait as a string.
    AsText,
    /// No time at all.
    Zero,
    /// A time below zero.
    Negative,
    /// A thousand times the time.
    TooLong,
}

impl RetryAfterMutation {
    /// Every mutation.
    pub(super) const ALL: &'static [Self] = &[
        Self::Missing,
        Self::AsText,
        Self::Zero,
        Self::Negative,
        Self::TooLong,
    ];

    /// Returns the name.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "no-wait",
            Self::AsText => "wait-as-text",
            Self::Zero => "wait-of-zero",
            Self::Negative => "negative-wait",
            Self::TooLong => "wait-too-long",
        }
    }

    /// Describes what such a server does.
    pub(super) const fn describe(self) -> &'static str {
        match self {
            Self::Missing => "leaves out the time to wait",
            Self::AsText => "writes the time to wait as a string",
            Self::Zero => "asks to wait for no time",
            Self::Negative => "asks to wait for a time below zero",
            Self::TooLong => "asks to wait for longer than the window",
        }
    }

    /// Returns the requirement that such a server breaks.
    pub(super) const fn broken_requirement(self) -> RequirementId {
        match self {
            Self::Missing => RequirementId::RetryAfterPresent,
            Self::AsText => RequirementId::RetryAfterInteger,
            Self::Zero | Self::Negative | Self::TooLong => RequirementId::RetryAfterWithinWindow,
        }
    }

    /// Applies the mutation to the responses of a row that the case provokes; `None` if it has nothing to change.
    pub(super) fn mutate_case_steps<'c>(
        self,
        rules: &JudgeContext<'_>,
        case: &'c RecordedCase<'_>,
        row: ErrorId,
    ) -> Option<MutatedSteps<'c>> {
        let at = &rules.model.wait.as_ref()?.at;
        let window = rules.limits.map(|limits| limits.window_ms)?;
        replace_responses(case.steps(), |place, step| {
            let is_of_row = case.is_provoked_response_of_row(place, step, row);
            let response = is_of_row.then_some(&step.exchange.response)?;
            edit_object(response, |body| {
                let value = match self {
                    Self::Missing => return at.remove_from(body).map(drop),
                    Self::AsText => Value::from(at.find_in(body)?.to_string()),
                    Self::Zero => 0.into(),
                    Self::Negative => (-1).into(),
                    Self::TooLong => window.saturating_mul(1000).into(),
                };
                replace_value(body, at, value)
            })
        })
    }
}
