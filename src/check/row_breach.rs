//! The breaches of the row of a response.

use serde::{Deserialize, Serialize};

use crate::contract::{ErrorId, RequirementId};
use crate::exchange::NoResponse;

use super::accepted_row::{
    AcceptedRow, describe_accepted_rows, find_closest_accepted_row, list_accepted_rows,
};
use super::row_words::{describe_nearest_rows, describe_wrong_error_model};
use super::violation::BreachProperties;
use super::{
    Breach, BreachDescription, BreachPlace, CauseContext, ExpectedJson, ExpectedValueMark,
    Fingerprint, JudgeContext, ResponseExpectation, ResponseKind, ResponseSummary,
    VolatileValueRedactor,
};

/// A wrong row: an undocumented or unexpected pair of status code and code, a server error, or no response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "shape")]
pub enum RowBreach {
    /// No row has the pair of status code and code.
    Undocumented {
        /// The response.
        answer: ResponseSummary,
        /// The rows with the same code, or else with the same status code.
        near: Vec<ErrorId>,
    },
    /// The case does not accept the row.
    OtherRow {
        /// The rows that the case accepts, the one that describes the defect first.
        expected: Vec<AcceptedRow>,
        /// The response.
        answer: ResponseSummary,
    },
    /// The case accepts the response in place of the row that is worded for exactly this error.
    Replacement {
        /// The row that describes the defect.
        expected: AcceptedRow,
        /// The response.
        answer: ResponseSummary,
    },
    /// The server responded with a server error.
    ServerError {
        /// The rows that the case accepts; empty if it accepts any refusal.
        expected: Vec<AcceptedRow>,
        /// The response.
        answer: ResponseSummary,
    },
    /// The server failed to respond to a bad request.
    NoResponse {
        /// The rows that the case accepts; empty if it accepts any refusal.
        expected: Vec<AcceptedRow>,
        /// The reason why there was no response.
        reason: NoResponse,
    },
    /// The response to a request that no row describes does not follow the error model, or is no refusal.
    NotTheModel {
        /// The keys that every error body has.
        keys: Vec<String>,
        /// The response.
        answer: ResponseSummary,
        /// The breaches of the error model.
        off: Vec<Breach>,
    },
}

impl RowBreach {
    /// Creates the breach of a server that fails to respond to a bad request.
    #[must_use]
    pub fn no_response(
        rules: &JudgeContext<'_>,
        expectation: &ResponseExpectation,
        reason: NoResponse,
    ) -> Self {
        Self::NoResponse {
            expected: list_accepted_rows(rules, expectation, None),
            reason,
        }
    }
}

impl BreachProperties for RowBreach {
    fn requirement_id(&self) -> RequirementId {
        match self {
            Self::Undocumented { .. } => RequirementId::PairDocumented,
            Self::OtherRow { .. } | Self::Replacement { .. } => RequirementId::RowExpected,
            Self::ServerError { .. } | Self::NoResponse { .. } => RequirementId::NoServerError,
            Self::NotTheModel { .. } => RequirementId::RefusalUsesErrorModel,
        }
    }

    fn place(&self) -> BreachPlace {
        match self {
            Self::Undocumented { answer, .. }
            | Self::OtherRow { answer, .. }
            | Self::Replacement { answer, .. } => match answer.kind {
                ResponseKind::Error => BreachPlace::Row,
                ResponseKind::NoError => BreachPlace::Status,
            },
            Self::ServerError { .. } | Self::NoResponse { .. } => BreachPlace::Status,
            Self::NotTheModel { off, .. } if off.is_empty() => BreachPlace::Status,
            Self::NotTheModel { .. } => BreachPlace::Body,
        }
    }

    fn describe(&self) -> BreachDescription {
        let expected = match self {
            Self::Undocumented { near, .. } => describe_nearest_rows(near),
            Self::Replacement { expected, .. } => format!(
                "{}, the row that describes exactly this error",
                describe_accepted_rows(std::slice::from_ref(expected))
            ),
            Self::NotTheModel { keys, answer, off } => {
                return describe_wrong_error_model(keys, answer, off);
            }
            Self::OtherRow { .. } | Self::ServerError { .. } | Self::NoResponse { .. } => {
                self.describe_expected()
            }
        };
        BreachDescription::new(expected, self.describe_got(&ResponseSummary::describe))
    }

    fn fingerprint(&self, redactor: &VolatileValueRedactor) -> Fingerprint {
        let got = self.describe_got(&ResponseSummary::describe_stably);
        Fingerprint::new(
            &self.place(),
            BreachDescription::new(self.describe_expected(), got),
            redactor,
        )
    }

