//! An exchange with the server without faults, and those before it.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

use axum::http::Method;
use axum::http::header::AUTHORIZATION;
use badreq_reference::{DocumentedError, SeedValues};

use super::request::RequestFacts;
use super::response::ResponseFacts;

/// A request, the response of the server without faults, and what came before.
#[derive(Clone, Copy, Debug)]
pub(super) struct CleanExchange<'a> {
    pub(super) request: &'a RequestFacts,
    pub(super) response: &'a ResponseFacts,
    pub(super) history: &'a ExchangeHistory,
    pub(super) seeds: &'a SeedValues,
    pub(super) at: Instant,
}

impl<'a> CleanExchange<'a> {
    /// Creates the exchange that ends now.
    pub(super) fn new(
        request: &'a RequestFacts,
        response: &'a ResponseFacts,
        history: &'a ExchangeHistory,
        seeds: &'a SeedValues,
    ) -> Self {
        Self {
            request,
            response,
            history,
            seeds,
            at: Instant::now(),
        }
    }

    /// Returns the row of the refusal; `None` for a success.
    pub(super) fn refusal_row(&self) -> Option<DocumentedError> {
        self.response.row
    }

    /// Returns the rate limit scope of the request; `None` if no limit applies.
    pub(super) fn rate_limit_scope(&self) -> Option<&str> {
        self.response.header("x-ratelimit-scope")
    }

    /// Returns the number in a rate limit header.
    pub(super) fn parse_rate_header(&self, name: &str) -> Option<u64> {
        self.response.header(name)?.parse().ok()
    }

    /// Reports whether the request was refused because of the rate limit.
    pub(super) fn is_rate_refusal(&self) -> bool {
        self.refusal_row() == Some(DocumentedError::TooManyRequests)
    }

    /// Returns `retry_after` of the response.
    pub(super) fn retry_after(&self) -> Duration {
        let json = self.response.json.as_ref();
        let millis = json.and_then(|json| json.get("retry_after")?.as_u64());
        Duration::from_millis(millis.unwrap_or_default())
    }

    /// Reports whether a fault keeps the scope of the request closed.
    pub(super) fn is_scope_banned(&self) -> bool {
        let until = self
            .rate_limit_scope()
            .and_then(|scope| self.history.bans.get(scope));
        until.is_some_and(|until| self.at < *until)
    }
}

/// What a server with faults remembers.
#[derive(Debug, Default)]
pub(super) struct ExchangeHistory {
    /// Requests that were refused, by their hash.
    refused: HashSet<u64>,
    refusals: u64,
    /// How many requests to each path came without a valid token where one is needed.
    unauthorized: HashMap<String, u64>,
    /// The first successful response to each read, by its hash with the token.
    own_reads: HashMap<u64, ResponseFacts>,
    /// The first response to each read, by its hash without the token.
    reads: HashMap<u64, ResponseFacts>,
    /// The last valid token.
    token: Option<String>,
    /// The times until which faults keep scopes closed.
    bans: HashMap<String, Instant>,
}

impl ExchangeHistory {
    /// Records an exchange.
    pub(super) fn record_exchange(&mut self, request: &RequestFacts, response: &ResponseFacts) {
        if request.sent.method == Method::GET {
            self.record_read_response(request, response);
        }
        if let Some(row) = response.row {
            self.refusals += 1;
            self.refused.insert(hash_request(request));
            if row == DocumentedError::Unauthorized {
                *self
                    .unauthorized
                    .entry(request.sent.path.clone())
                    .or_default() += 1;
            }
        } else if let Some(token) = request.sent.header(&AUTHORIZATION) {
            self.token = Some(token.to_owned());
        }
    }

    fn record_read_response(&mut self, request: &RequestFacts, response: &ResponseFacts) {
        let shared = self.reads.entry(hash_path_and_query(request));
        shared.or_insert_with(|| response.clone());
        if response.is_success() {
            let own = self.own_reads.entry(hash_request(request));
            own.or_insert_with(|| response.clone());
        }
    }

    /// Keeps a scope closed until then.
    pub(super) fn ban_scope(&mut self, scope: &str, until: Instant) {
        self.bans.insert(scope.to_owned(), until);
    }

    /// Reports whether the same request was refused before.
    pub(super) fn was_request_refused(&self, request: &RequestFacts) -> bool {
        self.refused.contains(&hash_request(request))
    }

    /// Returns the number of refusals so far.
    pub(super) fn refusal_count(&self) -> u64 {
        self.refusals
    }

    /// Returns how many requests to this path came without a valid token.
    pub(super) fn unauthorized_count(&self, path: &str) -> u64 {
        self.unauthorized.get(path).copied().unwrap_or_default()
    }

    /// Returns the first successful response to the same read with the same token.
    pub(super) fn first_response_to_caller(
        &self,
        request: &RequestFacts,
    ) -> Option<&ResponseFacts> {
        self.own_reads.get(&hash_request(request))
    }

    /// Returns the first response to the same read, whoever sent it.
    pub(super) fn first_response_to_anyone(
        &self,
        request: &RequestFacts,
    ) -> Option<&ResponseFacts> {
        self.reads.get(&hash_path_and_query(request))
    }

    /// Returns the last valid token.
    pub(super) fn last_token(&self) -> Option<&str> {
        self.token.as_deref()
    }
}

fn hash_path_and_query(request: &RequestFacts) -> u64 {
    let mut hasher = DefaultHasher::new();
    request.sent.path.hash(&mut hasher);
    request.sent.query.hash(&mut hasher);
    hasher.finish()
}

fn hash_request(request: &RequestFacts) -> u64 {
    let sent = &request.sent;
    let mut hasher = DefaultHasher::new();
    sent.method.hash(&mut hasher);
    sent.path.hash(&mut hasher);
    sent.query.hash(&mut hasher);
    for (name, value) in &sent.headers {
        name.hash(&mut hasher);
        value.hash(&mut hasher);
    }
    sent.body.hash(&mut hasher);
    hasher.finish()
}
