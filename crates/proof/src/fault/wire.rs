//! The wire of a server with faults: it sends each request to the server without faults, and carries out the reaction of the first fault
//! that the exchange meets.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::Response;
use badreq_reference::{SeedValues, Wire};
use tower::ServiceExt as _;

use super::catalogue::Fault;
use super::delivery::{deliver_irregularly, select_rate_headers};
use super::exchange::{CleanExchange, ExchangeHistory};
use super::framing;
use super::kind::FaultKind;
use super::reaction::{FaultReaction, SubstituteResponse};
use super::request::{BufferedRequest, RequestFacts};
use super::response::{BufferedResponse, ResponseFacts};

/// More than any body of a case.
const MAX_BODY_BYTES: usize = 64 << 20;

/// How often a request is mended: as often as a list has bad entries.
const MAX_REPAIRS: usize = 8;

/// What stands between the server without faults and the connection.
#[derive(Debug)]
pub(super) struct FaultWire {
    pub(super) inner: Arc<dyn Wire>,
    pub(super) layer: Arc<FaultInjector>,
}

/// What every request passes.
#[derive(Debug)]
pub(super) struct FaultInjector {
    mode: FaultInjectionMode,
    history: Mutex<ExchangeHistory>,
    seeds: OnceLock<SeedValues>,
}

/// What the layer does with faults.
#[derive(Debug)]
pub(super) enum FaultInjectionMode {
    /// These faults show.
    Faulty(Vec<FaultKind>),
    /// No fault shows; those that would are recorded.
    Traced(Arc<Mutex<BTreeSet<Fault>>>),
}

#[derive(Clone, Debug)]
struct FaultInjectorState {
    layer: Arc<FaultInjector>,
    server: Router,
}

impl Wire for FaultWire {
    fn wrap_router(&self, router: Router) -> Router {
        let state = FaultInjectorState {
            layer: Arc::clone(&self.layer),
            server: self.inner.wrap_router(router),
        };
        Router::new()
            .fallback(respond_with_faults)
            .with_state(state)
    }

    fn rewrite_response_bytes(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        match (&self.layer.mode, framing::rewrite_marked_response(bytes)) {
            (FaultInjectionMode::Faulty(_), Some(rewritten)) => Some(rewritten),
            (FaultInjectionMode::Faulty(_) | FaultInjectionMode::Traced(_), _) => {
                self.inner.rewrite_response_bytes(bytes)
            }
        }
    }
}

async fn respond_with_faults(
    State(state): State<FaultInjectorState>,
    request: Request,
) -> Response<Body> {
    let Some(seeds) = state.layer.seeds.get() else {
        return call_router(&state.server, request).await;
    };
    let (parts, incoming) = request.into_parts();
    let Ok(body) = to_bytes(incoming, MAX_BODY_BYTES).await else {
        return call_router(
            &state.server,
            Request::from_parts(parts, build_aborted_body()),
        )
        .await;
    };
    let sent = BufferedRequest {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        headers: parts.headers,
        body,
    };
    let request = RequestFacts::from_request(sent, seeds);
    state.respond_to_request(&request, seeds).await
}

/// Returns the body of a request that broke off.
fn build_aborted_body() -> Body {
    let broken = std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
    Body::from_stream(futures_util::stream::iter([Err::<Vec<u8>, _>(broken)]))
}

