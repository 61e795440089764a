//! A running reference server: starting, inspecting and stopping it.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::api::Api;
use super::fault::{self, Board, Fault, Mode};
use super::limiter::Rates;
use super::moment::Moment;
use super::options::{Conduct, LimitsError, Options, Recording};
use super::recorder::{Recorded, Recorder};
use super::router::router;
use super::seed::{Seeds, seed};
use super::wire::WireListener;

/// The longest time that a shutdown waits for requests in flight.
const GRACE: Duration = Duration::from_secs(3);

/// The reason why a reference server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
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
    Limits(#[from] LimitsError),
}

/// A running reference server. It stops when it is shut down or dropped.
#[derive(Debug)]
pub struct Server {
    addr: SocketAddr,
    board: Arc<Board>,
    api: Arc<Api>,
    seeds: Seeds,
    recorder: Recorder,
    /// The stop signal: sending or dropping it stops the server.
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

/// Starts a reference server on the current runtime.
///
/// The address is bound when this returns, so that [`Server::url`] can be called at once.
///
/// # Errors
///
/// Returns [`StartError::Bind`] if the address is taken or not this machine's, and [`StartError::Limits`] for a limit of 0.
///
/// ```
/// use badreq::reference::{Options, start};
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
/// # runtime.block_on(async {
/// let server = start(Options::default()).await?;
/// assert!(server.url().ends_with("/v2"));
/// server.shutdown().await;
/// # Ok::<(), badreq::reference::StartError>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub async fn start(options: Options) -> Result<Server, StartError> {
    let rates = Rates::of(options.limits)?;
    let bind_error = |source| StartError::Bind {
        addr: options.addr,
        source,
    };
    let inner = TcpListener::bind(options.addr).await.map_err(bind_error)?;
    let addr = inner.local_addr().map_err(bind_error)?;

    let mode = match options.conduct {
        Conduct::Sound => Mode::Sound,
        Conduct::Broken(faults) => Mode::Broken(faults.into_iter().map(|fault| fault.0).collect()),
        Conduct::Traced => Mode::Traced,
    };
    let board = Board::new(mode, options.variant);
    let now = Moment::now(Instant::now()).wall;
    let (store, seeds) = fault::during(&board, || seed(options.seed, now));
    let api = Arc::new(Api::new(store, rates, options.hooks, Arc::clone(&board)));
    let recorder = Recorder::default();
    let listener = WireListener {
        inner,
        board: Arc::clone(&board),
        recorder: match options.recording {
            Recording::Off => None,
            Recording::On => Some(recorder.clone()),
        },
    };
    let (stop, stopped) = oneshot::channel::<()>();
    let service = router(Arc::clone(&api));
    let serving = tokio::spawn(async move {
        let serve = axum::serve(listener, service).with_graceful_shutdown(async move {
            drop(stopped.await);
        });
        drop(serve.await);
    });
    Ok(Server {
        addr,
        board,
        api,
        seeds,
        recorder,
        stop,
        serving,
    })
}

impl Server {
    /// Returns the base URL, such as `http://127.0.0.1:40123/v2`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}/v2", self.addr)
    }

    /// Returns the values of the initial state.
    #[must_use]
    pub fn seeds(&self) -> &Seeds {
        &self.seeds
    }

    /// Returns the recorded requests, byte for byte, in the order in which their heads were complete; empty unless recording is on.
    #[must_use]
    pub fn recorded(&self) -> Vec<Recorded> {
        self.recorder.recorded()
    }

    /// Returns the number of requests recorded since the start, including cleared ones.
    #[must_use]
    pub fn recorded_count(&self) -> u64 {
        self.recorder.count()
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
    pub fn dump(&self) -> serde_json::Value {
        self.api.dump()
    }

    /// Returns the faults that requests since the last call came near; empty unless the conduct is [`Conduct::Traced`].
    ///
    /// A fault that no request comes near changes no response.
    #[must_use]
    pub fn take_reached(&self) -> BTreeSet<Fault> {
        self.board.take_reached().into_iter().map(Fault).collect()
    }

    /// Stops the server: it accepts no new connections, and waits a few seconds at most for the responses to requests in flight.
    pub async fn shutdown(self) {
        let Self {
            stop, mut serving, ..
        } = self;
        // An error means that the server has stopped already.
        stop.send(()).ok();
        if tokio::time::timeout(GRACE, &mut serving).await.is_err() {
            serving.abort();
        }
    }
}
