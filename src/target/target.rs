//! The server under test, as the senders of requests see it.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderName;

use super::extra_headers::add_extra_headers;
use super::redact::SecretRedactor;
use super::{
    BaseUrl, CancelSignal, Credentials, ExchangeObserver, ExtraHeader, IncompleteResponsePart,
    Proxy, RequestCountsByScope, SendError, TargetOptions, TargetSetupError, TimeoutPhase,
    UserAgent,
};
use crate::contract::{RateLimits, TokenHeader};
use crate::exchange::{Exchange, Request, RequestHeaderValue, WireBytes};
use crate::target::throttle::{RequestThrottling, TargetThrottle, Urgency};
use crate::target::transport::choose_transport::{TransportKind, choose_transport};
use crate::target::transport::client_certificate::ClientCertificateResolver;
use crate::target::transport::outgoing::OutgoingRequest;
use crate::target::transport::pooled::PooledClient;
use crate::target::transport::raw::RawClient;
use crate::target::transport::send_errors::SendErrorConverter;
use crate::target::transport::tls;
use crate::target::url::UrlScheme;

/// The server under test: its base URL, the tokens that may be used, and the rate limits to stay under.
///
/// A clone is the same target and shares connections, throttle and traffic counts. So does [`Target::with_urgent_priority`], which differs only in priority.
///
/// ```
/// use badreq::target::{Credentials, Target, TargetOptions};
///
/// let base = "http://localhost:5000/v2".parse()?;
/// let target = Target::new(TargetOptions::new(base, Credentials::default()))?;
/// assert_eq!(target.base_url().to_string(), "http://localhost:5000/v2");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Target {
    inner: Arc<TargetInner>,
    throttling: RequestThrottling,
    /// The longest time that a response is awaited, if it is shorter than the timeouts.
    response_time_limit: Option<Duration>,
    observer: Option<Arc<dyn ExchangeObserver>>,
}

struct TargetInner {
    base_url: BaseUrl,
    credentials: Credentials,
    token_header: TokenHeader,
    extra_headers: Vec<ExtraHeader>,
    user_agent: UserAgent,
    redactor: SecretRedactor,
    throttle: TargetThrottle,
    pooled_client: PooledClient,
    raw_client: RawClient,
    max_body: usize,
    proxy: Option<Proxy>,
}

impl Target {
    /// Creates a target. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// Returns an error if the authorization header's name is invalid or that of an extra header, if the base URL needs TLS and this machine
    /// has no root certificates, or if the client can't be built.
    pub fn new(options: TargetOptions) -> Result<Self, TargetSetupError> {
        if HeaderName::from_bytes(options.token_header.name.as_bytes()).is_err() {
            return Err(TargetSetupError::InvalidAuthorizationHeader {
                name: options.token_header.name,
            });
        }
        let twice = |header: &&ExtraHeader| {
            let token = &options.token_header.name;
            header.name().eq_ignore_ascii_case(token)
        };
        if let Some(header) = options.extra_headers.iter().find(twice) {
            return Err(TargetSetupError::ConflictingExtraHeader {
                name: header.name().to_owned(),
            });
        }
        let authentication = ClientCertificateResolver::new(options.client_identity.clone());
        let tls = tls::build_tls_config(&options, authentication.clone())?;
        let errors = SendErrorConverter::new(&options, authentication);
        let inner = TargetInner {
            redactor: SecretRedactor::new(
                &options.credentials,
                &options.extra_headers,
                options.proxy.as_ref().and_then(Proxy::credentials),
            ),
            pooled_client: PooledClient::new(&options, tls.clone(), errors.clone())?,
            raw_client: RawClient::new(&options, tls, errors),
            max_body: options.max_body,
            proxy: options.proxy,
            base_url: options.base_url,
            credentials: options.credentials,
            token_header: options.token_header,
            extra_headers: options.extra_headers,
            user_agent: options.user_agent,
            throttle: TargetThrottle::new(options.rate_limits),
        };
        Ok(Self {
            inner: Arc::new(inner),
            throttling: RequestThrottling::Throttled(Urgency::Ordinary),
            response_time_limit: None,
            observer: None,
        })
    }

    /// Returns the same target with priority: its waiting requests leave before all requests of their scope that are not urgent.
    ///
    /// Urgent requests stay under the limits, too.
    #[must_use]
    pub fn with_urgent_priority(&self) -> Self {
        Self {
            throttling: RequestThrottling::Throttled(Urgency::Urgent),
            ..self.clone()
        }
    }

