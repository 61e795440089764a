//! The judgement of one response against the requirements that hold for every response.

use super::collector::ViolationCollector;
use super::reading::Reading;
use super::{Breach, Rules, Violation, rate_headers, time};
use crate::contract::RequirementId;
use crate::exchange::Exchange;

/// The observation of one requirement for every response on one response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// The requirement.
    pub requirement: RequirementId,
    /// The violation, if the response breaks the requirement.
    pub violation: Option<Violation>,
}

/// Checks the requirements that hold for every response on this one.
///
/// Omits requirements that the contract does not list or that do not apply to this response.
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
