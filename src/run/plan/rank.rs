//! The ranking of cases: those that prove most come first, in case time is short.

use std::collections::{BTreeMap, BTreeSet};

use super::forecast::{Forecast, Progress};
use crate::check::Answer;
use crate::outcome::Rank;
use crate::suite::Case;

/// Assigns each case a rank and sorts the cases in the order in which they should be tried.
///
/// Of the cases that would prove the same, the one with the least additional cost is chosen: a deterministic greedy cover. Cases
/// that cannot be tried prove nothing and come last.
pub(in crate::run) fn rank<'c>(cases: &[&'c Case], forecast: &Forecast) -> Vec<(Rank, &'c Case)> {
    let mut ranking = Ranking {
        cases,
        forecast,
        progress: forecast.begin(),
        is_chosen: vec![false; cases.len()],
        order: Vec::with_capacity(cases.len()),
    };
    ranking.rows();
    for rank in [Rank::Operations, Rank::Actors, Rank::Ways] {
        ranking.cover(rank);
    }
    ranking.rest();
    ranking.order
}

struct Ranking<'r, 'c> {
    cases: &'r [&'c Case],
    forecast: &'r Forecast,
    progress: Progress,
    is_chosen: Vec<bool>,
    order: Vec<(Rank, &'c Case)>,
}

impl Ranking<'_, '_> {
    fn rows(&mut self) {
        let mut open = self.candidates(Case::row);
        while let Some((row, place)) = open
            .iter()
            .filter_map(|(row, places)| Some((*row, self.cheapest(places)?)))
            .min_by_key(|(_, place)| self.key(*place))
        {
            open.remove(&row);
            self.choose(Rank::Rows, place);
        }
    }

    /// Chooses one case for each operation, or each pair of an operation and an actor or defect, that no chosen case covers yet.
    fn cover(&mut self, rank: Rank) {
        let met: BTreeSet<Point> = self
            .order
            .iter()
            .filter_map(|(_, case)| point(rank, case))
            .collect();
        let open = self.candidates(|case| point(rank, case).filter(|point| !met.contains(point)));
        let mut open: Vec<(Option<Key>, Vec<usize>)> = open
            .into_values()
            .map(|places| {
                let cheapest = self.cheapest(&places);
                (cheapest.map(|place| self.key(place)), places)
            })
            .collect();
        open.sort();
        for (_, places) in open {
            if let Some(place) = self.cheapest(&places) {
                self.choose(rank, place);
            }
        }
    }

    fn rest(&mut self) {
        let rest = self.cases.iter().zip(&self.is_chosen);
        let rest = rest.filter(|(_, is_chosen)| !**is_chosen);
        self.order.extend(rest.map(|(case, _)| (Rank::Rest, *case)));
    }

    /// Groups the cases that can be tried by what they would prove.
    fn candidates<K: Ord>(&self, of: impl Fn(&Case) -> Option<K>) -> BTreeMap<K, Vec<usize>> {
        let mut candidates: BTreeMap<K, Vec<usize>> = BTreeMap::new();
        for (place, case) in self.cases.iter().enumerate() {
            if self.forecast.outline(case).untried.is_some() {
                continue;
            }
            if let Some(key) = of(case) {
                candidates.entry(key).or_default().push(place);
            }
        }
        candidates
    }

    fn cheapest(&self, places: &[usize]) -> Option<usize> {
        places.iter().copied().min_by_key(|place| self.key(*place))
    }

    /// Returns the sort key of a case. A case that accepts other rows comes later, because its response may not prove its row.
    fn key(&self, place: usize) -> Key {
        let case = self.cases.get(place);
        let weight = case.map(|case| self.forecast.weight(&self.progress, case));
        let is_sure = case.is_some_and(|case| match &case.expected.answer {
            Answer::Row { accepted, .. } => accepted.is_empty(),
            Answer::Refusal | Answer::AnyRow => true,
        });
        (!is_sure, weight.unwrap_or_default(), place)
    }

    fn choose(&mut self, rank: Rank, place: usize) {
        if let (Some(case), Some(is_chosen)) =
            (self.cases.get(place), self.is_chosen.get_mut(place))
        {
            *is_chosen = true;
            self.forecast.book(&mut self.progress, case);
            self.order.push((rank, case));
        }
    }
}

type Key = (bool, super::cost::Weight, usize);

/// A point that one case can cover: an operation, or an operation with an actor or a defect.
type Point = (String, String);

fn point(rank: Rank, case: &Case) -> Option<Point> {
    let operation = case.operation.clone()?;
    match rank {
        Rank::Operations => Some((operation, String::new())),
        Rank::Actors => Some((operation, case.bad.actor.to_string())),
        Rank::Ways => Some((operation, case.way.clone()?)),
        Rank::Rows | Rank::Rest => None,
    }
}
