//! Harm that a baseline files only by name, with a reason.

use std::str::FromStr;

use super::draft::{BaselineDraft, DraftFinding};
use crate::outcome::{FindingId, KnownHarmfulFinding};

/// An accepted harmful finding, and the reason: `F-3a9c1b=REASON`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedHarm {
    /// The id of the finding.
    pub id: FindingId,
    /// The reason why it is accepted.
    pub reason: String,
}

/// The error of a text that does not accept a harmful finding.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AcceptedHarmParseError {
    /// The text has no reason.
    #[error("it has no reason: write it as `F-3a9c1b=REASON`")]
    NoReason,
    /// The text before `=` is not an id.
    #[error("{0}: write it as `F-3a9c1b=REASON`")]
    NoId(String),
}

/// The reason why a draft cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HarmAcceptanceError {
    /// These harmful findings are not accepted by name.
    NotAccepted(Vec<DraftFinding>),
    /// The draft has no harmful finding with this id.
    NotFound(FindingId),
}

impl FromStr for AcceptedHarm {
    type Err = AcceptedHarmParseError;

    /// Parses an id and a reason with `=` between them.
    ///
    /// # Errors
    /// Fails with [`AcceptedHarmParseError`] if either is missing.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (id, reason) = text.split_once('=').unwrap_or((text, ""));
        let id = id.trim().parse::<FindingId>();
        let id = id.map_err(|error| AcceptedHarmParseError::NoId(error.to_string()))?;
        let reason = reason.trim();
        if reason.is_empty() {
            return Err(AcceptedHarmParseError::NoReason);
        }
        Ok(Self {
            id,
            reason: reason.to_owned(),
        })
    }
}

impl BaselineDraft<'_> {
    /// Accepts the harm that is named, or that the continued entry of an older baseline names.
    ///
    /// # Errors
    /// Fails with [`HarmAcceptanceError`] if a harmful finding is not accepted, or if an id is that of no harmful finding.
    pub fn apply_harm_acceptances(
        &mut self,
        accepted: &[AcceptedHarm],
    ) -> Result<(), HarmAcceptanceError> {
        let is_drafted = |id: FindingId| {
            let mut findings = self.findings().into_iter();
            findings.any(|own| own.id == Some(id) && own.harm.is_some())
        };
        if let Some(unknown) = accepted.iter().find(|own| !is_drafted(own.id)) {
            return Err(HarmAcceptanceError::NotFound(unknown.id));
        }
        let mut refused: Vec<DraftFinding> = Vec::new();
        for entry in &mut self.entries {
            let finding = self.findings.get(entry.finding);
            let Some(finding) = finding.filter(|own| own.harm.is_some()) else {
                continue;
            };
            let named = accepted.iter().find(|own| Some(own.id) == finding.id);
            let continued = entry.known.and_then(|known| {
                let harm = known.harm.as_ref().map(|own| own.id);
                (harm.is_some() && harm == finding.id).then(|| known.reason.clone())
            });
            let reason = named.map(|own| own.reason.clone()).or(continued);
            match (finding.id, reason) {
                (Some(id), Some(reason)) => {
                    let title = finding.title.clone();
                    entry.accepted = Some((KnownHarmfulFinding { id, title }, reason));
                }
                (_, _) if refused.contains(finding) => {}
                (_, _) => refused.push(finding.clone()),
            }
        }
        if refused.is_empty() {
            Ok(())
        } else {
            Err(HarmAcceptanceError::NotAccepted(refused))
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::AcceptedHarm;

    #[test]
    fn harm_is_accepted_by_its_id_with_a_reason_that_may_hold_anything() {
        let accepted: AcceptedHarm = "F-3a9c1b= see a=b, c ".parse().expect("it has both");
        assert_eq!(accepted.id.to_string(), "F-3a9c1b");
        assert_eq!(accepted.reason, "see a=b, c");
    }

    #[rstest]
    fn harm_is_not_accepted_without_both(
        #[values("F-3a9c1b", "F-3a9c1b= ", "=so", "")] text: &str,
    ) {
        let error = text.parse::<AcceptedHarm>().expect_err("one is missing");
        assert!(error.to_string().ends_with("`F-3a9c1b=REASON`"), "{error}");
    }
}
