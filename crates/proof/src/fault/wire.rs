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
use super::delivery::{deliver, select_rate_headers};
use super::exchange::{CleanExchange, History};
use super::framing;
use super::kind::FaultKind;
use super::reaction::{Answer, Reaction};
use super::request::{RequestFacts, WireRequest};
use super::response::{ResponseFacts, WireResponse};

/// More than any body of a case.
const MAX_BODY_BYTES: usize = 64 << 20;

/// How often a request is mended: as often as a list has bad entries.
const MAX_REPAIRS: usize = 8;

/// What stands between the server without faults and the connection.
#[derive(Debug)]
pub(super) struct FaultWire {
    pub(super) inner: Arc<dyn Wire>,
    pub(super) layer: Arc<FaultLayer>,
}

/// What every request passes.
#[derive(Debug)]
pub(super) struct FaultLayer {
    mode: LayerMode,
    history: Mutex<History>,
    seeds: OnceLock<SeedValues>,
}

/// What the layer does with faults.
#[derive(Debug)]
pub(super) enum LayerMode {
    /// These faults show.
    Faulty(Vec<FaultKind>),
    /// No fault shows; those that would are recorded.
    Traced(Arc<Mutex<BTreeSet<Fault>>>),
}

#[derive(Clone, Debug)]
struct LayerState {
    layer: Arc<FaultLayer>,
    server: Router,
}

impl Wire for FaultWire {
    fn wrap_router(&self, router: Router) -> Router {
        let state = LayerState {
            layer: Arc::clone(&self.layer),
            server: self.inner.wrap_router(router),
        };
        Router::new().fallback(handle_request).with_state(state)
    }

    fn rewrite_bytes(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        match (&self.layer.mode, framing::rewrite(bytes)) {
            (LayerMode::Faulty(_), Some(rewritten)) => Some(rewritten),
            (LayerMode::Faulty(_) | LayerMode::Traced(_), _) => self.inner.rewrite_bytes(bytes),
        }
    }
}

async fn handle_request(State(state): State<LayerState>, request: Request) -> Response<Body> {
    let Some(seeds) = state.layer.seeds.get() else {
        return answer(&state.server, request).await;
    };
    let (parts, incoming) = request.into_parts();
    let Ok(body) = to_bytes(incoming, MAX_BODY_BYTES).await else {
        return answer(&state.server, Request::from_parts(parts, broken_body())).await;
    };
    let sent = WireRequest {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        headers: parts.headers,
        body,
    };
    let request = RequestFacts::read(sent, seeds);
    state.handle(&request, seeds).await
}

/// Returns the body of a request that broke off.
fn broken_body() -> Body {
    let broken = std::io::Error::from(std::io::ErrorKind::UnexpectedEof);
    Body::from_stream(futures_util::stream::iter([Err::<Vec<u8>, _>(broken)]))
}

