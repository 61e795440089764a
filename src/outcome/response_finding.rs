//! What a target does in responses of every kind, whatever was asked: found once, not case by case.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    BaselineInfo, Breach, Fingerprint, Level, Place, RequirementId, Strictness, Words, wording,
};
use crate::exchange::Actor;

/// How many responses were asked for each requirement that holds for every response, by their status.
pub type ResponseCounts = BTreeMap<RequirementId, BTreeMap<u16, u64>>;

/// A breach of a requirement that holds for every response, with how many responses show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ResponseFinding {
    /// The requirement that is broken.
    pub requirement: RequirementId,
    /// How binding it is.
    pub level: Level,
    /// What all responses that show it have in common.
    pub cause: String,
    /// The key of baselines.
    pub fingerprint: Fingerprint,
    /// The breach, as the first of them shows it.
    pub breach: Breach,
    /// The first responses that show it, three at most.
    pub examples: Vec<ResponseExample>,
    /// How many responses were asked for it and how many show the breach, by their status.
    pub statuses: Vec<StatusCount>,
    /// The line of the baseline that names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<usize>,
}

/// A response that shows a breach, as far as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ResponseExample {
    /// The method of its request.
    pub method: String,
    /// The target of its request.
    pub target: String,
    /// Who sent it.
    pub actor: Actor,
    /// Its status.
    pub status: u16,
}

/// Responses of one status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StatusCount {
    /// The status.
    pub status: u16,
    /// How many responses were asked for the requirement.
    pub responses: u64,
    /// How many of them break it in this way.
    pub broken: u64,
}

impl ResponseFinding {
    /// How many responses break the requirement in this way.
    #[must_use]
    pub fn broken(&self) -> u64 {
        self.statuses.iter().map(|own| own.broken).sum()
    }

    /// How many responses were asked for it.
    #[must_use]
    pub fn responses(&self) -> u64 {
        self.statuses.iter().map(|own| own.responses).sum()
    }

    /// The part of a response that breaks it.
    #[must_use]
    pub fn place(&self) -> Place {
        self.breach.place()
    }

    /// Both sides in words, as the first response shows them.
    #[must_use]
    pub fn words(&self) -> Words {
        self.breach.words()
    }

    /// Whether it keeps a run from being green.
    #[must_use]
    pub fn fails(&self, strictness: Strictness) -> bool {
        self.known.is_none() && strictness.fails(self.level)
    }

    /// Words how many of how many responses show it, and where others do not.
    ///
    /// `in each of 812 responses`, `in 800 of 812 responses: in none of 12 with status 401`.
    #[must_use]
    pub fn extent(&self) -> String {
        let (broken, responses) = (self.broken(), self.responses());
        if broken == responses {
            return format!("in {}", every(responses));
        }
        let partial = self
            .statuses
            .iter()
            .filter(|own| own.broken < own.responses);
        let exceptions: Vec<String> = partial
            .map(|own| match own.broken {
                0 => format!("in none of {} with status {}", own.responses, own.status),
                broken => format!(
                    "in {broken} of {} with status {}",
                    own.responses, own.status
                ),
            })
            .collect();
        format!(
            "in {broken} of {}: {}",
            wording::counted(responses, "response"),
            exceptions.join(", ")
        )
    }
}

fn every(responses: u64) -> String {
    match responses {
        1 => "the only response".to_owned(),
        count => format!("each of {count} responses"),
    }
}

/// Puts the responses that were asked beside those that are broken.
pub(crate) fn count_statuses(
    responses: &BTreeMap<u16, u64>,
    broken: &BTreeMap<u16, u64>,
) -> Vec<StatusCount> {
    let counts = responses.iter();
    counts
        .map(|(status, responses)| StatusCount {
            status: *status,
            responses: *responses,
            broken: broken.get(status).copied().unwrap_or_default(),
        })
        .collect()
}

/// Puts together what several runs on one target were asked and found.
pub(super) fn merge_responses(
    runs: Vec<(ResponseCounts, Vec<ResponseFinding>)>,
) -> (ResponseCounts, Vec<ResponseFinding>) {
    let mut counts = ResponseCounts::new();
    let mut merged: Vec<(ResponseFinding, BTreeMap<u16, u64>)> = Vec::new();
    for (asked, findings) in runs {
        for (requirement, statuses) in asked {
            add(counts.entry(requirement).or_default(), statuses);
        }
        for finding in findings {
            let broken = finding.statuses.iter();
            let broken = broken.map(|own| (own.status, own.broken)).collect();
            let is_same = |(own, _): &&mut (ResponseFinding, BTreeMap<u16, u64>)| {
                (own.requirement, own.level, &own.cause)
                    == (finding.requirement, finding.level, &finding.cause)
            };
            match merged.iter_mut().find(is_same) {
                Some((_, own)) => add(own, broken),
                None => merged.push((finding, broken)),
            }
        }
    }
    merged.sort_by_key(|(own, _)| (Reverse(own.level), own.requirement));
    let none = BTreeMap::new();
    let findings = merged.into_iter().map(|(finding, broken)| {
        let asked = counts.get(&finding.requirement).unwrap_or(&none);
        ResponseFinding {
            statuses: count_statuses(asked, &broken),
            ..finding
        }
    });
    let findings = findings.collect();
    (counts, findings)
}

fn add(all: &mut BTreeMap<u16, u64>, some: BTreeMap<u16, u64>) {
    for (status, count) in some {
        *all.entry(status).or_default() += count;
    }
}

impl BaselineInfo {
    /// Marks what is known of responses of every kind.
    pub fn mark_responses(&self, findings: &mut [ResponseFinding]) {
        for finding in findings {
            let mut entries = self.entries.iter();
            finding.known = entries
                .find(|entry| entry.names_response(finding))
                .map(|entry| entry.line);
        }
    }
}

#[cfg(test)]
#[path = "response_finding_tests.rs"]
mod tests;
