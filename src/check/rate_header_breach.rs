//! Breaches of the header fields that report the state of a rate limit.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::contract::RequirementId;

use super::violation::BreachProperties;
use super::wording::join_items_or_none;
use super::{BreachDescription, BreachPlace, CauseContext, Fingerprint, VolatileValueRedactor};

/// A missing or wrong rate-limit header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", tag = "shape")]
pub enum RateHeaderBreach {
    /// Some of the headers are missing.
    Missing {
        /// The first missing header.
        name: String,
        /// All headers that must be present.
        expected: Vec<String>,
        /// The headers that are present.
        present: Vec<String>,
    },
    /// The header does not state the limit of the scope.
    Limit {
        /// The name of the header.
        name: String,
        /// The limit.
        limit: u32,
        /// The values of the header, several if it is repeated.
        values: Vec<String>,
    },
    /// The header states a limit above the documented one, which is taken as raised for this client.
    Raised {
        /// The name of the header.
        name: String,
        /// The documented limit.
        limit: u32,
        /// The values of the header.
        values: Vec<String>,
    },
    /// The header does not state a possible number of remaining requests.
    Remaining {
        /// The name of the header.
        name: String,
        /// The limit, which is the greatest possible number.
        limit: u32,
        /// The values of the header.
        values: Vec<String>,
    },
    /// The header does not state a time at which the window may end.
    Reset {
        /// The name of the header.
        name: String,
        /// The earliest possible time, as UNIX time in milliseconds.
        earliest_ms: u64,
        /// The latest possible time, as UNIX time in milliseconds.
        latest_ms: u64,
        /// The values of the header.
        values: Vec<String>,
    },
    /// The header does not name the scope of the request.
    Scope {
        /// The name of the header.
        name: String,
        /// The name of the scope.
        scope: String,
        /// The values of the header.
        values: Vec<String>,
    },
}

impl RateHeaderBreach {
    fn header_name(&self) -> &str {
        match self {
            Self::Missing { name, .. }
            | Self::Limit { name, .. }
            | Self::Raised { name, .. }
            | Self::Remaining { name, .. }
            | Self::Reset { name, .. }
            | Self::Scope { name, .. } => name,
        }
    }

    fn describe_expected(&self) -> String {
        match self {
            Self::Missing { expected, .. } => join_items_or_none(expected.iter().cloned()),
            Self::Limit { limit, .. } | Self::Raised { limit, .. } => limit.to_string(),
            Self::Remaining { limit, .. } => format!("0 to {limit}"),
            Self::Reset {
                earliest_ms,
                latest_ms,
                ..
            } => format!("{earliest_ms} to {latest_ms}"),
            Self::Scope { scope, .. } => scope.clone(),
        }
    }

    fn describe_got(&self) -> String {
        join_items_or_none(self.header_values().iter().cloned())
    }

    fn header_values(&self) -> &[String] {
        match self {
            Self::Missing { present, .. } => present,
            Self::Limit { values, .. }
            | Self::Raised { values, .. }
            | Self::Remaining { values, .. }
            | Self::Reset { values, .. }
            | Self::Scope { values, .. } => values,
        }
    }

    /// Names the form of the values. The form distinguishes mistakes independently of the time.
    fn classify_values(&self) -> &'static str {
        let [value] = self.header_values() else {
            return "several values";
        };
        let Ok(number) = value.trim().parse::<f64>() else {
            return "no number";
        };
        match self {
            Self::Reset { latest_ms, .. } => {
                let latest = Duration::from_millis(*latest_ms).as_secs_f64();
                if (0.5..=2.0).contains(&(number / latest)) {
                    "a time in seconds"
                } else {
                    "another time"
                }
            }
            Self::Missing { .. }
            | Self::Limit { .. }
            | Self::Raised { .. }
            | Self::Remaining { .. }
            | Self::Scope { .. } => "another number",
        }
    }
}

impl BreachProperties for RateHeaderBreach {
    fn requirement_id(&self) -> RequirementId {
        match self {
            Self::Missing { .. } => RequirementId::RateHeadersPresent,
            Self::Limit { .. } => RequirementId::RateHeaderLimit,
            Self::Raised { .. } => RequirementId::RateHeaderLimitDocumented,
            Self::Remaining { .. } => RequirementId::RateHeaderRemaining,
            Self::Reset { .. } => RequirementId::RateHeaderReset,
            Self::Scope { .. } => RequirementId::RateHeaderScope,
        }
    }

    fn place(&self) -> BreachPlace {
        BreachPlace::Header(self.header_name().to_owned())
    }

    fn describe(&self) -> BreachDescription {
        let (expected, got) = (self.describe_expected(), self.describe_got());
        match self {
            Self::Missing { present, .. } => {
                let got = if present.is_empty() {
                    "none of them".to_owned()
                } else {
                    format!("only {got}")
                };
                BreachDescription::new(format!("the headers {expected}"), got)
            }
            Self::Reset { .. } => {
                let expected = format!("a UNIX time in milliseconds from {expected}");
                BreachDescription::new(expected, got)
            }
            Self::Raised { .. } => BreachDescription::new(
                format!("{expected} (the documented limit)"),
                format!("{got} (taken as raised for this client)"),
            ),
            Self::Limit { .. } | Self::Remaining { .. } | Self::Scope { .. } => {
                BreachDescription::new(expected, got)
            }
        }
    }

    fn describe_for_fingerprint(&self) -> BreachDescription {
        BreachDescription::new(self.describe_expected(), self.describe_got())
    }

    fn fingerprint(&self, redactor: &VolatileValueRedactor) -> Fingerprint {
        let mut words = self.describe_for_fingerprint();
        match self {
            Self::Missing { .. } | Self::Limit { .. } | Self::Scope { .. } => {}
            // The scopes have limits of their own, and any of them may be met first.
            Self::Raised { .. } => {
                words = BreachDescription::new("the documented limit", "a higher one");
            }
            Self::Remaining { .. } => words.got = self.classify_values().to_owned(),
            Self::Reset { .. } => {
                words =
                    BreachDescription::new("a UNIX time in milliseconds", self.classify_values());
            }
        }
        Fingerprint::new(&self.place(), words, redactor)
    }

    fn cause_key(&self, _: &CauseContext<'_>) -> String {
        match self {
            Self::Missing { name, .. } => name.clone(),
            Self::Limit { .. }
            | Self::Raised { .. }
            | Self::Remaining { .. }
            | Self::Reset { .. }
            | Self::Scope { .. } => format!("{}: {}", self.header_name(), self.classify_values()),
        }
    }
}