    fn cause_key(&self, case: &CauseContext<'_>) -> String {
        match self {
            Self::Undocumented { answer, .. }
            | Self::OtherRow { answer, .. }
            | Self::Replacement { answer, .. }
                if answer.kind == ResponseKind::NoError =>
            {
                format!("no error for {}", case.describe_defect())
            }
            Self::Undocumented { answer, .. } => answer.cause_key(),
            Self::OtherRow { expected, answer } => {
                let expected = expected.first().map(AcceptedRow::format_status_and_code);
                format!(
                    "{} expected, {}",
                    expected.unwrap_or_default(),
                    answer.cause_key()
                )
            }
            Self::Replacement { expected, answer } => {
                format!(
                    "{} replaced, {}",
                    expected.format_status_and_code(),
                    answer.cause_key()
                )
            }
            Self::ServerError { .. } => {
                format!("server error, {}", case.describe_operation_and_defect())
            }
            Self::NoResponse { .. } => {
                format!("no response, {}", case.describe_operation_and_defect())
            }
            Self::NotTheModel { answer, off, .. } if off.is_empty() => answer.cause_key(),
            // One handler writes such bodies, whatever the status code.
            Self::NotTheModel { off, .. } => {
                let off: Vec<String> = off
                    .iter()
                    .map(|breach| {
                        let family = breach.as_breach_properties();
                        format!("{}: {}", family.requirement_id(), family.cause_key(case))
                    })
                    .collect();
                off.join("; ")
            }
        }
    }

    fn body_diff_marks(&self) -> Vec<ExpectedValueMark> {
        let (expected, answer) = match self {
            Self::OtherRow { expected, answer } | Self::ServerError { expected, answer } => {
                (expected.as_slice(), answer)
            }
            Self::Replacement { expected, answer } => (std::slice::from_ref(expected), answer),
            Self::Undocumented { .. } | Self::NoResponse { .. } | Self::NotTheModel { .. } => {
                return Vec::new();
            }
        };
        let Some(documented) = find_closest_accepted_row(expected, Some(answer)) else {
            return Vec::new();
        };
        let message = answer
            .message
            .as_ref()
            .zip(documented.message.expected_json_if_wrong());
        let message = message.map(|(own, wanted)| ExpectedValueMark {
            pointer: own.at.clone(),
            expected: wanted,
        });
        let code = answer.code.as_ref();
        let code = code
            .filter(|own| own.value != serde_json::Value::from(documented.code))
            .map(|own| ExpectedValueMark {
                pointer: own.at.clone(),
                expected: ExpectedJson::Value(documented.code.into()),
            });
        message.into_iter().chain(code).collect()
    }

    fn undocumented_response(&self) -> Option<&ResponseSummary> {
        match self {
            Self::Undocumented { answer, .. } => Some(answer),
            Self::OtherRow { .. }
            | Self::Replacement { .. }
            | Self::ServerError { .. }
            | Self::NoResponse { .. }
            | Self::NotTheModel { .. } => None,
        }
    }
}

impl RowBreach {
    /// Describes the whole documented side, as fingerprints have it.
    fn describe_expected(&self) -> String {
        match self {
            Self::Undocumented { near, .. } if near.is_empty() => {
                "a documented pair of status and code".to_owned()
            }
            Self::Undocumented { near, .. } => {
                let near: Vec<String> = near.iter().map(ErrorId::to_string).collect();
                let rows = if near.len() == 1 { "row" } else { "rows" };
                format!(
                    "a documented pair of status and code (nearest {rows}: {})",
                    near.join(", ")
                )
            }
            Self::OtherRow { expected, .. }
            | Self::ServerError { expected, .. }
            | Self::NoResponse { expected, .. } => describe_accepted_rows(expected),
            Self::Replacement { expected, .. } => {
                let row = describe_accepted_rows(std::slice::from_ref(expected));
                format!("{row}, which is worded for exactly this")
            }
            Self::NotTheModel { keys, .. } => format!("status 4xx, keys {}", keys.join(", ")),
        }
    }

    fn describe_got(&self, worded: &dyn Fn(&ResponseSummary) -> String) -> String {
        match self {
            Self::Undocumented { answer, .. }
            | Self::OtherRow { answer, .. }
            | Self::Replacement { answer, .. }
            | Self::ServerError { answer, .. } => worded(answer),
            Self::NoResponse { reason, .. } => reason.to_string(),
            Self::NotTheModel { answer, off, .. } => {
                let mut words = worded(answer);
                for breach in off {
                    let family = breach.as_breach_properties();
                    let BreachDescription { expected, got } = family.describe_for_fingerprint();
                    words.push_str(&format!(
                        "; {}: expected {expected}, got {got}",
                        family.requirement_id()
                    ));
                }
                words
            }
        }
    }
}
