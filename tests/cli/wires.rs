//! Servers that break the contract in ways that no broken row has.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn, map_response};
use axum::response::{IntoResponse, Response};
use badreq_reference::{ServerOptions, Wire, start};
use tokio::runtime::Runtime;

/// A server that serves every fifth request that it should refuse. The cases of messages are no multiple of five.
#[derive(Debug, Default)]
pub(crate) struct Forgetful(Arc<AtomicUsize>);

impl Wire for Forgetful {
    fn wrap_router(&self, router: Router) -> Router {
        let refused = Arc::clone(&self.0);
        router.layer(map_response(move |response: Response| {
            let is_refusal = response.status().is_client_error();
            let is_fifth = is_refusal && refused.fetch_add(1, Ordering::Relaxed) % 5 == 4;
            async move {
                if is_fifth {
                    json_response(StatusCode::OK, "{}")
                } else {
                    response
                }
            }
        }))
    }
}

/// A server that refuses every POST to a path.
#[derive(Debug)]
pub(crate) struct Refusing(pub(crate) &'static str);

impl Wire for Refusing {
    fn wrap_router(&self, router: Router) -> Router {
        let path = self.0;
        router.layer(from_fn(move |request: Request, next: Next| async move {
            if request.method() == Method::POST && request.uri().path() == path {
                let body = r#"{"message":"400: Bad Request","code":0}"#;
                json_response(StatusCode::BAD_REQUEST, body)
            } else {
                next.run(request).await
            }
        }))
    }
}

/// A server on which each account may change the members of the other one.
#[derive(Debug)]
pub(crate) struct Ownerless {
    tokens: [HeaderValue; 2],
}

impl Ownerless {
    /// Reads the tokens from a server with the same seed.
    pub(crate) fn new() -> Self {
        let runtime = Runtime::new().expect("the system has threads");
        let server = runtime.block_on(start(ServerOptions::default()));
        let server = server.expect("a port is free");
        let tokens = [
            &server.seed_values().token,
            &server.seed_values().stranger_token,
        ];
        Self {
            tokens: tokens.map(|token| token.parse().expect("a token is a header value")),
        }
    }
}

impl Wire for Ownerless {
    fn wrap_router(&self, router: Router) -> Router {
        let tokens = self.tokens.clone();
        router.layer(from_fn(move |request: Request, next: Next| {
            let tokens = tokens.clone();
            async move {
                if request.method() != Method::PATCH
                    || !request.uri().path().starts_with("/v2/members/")
                {
                    return next.run(request).await;
                }
                let (mut head, body) = request.into_parts();
                let body = to_bytes(body, usize::MAX).await.expect("it is whole");
                let once = Request::from_parts(head.clone(), Body::from(body.clone()));
                let response = next.clone().run(once).await;
                let given = head.headers.get(AUTHORIZATION);
                let other = match tokens.iter().position(|token| Some(token) == given) {
                    Some(place) if response.status() == StatusCode::FORBIDDEN => &tokens[1 - place],
                    Some(_) | None => return response,
                };
                head.headers.insert(AUTHORIZATION, other.clone());
                next.run(Request::from_parts(head, body.into())).await
            }
        }))
    }
}

fn json_response(status: StatusCode, body: &'static str) -> Response {
    let kind = [("content-type", "application/json")];
    (status, kind, body).into_response()
}
