//! A running reference server: starting, inspecting and stopping it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::api::{ApiHandler, ServerRateLimiters};
use super::intercepted_connection::InterceptedListener;
use super::limiter::ScopeRates;
use super::moment::RequestTime;
use super::options::{RecordingMode, ServerOptions};
use super::random::SeededRandom;
use super::rate_limits::ServerRateLimitsError;
use super::recorder::{RecordedRequest, RequestRecorder};
use super::router::build_router;
use super::seams::RequestSeams;
use super::seed::{SeedValues, seed_store};

/// The longest time that a shutdown waits for requests in flight.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(3);

/// The reason why a reference server did not start.
#[derive(Debug, thiserror::Error)]
pub enum ServerStartError {
    /// The server can't listen on the address.
    #[error(
        "cannot listen on {addr} for the reference server; choose another address, or port 0 for any free one"
    )]
    Bind {
        /// The requested address.
        addr: SocketAddr,
        /// The error of the operating system.
        source: std::io::Error,
    },
    /// A rate limit is 0 and would refuse every request.
    #[error("cannot start the reference server")]
    Limits(#[from] ServerRateLimitsError),
}

/// A running reference server. It stops when it is shut down or dropped.
#[derive(Debug)]
pub struct ReferenceServer {
    addr: SocketAddr,
    api: Arc<ApiHandler>,
    seeds: SeedValues,
    recorder: RequestRecorder,
    /// The stop signal: sending or dropping it stops the server.
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

/// Starts a reference server on the current runtime.
///
/// The address is bound when this returns, so that [`ReferenceServer::url`] can be called at once.
///
/// # Errors
///
/// Returns [`ServerStartError::Bind`] if the address is taken or not this machine's, and [`ServerStartError::Limits`] for a limit of 0.
///
/// ```
/// use badreq_reference::{ServerOptions, start};
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
/// # runtime.block_on(async {
/// let server = start(ServerOptions::default()).await?;
/// assert!(server.url().ends_with("/v2"));
/// server.shutdown().await;
/// # Ok::<(), badreq_reference::ServerStartError>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub async fn start(options: ServerOptions) -> Result<ReferenceServer, ServerStartError> {
    let rates = ScopeRates::from_limits(options.limits)?;
    let bind_error = |source| ServerStartError::Bind {
        addr: options.addr,
        source,
    };
    let inner = TcpListener::bind(options.addr).await.map_err(bind_error)?;
    let addr = inner.local_addr().map_err(bind_error)?;

    let now = RequestTime::now(Instant::now()).wall;
    let random = SeededRandom::new(options.seed, options.ids);
    let (store, seeds) = seed_store(random, now);
    let seams = RequestSeams {
        early_checks: options.early_checks,
        rows: options.rows,
        values: options.values,
    };
    let limiters = ServerRateLimiters::new(rates, options.limiter);
    let api = Arc::new(ApiHandler::new(store, limiters, options.triggers, seams));
    let recorder = RequestRecorder::default();
    let listener = InterceptedListener {
        inner,
        wire: Arc::clone(&options.wire),
        recorder: match options.recording {
            RecordingMode::Off => None,
            RecordingMode::On => Some(recorder.clone()),
        },
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let service = options.wire.wrap_router(build_router(Arc::clone(&api)));
    let serving = tokio::spawn(async move {
        let serve = axum::serve(listener, service).with_graceful_shutdown(async move {
            drop(stopped.await);
        });
        drop(serve.await);
    });
    Ok(ReferenceServer {
        addr,
        api,
        seeds,
        recorder,
        stop,
        serving,
    })
}

impl ReferenceServer {
    /// Returns the base URL, such as `http://127.0.0.1:40123/v2`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/v2", self.addr)
    }

    /// Returns the values of the initial state.
    #[must_use]
    pub fn seed_values(&self) -> &SeedValues {
        &self.seeds
    }

    /// Returns the recorded requests, byte for byte, in the order in which their heads were complete; empty unless recording is on.
    #[must_use]
    pub fn recorded_requests(&self) -> Vec<RecordedRequest> {
        self.recorder.recorded_requests()
    }

    /// Returns the number of requests recorded since the start, including cleared ones.
    #[must_use]
    pub fn total_recorded_count(&self) -> u64 {
        self.recorder.total_recorded_count()
    }

    /// Clears the recorded requests.
    pub fn clear_recorded(&self) {
        self.recorder.clear();
    }

    /// Returns the whole state, to compare before and after: everything that an operation can change, in a stable order.
    ///
    /// Tokens are left out, and so is the state that only decides which ids come next: deleting what was created and restoring
    /// what was changed gives an equal dump.
    #[must_use]
    pub fn dump_state(&self) -> serde_json::Value {
        self.api.dump_state()
    }

    /// Stops the server: it accepts no new connections, and waits a few seconds at most for the responses to requests in flight.
    pub async fn shutdown(self) {
        let Self {
            stop, mut serving, ..
        } = self;
        // An error means that the server has stopped already.
        stop.send(()).ok();
        if tokio::time::timeout(SHUTDOWN_GRACE, &mut serving)
            .await
            .is_err()
        {
            serving.abort();
        }
    }
}
