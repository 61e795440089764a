//! The plan: in which order cases are tried, and which of them at the same time.

use super::context::Means;
use super::forecast::Forecast;
use super::rank::rank;
use crate::fixture::root;
use crate::outcome::Rank;
use crate::suite::{Case, FixtureSpecs, Lifetime, Shape};

/// How a case must be kept apart from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lane {
    /// It only reads, or changes nothing that others look at, and may be tried beside others.
    Reading,
    /// It writes, or reads what others write, and is tried beside cases that only read.
    Writing,
    /// It changes what others rely on, or fills a rate limit that others are under, and is tried alone.
    Alone,
}

impl Lane {
    /// The lane of a case.
    ///
    /// `bursts_apart` says that bursts meet limits of their own, because a hook asks for them.
    #[must_use]
    pub(in crate::run) fn of(case: &Case, fixtures: &FixtureSpecs, bursts_apart: bool) -> Self {
        let has_conditions = case.asks().any(|ask| !ask.conditions.is_empty());
        if has_conditions || (is_burst(case) && !bursts_apart) {
            Self::Alone
        } else if is_burst(case) {
            // It would keep others waiting for seconds; `docs/cases.md` asks for a burst that changes nothing.
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

/// Whether something is made for this case alone.
fn makes_its_own(case: &Case, fixtures: &FixtureSpecs) -> bool {
    let names = case.names();
    let mut specs = names.iter().filter_map(|name| fixtures.made(root(name)));
    specs.any(|spec| spec.lifetime == Lifetime::Case)
}

/// A case and its place in the plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Planned<'c> {
    /// The case.
    pub case: &'c Case,
    /// What it is tried for.
    pub rank: Rank,
    /// How it is kept apart.
    pub lane: Lane,
}

/// Cases in the order in which they are tried.
#[derive(Clone, Debug)]
pub struct Plan<'c> {
    /// Those that only read, several at once.
    pub reading: Vec<Planned<'c>>,
    /// Those that write, and those that are tried alone: one after another, the former beside those that read.
    pub changing: Vec<Planned<'c>>,
    pub(in crate::run) forecast: Forecast,
}

impl<'c> Plan<'c> {
    /// Ranks cases and sorts them into two streams, which flow side by side; neither waits for a rank of the other to end.
    ///
    /// Within a rank cases of one condition follow each other, so that nothing on the target is switched more often than
    /// needed, and bursts come last, since everything has to wait for them. Where a target limits nothing, bursts meet limits
    /// of their own and can be waited for beside others: they come first. Cases that are tried alone come behind all others
    /// then, since they would have to wait for the bursts.
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

    /// How many cases there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.reading.len() + self.changing.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
