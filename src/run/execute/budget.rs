//! The purse: the time that a run may take, and what it is spent on.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::outcome::CaseOutcome;
use crate::run::plan::{Bill, Forecast, Progress};
use crate::run::session::Session;
use crate::suite::{Case, CaseName};

/// The time that a run may take. Without a budget there is always enough.
pub(super) struct Purse<'p> {
    session: &'p Session,
    forecast: &'p Forecast,
    spent: Mutex<Spent>,
}

struct Spent {
    progress: Progress,
    /// What the cases that are under way take.
    under_way: Bill,
    left_out: HashSet<CaseName>,
    /// How many answers came so far, and how long they took together.
    answers: u32,
    answer_time: Duration,
}

impl Spent {
    /// The time that requests take one after another, by the answers that came so far.
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

    /// What a case takes, where nobody wishes to stop and there is time for it and for undoing everything. A case that
    /// sends nothing takes no time.
    ///
    /// It is under way until [`Self::give_back`].
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
        // Undoing begins when the last case is over.
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

    /// Notes that a case is over, and how long its answers took.
    pub(super) fn give_back(&self, bill: &Bill, outcome: &CaseOutcome) {
        let mut spent = self.spent();
        spent.under_way.take_away(bill);
        for step in &outcome.steps {
            spent.answers += 1;
            spent.answer_time += Duration::from_micros(step.exchange.timing.elapsed_us);
        }
    }

    /// Returns whether a case that was not left out sends anything.
    pub(super) fn is_tried(&self, case: &Case) -> bool {
        self.forecast.outline(case).untried.is_none() && !self.left_out(case)
    }

    /// Whether there was no time for this case.
    pub(super) fn left_out(&self, case: &Case) -> bool {
        self.spent().left_out.contains(&case.name)
    }

    /// The time that the limits force requests to take.
    fn by_limits(&self, bill: &Bill) -> Duration {
        let limits = self.session.line.target().limits();
        limits.map_or(bill.weight.waiting, |limits| bill.time(limits))
    }

    fn spent(&self) -> MutexGuard<'_, Spent> {
        self.spent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
