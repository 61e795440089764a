//! The pooled transport: an HTTP client that reuses connections.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Client, Method, Url, redirect, retry};
use rustls::ClientConfig;
use tokio::time::{Instant, timeout, timeout_at};

use super::body_limit::LimitedBodyBuffer;
use super::dns::DnsResolver;
use super::incoming::{IncomingResponse, Stopwatch};
use super::outgoing::OutgoingRequest;
use super::proxy::Proxy;
use super::send_errors::SendErrorConverter;
use crate::target::{
    ExchangeTimeouts, IncompleteResponsePart, SendError, TargetOptions, TargetSetupError,
    TimeoutPhase,
};

/// The idle time after which a connection is not reused: servers close idle connections, and a request sent
/// at that moment is lost.
const IDLE_TIMEOUT: Duration = Duration::from_secs(2);

/// An HTTP client that adds only `host` to a request (and `accept`, so requests without it take the raw transport).
#[derive(Debug)]
pub(in crate::target) struct PooledClient {
    client: Client,
    origin: String,
    errors: SendErrorConverter,
    connect_timeout: Duration,
    first_byte_timeout: Duration,
    response_timeout: Duration,
    max_body: usize,
    has_responded: AtomicBool,
}

impl PooledClient {
    pub(in crate::target) fn new(
        options: &TargetOptions,
        tls: ClientConfig,
        errors: SendErrorConverter,
    ) -> Result<Self, TargetSetupError> {
        // The time to connect counts as response time, so it gets only half of it: if it took all of it, the failure would seem to be the server's.
        let failed = |error: reqwest::Error| TargetSetupError::ClientSetup {
            base: options.base_url.to_string(),
            detail: error.to_string(),
        };
        let ExchangeTimeouts {
            connect,
            first_byte,
            response: answer,
        } = options.timeouts;
        let first_byte = first_byte.min(answer);
        let connect = connect.min(first_byte / 2);
        let mut client = Client::builder()
            .tls_backend_preconfigured(tls)
            .http1_only()
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .no_proxy()
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(retry::never())
            .pool_idle_timeout(IDLE_TIMEOUT)
            .connect_timeout(connect)
            .dns_resolver(DnsResolver);
        if let Some(proxy) = &options.proxy {
            client = client.proxy(build_reqwest_proxy(proxy).map_err(failed)?);
        }
        Ok(Self {
            client: client.build().map_err(failed)?,
            origin: options.base_url.origin(),
            errors,
            connect_timeout: connect,
            first_byte_timeout: first_byte,
            response_timeout: answer,
            max_body: options.max_body,
            has_responded: AtomicBool::new(false),
        })
    }

    /// Reports whether a request may be sent on a reused connection.
    pub(in crate::target) fn may_reuse_connection(&self) -> bool {
        self.has_responded.load(Ordering::Relaxed)
    }

    pub(in crate::target) async fn send(
        &self,
        outgoing: OutgoingRequest,
    ) -> Result<IncomingResponse, SendError> {
        let request = self.build_request(outgoing)?;
        let incoming = self.send_and_read(request).await?;
        self.has_responded.store(true, Ordering::Relaxed);
        Ok(incoming)
    }

    async fn send_and_read(
        &self,
        request: reqwest::Request,
    ) -> Result<IncomingResponse, SendError> {
        let stopwatch = Stopwatch::start();
        let end = Instant::now() + self.response_timeout;
        let mut response = timeout(self.first_byte_timeout, self.client.execute(request))
            .await
            .map_err(|_elapsed| SendError::Timeout {
                phase: TimeoutPhase::FirstByte,
                after: self.first_byte_timeout,
            })?
            .map_err(|error| {
                self.errors
                    .convert_reqwest_error(&error, self.connect_timeout)
            })?;
        let mut body = LimitedBodyBuffer::new(self.max_body);
        let read = async {
            while let Some(piece) = response.chunk().await.map_err(|error| {
                self.errors
                    .convert_response_error(&error, IncompleteResponsePart::Body)
            })? {
                body.push(&piece)?;
            }
            Ok(())
        };
        timeout_at(end, read)
            .await
            .unwrap_or(Err(SendError::Timeout {
                phase: TimeoutPhase::Response,
                after: self.response_timeout,
            }))?;
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
            .collect();
        Ok(IncomingResponse {
            status: response.status().as_u16(),
            headers,
            body: body.into_bytes(),
            timing: stopwatch.stop(),
        })
    }

    fn build_request(&self, outgoing: OutgoingRequest) -> Result<reqwest::Request, SendError> {
        let unsendable = |error: &dyn std::error::Error| SendError::Unsendable {
            detail: error.to_string(),
        };
        let method =
            Method::from_bytes(outgoing.method.as_bytes()).map_err(|error| unsendable(&error))?;
        let url = Url::parse(&format!("{}{}", self.origin, outgoing.target))
            .map_err(|error| unsendable(&error))?;
        let mut request = reqwest::Request::new(method, url);
        for (name, value) in outgoing.headers {
            let name =
                HeaderName::from_bytes(name.as_bytes()).map_err(|error| unsendable(&error))?;
            let mut value = HeaderValue::from_bytes(&value).map_err(|error| unsendable(&error))?;
            // Keeps header values out of the client's debug output.
            value.set_sensitive(true);
            request.headers_mut().append(name, value);
        }
        *request.body_mut() = outgoing.body.map(reqwest::Body::from);
        Ok(request)
    }
}

/// Builds the HTTP client's own description of a proxy.
fn build_reqwest_proxy(proxy: &Proxy) -> Result<reqwest::Proxy, reqwest::Error> {
    let own = reqwest::Proxy::all(proxy.to_string())?;
    // Base64 text can always be sent.
    let authorization = proxy
        .authorization()
        .and_then(|value| HeaderValue::try_from(value).ok());
    Ok(match authorization {
        Some(mut value) => {
            value.set_sensitive(true);
            own.custom_http_auth(value)
        }
        None => own,
    })
}
