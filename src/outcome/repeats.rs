//! Repeats: several attempts at one case, and the results that came only in some of them.

use serde::{Deserialize, Serialize};

use super::{CaseOutcome, Fingerprint, KnownViolation, RecordedViolation, RequirementId, Verdict};
use crate::contract::{ErrorId, Level};

/// A summary of several attempts at one case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RepeatSummary {
    /// The number of attempts, 2 or more.
    pub tried: usize,
    /// Each outcome of an attempt, in the order of their first appearance.
    pub ways: Vec<AttemptOutcomeCount>,
    /// Each check that failed in some attempt; every other check held in all of them.
    pub checks: Vec<AttemptCheckFailureCount>,
}

/// A distinct outcome of attempts, with the number of attempts that had it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AttemptOutcomeCount {
    /// The verdict, in a word.
    pub verdict: String,
    /// The row of the response to the bad request, where the response is one.
    pub observed: Option<ErrorId>,
    /// The number of attempts with this outcome.
    pub times: usize,
}

/// A check that failed in some of several attempts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AttemptCheckFailureCount {
    /// The requirement that was checked.
    pub requirement: RequirementId,
    /// The level of the requirement.
    pub level: Level,
    /// The number of attempts in which it was broken.
    pub times: usize,
    /// Each breach of the requirement, in the order of their first appearance.
    pub breaches: Vec<AttemptBreachCount>,
}

/// A breach that some of several attempts showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct AttemptBreachCount {
    /// The fingerprint of the breach.
    pub breach: Fingerprint,
    /// The number of attempts that showed it.
    pub times: usize,
}

impl RepeatSummary {
    /// Reports whether attempts differ in their verdicts, in their rows, or in violations of a *must* or a *should*.
    #[must_use]
    pub fn is_flaky(&self) -> bool {
        self.ways.len() > 1 || self.flaky_checks().next().is_some()
    }

    /// Lists the checks of a *must* or a *should* that not every attempt failed, or not every attempt in the same way.
    pub fn flaky_checks(&self) -> impl Iterator<Item = &AttemptCheckFailureCount> {
        self.failed_checks()
            .filter(|own| own.breaches.iter().any(|breach| breach.times < self.tried))
    }

    /// Lists the checks of a *must* or a *should* that some attempt failed.
    pub fn failed_checks(&self) -> impl Iterator<Item = &AttemptCheckFailureCount> {
        self.checks.iter().filter(|own| match own.level {
            Level::Must | Level::Should => true,
            Level::May => false,
        })
    }

    fn from_attempts(attempts: &[CaseOutcome]) -> Self {
        let mut repeats = Self {
            tried: attempts.len(),
            ways: Vec::new(),
            checks: Vec::new(),
        };
        for attempt in attempts {
            repeats.add_outcome(attempt);
            repeats.add_failed_checks(attempt);
        }
        repeats
    }

    fn add_outcome(&mut self, attempt: &CaseOutcome) {
        let is_same = |way: &&mut AttemptOutcomeCount| {
            way.verdict == attempt.verdict.report_label() && way.observed == attempt.observed
        };
        match self.ways.iter_mut().find(is_same) {
            Some(way) => way.times += 1,
            None => self.ways.push(AttemptOutcomeCount {
                verdict: attempt.verdict.report_label().to_owned(),
                observed: attempt.observed,
                times: 1,
            }),
        }
    }

    fn add_failed_checks(&mut self, attempt: &CaseOutcome) {
        // Two violations of one requirement in an attempt are one failed check, and two equal ones are one breach.
        let mut failed: Vec<(RequirementId, &Fingerprint)> = Vec::new();
        for violation in all_violations(attempt) {
            let requirement = violation.requirement;
            let breach = &violation.fingerprint;
            let own = self.get_or_add_check(requirement, violation.level);
            own.times += usize::from(failed.iter().all(|(other, _)| *other != requirement));
            let failure = (requirement, breach);
            if !failed.contains(&failure) {
                own.add_breach(failure.1);
                failed.push(failure);
            }
        }
    }
}

impl RepeatSummary {
    /// Returns the entry of this check, and creates an empty one where no attempt failed it before.
    fn get_or_add_check(
        &mut self,
        requirement: RequirementId,
        level: Level,
    ) -> &mut AttemptCheckFailureCount {
        let place = self
            .checks
            .iter()
            .position(|own| own.requirement == requirement)
            .unwrap_or_else(|| {
                self.checks.push(AttemptCheckFailureCount {
                    requirement,
                    level,
                    times: 0,
                    breaches: Vec::new(),
                });
                self.checks.len() - 1
            });
        &mut self.checks[place]
    }
}

impl AttemptCheckFailureCount {
    fn add_breach(&mut self, breach: &Fingerprint) {
        match self.breaches.iter_mut().find(|own| own.breach == *breach) {
            Some(own) => own.times += 1,
            None => self.breaches.push(AttemptBreachCount {
                breach: breach.clone(),
                times: 1,
            }),
        }
    }
}

