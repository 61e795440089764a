//! The judge: from a request and a moment to a response, in the order that the module above documents.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::Body;
use axum::http::Response;
use serde_json::Value;

use super::access::Caller;
use super::call::Call;
use super::dump::dump;
use super::fault::{self, Board, Stage, framework};
use super::limiter::{Admission, Limiter, Rates, Scope, Standing};
use super::memory::Memory;
use super::moment::Moment;
use super::ops::{Context, Operation, judge_first, perform};
use super::options::Hooks;
use super::refusal::Refusal;
use super::reply::{Outcome, respond};
use super::rows::Row;
use super::store::Store;
use super::variant::{self, Variant};

/// The server without its sockets.
#[derive(Debug)]
pub(crate) struct Api {
    state: Mutex<State>,
    hooks: Hooks,
    board: Arc<Board>,
}

#[derive(Debug)]
struct State {
    store: Store,
    limiter: Option<Limiter>,
    /// The limiter of requests that carry the rate limit trigger; its buckets are its own.
    hooked_limiter: Limiter,
    memory: Memory,
}

/// The error that a request triggers by its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hook {
    InternalError,
    RateLimit,
}

impl Api {
    pub(crate) fn new(store: Store, rates: Option<Rates>, hooks: Hooks, board: Arc<Board>) -> Self {
        let state = State {
            store,
            limiter: rates.map(Limiter::new),
            hooked_limiter: Limiter::new(Rates::DOCUMENTED),
            memory: Memory::default(),
        };
        Self {
            state: Mutex::new(state),
            hooks,
            board,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn dump(&self) -> Value {
        dump(&self.state().store)
    }

    pub(crate) fn variant(&self) -> Option<Variant> {
        self.board.variant()
    }

    /// Returns the response to a request. A panic becomes the internal error row.
    pub(crate) fn answer(&self, call: &Call, moment: Moment) -> Response<Body> {
        fault::during(&self.board, || self.judged(call, moment))
    }

    fn judged(&self, call: &Call, moment: Moment) -> Response<Body> {
        fault::sent_token(call.token());
        let mut state = self.state();
        let hook = self.hook(call);
        let mut caller = Caller::Anonymous;
        let mut standing = None;
        let outcome = shielded(|| {
            caller = Caller::of(call.token(), &state.store);
            standing = state.standing(call, caller, hook, moment);
            let standing = standing.as_ref();
            judge(&mut state.store, call, caller, hook, standing, moment)
        });
        let outcome = state.memory.forgetful(call, outcome);
        variant::with_its_own_status(respond(&outcome, standing.as_ref()), call)
    }

    fn hook(&self, call: &Call) -> Option<Hook> {
        match (self.hooks, call.hook()?) {
            (Hooks::On, b"internal-error") => Some(Hook::InternalError),
            (Hooks::On, b"rate-limit") => Some(Hook::RateLimit),
            (Hooks::Off | Hooks::On, _) => None,
        }
    }
}

impl State {
    fn standing(
        &mut self,
        call: &Call,
        caller: Caller,
        hook: Option<Hook>,
        moment: Moment,
    ) -> Option<Standing> {
        let limiter = match hook {
            Some(Hook::RateLimit) => &mut self.hooked_limiter,
            Some(Hook::InternalError) | None => self.limiter.as_mut()?,
        };
        let scope = Scope::of(&call.method, &call.path);
        let counted = variant::counted(call, caller);
        let standing = limiter.admit(scope, counted.clone(), moment);
        for other in fault::counted_too(scope) {
            limiter.admit(other, counted.clone(), moment);
        }
        Some(self.memory.admitted(Standing { scope, ..standing }, moment))
    }
}

/// Runs the judgement and returns the internal error row if it panics: the client gets a response, and the server keeps running.
fn shielded(judgement: impl FnOnce() -> Outcome) -> Outcome {
    catch_unwind(AssertUnwindSafe(judgement)).unwrap_or_else(|_| Err(Row::InternalError.into()))
}

fn judge(
    store: &mut Store,
    call: &Call,
    caller: Caller,
    hook: Option<Hook>,
    standing: Option<&Standing>,
    moment: Moment,
) -> Outcome {
    match standing.map(|standing| standing.admission) {
        Some(Admission::Refused { retry_after }) => {
            return Err(Refusal::RateLimited { retry_after });
        }
        Some(Admission::Granted) | None => {}
    }
    match hook {
        Some(Hook::InternalError) => return Err(Row::InternalError.into()),
        Some(Hook::RateLimit) | None => {}
    }
    call.user_agent()?;
    variant::refuse_nobodys_token(call, caller)?;
    let segments = call.segments();
    let segments = segments.ok_or_else(|| framework(Stage::Path, Row::BadRequest))?;
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let operation = Operation::find(&call.method, &segments).ok_or_else(|| {
        let stage = if Operation::is_path(&segments) {
            Stage::Method
        } else {
            Stage::Path
        };
        framework(stage, Row::BadRequest)
    })?;
    let mut context = Context {
        store,
        caller,
        call,
        now: moment.wall,
    };
    judge_first(&context, &operation)?;
    perform(&mut context, &operation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_an_internal_error() {
        let outcome = shielded(|| panic!("on purpose"));
        assert_eq!(outcome, Err(Row::InternalError.into()));
    }
}