async fn call_router(server: &Router, request: Request) -> Response<Body> {
    match server.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

impl FaultInjector {
    pub(super) fn new(mode: FaultInjectionMode) -> Self {
        Self {
            mode,
            history: Mutex::default(),
            seeds: OnceLock::new(),
        }
    }

    /// Sets the values of the initial state, without which no fault shows.
    pub(super) fn set_seed_values(&self, seeds: SeedValues) {
        self.seeds.get_or_init(|| seeds);
    }

    fn lock_history(&self) -> MutexGuard<'_, ExchangeHistory> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FaultInjectorState {
    async fn send_to_server(&self, request: BufferedRequest) -> ResponseFacts {
        let (parts, body) = call_router(&self.server, request.into_http())
            .await
            .into_parts();
        let body = to_bytes(body, MAX_BODY_BYTES).await.unwrap_or_default();
        ResponseFacts::from_response(BufferedResponse {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        })
    }

    async fn respond_to_request(
        &self,
        request: &RequestFacts,
        seeds: &SeedValues,
    ) -> Response<Body> {
        match &self.layer.mode {
            FaultInjectionMode::Traced(reached) => {
                let response = self.send_to_server(request.sent.clone()).await;
                let mut history = self.layer.lock_history();
                let exchange = CleanExchange::new(request, &response, &history, seeds);
                let all = Fault::all().iter().copied();
                let met = all.filter(|fault| fault.kind().shows_in_exchange(&exchange));
                reached
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .extend(met);
                history.record_exchange(request, &response);
                response.given.into_http()
            }
            FaultInjectionMode::Faulty(faults) => {
                let refused = faults
                    .iter()
                    .find_map(|fault| fault.refuse_request(request));
                if let Some(answer) = refused {
                    return answer.into_http(&axum::http::HeaderMap::new());
                }
                let response = self.send_to_server(request.sent.clone()).await;
                let reaction = {
                    let mut history = self.layer.lock_history();
                    let exchange = CleanExchange::new(request, &response, &history, seeds);
                    let mut reactions = faults.iter().filter_map(|fault| {
                        let reaction = fault.react_to_exchange(&exchange)?;
                        Some((*fault, reaction))
                    });
                    let reaction = reactions.next();
                    history.record_exchange(request, &response);
                    reaction
                };
                match reaction {
                    None => response.given.into_http(),
                    Some((fault, reaction)) => {
                        self.perform_reaction(fault, reaction, response, seeds)
                            .await
                    }
                }
            }
        }
    }

    async fn perform_reaction(
        &self,
        fault: FaultKind,
        reaction: FaultReaction,
        response: ResponseFacts,
        seeds: &SeedValues,
    ) -> Response<Body> {
        let given = response.given;
        match reaction {
            FaultReaction::Replace(answer) => answer.into_http(&given.headers),
            FaultReaction::Serve(mended) => {
                let served = self.send_repaired_request(fault, mended, seeds).await;
                copy_rate_headers(served.given, &given)
            }
            FaultReaction::Write(mended) => {
                self.send_repaired_request(fault, mended, seeds).await;
                given.into_http()
            }
            FaultReaction::SendAlso(requests) => {
                for request in requests {
                    self.send_to_server(request).await;
                }
                given.into_http()
            }
            FaultReaction::RefuseAs(request, row) => {
                let other = self.send_to_server(request).await;
                if other.row == Some(row) {
                    copy_rate_headers(other.given, &given)
                } else {
                    given.into_http()
                }
            }
            FaultReaction::Ban { retry_after, ban } => {
                if let Some(scope) = given.headers.get("x-ratelimit-scope") {
                    let until = Instant::now() + ban;
                    let scope = String::from_utf8_lossy(scope.as_bytes());
                    self.layer.lock_history().ban_scope(&scope, until);
                }
                SubstituteResponse::too_many_requests(retry_after).into_http(&given.headers)
            }
            FaultReaction::Deliver(how) => deliver_irregularly(given, how).await,
        }
    }

    /// Sends a mended request. As long as the fault can mend the one that is refused, it is sent again.
    async fn send_repaired_request(
        &self,
        fault: FaultKind,
        mended: BufferedRequest,
        seeds: &SeedValues,
    ) -> ResponseFacts {
        let mut mended = mended;
        let mut repairs = 0;
        loop {
            let request = RequestFacts::from_request(mended, seeds);
            let response = self.send_to_server(request.sent.clone()).await;
            repairs += 1;
            if response.row.is_none() || repairs == MAX_REPAIRS {
                return response;
            }
            let reaction = {
                let history = self.layer.lock_history();
                fault.react_to_exchange(&CleanExchange::new(&request, &response, &history, seeds))
            };
            match reaction {
                Some(FaultReaction::Serve(next) | FaultReaction::Write(next)) => mended = next,
                Some(
                    FaultReaction::Replace(_)
                    | FaultReaction::SendAlso(_)
                    | FaultReaction::RefuseAs(..)
                    | FaultReaction::Ban { .. }
                    | FaultReaction::Deliver(_),
                )
                | None => return response,
            }
        }
    }
}

/// Returns a response with the rate limit headers of the one in whose place it is sent.
fn copy_rate_headers(response: BufferedResponse, replaced: &BufferedResponse) -> Response<Body> {
    let mut response = response;
    let kept = select_rate_headers(&replaced.headers);
    response.headers.extend(kept);
    response.into_http()
}
