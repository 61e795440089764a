//! The outcome of a case that was tried, judged from its recorded exchanges.

use super::abort::CaseAbort;
use super::case_runner::CaseRunner;
use crate::check::{
    BodyDefectKind, CaseJudgement, CaseRecording, CauseContext, ControlBreach, ExchangeRole,
    RecordedExchange, RecordedViolation, Violation, VolatileValueRedactor, judge_case,
};
use crate::outcome::{CaseOutcome, InconclusiveReason, Verdict, decide_verdict};
use crate::run::describe::{
    build_case_info, collect_case_bindings, list_preconditions, suggest_table_line,
};

impl CaseRunner<'_> {
    /// Judges the recorded exchanges and builds the outcome of the case.
    pub(super) fn judge_and_build_outcome(&mut self, result: Result<(), CaseAbort>) -> CaseOutcome {
        let judged = self.judge_recorded_exchanges();
        let bindings = collect_case_bindings(self.case, &self.bound);
        let defect_form =
            compare_bad_request_with_control(&self.steps).filter(|_| !judged.violations.is_empty());
        let violations = self.add_causes_and_fingerprints(
            judged.violations,
            &VolatileValueRedactor::new(&bindings),
            defect_form.as_ref(),
        );
        for step in &mut self.steps {
            step.exchange = step.exchange.truncated_for_report();
        }
        let mut outcome = CaseOutcome {
            case: build_case_info(self.case),
            verdict: Verdict::Pass,
            observed: judged.observed_row,
            undocumented: suggest_table_line(self.session.contract(), &violations),
            violations,
            defect_form,
            known: Vec::new(),
            served_changes: judged.served_changes,
            repeats: None,
            preconditions: self.list_case_preconditions(judged.failed_control.as_ref()),
            bindings,
            steps: std::mem::take(&mut self.steps),
        };
        let gate = self.session.options().gate;
        let is_replaced = outcome.has_replacement_row();
        outcome.verdict = match result {
            Ok(()) => decide_verdict(&outcome.violations, is_replaced, gate),
            // A violation that was found before the abort still counts.
            Err(cut) => match decide_verdict(&outcome.violations, false, gate) {
                Verdict::Fail => Verdict::Fail,
                Verdict::Pass
                | Verdict::Inconclusive { .. }
                | Verdict::KnownFailure { .. }
                | Verdict::Skipped { .. }
                | Verdict::HarnessError { .. } => cut.into_verdict(),
            },
        };
        if let Some(baseline) = &self.session.options().baseline {
            baseline.excuse_known_violations(&mut outcome, gate);
        }
        make_inconclusive_if_control_failed(&mut outcome, judged.failed_control);
        outcome
    }

    /// Lists what has to be done before the bad request, and before the control that failed.
    fn list_case_preconditions(&self, failed: Option<&ControlBreach>) -> Vec<String> {
        let control = failed.and_then(|own| self.case.controls.get(own.number.checked_sub(1)?));
        let requests =
            std::iter::once(&self.case.bad_request).chain(control.map(|own| &own.request));
        let mut preconditions: Vec<String> = Vec::new();
        for request in requests {
            let is_made = |name: &str| self.session.fixture_lifetime(name).is_some();
            for line in list_preconditions(request, is_made, &self.bound) {
                if !preconditions.contains(&line) {
                    preconditions.push(line);
                }
            }
        }
        preconditions
    }

    /// Judges the recorded exchanges.
    fn judge_recorded_exchanges(&self) -> CaseJudgement {
        let limits = self.session.contract().limits.as_ref();
        // A case with unbound names has not sent its bad request.
        let Ok(expectations) = self.case.render_expectations(limits, &self.bound) else {
            return CaseJudgement::default();
        };
        let recording = CaseRecording {
            steps: &self.steps,
            unanswered_request: self.unanswered.as_ref(),
            lost_requests: self.lost_requests,
        };
        judge_case(
            &self.session.build_judge_context(self.judge_options()),
            &expectations,
            &recording,
        )
    }

    /// Adds to each violation the cause and the fingerprint by which reports and baselines identify it.
    fn add_causes_and_fingerprints(
        &self,
        violations: Vec<Violation>,
        redactor: &VolatileValueRedactor,
        defect_form: Option<&BodyDefectKind>,
    ) -> Vec<RecordedViolation> {
        let context = CauseContext {
            redactor,
            operation: self.case.operation.as_deref(),
            defect: self.case.defect.as_deref(),
            defect_form,
        };
        violations
            .into_iter()
            .map(|violation| RecordedViolation::new(violation, &context))
            .collect()
    }
}

/// Finds the form of the defect: what the bad request has in its body that the control has not.
fn compare_bad_request_with_control(steps: &[RecordedExchange]) -> Option<BodyDefectKind> {
    let request_of = |is_role: fn(ExchangeRole) -> bool| {
        let mut steps = steps.iter();
        let step = steps.find(|step| is_role(step.role));
        step.map(|step| &step.exchange.request)
    };
    let bad_request = request_of(|role| role == ExchangeRole::BadRequest)?;
    let control = request_of(|role| matches!(role, ExchangeRole::Control(_)))?;
    BodyDefectKind::detect_against_control(bad_request, control)
}

/// Makes a case inconclusive if its control failed, even if the contract does not list that as a violation.
fn make_inconclusive_if_control_failed(outcome: &mut CaseOutcome, failed: Option<ControlBreach>) {
    let mut known = outcome.known.iter();
    let is_known = known.any(|known| known.violation.failed_control().is_some());
    if let Some(control) = failed
        && outcome.verdict.is_green()
        && !is_known
    {
        outcome.verdict = Verdict::Inconclusive {
            because: InconclusiveReason::Control(Box::new(control)),
        };
    }
}
