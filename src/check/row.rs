//! The row of a response: documented, accepted by the case, and no server error.
//!
//! Responses with status code 1xx, 2xx and 3xx are no errors and need not follow the error model. A response whose row cannot
//! be read is reported for the defect that makes it unreadable. That it is not the expected row is then reported only if the
//! status code shows it, or if no other violation as binding as this one has been found.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{RequirementId, Row, RowName};
use crate::exchange::NoAnswer;

use super::accepted_row::{AcceptedRow, accepted_rows, find_closest, word_rows};
use super::collector::ViolationCollector;
use super::reading::Reading;
use super::violation::Family;
use super::{
    Answer, Breach, CauseContext, Expectation, Fingerprint, Mark, Place, Redactor, ResponseKind,
    ResponseSummary, Rules, Wanted, Words,
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
        near: Vec<RowName>,
    },
    /// The case does not accept the row.
    OtherRow {
        /// The rows that the case accepts, the one that describes the defect first.
        expected: Vec<AcceptedRow>,
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
        reason: NoAnswer,
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
    pub fn no_response(rules: &Rules<'_>, expectation: &Expectation, reason: NoAnswer) -> Self {
        Self::NoResponse {
            expected: accepted_rows(rules, expectation, None),
            reason,
        }
    }
}

impl Family for RowBreach {
    fn requirement(&self) -> RequirementId {
        match self {
            Self::Undocumented { .. } => RequirementId::PairDocumented,
            Self::OtherRow { .. } => RequirementId::RowExpected,
            Self::ServerError { .. } | Self::NoResponse { .. } => RequirementId::NoServerError,
            Self::NotTheModel { .. } => RequirementId::RefusalUsesErrorModel,
        }
    }

    fn place(&self) -> Place {
        match self {
            Self::Undocumented { answer, .. } | Self::OtherRow { answer, .. } => {
                match answer.kind {
                    ResponseKind::Error => Place::Row,
                    ResponseKind::NoError => Place::Status,
                }
            }
            Self::ServerError { .. } | Self::NoResponse { .. } => Place::Status,
            Self::NotTheModel { off, .. } if off.is_empty() => Place::Status,
            Self::NotTheModel { .. } => Place::Body,
        }
    }

    fn words(&self) -> Words {
        Words::new(self.expected(), self.got(&ResponseSummary::words))
    }

    fn fingerprint(&self, redactor: &Redactor) -> Fingerprint {
        let got = self.got(&ResponseSummary::stable_words);
        Fingerprint::new(&self.place(), Words::new(self.expected(), got), redactor)
    }

    fn cause(&self, _: &CauseContext<'_>) -> String {
        match self {
            Self::Undocumented { answer, .. } => answer.cause(),
            Self::OtherRow { expected, answer } => {
                let expected = expected.first().map(AcceptedRow::pair);
                format!(
                    "{} expected, {}",
                    expected.unwrap_or_default(),
                    answer.cause()
                )
            }
            // All server errors share one cause, although each request may cause one for a reason of its own.
            Self::ServerError { .. } | Self::NoResponse { .. } => "server error".to_owned(),
            Self::NotTheModel { answer, .. } => answer.cause(),
        }
    }

    fn marks(&self) -> Vec<Mark> {
        let (Self::OtherRow { expected, answer } | Self::ServerError { expected, answer }) = self
        else {
            return Vec::new();
        };
        let Some(closest) = find_closest(expected, Some(answer)) else {
            return Vec::new();
        };
        let message = answer.message.as_ref().zip(closest.message.wanted());
        let message = message.map(|(own, wanted)| Mark {
            pointer: own.at.clone(),
            wanted,
        });
        let code = answer.code.as_ref();
        let code = code
            .filter(|own| own.value != closest.code)
            .map(|own| Mark {
                pointer: own.at.clone(),
                wanted: Wanted::Value(closest.code.into()),
            });
        message.into_iter().chain(code).collect()
    }

    fn undocumented(&self) -> Option<&ResponseSummary> {
        match self {
            Self::Undocumented { answer, .. } => Some(answer),
            Self::OtherRow { .. }
            | Self::ServerError { .. }
            | Self::NoResponse { .. }
            | Self::NotTheModel { .. } => None,
        }
    }
}

impl RowBreach {
    fn expected(&self) -> String {
        match self {
            Self::Undocumented { near, .. } if near.is_empty() => "a documented row".to_owned(),
            Self::Undocumented { near, .. } => {
                let near: Vec<String> = near.iter().map(RowName::to_string).collect();
                format!("a documented row, such as {}", near.join(", "))
            }
            Self::OtherRow { expected, .. }
            | Self::ServerError { expected, .. }
            | Self::NoResponse { expected, .. } => word_rows(expected),
            Self::NotTheModel { keys, .. } => format!("status 4xx, keys {}", keys.join(", ")),
        }
    }

