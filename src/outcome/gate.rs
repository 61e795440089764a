//! Gates: the findings that fail a run, and the evidence without which it is inconclusive.

use serde::{Deserialize, Serialize};

use crate::contract::Level;

/// The findings that fail a run (`--fail-on`). By default, a broken *must* does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FailureGate {
    /// The lowest level whose violation fails the run; `None` if nothing fails it.
    pub lowest_level: Option<Level>,
    /// The effect of a replacement: a row that a case accepts in place of the one that describes the error.
    pub replacements: ReplacementEffect,
}

/// The effect of a replacement on its case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReplacementEffect {
    /// The case passes.
    #[default]
    Pass,
    /// The case fails.
    Fail,
}

/// A value of `--fail-on`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailOn {
    /// A broken *must*.
    Must,
    /// A broken *should*, and whatever breaks a *must*.
    Should,
    /// A remark, and whatever breaks a *should* or a *must*.
    May,
    /// A replacement, and a broken *must*.
    Replacement,
    /// Nothing: findings are reported only.
    Never,
}

impl std::str::FromStr for FailOn {
    type Err = FailOnParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(match text {
            "must" => Self::Must,
            "should" => Self::Should,
            "may" => Self::May,
            "replacement" => Self::Replacement,
            "never" => Self::Never,
            other => return Err(FailOnParseError(other.to_owned())),
        })
    }
}

/// The error of a text that names no findings to fail on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is none of `must`, `should`, `may`, `replacement` and `never`")]
pub struct FailOnParseError(String);

/// The evidence without which a run is inconclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum EvidencePolicy {
    /// Every selected row is settled, and every case that was tried could be judged.
    #[default]
    Complete,
    /// Any evidence will do (`--partial`).
    Partial,
}

impl Default for FailureGate {
    fn default() -> Self {
        Self {
            lowest_level: Some(Level::Must),
            replacements: ReplacementEffect::Pass,
        }
    }
}

impl FailureGate {
    /// Creates the gate that fails on everything in the list, and on a broken *must*; `Never` makes a gate that nothing fails.
    #[must_use]
    pub fn from_list(list: &[FailOn]) -> Self {
        if list.contains(&FailOn::Never) {
            return Self {
                lowest_level: None,
                replacements: ReplacementEffect::Pass,
            };
        }
        let mut gate = Self::default();
        for own in list {
            let level = match own {
                FailOn::Must | FailOn::Never => Level::Must,
                FailOn::Should => Level::Should,
                FailOn::May => Level::May,
                FailOn::Replacement => {
                    gate.replacements = ReplacementEffect::Fail;
                    Level::Must
                }
            };
            gate.lowest_level = gate.lowest_level.map(|lowest| lowest.min(level));
        }
        gate
    }

    /// Reports whether a violation of this level fails a case. A broken *must* always does, even if the gate lets the run pass.
    #[must_use]
    pub fn fails_case(self, level: Level) -> bool {
        level >= self.lowest_level.unwrap_or(Level::Must)
    }

    /// Reports whether failed cases and broken requirements fail the run.
    #[must_use]
    pub fn can_fail_run(self) -> bool {
        self.lowest_level.is_some()
    }

    /// Reports whether a replacement fails its case.
    #[must_use]
    pub fn fails_replacement(self) -> bool {
        match self.replacements {
            ReplacementEffect::Pass => false,
            ReplacementEffect::Fail => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{FailOn, FailureGate};
    use crate::contract::Level;

    #[rstest]
    #[case::by_default(&[], [true, false, false], false)]
    #[case::must(&[FailOn::Must], [true, false, false], false)]
    #[case::should(&[FailOn::Should], [true, true, false], false)]
    #[case::may(&[FailOn::May], [true, true, true], false)]
    #[case::replacement(&[FailOn::Replacement], [true, false, false], true)]
    #[case::two(&[FailOn::Replacement, FailOn::Should], [true, true, false], true)]
    #[case::never(&[FailOn::Never], [true, false, false], false)]
    fn a_gate_fails_what_its_list_names_and_what_weighs_more(
        #[case] list: &[FailOn],
        #[case] levels: [bool; 3],
        #[case] replacement: bool,
    ) {
        let gate = FailureGate::from_list(list);
        let fails = [Level::Must, Level::Should, Level::May].map(|level| gate.fails_case(level));
        assert_eq!((fails, gate.fails_replacement()), (levels, replacement));
    }

    #[test]
    fn a_run_that_never_fails_still_has_failed_cases() {
        let never = FailureGate::from_list(&[FailOn::Never]);
        assert!(never.fails_case(Level::Must));
        assert!(!never.can_fail_run());
        assert!(FailureGate::default().can_fail_run());
    }
}
