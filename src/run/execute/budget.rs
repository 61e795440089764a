//! The time budget of a run.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::outcome::CaseOutcome;
use crate::run::plan::{CostModel, PlanProgress, RequestCost};
use crate::run::session::RunSession;
use crate::suite::{Case, CaseName};

/// The time that a run may take. Without a budget in the options, the time is unlimited.
pub(super) struct TimeBudget<'p> {
    session: &'p RunSession,
    forecast: &'p CostModel,
    state: Mutex<TimeBudgetState>,
}

struct TimeBudgetState {
    progress: PlanProgress,
    /// The cost of the cases that are running.
    running_cost: RequestCost,
    left_out: HashSet<CaseName>,
    /// The number of responses so far.
    responses: u32,
    /// The total time of these responses.
    response_time: Duration,
}

impl TimeBudgetState {
    /// Estimates the time that requests take one after another, from the response times so far.
    fn estimate_sequential_time(&self, bill: &RequestCost) -> Duration {
        let requests = u32::try_from(bill.request_count()).unwrap_or(u32::MAX);
        self.response_time / self.responses.max(1) * requests + bill.cost_key.idle_time
    }
}

impl<'p> TimeBudget<'p> {
    pub(super) fn new(session: &'p RunSession, forecast: &'p CostModel) -> Self {
        Self {
            session,
            forecast,
            state: Mutex::new(TimeBudgetState {
                progress: forecast.initial_progress(),
                running_cost: RequestCost::default(),
                left_out: HashSet::new(),
                responses: 0,
                response_time: Duration::ZERO,
            }),
        }
    }

    /// Reserves the time for a case until [`Self::release_cost_and_record_times`], and returns the cost of the case.
    ///
    /// Returns `None` if the run is cancelled, or if too little time is left for the case and for undoing all changes. A case that sends
    /// nothing costs nothing.
    pub(super) fn reserve_case_cost(&self, case: &Case) -> Option<RequestCost> {
        if self.session.cancel_signal().is_cancelled() {
            return None;
        }
        let Some(budget) = self.session.options().budget else {
            return Some(RequestCost::default());
        };
        if self.forecast.footprint(case).untried_reason.is_some() {
            return Some(RequestCost::default());
        }
        let mut spent = self.lock_state();
        let price = self.forecast.case_cost(&spent.progress, case);
        let mut to_come = price.trial_cost.clone();
        to_come += &spent.running_cost;
        // Undoing starts after the last case, so the two times add up.
        let mut undoing = price.undo_cost.clone();
        undoing += spent.progress.undo_cost();
        let time = self
            .estimate_throttled_time(&to_come)
            .max(spent.estimate_sequential_time(&price.trial_cost))
            + self
                .estimate_throttled_time(&undoing)
                .max(spent.estimate_sequential_time(&undoing));
        if self.session.elapsed() + time > budget {
            spent.left_out.insert(case.name.clone());
            return None;
        }
        self.forecast.record_case(&mut spent.progress, case);
        spent.running_cost += &price.trial_cost;
        Some(price.trial_cost)
    }

    /// Releases the reserved cost of a case and records its response times.
    pub(super) fn release_cost_and_record_times(&self, bill: &RequestCost, outcome: &CaseOutcome) {
        let mut spent = self.lock_state();
        spent.running_cost.subtract(bill);
        for step in &outcome.steps {
            spent.responses += 1;
            spent.response_time += Duration::from_micros(step.exchange.timing.elapsed_us);
        }
    }

    /// Reports whether a case sends any request: it was not left out and lacks no prerequisite.
    pub(super) fn has_time_and_prerequisites(&self, case: &Case) -> bool {
        self.forecast.footprint(case).untried_reason.is_none() && !self.is_left_out(case)
    }

    /// Reports whether no time was left for a case.
    pub(super) fn is_left_out(&self, case: &Case) -> bool {
        self.lock_state().left_out.contains(&case.name)
    }

    /// Estimates the time that the throttle's limits impose on requests.
    fn estimate_throttled_time(&self, bill: &RequestCost) -> Duration {
        let limits = self.session.client.target().rate_limits();
        limits.map_or(bill.cost_key.idle_time, |limits| bill.estimate_time(limits))
    }

    fn lock_state(&self) -> MutexGuard<'_, TimeBudgetState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
