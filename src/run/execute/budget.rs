//! The time budget of a run.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::outcome::CaseOutcome;
use crate::run::plan::{Bill, Forecast, Progress};
use crate::run::session::Session;
use crate::suite::{Case, CaseName};

/// The time that a run may take. Without a budget in the options, the time is unlimited.
pub(super) struct Purse<'p> {
    session: &'p Session,
    forecast: &'p Forecast,
    spent: Mutex<Spent>,
}

struct Spent {
    progress: Progress,
    /// The cost of the cases that are running.
    under_way: Bill,
    left_out: HashSet<CaseName>,
    /// The number of responses so far.
    answers: u32,
    /// The total time of these responses.
    answer_time: Duration,
}

impl Spent {
    /// Estimates the time that requests take one after another, from the response times so far.
    fn answering(&self, bill: &Bill) -> Duration {
        let requests = u32::try_from(bill.sent()).unwrap_or(u32::MAX);
        self.answer_time / self.answers.max(1) * requests + bill.weight.waiting
    }
}

impl<'p> Purse<'p> {
    pub(super) fn new(session: &'p Session, forecast: &'p Forecast) -> Self {
        Self {
            session,
            forecast,
            spent: Mutex::new(Spent {
                progress: forecast.begin(),
                under_way: Bill::default(),
                left_out: HashSet::new(),
                answers: 0,
                answer_time: Duration::ZERO,
            }),
        }
    }

    /// Reserves the time for a case until [`Self::give_back`], and returns the cost of the case.
    ///
    /// Returns `None` if the run is cancelled, or if too little time is left for the case and for undoing all changes. A case that sends
    /// nothing costs nothing.
    pub(super) fn take(&self, case: &Case) -> Option<Bill> {
        if self.session.stop().is_pulled() {
            return None;
        }
        let Some(budget) = self.session.options().budget else {
            return Some(Bill::default());
        };
        if self.forecast.outline(case).untried.is_some() {
            return Some(Bill::default());
        }
        let mut spent = self.spent();
        let price = self.forecast.price(&spent.progress, case);
        let mut to_come = price.now.clone();
        to_come += &spent.under_way;
        // Undoing starts after the last case, so the two times add up.
        let mut undoing = price.later.clone();
        undoing += spent.progress.undoing();
        let time = self.by_limits(&to_come).max(spent.answering(&price.now))
            + self.by_limits(&undoing).max(spent.answering(&undoing));
        if self.session.elapsed() + time > budget {
            spent.left_out.insert(case.name.clone());
            return None;
        }
        self.forecast.book(&mut spent.progress, case);
        spent.under_way += &price.now;
        Some(price.now)
    }

    /// Releases the reserved cost of a case and records its response times.
    pub(super) fn give_back(&self, bill: &Bill, outcome: &CaseOutcome) {
        let mut spent = self.spent();
        spent.under_way.take_away(bill);
        for step in &outcome.steps {
            spent.answers += 1;
            spent.answer_time += Duration::from_micros(step.exchange.timing.elapsed_us);
        }
    }

    /// Reports whether a case sends any request: it was not left out and lacks no prerequisite.
    pub(super) fn is_tried(&self, case: &Case) -> bool {
        self.forecast.outline(case).untried.is_none() && !self.left_out(case)
    }

    /// Reports whether no time was left for a case.
    pub(super) fn left_out(&self, case: &Case) -> bool {
        self.spent().left_out.contains(&case.name)
    }

    /// Estimates the time that the throttle's limits impose on requests.
    fn by_limits(&self, bill: &Bill) -> Duration {
        let limits = self.session.line.target().limits();
        limits.map_or(bill.weight.waiting, |limits| bill.time(limits))
    }

    fn spent(&self) -> MutexGuard<'_, Spent> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
