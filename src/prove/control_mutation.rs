//! Mutations of the responses to valid requests.

use super::body_edit::build_refusal_for_row;
use super::case_mutation::{MutatedSteps, replace_responses};
use super::recorded_case::RecordedCase;
use crate::check::{ExchangeRole, JudgeContext, RecordedExchange};
use crate::contract::RequirementId;
use crate::exchange::Response;

/// A wrong response to a valid request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ControlMutation {
    /// The request is refused.
    Refused,
    /// The server fails.
    ServerError,
}

impl ControlMutation {
    /// Every mutation.
    pub(super) const ALL: &'static [Self] = &[Self::Refused, Self::ServerError];

    /// Returns the name.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "valid-refused",
            Self::ServerError => "valid-server-error",
        }
    }

    /// Describes what such a server does.
    pub(super) const fn describe(self) -> &'static str {
        match self {
            Self::Refused => "refuses valid requests",
            Self::ServerError => "fails at valid requests",
        }
    }

    /// Returns the requirement that such a server breaks.
    pub(super) const fn broken_requirement(self) -> RequirementId {
        match self {
            Self::Refused | Self::ServerError => RequirementId::ControlSucceeds,
        }
    }

    /// Applies the mutation to the controls of a case that were served and of which `is_meant` holds; `None` if there are none.
    pub(super) fn mutate_case_steps<'c>(
        self,
        rules: &JudgeContext<'_>,
        case: &'c RecordedCase<'_>,
        is_meant: impl Fn(&RecordedExchange) -> bool,
    ) -> Option<MutatedSteps<'c>> {
        replace_responses(case.steps(), |_, step| {
            let is_control = matches!(step.role, ExchangeRole::Control(_));
            let served = &step.exchange.response;
            (is_control && served.is_success() && is_meant(step))
                .then(|| self.build_wrong_response(rules, served))
        })
    }

    fn build_wrong_response(self, rules: &JudgeContext<'_>, served: &Response) -> Response {
        let mut rows = rules.rows.iter();
        let status = match self {
            Self::Refused => 400,
            Self::ServerError => 500,
        };
        match rows.find(|row| row.status == status) {
            Some(row) => build_refusal_for_row(served, rules.model, row),
            None => Response {
                status,
                ..served.clone()
            },
        }
    }
}
