//! The loop over the steps of a case.

use super::abort::Cut;
use super::case::Trial;
use crate::outcome::CaseOutcome;
use crate::run::plan::{
    CaseStep, ControlSending, PlannedStep, ReadMoment, StepOccasion, Untried, list_steps,
};

impl Trial<'_> {
    /// Tries the case, removes the resources that it created, and returns its outcome.
    pub(super) async fn run(&mut self) -> CaseOutcome {
        let result = self.try_out().await;
        self.clean_up().await;
        self.before.clear();
        self.conclude(result)
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
                CaseStep::Repeat(request) => self.repeat(request).await?,
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