    fn got(&self, worded: &dyn Fn(&ResponseSummary) -> String) -> String {
        match self {
            Self::Undocumented { answer, .. }
            | Self::OtherRow { answer, .. }
            | Self::ServerError { answer, .. } => worded(answer),
            Self::NoResponse { reason, .. } => reason.to_string(),
            Self::NotTheModel { answer, off, .. } => {
                let mut words = worded(answer);
                for breach in off {
                    let family = breach.family();
                    let Words { expected, got } = family.words();
                    words.push_str(&format!(
                        "; {}: expected {expected}, got {got}",
                        family.requirement()
                    ));
                }
                words
            }
        }
    }
}

/// The requirements whose breach makes the row unreadable.
const UNREADABLE: &[RequirementId] = &[
    RequirementId::BodyUtf8,
    RequirementId::BodyOneObject,
    RequirementId::BodyCodeInteger,
];

pub(super) fn check(
    reading: &Reading<'_>,
    expectation: &Expectation,
    collector: &mut ViolationCollector<'_>,
) {
    server_error(reading, expectation, collector);
    match &expectation.answer {
        Answer::Row { .. } => {
            documented(reading, collector);
            row_expected(reading, expectation, collector);
        }
        Answer::AnyRow => any_row(reading, collector),
        Answer::Refusal => refusal(reading, collector),
    }
}

fn server_error(
    reading: &Reading<'_>,
    expectation: &Expectation,
    collector: &mut ViolationCollector<'_>,
) {
    let expected = accepted_rows(reading.rules, expectation, Some(reading));
    let is_entitled = has_status(&expected, reading.status());
    if reading.is_server_error() && !is_entitled {
        collector.add(RowBreach::ServerError {
            expected,
            answer: reading.summary(),
        });
    }
}

fn documented(reading: &Reading<'_>, collector: &mut ViolationCollector<'_>) {
    if !reading.is_no_error() && reading.pair.is_none() && reading.code_is_integer() {
        undocumented(reading, collector);
    }
}

fn any_row(reading: &Reading<'_>, collector: &mut ViolationCollector<'_>) {
    let requirement = RequirementId::PairDocumented;
    if reading.is_no_error() {
        undocumented(reading, collector);
    } else if reading.pair.is_none() && !reading.is_bodiless() {
        let unread = !reading.code_is_integer();
        if !(unread && collector.outweigh(UNREADABLE, requirement)) {
            undocumented(reading, collector);
        }
    }
}

fn undocumented(reading: &Reading<'_>, collector: &mut ViolationCollector<'_>) {
    let code = reading
        .value(&reading.rules.model.code)
        .and_then(Value::as_i64);
    let same_code = |row: &&_| code.is_some_and(|code| code != 0 && has_code(row, code));
    let mut near: Vec<RowName> = names(reading.rules, same_code);
    if near.is_empty() {
        near = names(reading.rules, |row| row.status == reading.status());
    }
    collector.add(RowBreach::Undocumented {
        answer: reading.summary(),
        near,
    });
}

fn has_code(row: &Row, code: i64) -> bool {
    row.code == code
}

fn names(rules: &Rules<'_>, which: impl Fn(&&Row) -> bool) -> Vec<RowName> {
    rules.rows.iter().filter(which).map(Row::name).collect()
}

fn row_expected(
    reading: &Reading<'_>,
    expectation: &Expectation,
    collector: &mut ViolationCollector<'_>,
) {
    let requirement = RequirementId::RowExpected;
    let expected = accepted_rows(reading.rules, expectation, Some(reading));
    let status_fits = has_status(&expected, reading.status());
    let is_broken = match reading.pair {
        Some(row) => expected.iter().all(|own| own.row != row.name()),
        None if status_fits && reading.is_bodiless() => false,
        None if status_fits && !reading.code_is_integer() => {
            !collector.outweigh(UNREADABLE, requirement)
        }
        None => true,
    };
    if is_broken && !collector.outweigh(&[RequirementId::NoServerError], requirement) {
        let answer = reading.summary();
        collector.add_at_most(expectation.level, RowBreach::OtherRow { expected, answer });
    }
}

fn has_status(rows: &[AcceptedRow], status: u16) -> bool {
    rows.iter().any(|row| row.status == Some(status))
}

/// Combines all breaches of the error model into one *should*, because no row describes the refusal.
///
/// Server errors and leaks keep their own violations.
fn refusal(reading: &Reading<'_>, collector: &mut ViolationCollector<'_>) {
    let off = collector.take_form();
    let is_refusal =
        (400..500).contains(&reading.status()) || collector.has(RequirementId::NoServerError);
    if is_refusal && off.is_empty() {
        return;
    }
    let model = reading.rules.model;
    collector.add(RowBreach::NotTheModel {
        keys: vec![model.code.clone(), model.message.clone()],
        answer: reading.summary(),
        off,
    });
}
