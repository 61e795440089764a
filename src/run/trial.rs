//! A trial: one case, tried on one target.

use super::control_key::ControlKey;
use super::cut::Cut;
use super::describe::{beforehand, bindings, info, undocumented};
use super::session::Session;
use super::steps::{CaseStep, ControlSending, PlannedStep, ReadMoment, StepOccasion, list_steps};
use super::untried::Untried;
use crate::check::{self, Answer, Expectation, Terms};
use crate::contract::{RequirementId, RowName};
use crate::exchange::Exchange;
use crate::fixture::{Bound, Line, LineError, root};
use crate::outcome::{
    CaseOutcome, Role, Step, Unproven, Verdict, Violation, control_failed, verdict,
};
use crate::suite::{Ask, Bindings, Case, Condition, Control, Lifetime, Unbound};

/// One case, tried on one target.
pub(super) struct Trial<'t> {
    pub(super) session: &'t Session,
    pub(super) case: &'t Case,
    line: &'t Line,
    pub(super) bound: Bound,
    pub(super) steps: Vec<Step>,
    /// The reads before the bad request, whole.
    pub(super) before: Vec<Exchange>,
    pub(super) violations: Vec<Violation>,
    pub(super) observed: Option<RowName>,
    /// Why the first control failed that did, whether or not the contract has anything to say of that.
    failed_control: Option<Unproven>,
    /// Whether something may have changed that should not have.
    pub(super) disturbed: bool,
    /// Whether the reads behind the bad request were done.
    pub(super) looked: bool,
}

impl<'t> Trial<'t> {
    pub(super) fn new(session: &'t Session, case: &'t Case, line: &'t Line) -> Self {
        Self {
            session,
            case,
            line,
            bound: Bound::default(),
            steps: Vec::new(),
            before: Vec::new(),
            violations: Vec::new(),
            observed: None,
            failed_control: None,
            disturbed: false,
            looked: false,
        }
    }

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

