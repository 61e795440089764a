//! The server under test, as the senders of requests see it.

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderName;

use super::extra_headers::with_extra;
use super::redact::Redactor;
use super::{
    BaseUrl, BrokenAt, Credentials, ExtraHeader, ObserveResponses, SendError, Stop, TargetError,
    TargetOptions, Traffic, UserAgent,
};
use crate::contract::RateLimits;
use crate::exchange::{Bytes, Exchange, HeaderValue, Request};
use crate::target::throttle::{Manner, Pace, Urgency};
use crate::target::transport::outgoing::Outgoing;
use crate::target::transport::pooled::Pooled;
use crate::target::transport::raw::Verbatim;
use crate::target::transport::route::{Route, route};
use crate::target::transport::tls;

/// The server under test: its base URL, the tokens that may be used, and the rate limits to stay under.
///
/// A clone is the same target and shares connections, throttle and traffic counts. So does [`Target::urgent`], which differs only in priority.
///
/// ```
/// use badreq::target::{Credentials, Target, TargetOptions};
///
/// let base = "http://localhost:5000/v2".parse()?;
/// let target = Target::connect(TargetOptions::new(base, Credentials::default()))?;
/// assert_eq!(target.base().to_string(), "http://localhost:5000/v2");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Target {
    inner: Arc<Inner>,
    urgency: Urgency,
    observer: Option<Arc<dyn ObserveResponses>>,
}

struct Inner {
    base: BaseUrl,
    credentials: Credentials,
    authorization_header: String,
    extra_headers: Vec<ExtraHeader>,
    user_agent: UserAgent,
    redactor: Redactor,
    pace: Pace,
    client: Pooled,
    verbatim: Verbatim,
}

impl Target {
    /// Creates a target. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// Returns an error if the authorization header's name is invalid or that of an extra header, if the base URL needs TLS and this machine
    /// has no root certificates, or if the client can't be built.
    pub fn connect(options: TargetOptions) -> Result<Self, TargetError> {
        if HeaderName::from_bytes(options.authorization_header.as_bytes()).is_err() {
            return Err(TargetError::AuthorizationHeader {
                name: options.authorization_header,
            });
        }
        let twice = |header: &&ExtraHeader| {
            let token = &options.authorization_header;
            header.name().eq_ignore_ascii_case(token)
        };
        if let Some(header) = options.extra_headers.iter().find(twice) {
            return Err(TargetError::ExtraHeader {
                name: header.name().to_owned(),
            });
        }
        let tls = tls::configuration(&options)?;
        let inner = Inner {
            redactor: Redactor::new(&options.credentials, &options.extra_headers),
            client: Pooled::new(&options, tls.clone())?,
            verbatim: Verbatim::new(&options, tls),
            base: options.base,
            credentials: options.credentials,
            authorization_header: options.authorization_header,
            extra_headers: options.extra_headers,
            user_agent: options.user_agent,
            pace: Pace::new(options.limits),
        };
        Ok(Self {
            inner: Arc::new(inner),
            urgency: Urgency::Ordinary,
            observer: None,
        })
    }

    /// Returns the same target with priority: its waiting requests leave before all requests of their scope that are not urgent.
    ///
    /// Urgent requests stay under the limits, too.
    #[must_use]
    pub fn urgent(&self) -> Self {
        Self {
            inner: Arc::clone(&self.inner),
            urgency: Urgency::Urgent,
            observer: self.observer.clone(),
        }
    }

    /// Returns the same target with an observer of every response to what is sent through it and its clones.
    #[must_use]
    pub fn observed_by(self, observer: Arc<dyn ObserveResponses>) -> Self {
        Self {
            observer: Some(observer),
            ..self
        }
    }

