//! Findings about every response: found once for a target, not case by case.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::harm::find_harm_of_leak;
use super::{
    AppliedBaseline, Breach, BreachDescription, BreachPlace, FailureGate, FindingId, Fingerprint,
    Harm, Level, RequirementId, wording,
};
use crate::exchange::Actor;

/// The number of responses judged by each requirement for every response, by status code.
pub type ResponseCountsByRequirement = BTreeMap<RequirementId, BTreeMap<u16, u64>>;

/// A breach of a requirement for every response, with the number of responses that show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EveryResponseFinding {
    /// The requirement that is broken.
    pub requirement: RequirementId,
    /// The level of the requirement.
    pub level: Level,
    /// The cause that all responses which show the breach have in common.
    pub cause: String,
    /// The fingerprint by which a baseline lists it.
    pub fingerprint: Fingerprint,
    /// The breach, as the first of the responses shows it.
    pub breach: Breach,
    /// The first responses that show it, three at most.
    pub examples: Vec<ResponseExample>,
    /// The number of responses that were judged and that show the breach, by status code.
    pub statuses: Vec<StatusBreachCount>,
    /// The line of the baseline entry that lists it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<usize>,
}

/// An example of a response that shows a breach: its request and its status code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ResponseExample {
    /// The method of its request.
    pub method: String,
    /// The target of its request.
    pub target: String,
    /// The actor that sent the request.
    pub actor: Actor,
    /// The status code.
    pub status: u16,
}

/// The numbers of judged and of violating responses with one status code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StatusBreachCount {
    /// The status code.
    pub status: u16,
    /// The number of responses that were judged by the requirement.
    pub responses: u64,
    /// The number of these responses that break the requirement in this way.
    pub broken: u64,
}

impl EveryResponseFinding {
    /// Returns the number of responses that break the requirement in this way.
    #[must_use]
    pub fn count_broken_responses(&self) -> u64 {
        self.statuses.iter().map(|own| own.broken).sum()
    }

    /// Returns the number of responses that were judged by the requirement.
    #[must_use]
    pub fn count_judged_responses(&self) -> u64 {
        self.statuses.iter().map(|own| own.responses).sum()
    }

    /// Returns the id, the same in every run that finds the same.
    #[must_use]
    pub fn id(&self) -> FindingId {
        FindingId::from_cause(self.requirement.as_str(), &self.cause)
    }

    /// Returns the harm that the responses do; `None` if they do none.
    #[must_use]
    pub fn harm(&self) -> Option<Harm> {
        match &self.breach {
            Breach::Leak(leak) => find_harm_of_leak(leak),
            Breach::Row(_)
            | Breach::Wire(_)
            | Breach::Form(_)
            | Breach::Message(_)
            | Breach::Errors(_)
            | Breach::RetryAfter(_)
            | Breach::Burst(_)
            | Breach::RateHeaders(_)
            | Breach::Effect(_)
            | Breach::Control(_)
            | Breach::Repetition(_)
            | Breach::Time(_) => None,
        }
    }

    /// Returns the part of a response that breaks the requirement.
    #[must_use]
    pub fn breach_place(&self) -> BreachPlace {
        self.breach.place()
    }

    /// Describes both sides in words, as the first response shows them.
    #[must_use]
    pub fn describe_breach(&self) -> BreachDescription {
        self.breach.describe()
    }

    /// Reports whether the finding keeps a run from being green.
    #[must_use]
    pub fn fails_gate(&self, gate: FailureGate) -> bool {
        self.known.is_none() && gate.fails_case(self.level)
    }

