//! Rows: the lines of the error table.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{ErrorCode, RowStatus};

/// The id of a row: its code, and also its status code if several rows have this code, or if the code is 0.
///
/// It is written `20003`, `0/401`, `M_NOT_FOUND` or `M_FORBIDDEN/403`, and ordered by code, then by status code.
///
/// ```
/// use badreq::contract::ErrorId;
///
/// let row: ErrorId = "0/401".parse()?;
/// assert_eq!(row, ErrorId::new(0, 401));
/// assert_eq!(ErrorId::new(20003, 404).to_string(), "20003");
/// assert_eq!("M_FORBIDDEN/403".parse(), Ok(ErrorId::with_status("M_FORBIDDEN", 403)));
/// # Ok::<(), badreq::contract::ErrorIdParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(extend("minLength" = 1)))]
#[serde(try_from = "String", into = "String")]
pub struct ErrorId {
    code: ErrorCode,
    status: Option<u16>,
}

impl ErrorId {
    /// Returns the id of a row whose code no other row has.
    #[must_use]
    pub fn new(code: impl Into<ErrorCode>, status: u16) -> Self {
        let code = code.into();
        let status = (code == ErrorCode::Integer(0)).then_some(status);
        Self { code, status }
    }

    /// Returns the id of a row whose code is an integer that no other row has, for constants of tests.
    #[cfg(test)]
    pub(crate) const fn from_integer(code: i64, status: u16) -> Self {
        let status = if code == 0 { Some(status) } else { None };
        Self {
            code: ErrorCode::Integer(code),
            status,
        }
    }

    /// Returns the id of a row for which the documentation gives no status code.
    #[must_use]
    pub fn without_status(code: impl Into<ErrorCode>) -> Self {
        Self {
            code: code.into(),
            status: None,
        }
    }

    /// Returns the id of a row whose code other rows have, too.
    #[must_use]
    pub fn with_status(code: impl Into<ErrorCode>, status: u16) -> Self {
        Self {
            code: code.into(),
            status: Some(status),
        }
    }

    /// Returns the code of the row.
    #[must_use]
    pub fn code(self) -> ErrorCode {
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
    "`{0}` is not a row name: write the code (`20003`), or code and status where the code is 0 or several rows have it (`0/401`)"
)]
pub struct ErrorIdParseError(String);

impl FromStr for ErrorId {
    type Err = ErrorIdParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // A word may contain a slash, so only a status behind the last one belongs to the id and not to the code.
        let parsed = text.rsplit_once('/').and_then(|(code, status)| {
            let is_status = status.len() == 3 && status.bytes().all(|own| own.is_ascii_digit());
            Some((code, status.parse().ok().filter(|_| is_status)?))
        });
        let (code, status) = match parsed {
            Some((code, status)) => (ErrorCode::from_text(code), Some(status)),
            None => (ErrorCode::from_text(text), None),
        };
        if code.to_string().trim().is_empty() {
            return Err(ErrorIdParseError(text.to_owned()));
        }
        Ok(Self { code, status })
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
    /// The id, which no other row has.
    pub id: ErrorId,
    /// The code, as a body has it.
    pub code: ErrorCode,
    /// The HTTP status code, if the documentation gives one.
    pub status: RowStatus,
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
        self.id
    }
}

/// Gives each row its id: the code alone, unless several rows have this code.
pub(super) fn assign_row_ids(rows: &mut [ErrorRow]) {
    let mut uses: BTreeMap<ErrorCode, usize> = BTreeMap::new();
    for row in &*rows {
        *uses.entry(row.code).or_default() += 1;
    }
    for row in rows {
        let is_shared = uses.get(&row.code).is_some_and(|count| *count > 1);
        row.id = match row.status.code() {
            Some(status) if is_shared => ErrorId::with_status(row.code, status),
            Some(status) => ErrorId::new(row.code, status),
            None => ErrorId::without_status(row.code),
        };
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{ErrorCode, ErrorId};

    #[rstest]
    #[case::integer("20003", ErrorId::new(20003, 404), 20003.into())]
    #[case::zero("0/401", ErrorId::new(0, 401), 0.into())]
    #[case::with_its_status("20003/404", ErrorId::with_status(20003, 404), 20003.into())]
    #[case::word("M_FORBIDDEN", ErrorId::new("M_FORBIDDEN", 403), "M_FORBIDDEN".into())]
    #[case::word_with_its_status("M_FORBIDDEN/403", ErrorId::with_status("M_FORBIDDEN", 403), "M_FORBIDDEN".into())]
    #[case::word_with_a_slash("auth/expired", ErrorId::new("auth/expired", 401), "auth/expired".into())]
    #[case::word_with_a_slash_and_its_status("auth/expired/401", ErrorId::with_status("auth/expired", 401), "auth/expired".into())]
    fn a_row_is_named_by_its_code(
        #[case] text: &str,
        #[case] name: ErrorId,
        #[case] code: ErrorCode,
    ) {
        assert_eq!(text.parse(), Ok(name));
        assert_eq!(name.to_string(), text);
        assert_eq!(name.code(), code);
    }

    #[rstest]
    #[case::nothing("")]
    #[case::status_alone("/404")]
    fn a_text_that_names_no_row_is_refused(#[case] text: &str) {
        assert!(text.parse::<ErrorId>().is_err());
    }
}
