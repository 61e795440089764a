//! Rows: the lines of the error table.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The id of a row: its JSON code, and also its status code if the JSON code is 0.
///
/// It is written `20003` or `0/401`, and ordered like the table: by code, then by status code.
///
/// ```
/// use badreq::contract::ErrorId;
///
/// let row: ErrorId = "0/401".parse()?;
/// assert_eq!(row, ErrorId::new(0, 401));
/// assert_eq!(ErrorId::new(20003, 404).to_string(), "20003");
/// assert!("401".parse::<ErrorId>().is_ok());
/// assert!("0".parse::<ErrorId>().is_err(), "code 0 needs its status");
/// # Ok::<(), badreq::contract::ErrorIdParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(extend("pattern" = "^(0/[0-9]{1,5}|-?[1-9][0-9]*)$")))]
#[serde(try_from = "String", into = "String")]
pub struct ErrorId {
    code: i64,
    status: Option<u16>,
}

impl ErrorId {
    /// Returns the id of the row with this code and status code.
    #[must_use]
    pub const fn new(code: i64, status: u16) -> Self {
        let status = if code == 0 { Some(status) } else { None };
        Self { code, status }
    }

    /// Returns the JSON code of the row.
    #[must_use]
    pub fn code(self) -> i64 {
        self.code
    }
}

impl fmt::Display for ErrorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            Some(status) => write!(f, "{}/{status}", self.code),
            None => write!(f, "{}", self.code),
        }
    }
}

impl From<ErrorId> for String {
    fn from(name: ErrorId) -> Self {
        name.to_string()
    }
}

impl TryFrom<String> for ErrorId {
    type Error = ErrorIdParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// A text that is not the id of a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a row name: write the JSON code (`20003`), or code and status where the code is 0 (`0/401`)"
)]
pub struct ErrorIdParseError(String);

impl FromStr for ErrorId {
    type Err = ErrorIdParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || ErrorIdParseError(text.to_owned());
        let (code, status) = match text.split_once('/') {
            Some((code, status)) => (code, Some(status.parse::<u16>().map_err(|_| error())?)),
            None => (text, None),
        };
        let code = code.parse::<i64>().map_err(|_| error())?;
        match (code, status) {
            (0, None) => Err(error()),
            (0, Some(_)) => Ok(Self { code, status }),
            (_, _) => Ok(Self { code, status: None }),
        }
    }
}

/// The list that a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum RowOrigin {
    /// The table of the user's document.
    Document,
    /// The errata: documented elsewhere, or in a later edition.
    Errata,
}

/// A line of the error table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ErrorRow {
    /// The JSON code, `code` in the body.
    pub code: i64,
    /// The HTTP status code.
    pub status: u16,
    /// The meaning without markup; placeholders such as `{memberRef}` are kept.
    pub meaning: String,
    /// The list that the row comes from.
    pub origin: RowOrigin,
    /// The name of the page.
    pub page: String,
    /// The line of the page, counted from 1.
    pub line: usize,
    /// The source that documents the row; only errata give it.
    pub source: Option<String>,
}

impl ErrorRow {
    /// Returns the id of the row.
    #[must_use]
    pub fn id(&self) -> ErrorId {
        ErrorId::new(self.code, self.status)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::ErrorId;

    #[rstest]
    #[case::of_its_own("20003", ErrorId::new(20003, 404), 20003)]
    #[case::shared("0/401", ErrorId::new(0, 401), 0)]
    #[case::with_a_status_that_goes_without_saying("20003/404", ErrorId::new(20003, 404), 20003)]
    fn a_row_is_named_by_its_code(#[case] text: &str, #[case] name: ErrorId, #[case] code: i64) {
        assert_eq!(text.parse(), Ok(name));
        assert_eq!(name.code(), code);
    }
}
