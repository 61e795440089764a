//! The ranking of cases: those that prove most come first, in case time is short.

use std::collections::{BTreeMap, BTreeSet};

use super::forecast::{CostModel, PlanProgress};
use crate::check::ExpectedRefusal;
use crate::outcome::CoverageRank;
use crate::suite::{Case, CaseSendMode};

/// Assigns each case a rank and sorts the cases in the order in which they should be tried.
///
/// Of the cases that would prove the same, the one with the least additional cost is chosen: a deterministic greedy cover. Cases
/// that cannot be tried prove nothing and come last.
pub(in crate::run) fn rank_cases<'c>(
    cases: &[&'c Case],
    forecast: &CostModel,
) -> Vec<(CoverageRank, &'c Case)> {
    let mut ranking = CaseRanking {
        cases,
        forecast,
        progress: forecast.initial_progress(),
        is_chosen: vec![false; cases.len()],
        order: Vec::with_capacity(cases.len()),
    };
    ranking.choose_cases_for_rows();
    for rank in [
        CoverageRank::Operations,
        CoverageRank::Actors,
        CoverageRank::Defects,
    ] {
        ranking.choose_cases_for_rank(rank);
    }
    ranking.append_unchosen_cases();
    ranking.order
}

struct CaseRanking<'r, 'c> {
    cases: &'r [&'c Case],
    forecast: &'r CostModel,
    progress: PlanProgress,
    is_chosen: Vec<bool>,
    order: Vec<(CoverageRank, &'c Case)>,
}

impl CaseRanking<'_, '_> {
    fn choose_cases_for_rows(&mut self) {
        // A burst proves a rate limit of its own, besides the row of its refusals.
        let mut open = self.group_triable_cases(|case| {
            let scope = match &case.send_mode {
                CaseSendMode::Single => None,
                CaseSendMode::Burst { scope, .. } => Some(scope.clone()),
            };
            case.expected_row().map(|row| (row, scope))
        });
        while let Some((point, place)) = open
            .iter()
            .filter_map(|(point, places)| Some((point.clone(), self.find_preferred_case(places)?)))
            .min_by_key(|(_, place)| self.sort_key(*place))
        {
            open.remove(&point);
            self.append_chosen_case(CoverageRank::Rows, place);
        }
    }

    /// Chooses one case for each operation, or each pair of an operation and an actor or defect, that no chosen case covers yet.
    fn choose_cases_for_rank(&mut self, rank: CoverageRank) {
        let met: BTreeSet<CoveragePoint> = self
            .order
            .iter()
            .filter_map(|(_, case)| coverage_point(rank, case))
            .collect();
        let open = self.group_triable_cases(|case| {
            coverage_point(rank, case).filter(|point| !met.contains(point))
        });
        let mut open: Vec<(Option<RankKey>, Vec<usize>)> = open
            .into_values()
            .map(|places| {
                let cheapest = self.find_preferred_case(&places);
                (cheapest.map(|place| self.sort_key(place)), places)
            })
            .collect();
        open.sort();
        for (_, places) in open {
            if let Some(place) = self.find_preferred_case(&places) {
                self.append_chosen_case(rank, place);
            }
        }
    }

    fn append_unchosen_cases(&mut self) {
        let rest = self.cases.iter().zip(&self.is_chosen);
        let rest = rest.filter(|(_, is_chosen)| !**is_chosen);
        self.order
            .extend(rest.map(|(case, _)| (CoverageRank::Rest, *case)));
    }

    /// Groups the cases that can be tried by what they would prove.
    fn group_triable_cases<K: Ord>(
        &self,
        of: impl Fn(&Case) -> Option<K>,
    ) -> BTreeMap<K, Vec<usize>> {
        let mut candidates: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for (place, case) in self.cases.iter().enumerate() {
            if self.forecast.footprint(case).untried_reason.is_some() {
                continue;
            }
            if let Some(key) = of(case) {
                candidates.entry(key).or_default().push(place);
            }
        }
        candidates
    }

    fn find_preferred_case(&self, places: &[usize]) -> Option<usize> {
        places
            .iter()
            .copied()
            .min_by_key(|place| self.sort_key(*place))
    }

    /// Returns the sort key of a case. A case that accepts other rows comes later, because its response may not prove its row.
    fn sort_key(&self, place: usize) -> RankKey {
        let case = self.cases.get(place);
        let weight = case.map(|case| self.forecast.comparable_case_cost(&self.progress, case));
        let is_sure = case.is_some_and(|case| match &case.expectation.outcome {
            ExpectedRefusal::Row { accepted, .. } => accepted.is_empty(),
            ExpectedRefusal::AnyRefusal | ExpectedRefusal::AnyRow => true,
        });
        (!is_sure, weight.unwrap_or_default(), place)
    }

    fn append_chosen_case(&mut self, rank: CoverageRank, place: usize) {
        if let (Some(case), Some(is_chosen)) =
            (self.cases.get(place), self.is_chosen.get_mut(place))
        {
            *is_chosen = true;
            self.forecast.record_case(&mut self.progress, case);
            self.order.push((rank, case));
        }
    }
}

type RankKey = (bool, super::cost::ComparableCost, usize);

/// A point that one case can cover: an operation, or an operation with an actor or a defect.
type CoveragePoint = (String, String);

fn coverage_point(rank: CoverageRank, case: &Case) -> Option<CoveragePoint> {
    let operation = case.operation.clone()?;
    match rank {
        CoverageRank::Operations => Some((operation, String::new())),
        CoverageRank::Actors => Some((operation, case.bad_request.actor.to_string())),
        CoverageRank::Defects => Some((operation, case.defect.clone()?)),
        CoverageRank::Rows | CoverageRank::Rest => None,
    }
}
