//! The order in which cases are tried, and the cases that may run at the same time.

use super::context::Means;
use super::forecast::Forecast;
use super::rank::rank;
use crate::fixture::root;
use crate::outcome::Rank;
use crate::suite::{Case, FixtureSpecs, Lifetime, Shape};

/// The degree to which a case must be isolated from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// The case only reads, or changes nothing that others read, and may run beside any case that is not exclusive.
    Reading,
    /// The case writes, or reads state that others write. One such case runs at a time, beside those that only read.
    Writing,
    /// The case changes state on which others rely, or uses up a rate limit that others share. It runs alone.
    Alone,
}

impl Lane {
    /// Determines the mode of a case.
    ///
    /// A burst runs beside other cases only if bursts have rate limits of their own, turned on by a trigger.
    #[must_use]
    pub(in crate::run) fn of(case: &Case, fixtures: &FixtureSpecs, bursts_apart: bool) -> Self {
        let has_conditions = case.asks().any(|ask| !ask.conditions.is_empty());
        if has_conditions || (is_burst(case) && !bursts_apart) {
            Self::Alone
        } else if is_burst(case) {
            // As a writer it would delay others for seconds; `docs/cases.md` requires bursts that change nothing.
            Self::Reading
        } else if case.is_read() && case.unchanged.is_empty() && !makes_its_own(case, fixtures) {
            Self::Reading
        } else {
            Self::Writing
        }
    }
}

fn is_burst(case: &Case) -> bool {
    matches!(case.shape, Shape::Burst { .. })
}

/// Reports whether a fixture is created for this case alone.
fn makes_its_own(case: &Case, fixtures: &FixtureSpecs) -> bool {
    let names = case.names();
    let mut specs = names.iter().filter_map(|name| fixtures.made(root(name)));
    specs.any(|spec| spec.lifetime == Lifetime::Case)
}

/// A case with its rank and mode in the plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Planned<'c> {
    /// The case.
    pub case: &'c Case,
    /// The goal for which the case is tried at its place.
    pub rank: Rank,
    /// Its isolation from other cases.
    pub lane: Lane,
}

/// The cases of a run, in the order in which they are tried.
#[derive(Clone, Debug)]
pub struct Plan<'c> {
    /// The cases that only read, tried several at once.
    pub reading: Vec<Planned<'c>>,
    /// The cases that write or run alone, tried one after another; those that write run beside those that only read.
    pub changing: Vec<Planned<'c>>,
    pub(in crate::run) forecast: Forecast,
}

impl<'c> Plan<'c> {
    /// Ranks cases and sorts them into two streams that run side by side. Neither stream waits for a rank of the other to end.
    ///
    /// Within a rank, cases with the same conditions follow each other, which keeps the changes of state on the target few. Bursts
    /// come last in a rank, because all other cases wait for them. If the target enforces no limits, bursts have limits of their own
    /// and run beside other cases, so they come first; exclusive cases then come last, because they would wait for the bursts.
    #[must_use]
    pub fn of(cases: &[&'c Case], means: &Means<'_>) -> Self {
        let apart = means.bursts_apart();
        let forecast = Forecast::of(cases, means);
        let (mut reading, mut changing) = (Vec::new(), Vec::new());
        for (rank, case) in rank(cases, &forecast) {
            let lane = Lane::of(case, means.fixtures, apart);
            let planned = Planned { case, rank, lane };
            match lane {
                Lane::Reading => reading.push(planned),
                Lane::Writing | Lane::Alone => changing.push(planned),
            }
        }
        reading.sort_by_key(|planned| (apart && !is_burst(planned.case), planned.rank));
        changing.sort_by_cached_key(|planned| {
            let is_burst = is_burst(planned.case);
            let (first, rank) = match (apart, planned.lane) {
                (true, Lane::Alone) => (Lane::Alone, Rank::Rest),
                (true, Lane::Reading | Lane::Writing) => (Lane::Writing, planned.rank),
                (false, _) => (Lane::Writing, planned.rank),
            };
            let conditions = format!("{:?}", planned.case.bad.conditions);
            (first, rank, planned.lane, is_burst, conditions)
        });
        Self {
            reading,
            changing,
            forecast,
        }
    }

    /// Returns the number of cases.
    #[must_use]
    pub fn len(&self) -> usize {
        self.reading.len() + self.changing.len()
    }

    /// Reports whether the plan has no cases.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
