//! The observer of all responses, which counts violations of the requirements that hold for every response.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use indexmap::IndexMap;

use crate::check::{
    CauseContext, ClockSkewRange, JudgeContext, JudgeOptions, RateHeaderHistory,
    RateLimitEnforcement, RecordedViolation, RequirementJudgement, VolatileValueRedactor,
    judge_every_response_requirements,
};
use crate::contract::{Contract, Level, RequirementId};
use crate::exchange::Exchange;
use crate::outcome::{
    EveryResponseFinding, ResponseCountsByRequirement, ResponseExample, combine_status_counts,
};
use crate::suite::RequestDefaults;
use crate::target::ExchangeObserver;

/// The number of examples that are kept for one violation.
const MAX_EXAMPLES: usize = 3;

/// An observer that counts which responses of a target meet the requirements on every response. It keeps no content.
#[derive(Debug)]
pub(super) struct ResponseRequirementObserver {
    contract: Arc<Contract>,
    /// The defaults of the requests, which show whether a request has a trigger.
    request_defaults: RequestDefaults,
    judge_options: JudgeOptions,
    rate_header_history: Mutex<RateHeaderHistory>,
    /// The clock skew that the responses so far allow, if any of them has a date.
    skew: Mutex<Option<ClockSkewRange>>,
    tallies: Mutex<IndexMap<RequirementId, RequirementTally>>,
}

/// The counts for one requirement.
#[derive(Debug, Default)]
struct RequirementTally {
    /// The number of responses that were checked for it, by status code.
    responses_by_status: BTreeMap<u16, u64>,
    violations: IndexMap<(Level, String), ViolationTally>,
}

/// The counts for one way of violating a requirement.
#[derive(Debug)]
struct ViolationTally {
    first: RecordedViolation,
    violations_by_status: BTreeMap<u16, u64>,
    examples: Vec<ResponseExample>,
}

impl ResponseRequirementObserver {
    pub(super) fn new(
        contract: &Arc<Contract>,
        usual: &RequestDefaults,
        terms: JudgeOptions,
    ) -> Self {
        Self {
            contract: Arc::clone(contract),
            request_defaults: usual.clone(),
            judge_options: terms,
            rate_header_history: Mutex::default(),
            skew: Mutex::default(),
            tallies: Mutex::default(),
        }
    }

    /// Returns the number of responses that were checked for each requirement so far.
    pub(super) fn response_counts_by_requirement(&self) -> ResponseCountsByRequirement {
        let tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        let counts = tallies.iter();
        counts
            .map(|(requirement, tally)| (*requirement, tally.responses_by_status.clone()))
            .collect()
    }

    /// Returns the findings so far, the most binding first.
    pub(super) fn response_findings(&self) -> Vec<EveryResponseFinding> {
        let tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        let mut findings: Vec<EveryResponseFinding> = tallies
            .values()
            .flat_map(|tally| tally.violations.values().map(|own| own.to_finding(tally)))
            .collect();
        findings.sort_by_key(|own| (std::cmp::Reverse(own.level), own.requirement));
        findings
    }
}

impl ViolationTally {
    fn to_finding(&self, tally: &RequirementTally) -> EveryResponseFinding {
        let first = self.first.clone();
        EveryResponseFinding {
            requirement: first.requirement,
            level: first.level,
            cause: first.cause,
            fingerprint: first.fingerprint,
            breach: first.breach,
            examples: self.examples.clone(),
            statuses: combine_status_counts(&tally.responses_by_status, &self.violations_by_status),
            known: None,
        }
    }
}

impl ResponseRequirementObserver {
    /// Narrows the clock skew down to what this response allows, too, and returns it.
    fn narrow_clock_skew(&self, exchange: &Exchange) -> Option<ClockSkewRange> {
        let mut skew = self.skew.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = ClockSkewRange::from_exchange(exchange) {
            let both = skew.map_or(own, |so_far| so_far.intersect(own));
            // The dates of several clocks allow no common skew: the last one counts.
            *skew = Some(if both.is_nonempty() { both } else { own });
        }
        *skew
    }

    /// Returns whether this response must have rate-limit headers, as far as the responses before it show, and records whether it has them.
    fn learn_rate_limit_enforcement(
        &self,
        rules: &JudgeContext<'_>,
        exchange: &Exchange,
    ) -> RateLimitEnforcement {
        let declared = rules.options.rate_limit_enforcement;
        // A trigger may turn on the limits for its request alone.
        if self.request_defaults.request_has_trigger(&exchange.request) {
            return declared;
        }
        match declared {
            RateLimitEnforcement::On => declared,
            RateLimitEnforcement::Unknown => {
                let history = self.rate_header_history.lock();
                let mut history = history.unwrap_or_else(PoisonError::into_inner);
                history.record_and_infer_enforcement(rules, exchange)
            }
        }
    }
}

impl ExchangeObserver for ResponseRequirementObserver {
    fn observe_exchange(&self, exchange: &Exchange) {
        let mut rules = JudgeContext::from_contract(&self.contract, self.judge_options);
        rules.options.rate_limit_enforcement = self.learn_rate_limit_enforcement(&rules, exchange);
        let observations =
            judge_every_response_requirements(&rules, self.narrow_clock_skew(exchange), exchange);
        if observations.is_empty() {
            return;
        }
        let mut tallies = self.tallies.lock().unwrap_or_else(PoisonError::into_inner);
        for observation in observations {
            let tally = tallies.entry(observation.requirement).or_default();
            tally.record_judgement(observation, exchange);
        }
    }
}

impl RequirementTally {
    fn record_judgement(&mut self, observation: RequirementJudgement, exchange: &Exchange) {
        let status = exchange.response.status;
        *self.responses_by_status.entry(status).or_default() += 1;
        let Some(violation) = observation.violation else {
            return;
        };
        let context = CauseContext {
            redactor: &VolatileValueRedactor::new(&[]),
            operation: None,
            defect: None,
            defect_form: None,
        };
        let recorded = RecordedViolation::new(violation, &context);
        let key = (recorded.level, recorded.cause.clone());
        let breach = self
            .violations
            .entry(key)
            .or_insert_with(|| ViolationTally {
                first: recorded,
                violations_by_status: BTreeMap::new(),
                examples: Vec::new(),
            });
        *breach.violations_by_status.entry(status).or_default() += 1;
        if breach.examples.len() < MAX_EXAMPLES {
            breach.examples.push(ResponseExample {
                method: exchange.request.method.clone(),
                target: exchange.request.target.clone(),
                actor: exchange.request.sending_actor(),
                status,
            });
        }
    }
}
