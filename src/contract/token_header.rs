//! The header field that carries a token.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The header field that carries the token of a request.
///
/// It is written as it is sent, with `{token}` in the place of the token.
///
/// ```
/// use badreq::contract::TokenHeader;
///
/// let header: TokenHeader = "Authorization: Bearer {token}".parse()?;
/// assert_eq!((header.name.as_str(), header.before.as_str()), ("Authorization", "Bearer "));
/// # Ok::<(), badreq::contract::TokenHeaderParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TokenHeader {
    /// The name of the field.
    pub name: String,
    /// The text before the token: an authentication scheme and a space, or nothing.
    pub before: String,
    /// The text behind the token.
    pub behind: String,
}

/// A text that is not a header field with a token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a header with a token: write `Authorization: Bearer {{token}}`")]
pub struct TokenHeaderParseError(String);

const TOKEN: &str = "{token}";

impl TokenHeader {
    /// Creates the field of this name, in which the token stands alone.
    #[must_use]
    pub fn from_name(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            before: String::new(),
            behind: String::new(),
        }
    }
}

impl FromStr for TokenHeader {
    type Err = TokenHeaderParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || TokenHeaderParseError(text.to_owned());
        let (name, value) = text.split_once(':').ok_or_else(error)?;
        let (before, behind) = value.trim().split_once(TOKEN).ok_or_else(error)?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let is_visible = |own: &str| own.chars().all(|c| c.is_ascii_graphic() || c == ' ');
        let is_sound = !name.is_empty()
            && name.chars().all(is_name)
            && is_visible(before)
            && is_visible(behind)
            && !behind.contains(TOKEN);
        if !is_sound {
            return Err(error());
        }
        Ok(Self {
            name: name.to_owned(),
            before: before.to_owned(),
            behind: behind.to_owned(),
        })
    }
}

impl fmt::Display for TokenHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}{TOKEN}{}", self.name, self.before, self.behind)
    }
}

impl TryFrom<String> for TokenHeader {
    type Error = TokenHeaderParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<TokenHeader> for String {
    fn from(header: TokenHeader) -> Self {
        header.to_string()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::TokenHeader;

    #[rstest]
    #[case::alone("X-Card: {token}", "X-Card", "", "")]
    #[case::with_a_scheme("Authorization: Bot {token}", "Authorization", "Bot ", "")]
    #[case::within(
        "Authorization: Token token=\"{token}\"",
        "Authorization",
        "Token token=\"",
        "\""
    )]
    fn a_header_is_written_as_it_is_sent(
        #[case] text: &str,
        #[case] name: &str,
        #[case] before: &str,
        #[case] behind: &str,
    ) {
        let header: TokenHeader = text.parse().unwrap();
        assert_eq!(
            (
                header.name.as_str(),
                header.before.as_str(),
                header.behind.as_str()
            ),
            (name, before, behind)
        );
        assert_eq!(header.to_string(), text);
    }

    #[rstest]
    #[case::without_a_token("Authorization: Bearer")]
    #[case::without_a_name("Bearer {token}")]
    #[case::name_with_a_space("My Token: {token}")]
    #[case::twice("Authorization: {token} {token}")]
    #[case::line_end("Authorization: a\nb {token}")]
    fn a_text_that_is_no_header_with_one_token_is_refused(#[case] text: &str) {
        assert!(text.parse::<TokenHeader>().is_err());
    }
}
