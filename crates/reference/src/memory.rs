//! What this server remembers of requests, for faults that show only over several of them.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use serde_json::{Map, Value};

use super::api_error::DocumentedError;
use super::api_request::ApiRequest;
use super::body::ReceivedBody;
use super::fault::{AdmissionFault, FaultKind, RepeatFault, is_watched, which};
use super::limiter::{AdmissionDecision, LimiterScope, RateLimitStatus};
use super::moment::RequestTime;
use super::reply::{OperationResult, OperationSuccess};

/// The refused requests and closed scopes that faults depend on; empty as long as no fault could show.
#[derive(Debug, Default)]
pub(crate) struct FaultMemory {
    /// Requests that were refused, by their hash.
    refused: HashSet<u64>,
    refusals: u64,
    /// The time until which each closed scope refuses requests.
    shut: HashMap<LimiterScope, Duration>,
}

impl FaultMemory {
    /// The outcome, unless a fault shows when a bad request comes again, or now and then.
    pub(crate) fn apply_refusal_history_fault(
        &mut self,
        call: &ApiRequest,
        outcome: OperationResult,
    ) -> OperationResult {
        if !is_watched() || outcome.is_ok() {
            return outcome;
        }
        self.refusals += 1;
        let known = !self.refused.insert(hash_request(call));
        let now_and_then = which(RepeatFault::ALL, FaultKind::EveryFourth);
        let again = known.then(|| which(RepeatFault::ALL, FaultKind::Repeat));
        let fault = now_and_then
            .filter(|_| self.refusals.is_multiple_of(4))
            .or(again.flatten());
        match (outcome, fault) {
            (Err(refusal), Some(RepeatFault::OtherRow)) => {
                Err(refusal.documented_error().similar_error().into())
            }
            (Err(_), Some(RepeatFault::Breaks)) => Err(DocumentedError::InternalError.into()),
            (Err(_), Some(RepeatFault::Served)) => {
                Ok(OperationSuccess::Json(Value::Object(Map::new())))
            }
            (outcome, _) => outcome,
        }
    }

    /// Where a caller stands, unless a fault lets in too many or too few.
    pub(crate) fn apply_admission_fault(
        &mut self,
        standing: RateLimitStatus,
        moment: RequestTime,
    ) -> RateLimitStatus {
        const PENALTY: Duration = Duration::from_secs(3);
        if !is_watched() {
            return standing;
        }
        let scope = standing.scope;
        let fault = which(AdmissionFault::ALL, |fault| {
            FaultKind::Admission(fault, scope)
        });
        let is_refused = match standing.admission {
            AdmissionDecision::Refused { .. } => true,
            AdmissionDecision::Granted => false,
        };
        let half = u64::from(standing.limit) / 2;
        let is_shut = self
            .shut
            .get(&scope)
            .is_some_and(|until| moment.uptime < *until);
        let admission = match fault {
            None => standing.admission,
            Some(AdmissionFault::Never) => AdmissionDecision::Granted,
            Some(AdmissionFault::Early) if standing.remaining == 0 => TOO_MANY,
            Some(AdmissionFault::HalfEarly) if standing.remaining <= half => TOO_MANY,
            Some(AdmissionFault::Growing) if is_refused || is_shut => {
                self.shut.insert(scope, moment.uptime + PENALTY);
                TOO_MANY
            }
            Some(AdmissionFault::Early | AdmissionFault::HalfEarly | AdmissionFault::Growing) => {
                standing.admission
            }
        };
        RateLimitStatus {
            admission,
            ..standing
        }
    }
}

const TOO_MANY: AdmissionDecision = AdmissionDecision::Refused { retry_after: 400 };

fn hash_request(call: &ApiRequest) -> u64 {
    let mut hasher = DefaultHasher::new();
    call.method.hash(&mut hasher);
    call.path.hash(&mut hasher);
    format!("{:?}", call.query).hash(&mut hasher);
    for (name, value) in &call.headers {
        name.hash(&mut hasher);
        value.hash(&mut hasher);
    }
    match &call.body {
        ReceivedBody::Bytes(bytes) => bytes.hash(&mut hasher),
        ReceivedBody::TooLong | ReceivedBody::Broken => {}
    }
    hasher.finish()
}
