//! The error model: the places of an error body and their meanings.

use std::fmt;

use serde::de::value::SeqAccessDeserializer;
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::{ErrorId, JsonPointer};

/// The places of an error body, and the rows whose bodies have the optional ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorModel {
    /// The content type of error bodies, without parameters.
    #[serde(default = "default_content_type")]
    pub content_type: String,
    /// The place of the error code.
    pub code: JsonPointer,
    /// The place of the description, if bodies have one.
    #[serde(default)]
    pub message: Option<JsonPointer>,
    /// The details of a validation error, if bodies have them.
    #[serde(default)]
    pub details: Option<ErrorDetailsModel>,
    /// The time to wait after a rate-limit refusal, if bodies state it.
    #[serde(default)]
    pub wait: Option<RetryWaitModel>,
    /// The rows that refuse a request because of a rate limit.
    #[serde(default)]
    pub rate_limit_rows: Vec<ErrorId>,
    /// The rows whose meaning describes the error instead of giving its message.
    #[serde(default)]
    pub described_rows: DescribedRows,
}

/// The details of a validation error: an object that maps each wrong key to a list of error objects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorDetailsModel {
    /// The place of the object.
    pub at: JsonPointer,
    /// The key of an error object that holds its message.
    pub message: String,
    /// The key of an error object that holds the limit.
    pub max_length: String,
    /// The key of an error object that holds the length of the value sent.
    pub actual_length: String,
    /// The rows whose bodies have details.
    pub rows: Vec<ErrorId>,
}

/// The time to wait after a rate-limit refusal, as a body states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetryWaitModel {
    /// The place of the number.
    pub at: JsonPointer,
    /// The unit of the number.
    pub unit: WaitUnit,
}

/// A unit of the time to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WaitUnit {
    /// Milliseconds.
    #[serde(rename = "ms")]
    Milliseconds,
    /// Seconds.
    #[serde(rename = "s")]
    Seconds,
}

/// The rows whose meaning describes the error instead of giving its message: a list of rows, or `all`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DescribedRows {
    /// These rows.
    These(Vec<ErrorId>),
    /// All rows: a server words every message itself.
    All,
}

fn default_content_type() -> String {
    ErrorModel::DEFAULT_CONTENT_TYPE.to_owned()
}

impl Default for DescribedRows {
    fn default() -> Self {
        Self::These(Vec::new())
    }
}

impl DescribedRows {
    /// Reports whether the meaning of a row describes the error.
    #[must_use]
    pub fn contains(&self, row: &ErrorId) -> bool {
        match self {
            Self::These(rows) => rows.contains(row),
            Self::All => true,
        }
    }

    /// Returns the rows that are named one by one.
    #[must_use]
    pub fn as_slice(&self) -> &[ErrorId] {
        match self {
            Self::These(rows) => rows,
            Self::All => &[],
        }
    }
}

impl Serialize for DescribedRows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::These(rows) => rows.serialize(serializer),
            Self::All => serializer.serialize_str(ALL_ROWS),
        }
    }
}

impl<'de> Deserialize<'de> for DescribedRows {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DescribedRowsVisitor)
    }
}

const ALL_ROWS: &str = "all";

struct DescribedRowsVisitor;

impl<'de> Visitor<'de> for DescribedRowsVisitor {
    type Value = DescribedRows;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of rows, or `{ALL_ROWS}`")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<DescribedRows, E> {
        match text {
            ALL_ROWS => Ok(DescribedRows::All),
            other => Err(E::custom(format!(
                "`{other}` is neither `{ALL_ROWS}` nor a list of rows"
            ))),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, rows: A) -> Result<DescribedRows, A::Error> {
        let rows = Vec::deserialize(SeqAccessDeserializer::new(rows))?;
        Ok(DescribedRows::These(rows))
    }
}

impl RetryWaitModel {
    /// Returns the milliseconds that a body asks to wait: `None` unless it states a number that is not negative.
    #[must_use]
    pub fn read_ms(&self, body: &Value) -> Option<u64> {
        let value = self.at.find_in(body)?;
        match self.unit {
            WaitUnit::Milliseconds => value.as_u64(),
            WaitUnit::Seconds => {
                let seconds = value.as_f64().filter(|own| *own >= 0.0)?;
                let wait = std::time::Duration::try_from_secs_f64(seconds).ok()?;
                u64::try_from(wait.as_millis()).ok()
            }
        }
    }
}

impl WaitUnit {
    /// Returns a number of milliseconds in this unit, rounded up.
    #[must_use]
    pub fn from_ms(self, ms: u64) -> u64 {
        match self {
            Self::Milliseconds => ms,
            Self::Seconds => ms.div_ceil(1000),
        }
    }
}

impl ErrorModel {
    /// The content type of a contract that names none.
    pub const DEFAULT_CONTENT_TYPE: &'static str = "application/json";

    /// Reports whether a body has an error code, by which an error of the API is told from the page of a gateway.
    #[must_use]
    pub fn body_has_code_key(&self, body: &Value) -> bool {
        self.code.find_in(body).is_some()
    }

    /// Returns the rows whose bodies have the details of a validation error.
    #[must_use]
    pub fn rows_with_details(&self) -> &[ErrorId] {
        self.details
            .as_ref()
            .map_or(&[], |details| details.rows.as_slice())
    }

    /// Returns the top-level keys that the model names.
    #[must_use]
    pub fn list_top_level_keys(&self) -> Vec<String> {
        let details = self.details.as_ref().map(|own| &own.at);
        let wait = self.wait.as_ref().map(|own| &own.at);
        let places = [Some(&self.code), self.message.as_ref(), details, wait];
        let first = |place: &JsonPointer| place.reference_tokens().next();
        places.into_iter().flatten().filter_map(first).collect()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::{RetryWaitModel, WaitUnit};

    #[rstest]
    #[case::milliseconds(WaitUnit::Milliseconds, json!(437), Some(437))]
    #[case::milliseconds_with_a_fraction(WaitUnit::Milliseconds, json!(0.5), None)]
    #[case::seconds(WaitUnit::Seconds, json!(2), Some(2000))]
    #[case::seconds_with_a_fraction(WaitUnit::Seconds, json!(0.25), Some(250))]
    #[case::negative(WaitUnit::Seconds, json!(-1), None)]
    #[case::text(WaitUnit::Seconds, json!("2"), None)]
    fn a_wait_is_read_in_milliseconds(
        #[case] unit: WaitUnit,
        #[case] value: Value,
        #[case] expected: Option<u64>,
    ) {
        let at = "/error/wait".to_owned().try_into().unwrap();
        let model = RetryWaitModel { at, unit };
        assert_eq!(model.read_ms(&json!({"error": {"wait": value}})), expected);
    }
}
