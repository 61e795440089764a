//! Repeats: one case tried several times, and what of it came only now and then.

use serde::{Deserialize, Serialize};

use super::{CaseOutcome, Fingerprint, KnownBreach, RecordedViolation, RequirementId, Verdict};
use crate::contract::{Level, RowName};

/// How a case came out that was tried more than once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Repeats {
    /// How often it was tried, 2 or more.
    pub tried: usize,
    /// Each way in which it came out, in the order in which they first came.
    pub ways: Vec<Way>,
    /// Each check that failed in some attempt: every other one held in all of them.
    pub checks: Vec<RepeatedCheck>,
}

/// One way in which attempts came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Way {
    /// The verdict, in a word.
    pub verdict: String,
    /// The row that the bad request was answered with, where it is one.
    pub observed: Option<RowName>,
    /// In how many attempts.
    pub times: usize,
}

/// One check over several attempts, of which some failed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RepeatedCheck {
    /// The requirement that was checked.
    pub requirement: RequirementId,
    /// How binding it is.
    pub level: Level,
    /// In how many attempts it was broken.
    pub times: usize,
    /// Each breach of it, in the order in which they first came.
    pub breaches: Vec<RepeatedBreach>,
}

/// One breach over several attempts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RepeatedBreach {
    /// Its fingerprint.
    pub breach: Fingerprint,
    /// In how many attempts it showed.
    pub times: usize,
}

impl Repeats {
    /// Whether attempts differ: in their verdicts, in the rows that came, or in what a *must* or a *should* found.
    #[must_use]
    pub fn is_flaky(&self) -> bool {
        self.ways.len() > 1 || self.now_and_then().next().is_some()
    }

    /// The checks of a *must* or a *should* that not every attempt failed, or not in the same way.
    pub fn now_and_then(&self) -> impl Iterator<Item = &RepeatedCheck> {
        self.broken()
            .filter(|own| own.breaches.iter().any(|breach| breach.times < self.tried))
    }

    /// The checks of a *must* or a *should* that some attempt failed.
    pub fn broken(&self) -> impl Iterator<Item = &RepeatedCheck> {
        self.checks.iter().filter(|own| match own.level {
            Level::Must | Level::Should => true,
            Level::May => false,
        })
    }

    fn of(attempts: &[CaseOutcome]) -> Self {
        let mut repeats = Self {
            tried: attempts.len(),
            ways: Vec::new(),
            checks: Vec::new(),
        };
        for attempt in attempts {
            repeats.add_way(attempt);
            repeats.add_checks(attempt);
        }
        repeats
    }

    fn add_way(&mut self, attempt: &CaseOutcome) {
        let is_same = |way: &&mut Way| {
            way.verdict == attempt.verdict.word() && way.observed == attempt.observed
        };
        match self.ways.iter_mut().find(is_same) {
            Some(way) => way.times += 1,
            None => self.ways.push(Way {
                verdict: attempt.verdict.word().to_owned(),
                observed: attempt.observed,
                times: 1,
            }),
        }
    }

    fn add_checks(&mut self, attempt: &CaseOutcome) {
        // What an attempt breaks in two places is one check that it fails, and what it shows twice is one breach.
        let mut failed: Vec<(RequirementId, &Fingerprint)> = Vec::new();
        for violation in all(attempt) {
            let requirement = violation.requirement;
            let breach = &violation.fingerprint;
            let own = self.check(requirement, violation.level);
            own.times += usize::from(failed.iter().all(|(other, _)| *other != requirement));
            let failure = (requirement, breach);
            if !failed.contains(&failure) {
                own.add(failure.1);
                failed.push(failure);
            }
        }
    }
}

