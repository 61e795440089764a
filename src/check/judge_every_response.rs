//! The judgement of one response against the requirements that hold for every response.

use super::collector::ViolationCollector;
use super::parsed_response::ParsedResponse;
use super::{
    Breach, ClockSkewRange, JudgeContext, Violation, rate_headers, response_time, wire_format,
};
use crate::contract::RequirementId;
use crate::exchange::Exchange;

/// The result of checking one response against a requirement that holds for every response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequirementJudgement {
    /// The requirement.
    pub requirement: RequirementId,
    /// The violation, if the response breaks the requirement.
    pub violation: Option<Violation>,
}

/// Checks the requirements that hold for every response on this one.
///
/// Omits requirements that the contract does not list or that do not apply to this response. `known_skew` is the clock skew that other responses
/// show; it counts for a response without a `Date`.
#[must_use]
pub fn judge_every_response_requirements(
    rules: &JudgeContext<'_>,
    known_skew: Option<ClockSkewRange>,
    exchange: &Exchange,
) -> Vec<RequirementJudgement> {
    let reading = ParsedResponse::from_exchange(rules, exchange);
    let skew = ClockSkewRange::from_exchange(exchange).or(known_skew);
    let headers = rate_headers::judge_rate_headers(&reading, skew.unwrap_or_default());
    let headers = headers.into_iter();
    let headers = headers.map(|(requirement, breach)| (requirement, breach.map(Breach::from)));
    let time = response_time::judge_response_time(&reading).into_iter();
    let time = time.map(|breach| (RequirementId::AnswerInTime, breach.map(Breach::from)));
    let coding = wire_format::judge_content_coding(exchange).into_iter();
    let coding = coding.map(|breach| (RequirementId::ContentNotEncoded, breach.map(Breach::from)));
    headers
        .chain(time)
        .chain(coding)
        .filter(|(requirement, _)| rules.levels.get(*requirement).is_some())
        .map(|(requirement, breach)| {
            let mut collector = ViolationCollector::new(&rules.levels);
            if let Some(breach) = breach {
                collector.add(breach);
            }
            RequirementJudgement {
                requirement,
                violation: collector.into_violations().pop(),
            }
        })
        .collect()
}
