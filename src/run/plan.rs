//! The plan: in which order cases are tried, and which of them at the same time.

use crate::fixture::root;
use crate::suite::{Case, FixtureSpecs, Lifetime, Shape};

/// How a case must be kept apart from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lane {
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
    pub(super) fn of(case: &Case, fixtures: &FixtureSpecs, bursts_apart: bool) -> Self {
        let has_conditions = case.asks().any(|ask| !ask.conditions.is_empty());
        let is_burst = matches!(case.shape, Shape::Burst { .. });
        if has_conditions || (is_burst && !bursts_apart) {
            Self::Alone
        } else if is_burst {
            // It would keep others waiting for seconds; `docs/cases.md` asks for a burst that changes nothing.
            Self::Reading
        } else if case.is_read() && case.unchanged.is_empty() && !makes_its_own(case, fixtures) {
            Self::Reading
        } else {
            Self::Writing
        }
    }
}

/// Whether something is made for this case alone.
fn makes_its_own(case: &Case, fixtures: &FixtureSpecs) -> bool {
    let names = case.names();
    let mut specs = names.iter().filter_map(|name| fixtures.made(root(name)));
    specs.any(|spec| spec.lifetime == Lifetime::Case)
}

/// Cases in the order in which they are tried.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan<'c> {
    /// Those that only read.
    pub reading: Vec<&'c Case>,
    /// Those that write, one after another, beside those that read.
    pub writing: Vec<&'c Case>,
    /// Those that are tried alone, after all others.
    pub alone: Vec<&'c Case>,
}

impl<'c> Plan<'c> {
    /// Sorts cases into lanes.
    ///
    /// Cases of one condition follow each other, so that nothing on the target is switched more often than needed, and
    /// bursts come first in their lane where they can be waited for beside others, last where they cannot.
    #[must_use]
    pub fn of(cases: &[&'c Case], fixtures: &FixtureSpecs, bursts_apart: bool) -> Self {
        let mut plan = Self::default();
        for case in cases {
            match Lane::of(case, fixtures, bursts_apart) {
                Lane::Reading => plan.reading.push(case),
                Lane::Writing => plan.writing.push(case),
                Lane::Alone => plan.alone.push(case),
            }
        }
        let is_burst = |case: &&Case| matches!(case.shape, Shape::Burst { .. });
        plan.reading.sort_by_key(|case| !is_burst(case));
        plan.alone
            .sort_by_cached_key(|case| (is_burst(case), format!("{:?}", case.bad.conditions)));
        plan
    }

    /// How many cases there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.reading.len() + self.writing.len() + self.alone.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
