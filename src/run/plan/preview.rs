//! The preview of a plan: the requests that a run would send, and the resources that it would create or change.

use std::collections::BTreeSet;
use std::time::Duration;

use super::context::Means;
use super::cost::Bill;
use super::forecast::Progress;
use super::order::{Plan, Planned};
use super::resources::{Kind, Thing};
use super::untried::Untried;
use crate::contract::RowName;
use crate::outcome::{
    Allowed, Lacking, LeftOut, Named, Preview, Rank, RankEnd, ScopeShare, Unproven,
};
use crate::run::describe::told_left_out;
use crate::suite::Case;

impl Plan<'_> {
    /// Estimates what a run of this plan would do to the target at this URL. Nothing is sent.
    ///
    /// Times are estimated from the throttle's limits. Without limits, the times and the cases that a budget leaves out are unknown.
    #[must_use]
    pub fn preview(
        &self,
        means: &Means<'_>,
        target: String,
        edition: String,
        budget: Option<Duration>,
    ) -> Preview {
        let mut walk = Walk {
            plan: self,
            means,
            bill: means.opening(),
            progress: self.forecast.begin(),
            tried: Vec::new(),
            left: Vec::new(),
            lacking: Vec::new(),
            skipped: 0,
        };
        let mut ranks = Vec::new();
        for rank in Rank::ALL {
            let before = walk.tried.len();
            walk.rank(rank, budget);
            if walk.tried.len() > before {
                ranks.push(RankEnd {
                    rank,
                    cases: walk.tried.len(),
                    ends_ms: walk.time(&walk.bill),
                });
            }
        }
        walk.told(target, edition, budget, ranks)
    }

    fn planned(&self) -> impl Iterator<Item = &Planned<'_>> {
        self.reading.iter().chain(&self.changing)
    }
}

struct Walk<'w> {
    plan: &'w Plan<'w>,
    means: &'w Means<'w>,
    bill: Bill,
    progress: Progress,
    tried: Vec<&'w Case>,
    left: Vec<&'w Case>,
    lacking: Vec<(&'w Case, Unproven)>,
    skipped: usize,
}

impl Walk<'_> {
    fn rank(&mut self, rank: Rank, budget: Option<Duration>) {
        let forecast = &self.plan.forecast;
        for planned in self.plan.planned().filter(|planned| planned.rank == rank) {
            let case = planned.case;
            match &forecast.outline(case).untried {
                Some(Untried::NotInEdition(_)) => {
                    self.skipped += 1;
                    continue;
                }
                Some(Untried::Lacking(lacking)) => {
                    self.lacking.push((case, lacking.clone()));
                    continue;
                }
                None => {}
            }
            let price = forecast.price(&self.progress, case);
            let mut tried = self.bill.clone();
            tried += &price.now;
            let mut undoing = price.later.clone();
            undoing += self.progress.undoing();
            let is_over = |budget: Duration| {
                let limits = self.means.pace;
                limits.is_some_and(|limits| tried.time(limits) + undoing.time(limits) > budget)
            };
            if budget.is_some_and(is_over) {
                self.left.push(case);
                continue;
            }
            forecast.book(&mut self.progress, case);
            self.bill += &price.now;
            self.tried.push(case);
        }
    }

    fn time(&self, bill: &Bill) -> Option<u64> {
        let limits = self.means.pace?;
        Some(whole_ms(bill.time(limits)))
    }

    fn told(
        &self,
        target: String,
        edition: String,
        budget: Option<Duration>,
        ranks: Vec<RankEnd>,
    ) -> Preview {
        let mut bill = self.bill.clone();
        bill += self.progress.undoing();
        // Undoing starts after the last case, so the two times add up.
        let parts = [&self.bill, self.progress.undoing()].map(|bill| self.time(bill));
        let made = self.things(|_, thing| is_made(thing));
        let made_for_run: u64 = self
            .had()
            .filter(|(_, thing)| is_made(thing))
            .map(|(_, thing)| thing.getting.made)
            .sum();
        Preview {
            target,
            edition,
            cases: self.tried.len(),
            skipped: self.skipped,
            requests: bill.sent(),
            scopes: self.scopes(&bill),
            takes_ms: parts.into_iter().sum(),
            waits_ms: whole_ms(bill.weight.waiting),
            ranks,
            made,
            made_for_cases: bill.made.saturating_sub(made_for_run),
            changed: self.things(|place, thing| is_kept(thing) && self.progress.has_changed(place)),
            kept: self.things(|place, thing| is_kept(thing) && !self.progress.has_changed(place)),
            lacking: self.reasons(),
            rows_lacking: self.rows_lacking(),
            left_out: budget.and_then(|budget| self.left_out(budget)),
        }
    }

    fn had(&self) -> impl Iterator<Item = (usize, &Thing)> {
        let things = self.plan.forecast.things.all().iter().enumerate();
        things.filter(|(place, _)| self.progress.has(*place))
    }

    fn things(&self, is_meant: impl Fn(usize, &Thing) -> bool) -> Vec<Named> {
        self.had()
            .filter(|(place, thing)| is_meant(*place, thing))
            .filter_map(|(_, thing)| match thing.kind {
                Kind::Made(actor) | Kind::Kept(actor) => Some(Named {
                    name: thing.name.clone(),
                    about: thing.about.clone(),
                    actor,
                }),
                Kind::Drawn => None,
            })
            .collect()
    }

    fn scopes(&self, bill: &Bill) -> Vec<ScopeShare> {
        let Some(limits) = self.means.pace else {
            return Vec::new();
        };
        let scopes = limits.scopes.iter().enumerate();
        scopes
            .map(|(index, scope)| ScopeShare {
                name: scope.name.clone(),
                requests: bill.in_scope(index),
                allowed: Allowed {
                    requests: scope.limit,
                    window_ms: limits.window_ms,
                },
            })
            .collect()
    }

    fn reasons(&self) -> Vec<Lacking> {
        let mut reasons: Vec<Lacking> = Vec::new();
        for (_, because) in &self.lacking {
            match reasons.iter_mut().find(|own| own.because == *because) {
                Some(own) => own.cases += 1,
                None => reasons.push(Lacking {
                    because: because.clone(),
                    cases: 1,
                }),
            }
        }
        reasons
    }

    fn rows_lacking(&self) -> Vec<RowName> {
        let others = self.tried.iter().chain(&self.left);
        let others: BTreeSet<_> = others.filter_map(|case| case.row()).collect();
        let lacking: BTreeSet<_> = self
            .lacking
            .iter()
            .filter_map(|(case, _)| case.row())
            .collect();
        lacking.difference(&others).copied().collect()
    }

    fn left_out(&self, budget: Duration) -> Option<LeftOut> {
        (!self.left.is_empty()).then(|| told_left_out(budget, &self.left, &self.tried))
    }
}

fn is_made(thing: &Thing) -> bool {
    matches!(thing.kind, Kind::Made(_))
}

fn is_kept(thing: &Thing) -> bool {
    matches!(thing.kind, Kind::Kept(_))
}

fn whole_ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
