//! The preview of a plan: the requests that a run would send, and the resources that it would create or change.

use std::collections::BTreeSet;
use std::time::Duration;

use super::context::PlanContext;
use super::cost::RequestCost;
use super::fixture_table::{CostedFixture, FixtureKind};
use super::forecast::PlanProgress;
use super::order::RunPlan;
use super::prerequisites::UntriedReason;
use crate::contract::ErrorId;
use crate::outcome::{
    BlockedCases, BudgetOmissions, CoverageRank, FixtureInfo, InconclusiveReason, RankTimeForecast,
    RunPreview, ScopeForecast, ScopeLimit,
};
use crate::run::describe::build_budget_omissions;
use crate::suite::Case;

impl RunPlan<'_> {
    /// Estimates what a run of this plan would do to the target at this URL. Nothing is sent.
    ///
    /// Times are estimated from the throttle's limits. Without limits, the times and the cases that a budget leaves out are unknown.
    #[must_use]
    pub fn preview(
        &self,
        means: &PlanContext<'_>,
        target: String,
        edition: String,
        budget: Option<Duration>,
    ) -> RunPreview {
        let mut walk = PreviewBuilder {
            plan: self,
            means,
            cost: means.cost_before_first_case(),
            progress: self.forecast.initial_progress(),
            tried: Vec::new(),
            left_out: Vec::new(),
            missing_inputs: Vec::new(),
            skipped: 0,
        };
        let mut ranks = Vec::new();
        for rank in CoverageRank::ALL {
            let before = walk.tried.len();
            walk.forecast_cases_of_rank(rank, budget);
            if walk.tried.len() > before {
                ranks.push(RankTimeForecast {
                    rank,
                    cases: walk.tried.len(),
                    ends_ms: walk.estimate_cost_time_ms(&walk.cost),
                });
            }
        }
        walk.build_preview(target, edition, budget, ranks)
    }
}

struct PreviewBuilder<'w> {
    plan: &'w RunPlan<'w>,
    means: &'w PlanContext<'w>,
    cost: RequestCost,
    progress: PlanProgress,
    tried: Vec<&'w Case>,
    left_out: Vec<&'w Case>,
    missing_inputs: Vec<(&'w Case, InconclusiveReason)>,
    skipped: usize,
}

