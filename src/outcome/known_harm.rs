//! Harm that a baseline holds: named by an entry, or covered by one that does not name it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{AppliedBaseline, FindingId, RecordedViolation, RunOutcome, find_harm};

/// A harmful finding that an entry accepts: its id, and its title for readers.
///
/// As text it is `F-3a9c1b`, or the id and the title with a colon between them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
pub struct KnownHarmfulFinding {
    /// The id of the finding.
    pub id: FindingId,
    /// The title of the finding; empty where only the id is known.
    pub title: String,
}

/// The error of a text that names no harmful finding.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` does not begin with the id of a finding: {problem}")]
pub struct KnownHarmfulFindingParseError {
    text: String,
    problem: String,
}

impl KnownHarmfulFinding {
    /// Describes the harm within a sentence: `F-3a9c1b, PATCH /things/{id} …`.
    #[must_use]
    pub fn describe(&self) -> String {
        match self.title.as_str() {
            "" => self.id.to_string(),
            title => format!("{}, {title}", self.id),
        }
    }
}

impl FromStr for KnownHarmfulFinding {
    type Err = KnownHarmfulFindingParseError;

    /// Parses an id, or an id and a title with a colon between them.
    ///
    /// # Errors
    /// Fails with [`KnownHarmfulFindingParseError`] if the text does not begin with an id.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (id, title) = text.split_once(':').unwrap_or((text, ""));
        let id = id.trim().parse::<FindingId>();
        let id = id.map_err(|error| KnownHarmfulFindingParseError {
            text: text.to_owned(),
            problem: error.to_string(),
        })?;
        Ok(Self {
            id,
            title: title.trim().to_owned(),
        })
    }
}

impl TryFrom<String> for KnownHarmfulFinding {
    type Error = KnownHarmfulFindingParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<KnownHarmfulFinding> for String {
    fn from(harm: KnownHarmfulFinding) -> Self {
        harm.to_string()
    }
}

impl fmt::Display for KnownHarmfulFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.title.as_str() {
            "" => write!(f, "{}", self.id),
            title => write!(f, "{}: {title}", self.id),
        }
    }
}

impl AppliedBaseline {
    /// Reports whether an entry for this requirement of this case accepts harm.
    pub(super) fn accepts_harm_in_case(&self, violation: &RecordedViolation, case: &str) -> bool {
        self.entries.iter().any(|entry| {
            entry.harm.is_some()
                && entry.requirement == violation.requirement
                && entry.cases.iter().any(|cases| cases.matches(case))
        })
    }

    fn names_harm_on_line(&self, line: usize) -> bool {
        let mut entries = self.entries.iter();
        entries.any(|entry| entry.line == line && entry.harm.is_some())
    }
}

impl RunOutcome {
    /// Describes each harmful failure that the baseline holds: those that entries name, and those that entries cover without naming the harm.
    #[must_use]
    pub fn describe_baseline_harm(&self) -> Vec<String> {
        let Some(baseline) = &self.run.baseline else {
            return Vec::new();
        };
        let mut told: Vec<String> = Vec::new();
        let mut tell = |words: String| {
            if !told.contains(&words) {
                told.push(words);
            }
        };
        for harm in baseline.entries.iter().filter_map(|own| own.harm.as_ref()) {
            tell(harm.describe());
        }
        let is_silent = |line: usize| !baseline.names_harm_on_line(line);
        let mut silent_lines = Vec::new();
        for outcome in &self.cases {
            for known in outcome.known.iter().filter(|own| is_silent(own.line)) {
                if let Some(harm) = find_harm(outcome, &known.violation)
                    && !silent_lines.contains(&known.line)
                {
                    silent_lines.push(known.line);
                    let (file, name) = (&baseline.file, &outcome.case.name);
                    tell(format!("{file}:{}, {name} {harm}", known.line));
                }
            }
        }
        for finding in &self.responses {
            if let (Some(line), Some(harm)) = (finding.known, finding.harm())
                && is_silent(line)
            {
                tell(format!("{}:{line}, every response {harm}", baseline.file));
            }
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::KnownHarmfulFinding;
    use crate::outcome::testing::run_outcome;
    use crate::outcome::{
        AppliedBaseline, BaselineExpiry, Fingerprint, KnownFailureEntry, RequirementId,
    };

    #[rstest]
    #[case::an_id("F-3a9c1b", "F-3a9c1b")]
    #[case::with_a_title(
        "F-3a9c1b: PATCH: 200 and changed it",
        "F-3a9c1b, PATCH: 200 and changed it"
    )]
    fn harm_is_read_and_written_with_its_id_first(#[case] text: &str, #[case] words: &str) {
        let harm: KnownHarmfulFinding = text.parse().expect("it begins with an id");
        assert_eq!(harm.to_string(), text);
        assert_eq!(harm.describe(), words);
    }

    #[rstest]
    fn a_text_without_an_id_names_no_harm(#[values("", "3a9c1b", "a title", "F-: x")] text: &str) {
        assert!(text.parse::<KnownHarmfulFinding>().is_err());
    }

    #[test]
    fn harm_that_an_entry_names_is_told_once_whatever_the_run_tried() {
        let entry = |line| KnownFailureEntry {
            line,
            requirement: RequirementId::RowExpected,
            breach: Fingerprint {
                at: "status".to_owned(),
                expected: "status 403".to_owned(),
                got: "status 200".to_owned(),
            },
            also: Vec::new(),
            reason: "later".to_owned(),
            link: None,
            expiry: BaselineExpiry::Never,
            harm: Some("F-3a9c1b: PATCH".parse().expect("it begins with an id")),
            cases: Vec::new(),
        };
        let mut run = run_outcome(Vec::new());
        assert_eq!(run.describe_baseline_harm(), Vec::<String>::new());
        run.run.baseline = Some(AppliedBaseline {
            file: "x.toml".to_owned(),
            entries: vec![entry(3), entry(9)],
        });
        assert_eq!(run.describe_baseline_harm(), ["F-3a9c1b, PATCH"]);
    }
}
