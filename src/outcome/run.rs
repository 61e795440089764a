//! The outcome of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    BaselineInfo, CaseOutcome, Hollow, JudgedBy, LeftOut, Receipt, RecordedViolation,
    ResponseCounts, ResponseFinding, RowOutcome, Selected, Shard, StaleEntry, Staleness, Verdict,
};
use crate::contract::{Level, Meaning, Requirement, Row, RowName};

/// Everything that a run produces, for reports to be made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunOutcome {
    /// The run.
    pub run: RunInfo,
    /// The table, row by row.
    pub rows: Vec<RowOutcome>,
    /// The cases, in the order of the suites.
    pub cases: Vec<CaseOutcome>,
    /// What responses of every kind show, whatever was asked: it fails the run and no case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub responses: Vec<ResponseFinding>,
    /// How many responses were asked for what holds for every response.
    #[serde(default, skip_serializing_if = "ResponseCounts::is_empty")]
    pub observed: ResponseCounts,
    /// What the run could not undo.
    pub leftovers: Vec<Leftover>,
    /// What the budget left out, where there was one and it left anything out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
    /// Why little can be concluded from it, where that is so.
    pub hollow: Vec<Hollow>,
    /// Entries of the baseline that are to be changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stale: Vec<StaleEntry>,
    /// What it cost the target.
    pub receipt: Receipt,
    /// Whether it was stopped before its end.
    pub ended: Ended,
}

/// What a run is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RunInfo {
    /// The id that everything it makes on the target is named with.
    pub id: String,
    /// The target's base URL.
    pub target: String,
    /// The edition of the table.
    pub edition: String,
    /// How strictly it judges.
    pub strictness: Strictness,
    /// What else it judges by: the files and the options.
    pub judged_by: JudgedBy,
    /// What it makes of cases that cannot be tried for want of something that was not given.
    #[serde(default)]
    pub demand: Demand,
    /// Which part of the cases it tried, where it was not to try all of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    /// All cases that were selected, of which a shard is a part.
    #[serde(default)]
    pub selected: Selected,
    /// How many cases all suites have.
    #[serde(default)]
    pub all_cases: usize,
    /// What was known before, where that was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<BaselineInfo>,
    /// The rows of the edition.
    pub table: Vec<Row>,
    /// Those whose meaning describes the error, and is not the text of the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub described: Vec<RowName>,
    /// The requirements that it judges by.
    pub requirements: Vec<Requirement>,
}

/// Whether only a broken *must* fails a case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Strictness {
    /// A broken *must* fails; accepted alternatives pass.
    #[default]
    Fair,
    /// A broken *should* fails too, and so does an accepted alternative.
    Strict,
}

/// What a run makes of cases that cannot be tried for want of a token, a known value or a hook.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Demand {
    /// They are told, and the rest decides.
    #[default]
    Possible,
    /// They keep it from being green.
    All,
}

impl RunInfo {
    /// The row of this name.
    #[must_use]
    pub fn row(&self, name: RowName) -> Option<&Row> {
        self.table.iter().find(|row| row.name() == name)
    }

    /// The text of the message of a row, placeholders as they stand, where the table gives it.
    #[must_use]
    pub fn message_of(&self, name: RowName) -> Option<&str> {
        let row = self.row(name).filter(|_| !self.described.contains(&name))?;
        Some(row.meaning.as_str())
    }

    /// Whether the table gives a row this text for its message, whatever it is about.
    #[must_use]
    pub fn is_message_of(&self, name: RowName, text: &str) -> bool {
        let meaning = self.message_of(name);
        meaning.is_some_and(|meaning| Meaning::of(meaning, &BTreeMap::new()).fits(text))
    }
}

impl Strictness {
    /// Whether a breach of this level fails a case.
    #[must_use]
    pub fn fails(self, level: Level) -> bool {
        match self {
            Self::Fair => level == Level::Must,
            Self::Strict => level >= Level::Should,
        }
    }
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Ended {
    /// Every selected case was tried.
    Complete,
    /// It was stopped; what was made is undone all the same.
    Interrupted,
    /// The target stopped answering.
    TargetLost,
}

/// Something that the run made or changed and could not undo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Leftover {
    /// What it is.
    pub what: String,
    /// The request that would remove it or put it back.
    pub remedy: String,
    /// Why it could not be done.
    pub reason: String,
}

/// How many cases got each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Counts {
    /// Passed.
    pub pass: usize,
    /// Passed with another row that the case accepts.
    pub alternative: usize,
    /// Failed.
    pub fail: usize,
    /// Failed as the baseline says.
    pub known_failure: usize,
    /// Could not be judged.
    pub unproven: usize,
    /// Not selected.
    pub skipped: usize,
    /// The harness could not do its part.
    pub harness_error: usize,
    /// Cases in which a *should* is broken, whatever their verdict.
    pub with_broken_should: usize,
}

impl Counts {
    /// Counts these cases.
    #[must_use]
    pub fn of(cases: &[CaseOutcome]) -> Self {
        let mut counts = Self::default();
        for outcome in cases {
            match outcome.verdict {
                Verdict::Pass => counts.pass += 1,
                Verdict::Fail => counts.fail += 1,
                Verdict::KnownFailure { .. } => counts.known_failure += 1,
                Verdict::Unproven { .. } => counts.unproven += 1,
                Verdict::Skipped { .. } => counts.skipped += 1,
                Verdict::HarnessError { .. } => counts.harness_error += 1,
            }
            counts.alternative += usize::from(outcome.is_alternative());
            counts.with_broken_should +=
                usize::from(outcome.violations_of(Level::Should).next().is_some());
        }
        counts
    }

