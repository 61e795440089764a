//! A baseline, and its effect on outcomes.

use crate::outcome::{
    AppliedBaseline, CaseOutcome, FailureGate, KnownFailureEntry, KnownViolation,
    RecordedViolation, RequirementId, RunOutcome, Verdict, decide_verdict,
};

/// The known failures of one target.
///
/// ```
/// use badreq::baseline::{Baseline, CalendarDay};
/// use badreq::contract::SourceFile;
///
/// let page = SourceFile::new(
///     "baselines/staging.toml",
///     r#"
/// [[known]]
/// requirement = "body-code-integer"
/// at = "body at `/code`"
/// expected = "an integer"
/// got = '"20006"'
/// reason = "the old encoder writes codes as texts"
/// cases = ["members/unknown-uuid@owner"]
/// "#,
/// );
/// let names = ["members/unknown-uuid@owner".to_owned()];
/// let baseline = Baseline::parse(&page, &names, CalendarDay::new(2026, 11, 27)?)?;
/// assert_eq!(baseline.info().entries[0].cases[0].fits, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Baseline {
    pub(super) info: AppliedBaseline,
}

impl Baseline {
    /// Returns the contents of the baseline for reports.
    #[must_use]
    pub fn info(&self) -> &AppliedBaseline {
        &self.info
    }

    /// Moves the known violations of a case out of its violations, and derives its verdict from the others.
    ///
    /// A case that could not be judged for a reason other than its control is not changed: there is nothing to compare.
    pub fn excuse_known_violations(&self, outcome: &mut CaseOutcome, gate: FailureGate) {
        if !outcome.verdict.has_judged_response() {
            return;
        }
        let mut known = Vec::new();
        let mut rest = Vec::new();
        for violation in std::mem::take(&mut outcome.violations) {
            match self.find_entry(&violation, outcome) {
                Some(entry) => known.push((entry, violation)),
                None => rest.push(violation),
            }
        }
        outcome.violations = rest;
        if known.is_empty() {
            return;
        }
        let judged = decide_verdict(&outcome.violations, outcome.has_replacement_row(), gate);
        let was_red = known
            .iter()
            .any(|(_, violation)| fails_case(violation, gate));
        outcome.verdict = match judged {
            Verdict::Pass if was_red => Verdict::KnownFailure {
                reason: join_reasons(&known),
            },
            judged => judged,
        };
        outcome.known = known
            .into_iter()
            .map(|(entry, violation)| KnownViolation {
                violation,
                line: entry.line,
            })
            .collect();
    }

    /// Applies the baseline to every case of a run, and derives its conclusion again.
    pub fn excuse_known_violations_in_run(&self, run: &mut RunOutcome) {
        for outcome in &mut run.cases {
            self.excuse_known_violations(outcome, run.run.gate);
        }
        run.run.baseline = Some(self.info.clone());
        run.recompute_derived_results();
    }

    fn find_entry(
        &self,
        violation: &RecordedViolation,
        outcome: &CaseOutcome,
    ) -> Option<&KnownFailureEntry> {
        let mut entries = self.info.entries.iter();
        entries.find(|entry| entry.covers_violation_in_case(violation, &outcome.case.name))
    }
}

/// Reports whether a violation keeps a case from passing.
pub(super) fn fails_case(violation: &RecordedViolation, gate: FailureGate) -> bool {
    violation.requirement == RequirementId::ControlSucceeds || gate.fails_case(violation.level)
}

fn join_reasons(known: &[(&KnownFailureEntry, RecordedViolation)]) -> String {
    let mut reasons: Vec<&str> = Vec::new();
    for (entry, _) in known {
        if !reasons.contains(&entry.reason.as_str()) {
            reasons.push(&entry.reason);
        }
    }
    reasons.join("; ")
}

#[cfg(test)]
#[path = "apply_tests.rs"]
mod tests;
