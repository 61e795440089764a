//! The pooled transport: an HTTP client that reuses connections.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::header::{HeaderName, HeaderValue};
use reqwest::{Client, Method, Url, redirect, retry};
use rustls::ClientConfig;
use tokio::time::{Instant, timeout, timeout_at};

use super::classify;
use super::incoming::{BoundedBody, Incoming, Stopwatch};
use super::lookup::Lookup;
use super::outgoing::Outgoing;
use crate::target::{BrokenAt, Phase, SendError, TargetError, TargetOptions, Timeouts};

/// The idle time after which a connection is not reused: servers close idle connections, and a request sent
/// at that moment is lost.
const IDLE: Duration = Duration::from_secs(2);

/// An HTTP client that adds only `host` to a request (and `accept`, so requests without it take the raw transport).
#[derive(Debug)]
pub(in crate::target) struct Pooled {
    client: Client,
    origin: String,
    address: String,
    connect: Duration,
    first_byte: Duration,
    answer: Duration,
    max_body: usize,
    answered: AtomicBool,
}

impl Pooled {
    pub(in crate::target) fn new(
        options: &TargetOptions,
        tls: ClientConfig,
    ) -> Result<Self, TargetError> {
        // The time to connect counts as response time, so it gets only half of it: if it took all of it, the failure would seem to be the server's.
        let failed = |error: reqwest::Error| TargetError::Client {
            base: options.base.to_string(),
            detail: error.to_string(),
        };
        let Timeouts {
            connect,
            first_byte,
            answer,
        } = options.timeouts;
        let first_byte = first_byte.min(answer);
        let connect = connect.min(first_byte / 2);
        let mut client = Client::builder()
            .tls_backend_preconfigured(tls)
            .http1_only()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(retry::never())
            .pool_idle_timeout(IDLE)
            .connect_timeout(connect)
            .dns_resolver(Lookup);
        if let Some(proxy) = &options.proxy {
            client = client.proxy(reqwest::Proxy::all(proxy.to_string()).map_err(failed)?);
        }
        Ok(Self {
            client: client.build().map_err(failed)?,
            origin: options.base.origin(),
            address: options.address(),
            connect,
            first_byte,
            answer,
            max_body: options.max_body,
            answered: AtomicBool::new(false),
        })
    }

    /// Reports whether a request may be sent on a reused connection.
    pub(in crate::target) fn may_reuse(&self) -> bool {
        self.answered.load(Ordering::Relaxed)
    }

    pub(in crate::target) async fn exchange(
        &self,
        outgoing: Outgoing,
    ) -> Result<Incoming, SendError> {
        let request = self.request(outgoing)?;
        let incoming = self.converse(request).await?;
        self.answered.store(true, Ordering::Relaxed);
        Ok(incoming)
    }

    async fn converse(&self, request: reqwest::Request) -> Result<Incoming, SendError> {
        let stopwatch = Stopwatch::start();
        let end = Instant::now() + self.answer;
        let mut response = timeout(self.first_byte, self.client.execute(request))
            .await
            .map_err(|_elapsed| SendError::Timeout {
                phase: Phase::FirstByte,
                after: self.first_byte,
            })?
            .map_err(|error| classify::client(&error, &self.address, self.connect))?;
        let mut body = BoundedBody::new(self.max_body);
        let read = async {
            while let Some(piece) = response
                .chunk()
                .await
                .map_err(|error| classify::answer(&error, BrokenAt::Body))?
            {
                body.push(&piece)?;
            }
            Ok(())
        };
        timeout_at(end, read)
            .await
            .unwrap_or(Err(SendError::Timeout {
                phase: Phase::Answer,
                after: self.answer,
            }))?;
        let headers = response
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
            .collect();
        Ok(Incoming {
            status: response.status().as_u16(),
            headers,
            body: body.into_bytes(),
            timing: stopwatch.stop(),
        })
    }

    fn request(&self, outgoing: Outgoing) -> Result<reqwest::Request, SendError> {
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