    /// Describes how many responses show the breach, and the status codes of those that do or of those that do not, whichever are fewer.
    ///
    /// `in each of 812 responses`, `in 800 of 812 responses: in none of 12 with status 401`.
    #[must_use]
    pub fn describe_extent(&self) -> String {
        let (broken, responses) = (self.count_broken_responses(), self.count_judged_responses());
        if broken == responses {
            return format!("in {}", describe_every_response(responses));
        }
        let statuses = self.statuses.iter();
        let exceptions = statuses.filter(|own| own.broken < own.responses);
        let exceptions: Vec<String> = exceptions.map(StatusBreachCount::describe).collect();
        let statuses = self.statuses.iter();
        let affected = statuses.filter(|own| own.broken > 0);
        let mut affected: Vec<String> = affected.map(StatusBreachCount::describe).collect();
        let shown = if affected.len() < exceptions.len() {
            affected.push("in none with another status".to_owned());
            affected
        } else {
            exceptions
        };
        format!(
            "in {broken} of {}: {}",
            wording::format_count(responses, "response"),
            shown.join(", ")
        )
    }
}

impl StatusBreachCount {
    /// Describes how many responses with this status code show the breach.
    fn describe(&self) -> String {
        let Self {
            status, responses, ..
        } = self;
        match self.broken {
            0 => format!("in none of {responses} with status {status}"),
            all if all == *responses => format!("in all {responses} with status {status}"),
            broken => format!("in {broken} of {responses} with status {status}"),
        }
    }
}

fn describe_every_response(responses: u64) -> String {
    match responses {
        1 => "the only response".to_owned(),
        count => format!("each of {count} responses"),
    }
}

/// Combines the number of judged responses with the number of broken ones, by status code.
pub(crate) fn combine_status_counts(
    responses: &BTreeMap<u16, u64>,
    broken: &BTreeMap<u16, u64>,
) -> Vec<StatusBreachCount> {
    let counts = responses.iter();
    counts
        .map(|(status, responses)| StatusBreachCount {
            status: *status,
            responses: *responses,
            broken: broken.get(status).copied().unwrap_or_default(),
        })
        .collect()
}

/// Merges the counts and the findings of several runs on one target.
pub(super) fn merge_response_findings(
    runs: Vec<(ResponseCountsByRequirement, Vec<EveryResponseFinding>)>,
) -> (ResponseCountsByRequirement, Vec<EveryResponseFinding>) {
    let mut counts = ResponseCountsByRequirement::new();
    let mut merged: Vec<(EveryResponseFinding, BTreeMap<u16, u64>)> = Vec::new();
    for (asked, findings) in runs {
        for (requirement, statuses) in asked {
            add_status_counts(counts.entry(requirement).or_default(), statuses);
        }
        for finding in findings {
            let broken = finding.statuses.iter();
            let broken = broken.map(|own| (own.status, own.broken)).collect();
            let is_same = |(own, _): &&mut (EveryResponseFinding, BTreeMap<u16, u64>)| {
                (own.requirement, own.level, &own.cause)
                    == (finding.requirement, finding.level, &finding.cause)
            };
            match merged.iter_mut().find(is_same) {
                Some((_, own)) => add_status_counts(own, broken),
                None => merged.push((finding, broken)),
            }
        }
    }
    merged.sort_by_key(|(own, _)| (Reverse(own.level), own.requirement));
    let none = BTreeMap::new();
    let findings = merged.into_iter().map(|(finding, broken)| {
        let asked = counts.get(&finding.requirement).unwrap_or(&none);
        EveryResponseFinding {
            statuses: combine_status_counts(asked, &broken),
            ..finding
        }
    });
    let findings = findings.collect();
    (counts, findings)
}

fn add_status_counts(all: &mut BTreeMap<u16, u64>, some: BTreeMap<u16, u64>) {
    for (status, count) in some {
        *all.entry(status).or_default() += count;
    }
}

impl AppliedBaseline {
    /// Marks the findings that the baseline lists.
    pub fn mark_known_response_findings(&self, findings: &mut [EveryResponseFinding]) {
        for finding in findings {
            let mut entries = self.entries.iter();
            finding.known = entries
                .find(|entry| entry.covers_response_finding(finding))
                .map(|entry| entry.line);
        }
    }
}

#[cfg(test)]
#[path = "response_finding_tests.rs"]
mod tests;