async fn answer(server: &Router, request: Request) -> Response<Body> {
    match server.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

impl FaultLayer {
    pub(super) fn new(mode: LayerMode) -> Self {
        Self {
            mode,
            history: Mutex::default(),
            seeds: OnceLock::new(),
        }
    }

    /// Sets the values of the initial state, without which no fault shows.
    pub(super) fn set_seeds(&self, seeds: SeedValues) {
        self.seeds.get_or_init(|| seeds);
    }

    fn history(&self) -> MutexGuard<'_, History> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl LayerState {
    async fn send(&self, request: WireRequest) -> ResponseFacts {
        let (parts, body) = answer(&self.server, request.into_http()).await.into_parts();
        let body = to_bytes(body, MAX_BODY_BYTES).await.unwrap_or_default();
        ResponseFacts::read(WireResponse {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        })
    }

    async fn handle(&self, request: &RequestFacts, seeds: &SeedValues) -> Response<Body> {
        match &self.layer.mode {
            LayerMode::Traced(reached) => {
                let response = self.send(request.sent.clone()).await;
                let mut history = self.layer.history();
                let exchange = CleanExchange::new(request, &response, &history, seeds);
                let all = Fault::all().iter().copied();
                let met = all.filter(|fault| fault.kind().is_met_by(&exchange));
                reached
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .extend(met);
                history.record(request, &response);
                response.given.into_http()
            }
            LayerMode::Faulty(faults) => {
                let refused = faults
                    .iter()
                    .find_map(|fault| fault.refuse_request(request));
                if let Some(answer) = refused {
                    return answer.into_http(&axum::http::HeaderMap::new());
                }
                let response = self.send(request.sent.clone()).await;
                let reaction = {
                    let mut history = self.layer.history();
                    let exchange = CleanExchange::new(request, &response, &history, seeds);
                    let mut reactions = faults.iter().filter_map(|fault| {
                        let reaction = fault.react(&exchange)?;
                        Some((*fault, reaction))
                    });
                    let reaction = reactions.next();
                    history.record(request, &response);
                    reaction
                };
                match reaction {
                    None => response.given.into_http(),
                    Some((fault, reaction)) => {
                        self.carry_out(fault, reaction, response, seeds).await
                    }
                }
            }
        }
    }

    async fn carry_out(
        &self,
        fault: FaultKind,
        reaction: Reaction,
        response: ResponseFacts,
        seeds: &SeedValues,
    ) -> Response<Body> {
        let given = response.given;
        match reaction {
            Reaction::Replace(answer) => answer.into_http(&given.headers),
            Reaction::Serve(mended) => {
                let served = self.send_mended(fault, mended, seeds).await;
                keep_rate_headers(served.given, &given)
            }
            Reaction::Write(mended) => {
                self.send_mended(fault, mended, seeds).await;
                given.into_http()
            }
            Reaction::SendAlso(requests) => {
                for request in requests {
                    self.send(request).await;
                }
                given.into_http()
            }
            Reaction::RefuseAs(request, row) => {
                let other = self.send(request).await;
                if other.row == Some(row) {
                    keep_rate_headers(other.given, &given)
                } else {
                    given.into_http()
                }
            }
            Reaction::Ban { retry_after, ban } => {
                if let Some(scope) = given.headers.get("x-ratelimit-scope") {
                    let until = Instant::now() + ban;
                    let scope = String::from_utf8_lossy(scope.as_bytes());
                    self.layer.history().ban(&scope, until);
                }
                Answer::too_many(retry_after).into_http(&given.headers)
            }
            Reaction::Deliver(how) => deliver(given, how).await,
        }
    }

    /// Sends a mended request. As long as the fault can mend the one that is refused, it is sent again.
    async fn send_mended(
        &self,
        fault: FaultKind,
        mended: WireRequest,
        seeds: &SeedValues,
    ) -> ResponseFacts {
        let mut mended = mended;
        let mut repairs = 0;
        loop {
            let request = RequestFacts::read(mended, seeds);
            let response = self.send(request.sent.clone()).await;
            repairs += 1;
            if response.row.is_none() || repairs == MAX_REPAIRS {
                return response;
            }
            let reaction = {
                let history = self.layer.history();
                fault.react(&CleanExchange::new(&request, &response, &history, seeds))
            };
            match reaction {
                Some(Reaction::Serve(next) | Reaction::Write(next)) => mended = next,
                Some(
                    Reaction::Replace(_)
                    | Reaction::SendAlso(_)
                    | Reaction::RefuseAs(..)
                    | Reaction::Ban { .. }
                    | Reaction::Deliver(_),
                )
                | None => return response,
            }
        }
    }
}

/// Returns a response with the rate limit headers of the one in whose place it is sent.
fn keep_rate_headers(response: WireResponse, replaced: &WireResponse) -> Response<Body> {
    let mut response = response;
    let kept = select_rate_headers(&replaced.headers);
    response.headers.extend(kept);
    response.into_http()
}
