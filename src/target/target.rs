//! The server under test, as those who send see it.

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

/// The server under test: where it is, whose tokens may be used, and how fast it may be asked.
///
/// A clone is the same target: it shares connections, pace and traffic. So is [`Target::urgent`], but for its place in line.
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
    /// Sets up a target. Nothing is sent yet.
    ///
    /// # Errors
    ///
    /// When the authorization header's name is none or that of an extra header, when the base URL needs TLS and this machine has no root
    /// certificates, or when the client cannot be built.
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

    /// The same target, asked in a hurry: what waits for its scope's turn goes before all that is not urgent.
    ///
    /// The limits are kept all the same.
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

    /// Where it is.
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        &self.inner.base
    }

    /// Whose tokens may be used.
    #[must_use]
    pub fn credentials(&self) -> &Credentials {
        &self.inner.credentials
    }

    /// The name of the header that carries a token.
    #[must_use]
    pub fn authorization_header(&self) -> &str {
        &self.inner.authorization_header
    }

    /// Keeps under the limits together with all processes that name the same folder.
    pub fn share_pace(&self, folder: &Path) {
        self.inner.pace.share(folder);
    }

    /// The limits that it is kept under, where there are any.
    #[must_use]
    pub fn limits(&self) -> Option<&RateLimits> {
        self.inner.pace.limits()
    }

    /// Who asks, as the target is told by whoever makes requests.
    #[must_use]
    pub fn user_agent(&self) -> &UserAgent {
        &self.inner.user_agent
    }

    /// Sends a request when its scope's turn has come, and gives back what was said and what came back.
    ///
    /// What leaves is the request to the byte: its method, its target behind the base path, its headers with their
    /// values and its body, and the target's extra headers where it does not say them itself. Only `host`, `content-length` (where there is a body) and `connection` are added, each
    /// unless the request says it itself. Names of headers may leave in lower case; they mean the same. What comes
    /// back is read up to [`TargetOptions::max_body`] and for no longer than [`Timeouts`](super::Timeouts) allow, and
    /// every token in it is replaced. Headers of the same name stand together where the first of them stood. A
    /// redirect is an answer like any other and is not followed.
    ///
    /// Reads use connections again. Where one of them turns out to be closed before status and headers were complete, a
    /// GET or HEAD is sent once more, on a new one. Other methods might have had their effect and are not repeated: they
    /// leave on a connection that nothing was sent on before.
    ///
    /// The response's time includes opening a connection where none was free and the request needs no connection of its own.
    ///
    /// # Errors
    ///
    /// When the request could not be sent or no complete HTTP response came in time; see [`SendError`].
    pub async fn send(&self, request: &Request) -> Result<Exchange, SendError> {
        self.exchange(request, Manner::Paced(self.urgency), &Stop::default())
            .await
    }

    /// Sends a request like [`send`](Self::send), unless somebody wishes to stop before its turn has come.
    ///
    /// What has left is waited for all the same: it may have had its effect.
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send), and with [`SendError::Stopped`] where it was not sent.
    pub async fn send_unless(&self, request: &Request, stop: &Stop) -> Result<Exchange, SendError> {
        self.exchange(request, Manner::Paced(self.urgency), stop)
            .await
    }

    /// Sends a request at once, without regard to its scope's limit, as a burst does.
    ///
    /// It is counted all the same: paced requests of the scope wait until the burst has left the window. Otherwise as [`send`](Self::send).
    ///
    /// # Errors
    ///
    /// As [`send`](Self::send).
    pub async fn send_unpaced(&self, request: &Request) -> Result<Exchange, SendError> {
        self.exchange(request, Manner::AtOnce, &Stop::default())
            .await
    }

    /// Keeps the paced requests of a scope back for so long from now on, even those that wait already.
    ///
    /// For who was told to retry later. `false` where the target's limits know no such scope, and nothing is kept back.
    pub fn hold(&self, scope: &str, silence: Duration) -> bool {
        self.inner.pace.hold(scope, silence)
    }

    /// Keeps the paced requests of every scope back for a window: whoever was there a moment ago may have used the limits up.
    pub fn hold_all(&self) {
        if let Some(limits) = self.limits() {
            let window = Duration::from_millis(limits.window_ms);
            for scope in &limits.scopes {
                self.hold(&scope.name, window);
            }
        }
    }

    /// What was sent so far, through this target and all its clones.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.inner.pace.traffic()
    }

    /// Counts a request that is sent again because no answer came to it.
    pub fn note_repeated(&self) {
        self.inner.pace.note_repeated();
    }

    /// Finds out whether there is a server at all: it asks for the base URL, and any HTTP answer will do.
    ///
    /// # Errors
    ///
    /// When there is no HTTP answer; see [`SendError`].
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
            // Where a server closes a connection while it is used again, the request is lost and nobody to blame.
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
