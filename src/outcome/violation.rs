//! Violations: single breaches of a requirement, as values.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::contract::{Level, RequirementId};

/// One breach of one requirement by one answer.
///
/// Holds values; the words are made by whoever reports it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// Which requirement is broken.
    pub requirement: RequirementId,
    /// How binding it is for this case.
    pub level: Level,
    /// Which part of the answer breaks it.
    pub place: Place,
    /// What the requirement asks for.
    pub expected: Value,
    /// What came instead; `null` where nothing came.
    pub actual: Value,
}

/// The part of an answer, or of its effects, that breaks a requirement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "at")]
pub enum Place {
    /// The HTTP status.
    Status,
    /// The header of this name.
    Header(String),
    /// The body as bytes.
    Body,
    /// The value of the body at this JSON pointer.
    BodyAt(String),
    /// The pair of status and code.
    Row,
    /// The time that the answer took.
    Time,
    /// The state behind this request, which a refusal must leave as it was.
    Effect(String),
    /// The control of this number, counted from 1.
    Control(usize),
    /// The burst of requests.
    Burst,
}
