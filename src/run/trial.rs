//! A trial: one case, tried on one target.

use super::cut::Cut;
use super::describe::{beforehand, bindings, info, undocumented};
use super::session::Session;
use super::untried::Untried;
use crate::check::{
    Answer, CaseExpectation, CaseJudgement, CauseContext, ControlBreach, Expectation,
    RecordedViolation, Recording, Redactor, Terms, Unanswered, Violation, judge_case,
    state_differs,
};
use crate::exchange::Exchange;
use crate::fixture::{Bound, Line, LineError, root};
use crate::outcome::{CaseOutcome, ConditionFailure, Role, Step, Unproven, Verdict, verdict};
use crate::suite::{Ask, Bindings, Case, Control, Lifetime, Shape, Unbound};

/// One case, tried on one target.
pub(super) struct Trial<'t> {
    pub(super) session: &'t Session,
    pub(super) case: &'t Case,
    line: &'t Line,
    pub(super) bound: Bound,
    pub(super) steps: Vec<Step>,
    /// The reads before the bad request, whole.
    pub(super) before: Vec<Exchange>,
    /// The bad request that the target did not respond to, by its own fault.
    pub(super) unanswered: Option<Unanswered>,
    /// How many requests of a burst were never answered.
    pub(super) lost: u32,
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
            unanswered: None,
            lost: 0,
            disturbed: false,
            looked: false,
        }
    }

    /// Tries the case, undoes what it made, and judges what came of it.
    pub(super) async fn run(&mut self) -> CaseOutcome {
        let result = self.try_out().await;
        self.clean_up().await;
        self.before.clear();
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
            // A breach that was seen before the trial was cut stays a breach.
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

    /// Judges what was recorded.
    fn judge(&self) -> CaseJudgement {
        // Without values for its names a case has sent no bad request.
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

    /// Records the violations with what reports and baselines know them by.
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

    async fn try_out(&mut self) -> Result<(), Cut> {
        Untried::check(self.case, &self.session.means())?;
        self.provide().await?;
        match &self.case.shape {
            Shape::Single => self.single().await,
            Shape::Burst { scope, others } => self.burst(scope, others).await,
        }
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

    async fn single(&mut self) -> Result<(), Cut> {
        let case = self.case;
        let (before, after): (Vec<_>, Vec<_>) = case
            .controls
            .iter()
            .enumerate()
            .partition(|(_, control)| control.has_own_conditions);
        for (index, control) in before {
            self.control(index + 1, control).await?;
        }
        self.establish(&case.bad).await?;
        self.read_before().await?;
        let bad = match self.send(Role::Bad, &case.bad).await {
            Ok(bad) => bad,
            Err(cut) => return Err(self.died_of_it(Role::Bad, cut)),
        };
        // What was accepted changes things by right; that it was accepted is another requirement.
        if bad.response.is_success() {
            self.disturbed |= !case.bad.is_read();
            self.looked = true;
        } else {
            self.once_more(&bad).await?;
        }
        for (index, control) in after {
            self.control(index + 1, control).await?;
        }
        Ok(())
    }

    async fn read_before(&mut self) -> Result<(), Cut> {
        let case = self.case;
        for (index, ask) in case.unchanged.iter().enumerate() {
            let read = self.send(Role::Before(index + 1), ask).await?;
            // Not being there is a state too; two equal errors of another kind would only look like one.
            if !read.response.is_success() && read.response.status != 404 {
                return Err(Unproven::Condition(ConditionFailure::UnreadableState {
                    read: read.request.target,
                    status: read.response.status,
                })
                .into());
            }
            self.before.push(read);
        }
        Ok(())
    }

    /// The same request again, and the reads again: a refusal repeats itself and changes nothing.
    async fn once_more(&mut self, bad: &Exchange) -> Result<(), Cut> {
        let case = self.case;
        let again = match self.send(Role::Again, &case.bad).await {
            Ok(again) => again,
            Err(cut) => return Err(self.died_of_it(Role::Again, cut)),
        };
        self.disturbed |= again.response.is_success() && !case.bad.is_read();
        for (index, ask) in case.unchanged.iter().enumerate() {
            let now = self.send(Role::After(index + 1), ask).await?;
            let Some(read) = self.before.get(index) else {
                break;
            };
            if state_differs(&read.response, &now.response) {
                self.disturbed = true;
                self.find_what_was_made(bad, &now).await;
            }
        }
        self.looked = true;
        Ok(())
    }

    async fn establish(&self, ask: &Ask) -> Result<(), Cut> {
        for condition in &ask.conditions {
            let mut provision = self.session.provision.lock().await;
            provision
                .establish(condition, &self.bound)
                .await
                .map_err(|lacking| self.lacks(lacking))?;
        }
        Ok(())
    }

    pub(super) async fn control(&mut self, number: usize, control: &Control) -> Result<(), Cut> {
        self.establish(&control.ask).await?;
        let request = self.session.line.compose(&control.ask, &self.bound)?;
        let key = format!("{request:?} {:?}", control.ask.conditions);
        let known = self.session.controls.lock().await.get(&key);
        if let Some(exchange) = known {
            self.take_for_control(number, &exchange);
            return Ok(());
        }
        let exchange = self.send(Role::Control(number), &control.ask).await?;
        let succeeded = control.statuses.contains(&exchange.response.status);
        if succeeded && !self.uses_up(&control.ask) {
            let kept = exchange.kept();
            self.session.controls.lock().await.insert(key, kept).await;
        }
        Ok(())
    }

    /// Takes an exchange that was sent before for a control that is alike in everything.
    pub(super) fn take_for_control(&mut self, number: usize, exchange: &Exchange) {
        self.steps.push(Step {
            role: Role::Control(number),
            exchange: exchange.kept(),
        });
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
        Err(Unproven::Condition(ConditionFailure::RateRefused {
            method: exchange.request.method,
            target: exchange.request.target,
        })
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

/// Leaves a case unproven whose control failed, also where the contract does not list that as a breach.
fn keep_unproven(outcome: &mut CaseOutcome, failed: Option<ControlBreach>) {
    let mut known = outcome.known.iter();
    let is_known = known.any(|known| known.violation.failed_control().is_some());
    if let Some(control) = failed
        && outcome.verdict.is_green()
        && !is_known
    {
        outcome.verdict = Verdict::Unproven {
            because: Unproven::Control(control),
        };
    }
}
