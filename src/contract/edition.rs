//! Editions: selections of the rows that a server must implement.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::suggest_similar_word;

/// A version of the error table.
///
/// ```
/// use badreq::contract::Edition;
///
/// assert_eq!("document".parse(), Ok(Edition::Document));
/// assert_eq!(Edition::default().to_string(), "errata");
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// The table of the document alone.
    Document,
    /// The table of the document and the rows that later versions and other pages add.
    #[default]
    Errata,
}

impl Edition {
    /// Every edition.
    pub const ALL: [Self; 2] = [Self::Document, Self::Errata];

    /// Returns the name of the edition on the command line and in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Errata => "errata",
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that is not the name of an edition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not an edition: {advice}")]
pub struct EditionParseError {
    text: String,
    advice: String,
}

impl FromStr for Edition {
    type Err = EditionParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL
            .into_iter()
            .find(|edition| edition.as_str() == text);
        found.ok_or_else(|| EditionParseError {
            text: text.to_owned(),
            advice: match suggest_similar_word(text, Self::ALL.map(Self::as_str)) {
                Some(name) => format!("did you mean `{name}`?"),
                None => "write `document` or `errata`".to_owned(),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Edition;

    #[test]
    fn an_edition_is_read_as_it_is_written() {
        for edition in Edition::ALL {
            assert_eq!(edition.to_string().parse(), Ok(edition));
        }
    }

    #[test]
    fn a_text_that_names_no_edition_is_refused_with_advice() {
        let far = "2021".parse::<Edition>().expect_err("it is no edition");
        let near = "erata".parse::<Edition>().expect_err("it is no edition");
        assert_eq!(
            far.to_string(),
            "`2021` is not an edition: write `document` or `errata`"
        );
        assert_eq!(
            near.to_string(),
            "`erata` is not an edition: did you mean `errata`?"
        );
    }
}