    /// Returns the same target for requests whose response is awaited no longer than this, from opening the connection on.
    #[must_use]
    pub fn with_response_time_limit(&self, limit: Duration) -> Self {
        Self {
            response_time_limit: Some(limit),
            ..self.clone()
        }
    }

    /// Returns the same target for requests that leave at once, as those of [`send_unthrottled`](Self::send_unthrottled).
    #[must_use]
    pub fn without_throttle(&self) -> Self {
        Self {
            throttling: RequestThrottling::Immediate,
            ..self.clone()
        }
    }

    /// Returns the same target with an observer of every response to what is sent through it and its clones.
    #[must_use]
    pub fn with_observer(self, observer: Arc<dyn ExchangeObserver>) -> Self {
        Self {
            observer: Some(observer),
            ..self
        }
    }

    /// Returns the base URL.
    #[must_use]
    pub fn base_url(&self) -> &BaseUrl {
        &self.inner.base_url
    }

    /// Returns the tokens that may be used.
    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        &self.inner.credentials
    }

    /// Returns the header that carries a token.
    #[must_use]
    pub fn token_header(&self) -> &TokenHeader {
        &self.inner.token_header
    }

    /// Shares the throttle with all processes that pass the same folder.
    pub fn share_throttle_across_processes(&self, folder: &Path) {
        self.inner.throttle.share_via_folder(folder);
    }

    /// Returns the rate limits that the target stays under, if there are any.
    #[must_use]
    pub fn rate_limits(&self) -> Option<&RateLimits> {
        self.inner.throttle.rate_limits()
    }

    /// Returns the value of `User-Agent`, which the callers that build requests use.
    #[must_use]
    pub fn user_agent(&self) -> &UserAgent {
        &self.inner.user_agent
    }

    /// Returns the request with the header fields that are added when it is sent.
    #[must_use]
    pub fn add_target_headers(&self, request: &Request) -> Request {
        add_extra_headers(request, &self.inner.extra_headers)
    }

    /// Sends a request when its scope's limit allows it, and returns the request with its response.
    ///
    /// The request leaves byte for byte: its method, its target after the base path, its headers with their values, its body, and
    /// the target's extra headers that it does not set itself, and `Accept-Encoding: identity` unless either sets this header. Only `host`, `content-length` (if there is a body) and `connection` are
    /// added, each unless the request sets it. Header names may be sent in lower case, which means the same. The response
    /// is read up to [`TargetOptions::max_body`] and within the [`ExchangeTimeouts`](super::ExchangeTimeouts); a body that is compressed
    /// all the same is decoded, and every token in it is redacted. Headers of the same name stand together where the first of them stood. A
    /// redirect is a response like any other and is not followed.
    ///
    /// GET and HEAD requests reuse connections. If a reused connection was closed before status and headers were complete, the
    /// request is sent once more, on a new connection. Other methods might have had their effect and are not repeated: they
    /// are sent on a new connection.
    ///
    /// The response's time includes opening a connection if the pooled client had no idle one.
    ///
    /// # Errors
    ///
    /// Returns an error if the request could not be sent or no complete HTTP response arrived in time; see [`SendError`].
    pub async fn send(&self, request: &Request) -> Result<Exchange, SendError> {
        self.acquire_permit_and_send(request, self.throttling, &CancelSignal::default())
            .await
    }

    /// Sends a request as [`send`](Self::send) does, unless the run is cancelled before the request's turn has come.
    ///
    /// A request that was already sent is waited for even so: it may have had its effect.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`send`](Self::send), and [`SendError::Cancelled`] if the request was not sent.
    pub async fn send_unless_cancelled(
        &self,
        request: &Request,
        stop: &CancelSignal,
    ) -> Result<Exchange, SendError> {
        self.acquire_permit_and_send(request, self.throttling, stop)
            .await
    }

    /// Sends a request at once, without regard to its scope's limit, as bursts do. Otherwise as [`send`](Self::send).
    ///
    /// The request is counted: throttled requests of the scope wait until the burst has left the window.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`send`](Self::send).
    pub async fn send_unthrottled(&self, request: &Request) -> Result<Exchange, SendError> {
        self.acquire_permit_and_send(
            request,
            RequestThrottling::Immediate,
            &CancelSignal::default(),
        )
        .await
    }

    /// Pauses the throttled requests of a scope for this time from now on, including those that already wait.
    ///
    /// Callers use it after a `Retry-After`. Returns `false` if the target's limits contain no such scope; then nothing is paused.
    pub fn pause_scope(&self, scope: &str, silence: Duration) -> bool {
        self.inner.throttle.pause_scope(scope, silence)
    }

    /// Pauses the throttled requests of every scope for a window: an earlier client may have used up the limits.
    pub fn pause_all_scopes(&self) {
        if let Some(limits) = self.rate_limits() {
            let window = Duration::from_millis(limits.window_ms);
            for scope in &limits.scopes {
                self.pause_scope(&scope.name, window);
            }
        }
    }

    /// Returns the counts of requests sent so far, through this target and all its clones.
    #[must_use]
    pub fn traffic(&self) -> RequestCountsByScope {
        self.inner.throttle.traffic()
    }

    /// Counts a request that is sent again because it had no response.
    pub fn record_resend(&self) {
        self.inner.throttle.record_resend();
    }

    /// Checks that a server responds at all: sends GET to the base URL and accepts any HTTP response.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no HTTP response; see [`SendError`].
    pub async fn check_reachable(&self) -> Result<(), SendError> {
        let agent = self.inner.user_agent.as_str();
        let request = Request {
            method: "GET".to_owned(),
            target: "/".to_owned(),
            headers: [("user-agent", agent), ("accept", "*/*")]
                .map(|(name, value)| {
                    (
                        name.to_owned(),
                        RequestHeaderValue::Plain(WireBytes::from(value)),
                    )
                })
                .to_vec(),
            body: None,
        };
        match self.send(&request).await {
            Ok(_) | Err(SendError::BodyTooLarge { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn acquire_permit_and_send(
        &self,
        request: &Request,
        manner: RequestThrottling,
        stop: &CancelSignal,
    ) -> Result<Exchange, SendError> {
        let inner = &self.inner;
        let request = self.add_target_headers(request);
        let compose = || {
            let extra = &inner.extra_headers;
            OutgoingRequest::from_request(&inner.base_url, &inner.credentials, extra, &request)
        };
        let outgoing = compose()?;
        let permit = || async {
            tokio::select! {
                biased;
                () = stop.wait_for_cancel() => Err(SendError::Cancelled),
                under_way = inner.throttle.acquire_permits(&request.method, &request.target, manner) => Ok(under_way),
            }
        };
        let first_permit = permit().await?;
        let repeatable = matches!(request.method.as_str(), "GET" | "HEAD");
        let reuse = inner.pooled_client.may_reuse_connection();
        let route = match choose_transport(&inner.base_url, &outgoing) {
            // If the server closes a connection while it is reused, the request is lost and no one is at fault.
            TransportKind::Pooled if reuse && !repeatable => TransportKind::Raw,
            route => route,
        };
        let receiving = async {
            let under_way = first_permit;
            match route {
                TransportKind::Raw => inner.raw_client.send(&outgoing).await,
                TransportKind::Pooled => match inner.pooled_client.send(outgoing).await {
                    Err(SendError::ConnectionBroken {
                        at: IncompleteResponsePart::Head,
                        ..
                    }) if reuse => {
                        drop(under_way);
                        let _under_way = permit().await?;
                        inner.throttle.record_resend();
                        inner.raw_client.send(&compose()?).await
                    }
                    other => other,
                },
            }
        };
        let incoming =
            match self.response_time_limit {
                None => receiving.await?,
                Some(limit) => tokio::time::timeout(limit, receiving).await.unwrap_or(Err(
                    SendError::Timeout {
                        phase: TimeoutPhase::FirstByte,
                        after: limit,
                    },
                ))?,
            };
        self.reject_proxy_authentication_required(incoming.status)?;
        let incoming = incoming.into_decoded(inner.max_body)?;
        let (response, timing) = incoming.into_redacted(&inner.redactor);
        let exchange = Exchange {
            request,
            response,
            timing,
        };
        if let Some(observer) = &self.observer {
            observer.observe_exchange(&exchange);
        }
        Ok(exchange)
    }
}

impl Target {
    /// Returns an error if a response is that of a forwarding proxy which demands credentials; only a proxy returns this status code.
    fn reject_proxy_authentication_required(&self, status: u16) -> Result<(), SendError> {
        match (&self.inner.proxy, self.inner.base_url.scheme()) {
            (Some(proxy), UrlScheme::Http) if status == 407 => {
                Err(SendError::ProxyAuthentication {
                    proxy: proxy.to_string(),
                })
            }
            (Some(_) | None, UrlScheme::Http | UrlScheme::Https) => Ok(()),
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("base", &self.inner.base_url)
            .field("credentials", &self.inner.credentials)
            .field("token_header", &self.inner.token_header)
            .field("pace", &self.inner.throttle)
            .finish_non_exhaustive()
    }
}
