//! One response against what holds for every response, whatever was asked.

use super::collector::ViolationCollector;
use super::reading::Reading;
use super::{Breach, Rules, Violation, rate_headers, time};
use crate::contract::RequirementId;
use crate::exchange::Exchange;

/// What one response shows of a requirement that holds for every response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// The requirement.
    pub requirement: RequirementId,
    /// The breach, where the response does not keep it.
    pub violation: Option<Violation>,
}

/// Observes which of the requirements that hold for every response this one is asked for, and whether it keeps them.
///
/// Requirements that the contract does not list, or that do not concern this response, are left out.
#[must_use]
pub fn observe(rules: &Rules<'_>, exchange: &Exchange) -> Vec<Observation> {
    let reading = Reading::of(rules, exchange);
    let headers = rate_headers::observe(&reading).into_iter();
    let headers = headers.map(|(requirement, breach)| (requirement, breach.map(Breach::from)));
    let time = time::observe(&reading).into_iter();
    let time = time.map(|breach| (RequirementId::AnswerInTime, breach.map(Breach::from)));
    headers
        .chain(time)
        .filter(|(requirement, _)| rules.levels.of(*requirement).is_some())
        .map(|(requirement, breach)| {
            let mut collector = ViolationCollector::new(&rules.levels);
            if let Some(breach) = breach {
                collector.add(breach);
            }
            Observation {
                requirement,
                violation: collector.finish().pop(),
            }
        })
        .collect()
}
