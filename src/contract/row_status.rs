//! The status code of a row.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The status code of a row, if the documentation gives one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum RowStatus {
    /// This status code.
    Code(u16),
    /// Any status code of an error, 4xx or 5xx: the documentation has no status code.
    Any(AnyErrorStatus),
}

/// The word for any status code of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AnyErrorStatus {
    /// 4xx or 5xx.
    Any,
}

impl RowStatus {
    /// Any status code of an error.
    pub const ANY: Self = Self::Any(AnyErrorStatus::Any);

    /// Returns a status code that a row may have: 100 to 599.
    #[must_use]
    pub fn from_code(code: u16) -> Option<Self> {
        (100..=599).contains(&code).then_some(Self::Code(code))
    }

    /// Returns the status code, if there is one.
    #[must_use]
    pub const fn code(self) -> Option<u16> {
        match self {
            Self::Code(code) => Some(code),
            Self::Any(AnyErrorStatus::Any) => None,
        }
    }

    /// Reports whether a response with this status code may have the row.
    #[must_use]
    pub fn allows(self, status: u16) -> bool {
        match self {
            Self::Code(code) => code == status,
            Self::Any(AnyErrorStatus::Any) => (400..600).contains(&status),
        }
    }
}

impl From<u16> for RowStatus {
    fn from(code: u16) -> Self {
        Self::Code(code)
    }
}

impl PartialEq<u16> for RowStatus {
    fn eq(&self, status: &u16) -> bool {
        *self == Self::Code(*status)
    }
}

impl fmt::Display for RowStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => code.fmt(f),
            Self::Any(AnyErrorStatus::Any) => f.pad("any"),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::RowStatus;

    #[rstest]
    #[case::code(RowStatus::Code(404), json!(404), &[404])]
    #[case::any(RowStatus::ANY, json!("any"), &[400, 404, 503])]
    fn a_status_allows_what_the_documentation_says(
        #[case] status: RowStatus,
        #[case] written: Value,
        #[case] allowed: &[u16],
    ) {
        assert_eq!(serde_json::to_value(status).unwrap(), written);
        assert_eq!(
            serde_json::from_value::<RowStatus>(written).unwrap(),
            status
        );
        let found: Vec<u16> = [200, 302, 400, 404, 503]
            .into_iter()
            .filter(|own| status.allows(*own))
            .collect();
        assert_eq!(found, allowed);
    }
}
