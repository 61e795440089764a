//! Trying a case: its steps one after another, and what comes of them.

use super::abort::Cut;
use super::case::Trial;
use crate::check::Answer;
use crate::contract::RequirementId;
use crate::outcome::{CaseOutcome, Verdict, verdict};
use crate::run::describe::{beforehand, bindings, info, undocumented};
use crate::run::plan::{
    CaseStep, ControlSending, PlannedStep, ReadMoment, StepOccasion, Untried, list_steps,
};

impl Trial<'_> {
    /// Tries the case, undoes what it made, and says what came of it.
    pub(super) async fn run(&mut self) -> CaseOutcome {
        let result = self.try_out().await;
        self.clean_up().await;
        self.before.clear();
        let is_alternative = match &self.case.expected.answer {
            Answer::Row { expected, .. } => {
                self.observed.is_some_and(|observed| observed != *expected)
            }
            Answer::Refusal | Answer::AnyRow => false,
        };
        let strictness = self.session.options().strictness;
        let verdict = match result {
            Ok(()) => verdict(&self.violations, is_alternative, strictness),
            // A breach that was seen before the trial was cut stays a breach.
            Err(cut) => match verdict(&self.violations, false, strictness) {
                Verdict::Fail => Verdict::Fail,
                Verdict::Pass
                | Verdict::Unproven { .. }
                | Verdict::KnownFailure { .. }
                | Verdict::Skipped { .. }
                | Verdict::HarnessError { .. } => cut.verdict(),
            },
        };
        let mut outcome = CaseOutcome {
            case: info(self.case),
            verdict,
            observed: self.observed,
            undocumented: undocumented(self.session.contract(), &self.violations),
            violations: std::mem::take(&mut self.violations),
            known: Vec::new(),
            repeats: None,
            beforehand: beforehand(
                &self.case.bad,
                |name| self.session.lifetime_of(name).is_some(),
                &self.bound,
            ),
            bindings: bindings(self.case, &self.bound),
            steps: std::mem::take(&mut self.steps),
        };
        if let Some(baseline) = &self.session.options().baseline {
            baseline.apply(&mut outcome, strictness);
        }
        self.keep_unproven(&mut outcome);
        outcome
    }

    /// Leaves a case unproven whose control failed, also where the contract does not list that as a breach.
    fn keep_unproven(&self, outcome: &mut CaseOutcome) {
        let is_known = outcome
            .known
            .iter()
            .any(|known| known.violation.requirement == RequirementId::ControlSucceeds);
        if let Some(because) = &self.failed_control
            && outcome.verdict.is_green()
            && !is_known
        {
            let because = because.clone();
            outcome.verdict = Verdict::Unproven { because };
        }
    }

    /// Takes the steps of the case.
    async fn try_out(&mut self) -> Result<(), Cut> {
        Untried::check(self.case, &self.session.means())?;
        let mut refused = None;
        let mut burst = None;
        for PlannedStep { step, occasion } in list_steps(self.case) {
            match occasion {
                StepOccasion::IfRefused if refused.is_none() => continue,
                StepOccasion::IfRefused | StepOccasion::Always => {}
            }
            match step {
                CaseStep::Provide => self.provide().await?,
                CaseStep::Hold(condition) => self.hold(condition).await?,
                CaseStep::Control {
                    number,
                    control,
                    sending,
                } => match (sending, &burst) {
                    (ControlSending::AfterBurst, Some(burst)) => {
                        self.control_after_burst(number, control, burst).await?;
                    }
                    (ControlSending::AfterBurst | ControlSending::Shared, _) => {
                        self.control(number, control).await?;
                    }
                },
                CaseStep::Read {
                    number,
                    request,
                    moment,
                } => match moment {
                    ReadMoment::Before => self.read_before(number, request).await?,
                    ReadMoment::After => {
                        self.read_after(number, request, refused.as_ref()).await?;
                    }
                },
                CaseStep::BadRequest(request) => refused = self.bad_request(request).await?,
                CaseStep::Repeat(request) => self.repeat(request, refused.as_ref()).await?,
                CaseStep::Burst {
                    scope,
                    request,
                    others,
                } => burst = Some(self.burst(scope, request, others).await?),
            }
        }
        Ok(())
    }
}