impl Repeats {
    /// What is told of this check, nothing where it failed in no attempt before.
    fn check(&mut self, requirement: RequirementId, level: Level) -> &mut RepeatedCheck {
        let place = self
            .checks
            .iter()
            .position(|own| own.requirement == requirement)
            .unwrap_or_else(|| {
                self.checks.push(RepeatedCheck {
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

impl RepeatedCheck {
    fn add(&mut self, breach: &Fingerprint) {
        match self.breaches.iter_mut().find(|own| own.breach == *breach) {
            Some(own) => own.times += 1,
            None => self.breaches.push(RepeatedBreach {
                breach: breach.clone(),
                times: 1,
            }),
        }
    }
}

/// Every breach of an attempt, known or not.
fn all(attempt: &CaseOutcome) -> impl Iterator<Item = &RecordedViolation> {
    let known = attempt.known.iter().map(|known| &known.violation);
    attempt.violations.iter().chain(known)
}

/// One outcome of all attempts at a case, in their order: the first of the gravest, with what only others showed.
///
/// `None` where there was no attempt. A case is as good as its worst attempt: what is wrong now and then is wrong.
#[must_use]
pub fn of_attempts(attempts: Vec<CaseOutcome>) -> Option<CaseOutcome> {
    let mut attempts = attempts;
    // An attempt that the end of the run prevented says nothing.
    if attempts.iter().any(|own| !own.verdict.is_skipped()) {
        attempts.retain(|own| !own.verdict.is_skipped());
    }
    let repeats = (attempts.len() > 1).then(|| Repeats::of(&attempts));
    for (attempt, number) in attempts.iter_mut().zip(1..) {
        for step in &mut attempt.steps {
            step.attempt = number;
        }
    }
    let gravest = attempts.iter().map(|own| gravity(&own.verdict)).max()?;
    let shown = attempts
        .iter()
        .position(|own| gravity(&own.verdict) == gravest)?;
    let mut outcome = attempts.remove(shown);
    for other in attempts {
        add(&mut outcome, other);
    }
    outcome.repeats = repeats;
    Some(outcome)
}

fn gravity(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::Fail => 5,
        Verdict::HarnessError { .. } => 4,
        Verdict::Unproven { .. } => 3,
        Verdict::KnownFailure { .. } => 2,
        Verdict::Pass => 1,
        Verdict::Skipped { .. } => 0,
    }
}

/// Adds the breaches that only another attempt showed, with what was recorded of that attempt and the values that stood for names in it.
fn add(outcome: &mut CaseOutcome, other: CaseOutcome) {
    let breach =
        |violation: &RecordedViolation| (violation.requirement, violation.fingerprint.clone());
    let mut shown: Vec<_> = all(outcome).map(breach).collect();
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
        .map(|own| KnownBreach {
            violation: behind(own.violation),
            ..own
        })
        .collect();
    if !violations.is_empty() || !known.is_empty() {
        outcome.steps.extend(other.steps);
    }
    outcome.violations.extend(violations);
    outcome.known.extend(known);
    for binding in &other.bindings {
        if !outcome.bindings.contains(binding) {
            outcome.bindings.push(binding.clone());
        }
    }
}

/// How often something comes that came `times` times in `tried` attempts, as a span of so many of 100, at 95 % confidence.
///
/// The score interval of Wilson, which holds for few attempts too, rounded to both sides.
///
/// ```
/// use badreq::outcome::of_a_hundred;
///
/// assert_eq!(of_a_hundred(2, 5), (11, 77));
/// assert_eq!(of_a_hundred(0, 10), (0, 28));
/// ```
#[must_use]
pub fn of_a_hundred(times: usize, tried: usize) -> (u32, u32) {
    /// How many standard deviations hold 95 % of a normal distribution.
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
        percent((low * 100.0).floor()),
        percent((high * 100.0).ceil()),
    )
}

/// A whole number from 0 to 100.
fn percent(value: f64) -> u32 {
    (0..=100)
        .rev()
        .find(|whole| f64::from(*whole) <= value)
        .unwrap_or(0)
}

#[cfg(test)]
#[path = "repeats_tests.rs"]
mod tests;
