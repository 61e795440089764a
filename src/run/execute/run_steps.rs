//! The loop over the steps of a case.

use super::abort::CaseAbort;
use super::case_runner::CaseRunner;
use crate::exchange::Exchange;
use crate::outcome::{CaseOutcome, InconclusiveReason, Verdict};
use crate::run::plan::{
    CaseStep, ControlSending, PlannedStep, ReadMoment, StepCondition, UntriedReason, list_steps,
};

impl CaseRunner<'_> {
    /// Tries the case, removes the resources that it created, and returns its outcome.
    pub(super) async fn run(&mut self) -> CaseOutcome {
        let result = self.run_steps().await;
        self.clean_up().await;
        self.reads_before.clear();
        let mut outcome = self.judge_and_build_outcome(result);
        if let Some(because) = self.find_invalid_operator_value(&outcome).await {
            outcome.verdict = Verdict::Inconclusive { because };
        }
        outcome
    }

    /// Returns the value of the operator that may be to blame for a control that was refused: one that names nothing, or no longer.
    async fn find_invalid_operator_value(
        &self,
        outcome: &CaseOutcome,
    ) -> Option<InconclusiveReason> {
        let is_inconclusive = matches!(outcome.verdict, Verdict::Inconclusive { .. });
        let control = outcome
            .deciding_control_exchange()
            .filter(|_| is_inconclusive)?;
        if !(400..500).contains(&control.response.status) {
            return None;
        }
        let mut manager = self.session.fixture_manager.lock().await;
        manager
            .find_invalid_operator_value(&self.case.referenced_names())
            .await
    }

    /// Takes the steps of the case, up to the one that shows that the case has to be tried again.
    async fn run_steps(&mut self) -> Result<(), CaseAbort> {
        UntriedReason::check_prerequisites(self.case, &self.session.build_plan_context())?;
        let mut bad: Option<Exchange> = None;
        let mut burst = None;
        for PlannedStep { step, occasion } in list_steps(self.case) {
            match occasion {
                StepCondition::IfRefusedAndNotRepeated
                    if bad.as_ref().is_none_or(|bad| bad.response.is_success()) =>
                {
                    continue;
                }
                StepCondition::IfRefusedAndNotRepeated | StepCondition::Always => {}
            }
            match step {
                CaseStep::PrepareFixtures => self.provide_fixtures().await?,
                CaseStep::EstablishCondition(condition) => {
                    self.establish_condition(condition).await?;
                }
                // The second attempt sends the controls.
                CaseStep::Control { .. } if self.needs_second_attempt() => break,
                CaseStep::Control {
                    number,
                    control,
                    sending,
                } => match (sending, &burst) {
                    (ControlSending::AfterBurst, Some(burst)) => {
                        self.send_control_after_burst(number, control, burst)
                            .await?;
                    }
                    (ControlSending::AfterBurst | ControlSending::Shared, _) => {
                        self.send_or_reuse_control(number, control).await?;
                    }
                },
                CaseStep::Read {
                    number,
                    request,
                    moment,
                } => match (moment, &bad) {
                    (ReadMoment::Before, _) => self.record_state_before(number, request).await?,
                    (ReadMoment::After, Some(bad)) => {
                        self.detect_state_change(number, request, bad).await?;
                    }
                    (ReadMoment::After, None) => {}
                },
                CaseStep::BadRequest(request) => bad = Some(self.send_bad_request(request).await?),
                CaseStep::Repeat(request) => {
                    self.repeat_refused_request_once(request, bad.as_ref())
                        .await?;
                }
                CaseStep::Burst {
                    scope,
                    request,
                    others,
                } => burst = Some(self.run_burst(scope, request, others).await?),
            }
        }
        Ok(())
    }
}
