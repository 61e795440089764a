//! The judge: from a request and a moment to a response, in the order that the module above documents.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::body::Body;
use axum::http::Response;
use serde_json::Value;

use super::access::ApiCaller;
use super::api_error::DocumentedError;
use super::api_request::ApiRequest;
use super::dump::dump_store;
use super::limiter::{
    AdmissionDecision, LimiterOptions, LimiterScope, RateLimitStatus, RateLimiter, ScopeRates,
};
use super::moment::RequestTime;
use super::ops::{OperationContext, RoutedOperation, perform_early_checks, perform_operation};
use super::options::TriggerMode;
use super::refusal::Refusal;
use super::reply::{OperationResult, build_response};
use super::seams::{OptionalRefusal, RequestSeams};
use super::store::StateStore;

/// The server without its sockets.
#[derive(Debug)]
pub(crate) struct ApiHandler {
    state: Mutex<ServerState>,
    triggers: TriggerMode,
    seams: RequestSeams,
}

#[derive(Debug)]
struct ServerState {
    store: StateStore,
    limiters: ServerRateLimiters,
}

/// The limiters of a server.
#[derive(Debug)]
pub(crate) struct ServerRateLimiters {
    /// The limiter of all requests, if there is a limit.
    usual: Option<RateLimiter>,
    /// The limiter of requests that carry the rate limit trigger; its tallies are its own.
    triggered: RateLimiter,
}

/// The error that a request triggers by its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RequestedTrigger {
    InternalError,
    RateLimit,
}

impl ApiHandler {
    pub(crate) fn new(
        store: StateStore,
        limiters: ServerRateLimiters,
        triggers: TriggerMode,
        seams: RequestSeams,
    ) -> Self {
        Self {
            state: Mutex::new(ServerState { store, limiters }),
            triggers,
            seams,
        }
    }

    fn lock_state(&self) -> MutexGuard<'_, ServerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn dump_state(&self) -> Value {
        dump_store(&self.lock_state().store)
    }

    /// Returns the response to a request. A panic becomes the internal error row.
    pub(crate) fn handle_request(&self, call: &ApiRequest, moment: RequestTime) -> Response<Body> {
        let mut state = self.lock_state();
        let trigger = self.requested_trigger(call);
        let mut standing = None;
        let outcome = catch_panics(|| {
            let ServerState { store, limiters } = &mut *state;
            let caller = ApiCaller::from_token(call.token(), store);
            standing = limiters.admit_request(call, caller, trigger, moment);
            check_admission(standing.as_ref(), trigger)?;
            let mut context = OperationContext {
                store,
                caller,
                call,
                now: moment.wall,
                seams: &self.seams,
            };
            judge_and_perform_request(&mut context)
        });
        build_response(&outcome, standing.as_ref())
    }

    fn requested_trigger(&self, call: &ApiRequest) -> Option<RequestedTrigger> {
        match (self.triggers, call.trigger_header()?) {
            (TriggerMode::On, b"internal-error") => Some(RequestedTrigger::InternalError),
            (TriggerMode::On, b"rate-limit") => Some(RequestedTrigger::RateLimit),
            (TriggerMode::Off | TriggerMode::On, _) => None,
        }
    }
}

impl ServerRateLimiters {
    pub(crate) fn new(rates: Option<ScopeRates>, options: LimiterOptions) -> Self {
        Self {
            usual: rates.map(|rates| RateLimiter::new(rates, options)),
            triggered: RateLimiter::new(ScopeRates::DOCUMENTED, options),
        }
    }

    fn admit_request(
        &mut self,
        call: &ApiRequest,
        caller: ApiCaller,
        trigger: Option<RequestedTrigger>,
        moment: RequestTime,
    ) -> Option<RateLimitStatus> {
        let limiter = match trigger {
            Some(RequestedTrigger::RateLimit) => &mut self.triggered,
            Some(RequestedTrigger::InternalError) | None => self.usual.as_mut()?,
        };
        let scope = LimiterScope::from_request(&call.method, &call.path);
        Some(limiter.admit_request(scope, caller, call.token(), moment))
    }
}

/// Runs the judgement and returns the internal error row if it panics: the client gets a response, and the server keeps running.
fn catch_panics(judgement: impl FnOnce() -> OperationResult) -> OperationResult {
    catch_unwind(AssertUnwindSafe(judgement))
        .unwrap_or_else(|_| Err(DocumentedError::InternalError.into()))
}

/// Refuses a request that the rate limit or a trigger refuses.
fn check_admission(
    standing: Option<&RateLimitStatus>,
    trigger: Option<RequestedTrigger>,
) -> Result<(), Refusal> {
    match standing.map(|standing| standing.admission) {
        Some(AdmissionDecision::Refused { retry_after }) => {
            return Err(Refusal::RateLimited { retry_after });
        }
        Some(AdmissionDecision::Granted) | None => {}
    }
    match trigger {
        Some(RequestedTrigger::InternalError) => Err(DocumentedError::InternalError.into()),
        Some(RequestedTrigger::RateLimit) | None => Ok(()),
    }
}

fn judge_and_perform_request(context: &mut OperationContext<'_>) -> OperationResult {
    let call = context.call;
    call.check_user_agent()?;
    if call.token().is_some() && context.caller == ApiCaller::Anonymous {
        let doubt = OptionalRefusal::UnknownToken;
        context
            .seams
            .refuse_unless_served(doubt, None, "authorization".into())?;
    }
    let segments = call.path_segments().ok_or(DocumentedError::BadRequest)?;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let operation = RoutedOperation::find(&call.method, &segments);
    let operation = operation.ok_or(DocumentedError::BadRequest)?;
    perform_early_checks(context, &operation)?;
    perform_operation(context, &operation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_internal_error() {
        let outcome = catch_panics(|| panic!("on purpose"));
        assert_eq!(outcome, Err(DocumentedError::InternalError.into()));
    }
}
