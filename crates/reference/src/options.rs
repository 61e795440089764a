//! The options of the reference server: address, limits, triggers, recording, seams, seed.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use super::limiter::LimiterOptions;
use super::rate_limits::ServerRateLimits;
use super::seams::{
    EarlyCheck, PassthroughWire, RowChoice, ShortIdForm, StrictValueAcceptance, UsualRowChoice,
    ValueAcceptance, Wire,
};

/// The options of a reference server.
///
/// ```
/// use badreq_reference::{ServerRateLimits, ServerOptions};
///
/// let options = ServerOptions { limits: ServerRateLimits::None, ..ServerOptions::default() };
/// assert_eq!(options.addr.to_string(), "127.0.0.1:0");
/// ```
#[derive(Clone, Debug)]
pub struct ServerOptions {
    /// The address to listen on; with port 0 the operating system chooses a port.
    pub addr: SocketAddr,
    /// The rate limits per scope and caller.
    pub limits: ServerRateLimits,
    /// The way in which requests are counted.
    pub limiter: LimiterOptions,
    /// The choice whether a request may trigger errors that can't be provoked from outside.
    pub triggers: TriggerMode,
    /// The choice whether every request is kept as it arrived.
    pub recording: RecordingMode,
    /// The checks that are made before all others, in this order; none for the order of this crate's documentation.
    pub early_checks: Vec<EarlyCheck>,
    /// The choice of a row where the documentation leaves several.
    pub rows: Arc<dyn RowChoice>,
    /// The acceptance of values where the documentation leaves it open.
    pub values: Arc<dyn ValueAcceptance>,
    /// The wire between the handlers and the connection.
    pub wire: Arc<dyn Wire>,
    /// The form of the short ids that the store draws.
    pub ids: ShortIdForm,
    /// The seed of tokens and ids: the same seed gives the same ones.
    pub seed: u64,
}

impl Default for ServerOptions {
    fn default() -> Self {
        Self {
            addr: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            limits: ServerRateLimits::Documented,
            limiter: LimiterOptions::default(),
            triggers: TriggerMode::Off,
            recording: RecordingMode::Off,
            early_checks: Vec::new(),
            rows: Arc::new(UsualRowChoice),
            values: Arc::new(StrictValueAcceptance),
            wire: Arc::new(PassthroughWire),
            ids: ShortIdForm::default(),
            seed: 0,
        }
    }
}

/// The choice whether the server obeys the header `X-Reference-Hook`.
///
/// `internal-error` makes the server return the internal error row; `rate-limit` applies the documented limits to the request,
/// in buckets of its own, whatever the server's limits are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TriggerMode {
    /// The server ignores the header.
    #[default]
    Off,
    /// The server obeys the header.
    On,
}

/// The choice whether requests are kept as they arrived.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RecordingMode {
    /// No request is kept.
    #[default]
    Off,
    /// Every request is kept until the recording is cleared.
    On,
}
