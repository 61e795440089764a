//! The observer of all responses, which counts violations of the requirements that hold for every response.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use indexmap::IndexMap;

use crate::check::{CauseContext, Observation, RecordedViolation, Redactor, Rules, Terms, observe};
use crate::contract::{Contract, Level, RequirementId};
use crate::exchange::Exchange;
use crate::outcome::{ResponseCounts, ResponseExample, ResponseFinding, count_statuses};
use crate::target::ObserveResponses;

/// The number of examples that are kept for one violation.
const EXAMPLES: usize = 3;

/// An observer that counts which responses of a target meet the requirements on every response. It keeps no content.
#[derive(Debug)]
pub(super) struct ResponseObserver {
    contract: Arc<Contract>,
    terms: Terms,
    tallies: Mutex<IndexMap<RequirementId, Tally>>,
}

/// The counts for one requirement.
#[derive(Debug, Default)]
struct Tally {
    /// The number of responses that were checked for it, by status code.
    responses: BTreeMap<u16, u64>,
    breaches: IndexMap<(Level, String), TalliedBreach>,
}

/// The counts for one way of violating a requirement.
#[derive(Debug)]
struct TalliedBreach {
    first: RecordedViolation,
    broken: BTreeMap<u16, u64>,
    examples: Vec<ResponseExample>,
}

impl ResponseObserver {
    pub(super) fn new(contract: Arc<Contract>, terms: Terms) -> Self {
        Self {
            contract,
            terms,
            tallies: Mutex::default(),
        }
    }

    /// Returns the number of responses that were checked for each requirement so far.
    pub(super) fn counts(&self) -> ResponseCounts {
        let tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = tallies.iter();
        counts
            .map(|(requirement, tally)| (*requirement, tally.responses.clone()))
            .collect()
    }

    /// Returns the findings so far, the most binding first.
    pub(super) fn findings(&self) -> Vec<ResponseFinding> {
        let tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        let mut findings: Vec<ResponseFinding> = tallies
            .values()
            .flat_map(|tally| tally.breaches.values().map(|own| own.finding(tally)))
            .collect();
        findings.sort_by_key(|own| (std::cmp::Reverse(own.level), own.requirement));
        findings
    }
}

impl TalliedBreach {
    fn finding(&self, tally: &Tally) -> ResponseFinding {
        let first = self.first.clone();
        ResponseFinding {
            requirement: first.requirement,
            level: first.level,
            cause: first.cause,
            fingerprint: first.fingerprint,
            breach: first.breach,
            examples: self.examples.clone(),
            statuses: count_statuses(&tally.responses, &self.broken),
            known: None,
        }
    }
}

impl ObserveResponses for ResponseObserver {
    fn observe(&self, exchange: &Exchange) {
        let observations = observe(&Rules::of(&self.contract, self.terms), exchange);
        if observations.is_empty() {
            return;
        }
        let mut tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        for observation in observations {
            let tally = tallies.entry(observation.requirement).or_default();
            tally.add(observation, exchange);
        }
    }
}

impl Tally {
    fn add(&mut self, observation: Observation, exchange: &Exchange) {
        let status = exchange.response.status;
        *self.responses.entry(status).or_default() += 1;
        let Some(violation) = observation.violation else {
            return;
        };
        let context = CauseContext {
            redactor: &Redactor::new(&[]),
            operation: None,
            defect: None,
        };
        let recorded = RecordedViolation::new(violation, &context);
        let key = (recorded.level, recorded.cause.clone());
        let breach = self.breaches.entry(key).or_insert_with(|| TalliedBreach {
            first: recorded,
            broken: BTreeMap::new(),
            examples: Vec::new(),
        });
        *breach.broken.entry(status).or_default() += 1;
        if breach.examples.len() < EXAMPLES {
            breach.examples.push(ResponseExample {
                method: exchange.request.method.clone(),
                target: exchange.request.target.clone(),
                actor: exchange.request.sender(),
                status,
            });
        }
    }
}