/// Lists every violation of an attempt, known or not.
fn all_violations(attempt: &CaseOutcome) -> impl Iterator<Item = &RecordedViolation> {
    let known = attempt.known.iter().map(|known| &known.violation);
    attempt.violations.iter().chain(known)
}

/// Merges all attempts at a case, in their order, into one outcome: the first of the gravest, with the violations that only others showed.
///
/// Returns `None` where there was no attempt. A case is as good as its worst attempt: a failure that comes now and then is a failure.
#[must_use]
pub fn merge_attempts(attempts: Vec<CaseOutcome>) -> Option<CaseOutcome> {
    let mut attempts = attempts;
    // An attempt that the end of the run prevented says nothing about the case.
    if attempts.iter().any(|own| !own.verdict.is_skipped()) {
        attempts.retain(|own| !own.verdict.is_skipped());
    }
    let repeats = (attempts.len() > 1).then(|| RepeatSummary::from_attempts(&attempts));
    for (attempt, number) in attempts.iter_mut().zip(1..) {
        for step in &mut attempt.steps {
            step.attempt = number;
        }
    }
    let gravest = attempts
        .iter()
        .map(|own| verdict_severity(&own.verdict))
        .max()?;
    let shown = attempts
        .iter()
        .position(|own| verdict_severity(&own.verdict) == gravest)?;
    let mut outcome = attempts.remove(shown);
    for other in attempts {
        add_violations_of_attempt(&mut outcome, other);
    }
    outcome.repeats = repeats;
    Some(outcome)
}

fn verdict_severity(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::Fail => 5,
        Verdict::HarnessError { .. } => 4,
        Verdict::Inconclusive { .. } => 3,
        Verdict::KnownFailure { .. } => 2,
        Verdict::Pass => 1,
        Verdict::Skipped { .. } => 0,
    }
}

/// Adds the violations that only another attempt showed, with the exchanges of that attempt and the values that stood for names in it.
fn add_violations_of_attempt(outcome: &mut CaseOutcome, other: CaseOutcome) {
    let breach =
        |violation: &RecordedViolation| (violation.requirement, violation.fingerprint.clone());
    let mut shown: Vec<_> = all_violations(outcome).map(breach).collect();
    let mut is_new = |violation: &RecordedViolation| {
        let own = breach(violation);
        let is_new = !shown.contains(&own);
        shown.push(own);
        is_new
    };
    let before = outcome.steps.len();
    let behind = |violation: RecordedViolation| RecordedViolation {
        step: violation.step.map(|step| before + step),
        ..violation
    };
    let violations = other.violations.into_iter().filter(&mut is_new);
    let violations: Vec<_> = violations.map(behind).collect();
    let known = other.known.into_iter().filter(|own| is_new(&own.violation));
    let known: Vec<_> = known
        .map(|own| KnownViolation {
            violation: behind(own.violation),
            ..own
        })
        .collect();
    if !violations.is_empty() || !known.is_empty() {
        outcome.steps.extend(other.steps);
    }
    outcome.violations.extend(violations);
    outcome.known.extend(known);
    for change in other.served_changes {
        if !outcome.served_changes.contains(&change) {
            outcome.served_changes.push(change);
        }
    }
    for binding in &other.bindings {
        if !outcome.bindings.contains(binding) {
            outcome.bindings.push(binding.clone());
        }
    }
}

/// Estimates the frequency of an event that came `times` times in `tried` attempts, as a range in percent at 95 % confidence.
///
/// It is Wilson's score interval, which holds for few attempts too, rounded outwards.
///
/// ```
/// use badreq::outcome::estimate_confidence_interval;
///
/// assert_eq!(estimate_confidence_interval(2, 5), (11, 77));
/// assert_eq!(estimate_confidence_interval(0, 10), (0, 28));
/// ```
#[must_use]
pub fn estimate_confidence_interval(times: usize, tried: usize) -> (u32, u32) {
    /// The number of standard deviations that hold 95 % of a normal distribution.
    const WIDTH: f64 = 1.96;
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    if tried == 0 {
        return (0, 100);
    }
    let (tried_f, share) = (number(tried), number(times) / number(tried));
    let spread = WIDTH * WIDTH / tried_f;
    let middle = (share + spread / 2.0) / (1.0 + spread);
    let half = WIDTH / (1.0 + spread)
        * (share * (1.0 - share) / tried_f + spread / (4.0 * tried_f)).sqrt();
    let low = if times == 0 { 0.0 } else { middle - half };
    let high = if times >= tried { 1.0 } else { middle + half };
    (
        floor_to_percent((low * 100.0).floor()),
        floor_to_percent((high * 100.0).ceil()),
    )
}

/// Converts a value to the highest whole number from 0 to 100 that does not exceed it.
fn floor_to_percent(value: f64) -> u32 {
    (0..=100)
        .rev()
        .find(|whole| f64::from(*whole) <= value)
        .unwrap_or(0)
}

#[cfg(test)]
#[path = "repeats_tests.rs"]
mod tests;