    /// Returns the base URL.
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        &self.inner.base
    }

    /// Returns the tokens that may be used.
    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        &self.inner.credentials
    }

    /// Returns the name of the header that carries a token.
    #[must_use]
    pub fn authorization_header(&self) -> &str {
        &self.inner.authorization_header
    }

    /// Shares the throttle with all processes that pass the same folder.
    pub fn share_pace(&self, folder: &Path) {
        self.inner.pace.share(folder);
    }

    /// Returns the rate limits that the target stays under, if there are any.
    #[must_use]
    pub fn limits(&self) -> Option<&RateLimits> {
        self.inner.pace.limits()
    }

    /// Returns the value of `User-Agent`, which the callers that build requests use.
    #[must_use]
    pub fn user_agent(&self) -> &UserAgent {
        &self.inner.user_agent
    }

    /// Sends a request when its scope's limit allows it, and returns the request with its response.
    ///
    /// The request leaves byte for byte: its method, its target after the base path, its headers with their values, its body, and
    /// the target's extra headers that it does not set itself. Only `host`, `content-length` (if there is a body) and `connection` are
    /// added, each unless the request sets it. Header names may be sent in lower case, which means the same. The response
    /// is read up to [`TargetOptions::max_body`] and within the [`Timeouts`](super::Timeouts), and
    /// every token in it is redacted. Headers of the same name stand together where the first of them stood. A
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
        self.exchange(request, Manner::Paced(self.urgency), &Stop::default())
            .await
    }

    /// Sends a request as [`send`](Self::send) does, unless the run is cancelled before the request's turn has come.
    ///
    /// A request that was already sent is waited for even so: it may have had its effect.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`send`](Self::send), and [`SendError::Stopped`] if the request was not sent.
    pub async fn send_unless(&self, request: &Request, stop: &Stop) -> Result<Exchange, SendError> {
        self.exchange(request, Manner::Paced(self.urgency), stop)
            .await
    }

    /// Sends a request at once, without regard to its scope's limit, as bursts do. Otherwise as [`send`](Self::send).
    ///
    /// The request is counted: throttled requests of the scope wait until the burst has left the window.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`send`](Self::send).
    pub async fn send_unpaced(&self, request: &Request) -> Result<Exchange, SendError> {
        self.exchange(request, Manner::AtOnce, &Stop::default())
            .await
    }

    /// Pauses the throttled requests of a scope for this time from now on, including those that already wait.
    ///
    /// Callers use it after a `Retry-After`. Returns `false` if the target's limits contain no such scope; then nothing is paused.
    pub fn hold(&self, scope: &str, silence: Duration) -> bool {
        self.inner.pace.hold(scope, silence)
    }

    /// Pauses the throttled requests of every scope for a window: an earlier client may have used up the limits.
    pub fn hold_all(&self) {
        if let Some(limits) = self.limits() {
            let window = Duration::from_millis(limits.window_ms);
            for scope in &limits.scopes {
                self.hold(&scope.name, window);
            }
        }
    }

    /// Returns the counts of requests sent so far, through this target and all its clones.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.inner.pace.traffic()
    }

    /// Counts a request that is sent again because it had no response.
    pub fn note_repeated(&self) {
        self.inner.pace.note_repeated();
    }

    /// Checks that a server responds at all: sends GET to the base URL and accepts any HTTP response.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no HTTP response; see [`SendError`].
    pub async fn reachable(&self) -> Result<(), SendError> {
        let agent = self.inner.user_agent.as_str();
        let request = Request {
            method: "GET".to_owned(),
            target: "/".to_owned(),
            headers: [("user-agent", agent), ("accept", "*/*")]
                .map(|(name, value)| (name.to_owned(), HeaderValue::Plain(Bytes::from(value))))
                .to_vec(),
            body: None,
        };
        match self.send(&request).await {
            Ok(_) | Err(SendError::TooLarge { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn exchange(
        &self,
        request: &Request,
        manner: Manner,
        stop: &Stop,
    ) -> Result<Exchange, SendError> {
        let inner = &self.inner;
        let request = with_extra(request, &inner.extra_headers);
        let compose = || {
            let extra = &inner.extra_headers;
            Outgoing::compose(&inner.base, &inner.credentials, extra, &request)
        };
        let outgoing = compose()?;
        let permit = || async {
            tokio::select! {
                biased;
                () = stop.pulled() => Err(SendError::Stopped),
                under_way = inner.pace.permit(&request.method, &request.target, manner) => Ok(under_way),
            }
        };
        let under_way = permit().await?;
        let repeatable = matches!(request.method.as_str(), "GET" | "HEAD");
        let reuse = inner.client.may_reuse();
        let route = match route(&inner.base, &outgoing) {
            // If the server closes a connection while it is reused, the request is lost and no one is at fault.
            Route::Client if reuse && !repeatable => Route::Verbatim,
            route => route,
        };
        let incoming = match route {
            Route::Verbatim => inner.verbatim.exchange(&outgoing).await?,
            Route::Client => match inner.client.exchange(outgoing).await {
                Err(SendError::Broken {
                    at: BrokenAt::Head, ..
                }) if reuse => {
                    drop(under_way);
                    let _under_way = permit().await?;
                    inner.pace.note_repeated();
                    inner.verbatim.exchange(&compose()?).await?
                }
                other => other?,
            },
        };
        let (response, timing) = incoming.redacted(&inner.redactor);
        let exchange = Exchange {
            request,
            response,
            timing,
        };
        if let Some(observer) = &self.observer {
            observer.observe(&exchange);
        }
        Ok(exchange)
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("base", &self.inner.base)
            .field("credentials", &self.inner.credentials)
            .field("authorization_header", &self.inner.authorization_header)
            .field("pace", &self.inner.pace)
            .finish_non_exhaustive()
    }
}
