//! The response that a case expects, with every value filled in.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AcceptedAlternative, AlternativeOutcome};
use crate::contract::{ErrorId, Level};

/// The response that one bad request must receive.
///
/// It is written in a suite, never derived from the request or the response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseExpectation {
    /// The expected outcome of a bad request.
    pub outcome: ExpectedRefusal,
    /// The level of the requirement that this is the outcome: a *should* if the documentation is ambiguous.
    pub level: Level,
    /// The value of each placeholder in the meaning of the row: `memberRef` is the reference as it was sent.
    pub placeholders: BTreeMap<String, String>,
    /// The required content of `errors`, checked if the response is of a row that has it; `None` if the case leaves it open.
    pub field_errors: Option<BTreeMap<String, FieldErrors>>,
}

/// The refusal that a bad request must receive: a row or one of its accepted alternatives, any row, or any 4xx status code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedRefusal {
    /// The row that describes the defect, or one of the alternatives that the documentation allows.
    Row {
        /// The row that describes the defect.
        expected: ErrorId,
        /// The outcomes that are accepted instead.
        accepted: Vec<AcceptedAlternative>,
    },
    /// Any 4xx status code whose body follows the error model, because no row describes this defect.
    AnyRefusal,
    /// Any row, judged only by the requirements for every error. The request has two defects, and the documentation does not say which takes
    /// precedence.
    AnyRow,
}

impl ExpectedRefusal {
    /// Returns the outcomes that are accepted instead of the expected row.
    #[must_use]
    pub fn alternatives(&self) -> &[AcceptedAlternative] {
        match self {
            Self::Row { accepted, .. } => accepted,
            Self::AnyRefusal | Self::AnyRow => &[],
        }
    }

    /// Finds the alternative with this outcome.
    #[must_use]
    pub fn find_alternative(&self, outcome: AlternativeOutcome) -> Option<&AcceptedAlternative> {
        let mut alternatives = self.alternatives().iter();
        alternatives.find(|own| own.outcome == outcome)
    }

    /// Lists the rows that are named, the expected row first; none if any refusal or any row will do.
    pub fn named_rows(&self) -> impl Iterator<Item = ErrorId> {
        let expected = match self {
            Self::Row { expected, .. } => Some(*expected),
            Self::AnyRefusal | Self::AnyRow => None,
        };
        let others = self.alternatives().iter();
        expected
            .into_iter()
            .chain(others.filter_map(AcceptedAlternative::row))
    }
}

/// The errors of one key of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldErrors {
    /// Another key under which the errors may be reported instead.
    pub alias: Option<String>,
    /// Every error of the key, each reported by one error object.
    pub errors: Vec<FieldError>,
}

/// One error of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The lengths that the response must state if the value is too long.
    pub lengths: Option<ExceededLengthLimit>,
    /// The usual text of the error object.
    pub message: Option<String>,
}

/// The documented limit of a key and the length that was sent, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExceededLengthLimit {
    /// The limit.
    pub max: u64,
    /// The length that was sent.
    pub actual: u64,
}