    /// Adds violations, one for each requirement and place.
    pub(super) fn add_violations(&mut self, found: impl IntoIterator<Item = Violation>) {
        for violation in found {
            let is_same = |own: &Violation| {
                own.requirement == violation.requirement && own.place == violation.place
            };
            if !self.violations.iter().any(is_same) {
                self.violations.push(violation);
            }
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

    async fn provide(&mut self) -> Result<(), Cut> {
        if self.session.stop().is_pulled() {
            return Err(Cut::Stopped);
        }
        let undo = |method: &str, target: &str| self.session.undo_of(method, target);
        let names = self.case.names();
        let mut provision = self.session.provision.lock().await;
        self.bound = provision
            .ensure(&names, &undo)
            .await
            .map_err(|lacking| self.lacks(lacking))?;
        for ask in self.case.asks().filter(|ask| !ask.is_read()) {
            provision
                .keep(&ask.target.fill(&self.bound)?)
                .await
                .map_err(|lacking| self.lacks(lacking))?;
        }
        Ok(())
    }

    async fn hold(&self, condition: &Condition) -> Result<(), Cut> {
        let mut provision = self.session.provision.lock().await;
        provision
            .establish(condition, &self.bound)
            .await
            .map_err(|lacking| self.lacks(lacking))
    }

    async fn read_before(&mut self, number: usize, ask: &Ask) -> Result<(), Cut> {
        let read = self.send(Role::Before(number), ask).await?;
        // Not being there is a state too; two equal errors of another kind would only look like one.
        if !read.response.is_success() && read.response.status != 404 {
            return Err(Unproven::Condition(format!(
                "whether anything changes cannot be seen: GET {} answered {} before the bad request",
                read.request.target, read.response.status
            ))
            .into());
        }
        self.before.push(read);
        Ok(())
    }

    /// Sends the bad request and judges the response; returns it where it is a refusal.
    async fn bad_request(&mut self, ask: &Ask) -> Result<Option<Exchange>, Cut> {
        let expectation = self.expectation()?;
        let bad = match self.send(Role::Bad, ask).await {
            Ok(bad) => bad,
            Err(cut) => return Err(self.died_of_it(RequirementId::NoServerError, cut)),
        };
        let judgement = check::judge(&self.session.rules(self.terms()), &expectation, &bad);
        self.add_violations(judgement.violations);
        self.observed = judgement.row;
        // What was accepted changes things by right; that it was accepted is another requirement.
        if bad.response.is_success() {
            self.disturbed |= !ask.is_read();
            self.looked = true;
            return Ok(None);
        }
        Ok(Some(bad))
    }

    /// Sends the bad request again: a refusal repeats itself.
    async fn repeat(&mut self, ask: &Ask, refused: Option<&Exchange>) -> Result<(), Cut> {
        let again = match self.send(Role::Again, ask).await {
            Ok(again) => again,
            Err(cut) => return Err(self.died_of_it(RequirementId::AnswerRepeats, cut)),
        };
        self.disturbed |= again.response.is_success() && !ask.is_read();
        if let Some(bad) = refused {
            let found = check::repeat(&self.session.rules(self.terms()), bad, &again);
            self.add_violations(found);
        }
        Ok(())
    }

    /// Reads once more what was read before: a refusal changes nothing.
    async fn read_after(
        &mut self,
        number: usize,
        ask: &Ask,
        refused: Option<&Exchange>,
    ) -> Result<(), Cut> {
        let now = self.send(Role::After(number), ask).await?;
        let read = number.checked_sub(1).and_then(|at| self.before.get(at));
        if let (Some(read), Some(bad)) = (read, refused) {
            let judgement = check::effect(
                &self.session.rules(self.terms()),
                &now.request.target,
                &read.response,
                &now.response,
            );
            if judgement.changed {
                self.disturbed = true;
                self.find_what_was_made(bad, &now).await;
            }
            self.add_violations(judgement.violations);
        }
        self.looked |= number == self.case.unchanged.len();
        Ok(())
    }

    pub(super) async fn control(&mut self, number: usize, control: &Control) -> Result<(), Cut> {
        let request = self.session.line.compose(&control.ask, &self.bound)?;
        let key = ControlKey::new(request, &control.ask.conditions, &self.bound)?;
        let lock = self.session.controls.lock().await.lock_of(&key);
        let _sending = lock.lock().await;
        let known = self.session.controls.lock().await.get(&key);
        if let Some(exchange) = known {
            self.take_for_control(number, control, &exchange);
            return Ok(());
        }
        let exchange = self.send(Role::Control(number), &control.ask).await?;
        let succeeded = self.judge_control(number, control, &exchange);
        if succeeded && !self.uses_up(&control.ask) {
            let kept = exchange.kept();
            self.session.controls.lock().await.insert(key, kept).await;
        }
        Ok(())
    }

    /// Takes an exchange that was sent before for a control that is alike in everything.
    pub(super) fn take_for_control(
        &mut self,
        number: usize,
        control: &Control,
        exchange: &Exchange,
    ) {
        self.steps.push(Step {
            role: Role::Control(number),
            exchange: exchange.kept(),
        });
        self.judge_control(number, control, exchange);
    }

    /// Whether the answer to a control is a success.
    fn judge_control(&mut self, number: usize, control: &Control, exchange: &Exchange) -> bool {
        let rules = self.session.rules(self.terms());
        let judgement = check::control(&rules, number, &control.statuses, exchange);
        let succeeded = judgement.succeeded();
        if let (Some(failure), None) = (&judgement.failure, &self.failed_control) {
            self.failed_control = Some(control_failed(&failure.expected, &failure.actual));
        }
        self.add_violations(judgement.violations);
        succeeded
    }

    /// Whether a control uses something that lives for this case only.
    fn uses_up(&self, ask: &Ask) -> bool {
        ask.names().iter().any(|name| self.is_of_case(name))
    }

    pub(super) fn is_of_case(&self, name: &str) -> bool {
        self.session.lifetime_of(root(name)) == Some(Lifetime::Case)
    }

    /// Sends a request and notes the step; what it made or changed is entered in the books.
    pub(super) async fn send(&mut self, role: Role, ask: &Ask) -> Result<Exchange, Cut> {
        if self.session.stop().is_pulled() {
            return Err(Cut::Stopped);
        }
        let request = self.session.line.compose(ask, &self.bound)?;
        let intent = self.intend(role, ask, &request).await?;
        match self.line.send(&request).await {
            Ok(exchange) => {
                self.note(role, ask, &exchange, intent).await;
                self.judgeable(exchange)
            }
            Err(error) => {
                let error = LineError::from(error);
                self.note_lost(ask, &request, &error, intent).await;
                Err(error.into())
            }
        }
    }

    /// A refusal for the rate that waiting did not end says nothing of a case that is about something else.
    fn judgeable(&self, exchange: Exchange) -> Result<Exchange, Cut> {
        let rate_rows = &self.session.contract().model.rate_limit_rows;
        let is_about_it = self.case.row().is_some_and(|row| rate_rows.contains(&row));
        if is_about_it || !self.session.line.is_rate_refusal(&exchange) {
            return Ok(exchange);
        }
        Err(Unproven::Condition(format!(
            "{} {} was refused for the rate, and waiting did not help: nobody else may use these systems meanwhile, and `--limits` sets a slower pace",
            exchange.request.method, exchange.request.target
        ))
        .into())
    }

    pub(super) fn expectation(&self) -> Result<Expectation, Cut> {
        let expected = &self.case.expected;
        Ok(Expectation {
            answer: expected.answer.clone(),
            level: expected.level,
            fill: expected
                .fill
                .iter()
                .map(|(name, template)| Ok((name.clone(), template.fill(&self.bound)?)))
                .collect::<Result<_, Unbound>>()?,
            errors: expected.errors.clone(),
        })
    }

    pub(super) fn terms(&self) -> Terms {
        self.session.options().terms
    }

    pub(super) fn bindings(&self) -> &dyn Bindings {
        &self.bound
    }
}