impl PreviewBuilder<'_> {
    fn forecast_cases_of_rank(&mut self, rank: CoverageRank, budget: Option<Duration>) {
        let forecast = &self.plan.forecast;
        for planned in self
            .plan
            .planned_cases()
            .filter(|planned| planned.rank == rank)
        {
            let case = planned.case;
            match &forecast.footprint(case).untried_reason {
                Some(UntriedReason::NotInEdition(_)) => {
                    self.skipped += 1;
                    continue;
                }
                Some(UntriedReason::MissingInput(lacking)) => {
                    self.missing_inputs.push((case, lacking.clone()));
                    continue;
                }
                None => {}
            }
            let price = forecast.case_cost(&self.progress, case);
            let mut tried = self.cost.clone();
            tried += &price.trial_cost;
            let mut undoing = price.undo_cost.clone();
            undoing += self.progress.undo_cost();
            let is_over = |budget: Duration| {
                let limits = self.means.throttle_limits;
                limits.is_some_and(|limits| {
                    tried.estimate_time(limits) + undoing.estimate_time(limits) > budget
                })
            };
            if budget.is_some_and(is_over) {
                self.left_out.push(case);
                continue;
            }
            forecast.record_case(&mut self.progress, case);
            self.cost += &price.trial_cost;
            self.tried.push(case);
        }
    }

    fn estimate_cost_time_ms(&self, bill: &RequestCost) -> Option<u64> {
        let limits = self.means.throttle_limits?;
        Some(whole_ms(bill.estimate_time(limits)))
    }

    fn build_preview(
        &self,
        target: String,
        edition: String,
        budget: Option<Duration>,
        ranks: Vec<RankTimeForecast>,
    ) -> RunPreview {
        let mut bill = self.cost.clone();
        bill += self.progress.undo_cost();
        // Undoing starts after the last case, so the two times add up.
        let parts =
            [&self.cost, self.progress.undo_cost()].map(|bill| self.estimate_cost_time_ms(bill));
        let made = self.list_prepared_fixture_infos(|_, thing| is_created_kind(thing));
        let made_for_run: u64 = self
            .iter_prepared_fixtures()
            .filter(|(_, thing)| is_created_kind(thing))
            .map(|(_, thing)| thing.setup_cost.created)
            .sum();
        RunPreview {
            target,
            edition,
            cases: self.tried.len(),
            skipped: self.skipped,
            requests: bill.request_count(),
            scopes: self.list_scope_forecasts(&bill),
            takes_ms: parts.into_iter().sum(),
            waits_ms: whole_ms(bill.cost_key.idle_time),
            ranks,
            made,
            made_for_cases: bill.created.saturating_sub(made_for_run),
            changed: self.list_prepared_fixture_infos(|place, thing| {
                is_restored_kind(thing) && self.progress.is_fixture_changed(place)
            }),
            kept: self.list_prepared_fixture_infos(|place, thing| {
                is_restored_kind(thing) && !self.progress.is_fixture_changed(place)
            }),
            lacking: self.group_missing_inputs(),
            rows_lacking: self.rows_missing_inputs(),
            left_out: budget.and_then(|budget| self.build_budget_omissions(budget)),
        }
    }

    fn iter_prepared_fixtures(&self) -> impl Iterator<Item = (usize, &CostedFixture)> {
        let things = self.plan.forecast.resources.as_slice().iter().enumerate();
        things.filter(|(place, _)| self.progress.has_fixture(*place))
    }

    fn list_prepared_fixture_infos(
        &self,
        is_meant: impl Fn(usize, &CostedFixture) -> bool,
    ) -> Vec<FixtureInfo> {
        self.iter_prepared_fixtures()
            .filter(|(place, thing)| is_meant(*place, thing))
            .filter_map(|(_, thing)| match thing.kind {
                FixtureKind::Created(actor) | FixtureKind::Restored(actor) => Some(FixtureInfo {
                    name: thing.name.clone(),
                    about: thing.about.clone(),
                    actor,
                }),
                FixtureKind::UnknownId => None,
            })
            .collect()
    }

    fn list_scope_forecasts(&self, bill: &RequestCost) -> Vec<ScopeForecast> {
        let Some(limits) = self.means.throttle_limits else {
            return Vec::new();
        };
        let scopes = limits.scopes.iter().enumerate();
        scopes
            .map(|(index, scope)| ScopeForecast {
                name: scope.name.clone(),
                requests: bill.requests_in_scope(index),
                allowed: ScopeLimit {
                    requests: scope.limit,
                    window_ms: limits.window_ms,
                },
            })
            .collect()
    }

    fn group_missing_inputs(&self) -> Vec<BlockedCases> {
        let mut reasons: Vec<BlockedCases> = Vec::new();
        for (_, because) in &self.missing_inputs {
            match reasons.iter_mut().find(|own| own.because == *because) {
                Some(own) => own.cases += 1,
                None => reasons.push(BlockedCases {
                    because: because.clone(),
                    cases: 1,
                }),
            }
        }
        reasons
    }

    fn rows_missing_inputs(&self) -> Vec<ErrorId> {
        let others = self.tried.iter().chain(&self.left_out);
        let others: BTreeSet<_> = others.filter_map(|case| case.expected_row()).collect();
        let lacking: BTreeSet<_> = self
            .missing_inputs
            .iter()
            .filter_map(|(case, _)| case.expected_row())
            .collect();
        lacking.difference(&others).copied().collect()
    }

    fn build_budget_omissions(&self, budget: Duration) -> Option<BudgetOmissions> {
        (!self.left_out.is_empty())
            .then(|| build_budget_omissions(budget, &self.left_out, &self.tried))
    }
}

fn is_created_kind(thing: &CostedFixture) -> bool {
    matches!(thing.kind, FixtureKind::Created(_))
}

fn is_restored_kind(thing: &CostedFixture) -> bool {
    matches!(thing.kind, FixtureKind::Restored(_))
}

fn whole_ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
