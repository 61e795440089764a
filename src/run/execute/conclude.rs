//! The outcome of a case that was tried, judged from its recorded exchanges.

use super::abort::Cut;
use super::case::Trial;
use crate::check::{
    Answer, CaseExpectation, CaseJudgement, CauseContext, ControlBreach, RecordedViolation,
    Recording, Redactor, Violation, judge_case,
};
use crate::outcome::{CaseOutcome, Unproven, Verdict, verdict};
use crate::run::describe::{beforehand, bindings, info, undocumented};
use crate::suite::Shape;

impl Trial<'_> {
    /// Judges the recorded exchanges and builds the outcome of the case.
    pub(super) fn conclude(&mut self, result: Result<(), Cut>) -> CaseOutcome {
        let judged = self.judge();
        let bindings = bindings(self.case, &self.bound);
        let violations = self.record_violations(judged.violations, &Redactor::new(&bindings));
        let is_alternative = match &self.case.expected.answer {
            Answer::Row { expected, .. } => judged
                .observed
                .is_some_and(|observed| observed != *expected),
            Answer::Refusal | Answer::AnyRow => false,
        };
        let strictness = self.session.options().strictness;
        let verdict = match result {
            Ok(()) => verdict(&violations, is_alternative, strictness),
            // A violation that was found before the abort still counts.
            Err(cut) => match verdict(&violations, false, strictness) {
                Verdict::Fail => Verdict::Fail,
                Verdict::Pass
                | Verdict::Unproven { .. }
                | Verdict::KnownFailure { .. }
                | Verdict::Skipped { .. }
                | Verdict::HarnessError { .. } => cut.verdict(),
            },
        };
        for step in &mut self.steps {
            step.exchange = step.exchange.kept();
        }
        let mut outcome = CaseOutcome {
            case: info(self.case),
            verdict,
            observed: judged.observed,
            undocumented: undocumented(self.session.contract(), &violations),
            violations,
            known: Vec::new(),
            repeats: None,
            beforehand: beforehand(
                &self.case.bad,
                |name| self.session.lifetime_of(name).is_some(),
                &self.bound,
            ),
            bindings,
            steps: std::mem::take(&mut self.steps),
        };
        if let Some(baseline) = &self.session.options().baseline {
            baseline.apply(&mut outcome, strictness);
        }
        keep_unproven(&mut outcome, judged.failed_control);
        outcome
    }

    /// Judges the recorded exchanges.
    fn judge(&self) -> CaseJudgement {
        // A case with unbound names has not sent its bad request.
        let Ok(bad) = self.expectation() else {
            return CaseJudgement::default();
        };
        let limits = self.session.contract().limits.as_ref();
        let controls = self.case.controls.iter();
        let case = CaseExpectation {
            bad,
            controls: controls.map(|own| own.statuses.as_slice()).collect(),
            burst: match &self.case.shape {
                Shape::Single => None,
                Shape::Burst { scope, .. } => limits.and_then(|limits| limits.scope(scope)),
            },
        };
        let recording = Recording {
            steps: &self.steps,
            unanswered: self.unanswered.as_ref(),
            lost: self.lost,
        };
        judge_case(&self.session.rules(self.terms()), &case, &recording)
    }

    /// Adds to each violation the cause and the fingerprint by which reports and baselines identify it.
    fn record_violations(
        &self,
        violations: Vec<Violation>,
        redactor: &Redactor,
    ) -> Vec<RecordedViolation> {
        let context = CauseContext {
            redactor,
            operation: self.case.operation.as_deref(),
            defect: self.case.way.as_deref(),
        };
        violations
            .into_iter()
            .map(|violation| RecordedViolation::new(violation, &context))
            .collect()
    }
}

/// Makes a case inconclusive if its control failed, even if the contract does not list that as a violation.
fn keep_unproven(outcome: &mut CaseOutcome, failed: Option<ControlBreach>) {
    let mut known = outcome.known.iter();
    let is_known = known.any(|known| known.violation.failed_control().is_some());
    if let Some(control) = failed
        && outcome.verdict.is_green()
        && !is_known
    {
        outcome.verdict = Verdict::Unproven {
            because: Unproven::Control(Box::new(control)),
        };
    }
}
