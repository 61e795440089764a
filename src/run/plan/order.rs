//! The order in which cases are tried, and the cases that may run at the same time.

use std::collections::HashMap;

use super::context::PlanContext;
use super::forecast::CostModel;
use super::rank::rank_cases;
use super::repetition_key::RepeatedRefusalKey;
use crate::fixture::fixture_of_dotted_name;
use crate::outcome::CoverageRank;
use crate::suite::{Case, CaseName, CaseSendMode, FixtureLifetime, FixtureSpecs};

/// The degree to which a case must be isolated from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ConcurrencyMode {
    /// The case only reads, or changes nothing that others read, and may run beside any case that is not exclusive.
    Shared,
    /// The case writes, or reads state that others write. One such case runs at a time, beside those that only read.
    Writer,
    /// The case changes state on which others rely, or uses up a rate limit that others share. It runs alone.
    Exclusive,
}

impl ConcurrencyMode {
    /// Determines the mode of a case.
    ///
    /// A burst runs beside other cases only if bursts have rate limits of their own, turned on by a trigger.
    #[must_use]
    pub(in crate::run) fn for_case(
        case: &Case,
        fixtures: &FixtureSpecs,
        bursts_apart: bool,
    ) -> Self {
        let has_conditions = case.all_requests().any(|ask| !ask.conditions.is_empty());
        if has_conditions || (is_burst(case) && !bursts_apart) {
            Self::Exclusive
        } else if is_burst(case) {
            // As a writer it would delay others for seconds; `docs/cases.md` requires bursts that change nothing.
            Self::Shared
        } else if case.is_read_only()
            && case.unchanged_reads.is_empty()
            && !needs_per_case_fixture(case, fixtures)
        {
            Self::Shared
        } else {
            Self::Writer
        }
    }
}

fn is_burst(case: &Case) -> bool {
    matches!(case.send_mode, CaseSendMode::Burst { .. })
}

/// Reports whether a fixture is created for this case alone.
fn needs_per_case_fixture(case: &Case, fixtures: &FixtureSpecs) -> bool {
    let names = case.referenced_names();
    let mut specs = names
        .iter()
        .filter_map(|name| fixtures.find_created_resource(fixture_of_dotted_name(name)));
    specs.any(|spec| spec.lifetime == FixtureLifetime::Case)
}

/// A case with its rank and mode in the plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlannedCase<'c> {
    /// The case.
    pub case: &'c Case,
    /// The goal for which the case is tried at its place.
    pub rank: CoverageRank,
    /// Its isolation from other cases.
    pub mode: ConcurrencyMode,
}

/// The cases of a run, in the order in which they are tried.
#[derive(Clone, Debug)]
pub struct RunPlan<'c> {
    /// The cases that only read, tried several at once.
    pub parallel_cases: Vec<PlannedCase<'c>>,
    /// The cases that write or run alone, tried one after another; those that write run beside those that only read.
    pub sequential_cases: Vec<PlannedCase<'c>>,
    pub(in crate::run) forecast: CostModel,
}

impl<'c> RunPlan<'c> {
    /// Ranks cases and sorts them into two streams that run side by side. Neither stream waits for a rank of the other to end.
    ///
    /// Within a rank, cases with the same conditions follow each other, which keeps the changes of state on the target few. Bursts
    /// come last in a rank, because all other cases wait for them. If the target enforces no limits, bursts have limits of their own
    /// and run beside other cases, so they come first; exclusive cases then come last, because they would wait for the bursts.
    #[must_use]
    pub fn new(cases: &[&'c Case], means: &PlanContext<'_>) -> Self {
        let apart = means.has_separate_burst_limits();
        let forecast = CostModel::new(cases, means);
        let (mut reading, mut changing) = (Vec::new(), Vec::new());
        for (rank, case) in rank_cases(cases, &forecast) {
            let lane = ConcurrencyMode::for_case(case, means.fixtures, apart);
            let planned = PlannedCase {
                case,
                rank,
                mode: lane,
            };
            match lane {
                ConcurrencyMode::Shared => reading.push(planned),
                ConcurrencyMode::Writer | ConcurrencyMode::Exclusive => changing.push(planned),
            }
        }
        reading.sort_by_key(|planned| (apart && !is_burst(planned.case), planned.rank));
        changing.sort_by_cached_key(|planned| {
            let is_burst = is_burst(planned.case);
            let (first, rank) = match (apart, planned.mode) {
                (true, ConcurrencyMode::Exclusive) => {
                    (ConcurrencyMode::Exclusive, CoverageRank::Rest)
                }
                (true, ConcurrencyMode::Shared | ConcurrencyMode::Writer) => {
                    (ConcurrencyMode::Writer, planned.rank)
                }
                (false, _) => (ConcurrencyMode::Writer, planned.rank),
            };
            let conditions = format!("{:?}", planned.case.bad_request.conditions);
            (first, rank, planned.mode, is_burst, conditions)
        });
        Self {
            parallel_cases: reading,
            sequential_cases: changing,
            forecast,
        }
    }

    /// Returns the number of cases.
    #[must_use]
    pub fn len(&self) -> usize {
        self.parallel_cases.len() + self.sequential_cases.len()
    }

    /// Reports whether the plan has no cases.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns all cases: those that only read, then the others.
    pub(super) fn planned_cases(&self) -> impl Iterator<Item = &PlannedCase<'c>> {
        self.parallel_cases.iter().chain(&self.sequential_cases)
    }

    /// Assigns each repetition that can be foreseen to the case of the first rank that can send it.
    pub(in crate::run) fn assign_repetitions_to_cases(
        &self,
    ) -> HashMap<RepeatedRefusalKey, CaseName> {
        let is_sender = |planned: &&PlannedCase<'_>| {
            !is_burst(planned.case)
                && planned.case.expected_row().is_some()
                && self
                    .forecast
                    .footprint(planned.case)
                    .untried_reason
                    .is_none()
        };
        let mut senders: Vec<&PlannedCase<'_>> = self.planned_cases().filter(is_sender).collect();
        senders.sort_by_key(|planned| planned.rank);
        let mut assigned = HashMap::new();
        for PlannedCase { case, .. } in senders {
            let key = RepeatedRefusalKey::from_expectation(case);
            assigned.entry(key).or_insert_with(|| case.name.clone());
        }
        assigned
    }
}