    /// How many cases were tried.
    #[must_use]
    pub fn tried(self) -> usize {
        self.pass + self.fail + self.known_failure + self.unproven + self.harness_error
    }
}

/// What a run says of the target, derived in one place from all that it found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Conclusion {
    /// Every case that could be tried is green.
    Conforms,
    /// Some case is not.
    DoesNotConform,
    /// Every case that could be tried is green, and all were to be tried.
    NotAllTried,
    /// Nothing is wrong that no entry of the baseline names, and some entry is to be changed.
    StaleBaseline,
    /// No case came to a verdict.
    NothingRun,
    /// The target stopped answering.
    TargetUnusable,
    /// It was stopped before its end.
    Interrupted,
}

impl RunOutcome {
    /// The entries of its baseline that are to be changed after it; none where it has no baseline.
    #[must_use]
    pub(super) fn stale_entries(&self) -> Vec<StaleEntry> {
        let baseline = self.run.baseline.as_ref();
        baseline.map_or_else(Vec::new, |baseline| {
            let responses = self.is_whole().then_some(self.responses.as_slice());
            baseline.stale_after(&self.cases, responses)
        })
    }

    /// Whether every case of all suites had its turn, so that what no response showed is not there.
    fn is_whole(&self) -> bool {
        self.ended == Ended::Complete
            && self.run.shard.is_none()
            && self.left_out.is_none()
            && self.cases.len() >= self.run.all_cases
    }

    /// What the run says of the target.
    ///
    /// Cases that could not be tried for want of a credential, a known value or a hook count against it only where all were
    /// demanded. A case whose known breach shows otherwise counts as a stale entry, not as a new failure.
    #[must_use]
    pub fn conclusion(&self) -> Conclusion {
        match self.ended {
            Ended::Interrupted => return Conclusion::Interrupted,
            Ended::TargetLost => return Conclusion::TargetUnusable,
            Ended::Complete => {}
        }
        let count = |weight: Weight| {
            let cases = self.cases.iter();
            cases.filter(|own| self.weight(own) == weight).count()
        };
        let fails = |finding: &&ResponseFinding| finding.fails(self.run.strictness);
        let responses = self.responses.iter().filter(fails).count();
        let (green, red) = (count(Weight::Green), count(Weight::Red) + responses);
        let left_out = self.left_out.as_ref().map_or(0, |left_out| left_out.cases);
        let untried = count(Weight::Untried) + left_out;
        match (green + red, red, self.run.demand) {
            (_, 0, Demand::All) if untried > 0 => Conclusion::NotAllTried,
            (0, _, _) => Conclusion::NothingRun,
            (_, 0, _) if !self.stale.is_empty() => Conclusion::StaleBaseline,
            (_, 0, _) => Conclusion::Conforms,
            (_, _, _) => Conclusion::DoesNotConform,
        }
    }

    /// The cases for which a run does not conform.
    pub fn red(&self) -> impl Iterator<Item = &CaseOutcome> {
        let cases = self.cases.iter();
        cases.filter(|outcome| self.weight(outcome) == Weight::Red)
    }

    fn weight(&self, outcome: &CaseOutcome) -> Weight {
        use super::Unproven;
        let unless_known_otherwise = || {
            if self.is_known_otherwise(outcome) {
                Weight::Green
            } else {
                Weight::Red
            }
        };
        match &outcome.verdict {
            Verdict::Pass | Verdict::KnownFailure { .. } => Weight::Green,
            Verdict::Fail => unless_known_otherwise(),
            Verdict::HarnessError { .. } => Weight::Red,
            Verdict::Unproven { because } => match because {
                Unproven::Credential(_) | Unproven::Known(_) | Unproven::Hook(_) => Weight::Untried,
                Unproven::Control(_) => unless_known_otherwise(),
                Unproven::Fixture(_) | Unproven::Condition(_) | Unproven::Answer(_) => Weight::Red,
            },
            Verdict::Skipped { .. } => Weight::Skipped,
        }
    }

    /// Whether a case breaks only what the baseline says it breaks, in another way.
    fn is_known_otherwise(&self, outcome: &CaseOutcome) -> bool {
        let is_named = |violation: &RecordedViolation| {
            self.stale.iter().any(|stale| match &stale.why {
                Staleness::Otherwise { case, breach } => {
                    *case == outcome.case.name
                        && stale.requirement == violation.requirement
                        && *breach == violation.fingerprint
                }
                Staleness::Expired { .. } | Staleness::Unmatched { .. } | Staleness::Mended => {
                    false
                }
            })
        };
        let mut breaches = outcome
            .violations
            .iter()
            .filter(|violation| self.run.strictness.fails(violation.level))
            .peekable();
        breaches.peek().is_some() && breaches.all(is_named)
    }
}

/// What the verdict of a case does to the conclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    /// Nothing is wrong, or what is known.
    Green,
    /// Something is.
    Red,
    /// Nobody could tell, for want of something that whoever runs the target may give.
    Untried,
    /// Nobody was to tell.
    Skipped,
}
