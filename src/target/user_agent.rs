//! The value of the `User-Agent` header.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// The value of `User-Agent`: the tool, its version, and a contact address for the server's operator if there is one.
///
/// ```
/// use badreq::target::UserAgent;
///
/// let agent: UserAgent = "https://example.org/our-tests".parse()?;
/// assert!(agent.as_str().ends_with(" (+https://example.org/our-tests)"));
/// # Ok::<(), badreq::target::ContactError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserAgent(String);

/// The error for a text that is not a contact address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "`{0}` is not a contact: write an address that begins with `https://`, `http://` or `mailto:`, without blanks and parentheses"
)]
pub struct ContactError(String);

impl UserAgent {
    const PRODUCT: &'static str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

    /// Returns the value as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for UserAgent {
    /// Creates the value without a contact.
    fn default() -> Self {
        Self(Self::PRODUCT.to_owned())
    }
}

impl FromStr for UserAgent {
    type Err = ContactError;

    /// Parses a contact address.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not an address, or can't stand in the header's comment unchanged.
    fn from_str(contact: &str) -> Result<Self, Self::Err> {
        let is_address = ["https://", "http://", "mailto:"]
            .iter()
            .any(|scheme| contact.len() > scheme.len() && contact.starts_with(scheme));
        let is_sendable = contact
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'(' | b')' | b'\\'));
        if is_address && is_sendable {
            Ok(Self(format!("{} (+{contact})", Self::PRODUCT)))
        } else {
            Err(ContactError(contact.to_owned()))
        }
    }
}

impl fmt::Display for UserAgent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::UserAgent;

    #[test]
    fn a_target_is_told_the_tool_and_its_version() {
        assert_eq!(
            UserAgent::default().as_str(),
            concat!("badreq/", env!("CARGO_PKG_VERSION"))
        );
    }

    #[rstest]
    #[case::of_the_web("https://example.org/our-tests")]
    #[case::of_a_person("mailto:ops@example.org")]
    fn a_contact_stands_behind_the_version(#[case] contact: &str) {
        let agent: UserAgent = contact.parse().expect("it is a contact");
        assert!(agent.as_str().ends_with(&format!(" (+{contact})")));
    }

    #[rstest]
    #[case::no_address("us")]
    #[case::nothing_behind_the_scheme("https://")]
    #[case::a_blank("https://example.org/our tests")]
    #[case::an_end_of_the_comment("https://example.org/)")]
    #[case::a_line_end("https://example.org/\r\nx: y")]
    #[case::not_ascii("https://bücher.example")]
    fn what_is_no_contact_is_refused(#[case] contact: &str) {
        assert!(contact.parse::<UserAgent>().is_err());
    }
}
