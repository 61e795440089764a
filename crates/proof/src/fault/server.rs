//! Servers with faults, and servers that record which faults would show.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use badreq_reference::{ReferenceServer, ServerOptions, ServerStartError, start};

use super::catalogue::Fault;
use super::wire::{FaultInjectionMode, FaultInjector, FaultWire};

/// Starts a server with these faults. If several meet the same request, the first one shows.
///
/// # Errors
///
/// Returns the error of the reference server.
///
/// ```
/// use badreq_proof::fault::{Fault, start_faulty_server};
/// use badreq_reference::ServerOptions;
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
/// # runtime.block_on(async {
/// let fault: Fault = "token/any-served".parse()?;
/// let server = start_faulty_server(ServerOptions::default(), &[fault]).await?;
/// server.shutdown().await;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub async fn start_faulty_server(
    options: ServerOptions,
    faults: &[Fault],
) -> Result<ReferenceServer, ServerStartError> {
    let kinds = faults.iter().map(|fault| fault.kind()).collect();
    start_server_in_mode(options, FaultInjectionMode::Faulty(kinds)).await
}

/// Starts a server without faults that records which faults would show.
///
/// # Errors
///
/// Returns the error of the reference server.
pub async fn start_fault_tracing_server(
    options: ServerOptions,
) -> Result<(ReferenceServer, ReachedFaultLog), ServerStartError> {
    let trace = ReachedFaultLog {
        reached: Arc::default(),
    };
    let mode = FaultInjectionMode::Traced(Arc::clone(&trace.reached));
    let server = start_server_in_mode(options, mode).await?;
    Ok((server, trace))
}

async fn start_server_in_mode(
    options: ServerOptions,
    mode: FaultInjectionMode,
) -> Result<ReferenceServer, ServerStartError> {
    let layer = Arc::new(FaultInjector::new(mode));
    let wire = FaultWire {
        inner: Arc::clone(&options.wire),
        layer: Arc::clone(&layer),
    };
    let options = ServerOptions {
        wire: Arc::new(wire),
        ..options
    };
    let server = start(options).await?;
    layer.set_seed_values(server.seed_values().clone());
    Ok(server)
}

/// The faults that requests to a server without faults would have met.
#[derive(Debug)]
pub struct ReachedFaultLog {
    reached: Arc<Mutex<BTreeSet<Fault>>>,
}

impl ReachedFaultLog {
    /// Returns the faults that requests since the last call would have met.
    #[must_use]
    pub fn take_reached_faults(&self) -> BTreeSet<Fault> {
        std::mem::take(&mut *self.reached.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
