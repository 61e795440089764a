//! Ids of findings: short, and the same in every run that finds the same.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The id of a finding, a digest of its requirement and its cause: `F-3a9c1b`.
///
/// ```
/// use badreq::outcome::FindingId;
///
/// let id: FindingId = "F-3a9c1b".parse()?;
/// assert_eq!(id.to_string(), "F-3a9c1b");
/// assert!("F-3A9C1B".parse::<FindingId>().is_err());
/// # Ok::<(), badreq::outcome::FindingIdParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(with = "String"))]
#[serde(into = "String", try_from = "String")]
pub struct FindingId([u8; 3]);

/// A text that is no id of a finding.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the id of a finding: write `F-` and six hexadecimal digits in lower case")]
pub struct FindingIdParseError(String);

impl FindingId {
    /// Derives the id from the broken requirement and the cause.
    pub(super) fn from_cause(requirement: &str, cause: &str) -> Self {
        let digest = Sha256::digest(format!("{requirement}\n{cause}"));
        let bytes: [u8; 32] = digest.into();
        let [a, b, c, ..] = bytes;
        Self([a, b, c])
    }
}

impl fmt::Display for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [a, b, c] = self.0;
        f.pad(&format!("F-{a:02x}{b:02x}{c:02x}"))
    }
}

impl FromStr for FindingId {
    type Err = FindingIdParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || FindingIdParseError(text.to_owned());
        let digits = text.strip_prefix("F-").ok_or_else(wrong)?;
        let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
        if digits.len() != 6 || !digits.chars().all(is_digit) {
            return Err(wrong());
        }
        let number = u32::from_str_radix(digits, 16).map_err(|_| wrong())?;
        let [_, a, b, c] = number.to_be_bytes();
        Ok(Self([a, b, c]))
    }
}

impl From<FindingId> for String {
    fn from(id: FindingId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for FindingId {
    type Error = FindingIdParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::FindingId;

    #[rstest]
    #[case::another_requirement("row-expected", "no error for x", false)]
    #[case::another_cause("pair-documented", "no error for y", false)]
    #[case::the_same("pair-documented", "no error for x", true)]
    fn an_id_follows_from_requirement_and_cause(
        #[case] requirement: &str,
        #[case] cause: &str,
        #[case] is_same: bool,
    ) {
        let one = FindingId::from_cause("pair-documented", "no error for x");
        let other = FindingId::from_cause(requirement, cause);
        assert_eq!(one == other, is_same);
        assert_eq!(one.to_string().parse(), Ok(one));
    }

    #[rstest]
    #[case::nothing("")]
    #[case::no_prefix("3a9c1b")]
    #[case::too_short("F-3a9c1")]
    #[case::too_long("F-3a9c1b0")]
    #[case::in_capitals("F-3A9C1B")]
    #[case::a_sign("F-+3a9c1")]
    fn what_has_another_form_is_no_id(#[case] text: &str) {
        assert!(text.parse::<FindingId>().is_err());
    }
}
