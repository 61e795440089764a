//! A homeserver that keeps a few rooms in memory. Its errors are those of `contract.toml`.

mod homeserver;
mod refusals;
mod requests;

use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::homeserver::Homeserver;
use crate::refusals::{RATE_EXCEEDED, Refusal};
use crate::requests::Request;

/// The name of the server, with which the ids of users, rooms and aliases end.
pub const SERVER_NAME: &str = "matrix.test";

/// The access tokens of the two users, alice and bob.
pub const TOKENS: [&str; 2] = ["token_of_alice", "token_of_bob"];

const BASE_PATH: &str = "/_matrix/client/v3/";

/// The header field of a request that is refused for the rate.
const RATE_LIMIT_HEADER: &str = "x-test-rate-limit";

/// A mistake that the server makes on request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatrixFault {
    /// An alias that does not exist has the code of an endpoint that does not exist.
    WrongCode,
    /// A refusal for the rate lets the client try again at once.
    WrongWait,
    /// The state of a room is set although the request is refused.
    ChangesAnyway,
}

/// A server that runs for as long as the runtime.
#[derive(Debug)]
pub struct Matrix {
    address: String,
    homeserver: Arc<Mutex<Homeserver>>,
}

impl Matrix {
    /// Opens a server without rooms on this port of this machine; 0 stands for any free one.
    ///
    /// # Errors
    /// Fails if the port is taken.
    pub async fn open(port: u16, fault: Option<MatrixFault>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        let address = listener.local_addr()?.to_string();
        let homeserver = Arc::new(Mutex::new(Homeserver::new(fault)));
        let router = Router::new()
            .fallback(respond)
            .with_state(Arc::clone(&homeserver));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self {
            address,
            homeserver,
        })
    }

    /// Returns the base URL of the API.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, BASE_PATH.trim_end_matches('/'))
    }

    /// Lists what clients created or changed and did not undo: rooms, aliases, filters and display names.
    #[must_use]
    pub fn list_leftovers(&self) -> Vec<String> {
        lock(&self.homeserver).list_leftovers()
    }
}

fn lock(homeserver: &Mutex<Homeserver>) -> MutexGuard<'_, Homeserver> {
    homeserver.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn respond(
    State(homeserver): State<Arc<Mutex<Homeserver>>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut homeserver = lock(&homeserver);
    let decode = |own| percent_decode_str(own).decode_utf8_lossy().into_owned();
    let path = uri.path().strip_prefix(BASE_PATH).unwrap_or_default();
    let path: Vec<String> = path.split('/').map(decode).collect();
    let request = Request {
        method: method.as_str(),
        path: path.iter().map(String::as_str).collect(),
        username: uri.query().and_then(|own| own.strip_prefix("username=")),
        authorization: headers.get(header::AUTHORIZATION),
        body: &body,
    };
    let result = if headers.contains_key(RATE_LIMIT_HEADER) {
        Err(RATE_EXCEEDED)
    } else {
        homeserver.respond(&request)
    };
    let (status, body) = match result {
        Ok(body) => (StatusCode::OK, body),
        Err(refusal) => render_refusal(refusal, homeserver.fault),
    };
    let content_type = [(header::CONTENT_TYPE, "application/json")];
    (status, content_type, body.to_string()).into_response()
}

fn render_refusal(refusal: Refusal, fault: Option<MatrixFault>) -> (StatusCode, Value) {
    let (status, code, message) = refusal;
    let mut body = json!({ "errcode": code, "error": message });
    if refusal == RATE_EXCEEDED {
        let is_wrong = fault == Some(MatrixFault::WrongWait);
        body["retry_after_ms"] = if is_wrong { 0.into() } else { 20.into() };
    }
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, body)
}
