//! The judge: from a request and a moment to a response, in the order that the module above documents.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Body;
use axum::http::Response;
use serde_json::Value;

use super::access::ApiCaller;
use super::api_error::DocumentedError;
use super::api_request::ApiRequest;
use super::dump::dump_store;
use super::fault::{self, Board, Stage, framework};
use super::limiter::{AdmissionDecision, LimiterScope, RateLimitStatus, RateLimiter, ScopeRates};
use super::memory::FaultMemory;
use super::moment::RequestTime;
use super::ops::{
    OperationContext, RoutedOperation, perform_early_variant_checks, perform_operation_with_faults,
};
use super::options::TriggerMode;
use super::refusal::Refusal;
use super::reply::{OperationResult, build_response};
use super::store::StateStore;
use super::variant::{self, Variant};

/// The server without its sockets.
#[derive(Debug)]
pub(crate) struct ApiHandler {
    state: Mutex<ServerState>,
    triggers: TriggerMode,
    active_faults: Arc<Board>,
}

#[derive(Debug)]
struct ServerState {
    store: StateStore,
    limiter: Option<RateLimiter>,
    /// The limiter of requests that carry the rate limit trigger; its buckets are its own.
    trigger_limiter: RateLimiter,
    memory: FaultMemory,
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
        rates: Option<ScopeRates>,
        hooks: TriggerMode,
        board: Arc<Board>,
    ) -> Self {
        let state = ServerState {
            store,
            limiter: rates.map(RateLimiter::new),
            trigger_limiter: RateLimiter::new(ScopeRates::DOCUMENTED),
            memory: FaultMemory::default(),
        };
        Self {
            state: Mutex::new(state),
            triggers: hooks,
            active_faults: board,
        }
    }

    fn lock_state(&self) -> MutexGuard<'_, ServerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn dump_state(&self) -> Value {
        dump_store(&self.lock_state().store)
    }

    /// Reports whether the server is of this variant.
    pub(crate) fn has_variant(&self, variant: Variant) -> bool {
        self.active_faults.has_variant(variant)
    }

    /// Returns the response to a request. A panic becomes the internal error row.
    pub(crate) fn handle_request(&self, call: &ApiRequest, moment: RequestTime) -> Response<Body> {
        fault::during(&self.active_faults, || self.process_request(call, moment))
    }

    fn process_request(&self, call: &ApiRequest, moment: RequestTime) -> Response<Body> {
        fault::sent_token(call.token());
        let mut state = self.lock_state();
        let hook = self.requested_trigger(call);
        let mut caller = ApiCaller::Anonymous;
        let mut standing = None;
        let outcome = catch_panics(|| {
            caller = ApiCaller::from_token(call.token(), &state.store);
            standing = state.admit_request(call, caller, hook, moment);
            let standing = standing.as_ref();
            judge_and_perform_request(&mut state.store, call, caller, hook, standing, moment)
        });
        let outcome = state.memory.apply_refusal_history_fault(call, outcome);
        variant::with_its_own_status(build_response(&outcome, standing.as_ref()), call)
    }

    fn requested_trigger(&self, call: &ApiRequest) -> Option<RequestedTrigger> {
        match (self.triggers, call.trigger_header()?) {
            (TriggerMode::On, b"internal-error") => Some(RequestedTrigger::InternalError),
            (TriggerMode::On, b"rate-limit") => Some(RequestedTrigger::RateLimit),
            (TriggerMode::Off | TriggerMode::On, _) => None,
        }
    }
}

impl ServerState {
    fn admit_request(
        &mut self,
        call: &ApiRequest,
        caller: ApiCaller,
        hook: Option<RequestedTrigger>,
        moment: RequestTime,
    ) -> Option<RateLimitStatus> {
        let limiter = match hook {
            Some(RequestedTrigger::RateLimit) => &mut self.trigger_limiter,
            Some(RequestedTrigger::InternalError) | None => self.limiter.as_mut()?,
        };
        let scope = LimiterScope::from_request(&call.method, &call.path);
        let counted = variant::counted(call, caller);
        let standing = limiter.admit_request(scope, counted.clone(), moment);
        for other in fault::counted_too(scope) {
            limiter.admit_request(other, counted.clone(), moment);
        }
        Some(
            self.memory
                .apply_admission_fault(RateLimitStatus { scope, ..standing }, moment),
        )
    }
}

/// Runs the judgement and returns the internal error row if it panics: the client gets a response, and the server keeps running.
fn catch_panics(judgement: impl FnOnce() -> OperationResult) -> OperationResult {
    catch_unwind(AssertUnwindSafe(judgement))
        .unwrap_or_else(|_| Err(DocumentedError::InternalError.into()))
}

fn judge_and_perform_request(
    store: &mut StateStore,
    call: &ApiRequest,
    caller: ApiCaller,
    hook: Option<RequestedTrigger>,
    standing: Option<&RateLimitStatus>,
    moment: RequestTime,
) -> OperationResult {
    match standing.map(|standing| standing.admission) {
        Some(AdmissionDecision::Refused { retry_after }) => {
            return Err(Refusal::RateLimited { retry_after });
        }
        Some(AdmissionDecision::Granted) | None => {}
    }
    match hook {
        Some(RequestedTrigger::InternalError) => return Err(DocumentedError::InternalError.into()),
        Some(RequestedTrigger::RateLimit) | None => {}
    }
    call.check_user_agent()?;
    variant::refuse_nobodys_token(call, caller)?;
    let segments = call.path_segments();
    let segments = segments.ok_or_else(|| framework(Stage::Path, DocumentedError::BadRequest))?;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let operation = RoutedOperation::find(&call.method, &segments).ok_or_else(|| {
        let stage = if RoutedOperation::is_known_path(&segments) {
            Stage::Method
        } else {
            Stage::Path
        };
        framework(stage, DocumentedError::BadRequest)
    })?;
    let mut context = OperationContext {
        store,
        caller,
        call,
        now: moment.wall,
    };
    perform_early_variant_checks(&context, &operation)?;
    perform_operation_with_faults(&mut context, &operation)
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
