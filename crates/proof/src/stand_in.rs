//! The faults and variants of the package `badreq-reference`, under the names that this package gives them.

use std::collections::BTreeSet;
use std::sync::Arc;

pub use badreq_reference::{Fault, UnknownFault, UnknownVariant, Variant};
use badreq_reference::{
    ReachedFaults, ReferenceServer, ServerConduct, ServerOptions, ServerStartError, start,
};

/// The faults that requests to a traced server reach.
#[derive(Clone, Debug)]
pub struct FaultTrace(Arc<ReachedFaults>);

impl FaultTrace {
    /// Returns the faults that were reached since the last call.
    #[must_use]
    pub fn take_reached(&self) -> BTreeSet<Fault> {
        self.0.take()
    }
}

/// Returns the options of a server of these variants.
#[must_use]
pub fn apply_variants(variants: &BTreeSet<Variant>, options: ServerOptions) -> ServerOptions {
    ServerOptions {
        variants: variants.clone(),
        ..options
    }
}

/// Starts a server with these faults.
///
/// # Errors
/// Fails with [`ServerStartError`] if it cannot listen.
pub async fn start_faulty_server(
    options: ServerOptions,
    faults: &[Fault],
) -> Result<ReferenceServer, ServerStartError> {
    let conduct = if faults.is_empty() {
        ServerConduct::Conforming
    } else {
        ServerConduct::Faulty(faults.to_vec())
    };
    start(ServerOptions { conduct, ..options }).await
}

/// Starts a server without a fault that records which faults its requests reach.
///
/// # Errors
/// Fails with [`ServerStartError`] if it cannot listen.
pub async fn start_traced_server(
    options: ServerOptions,
) -> Result<(ReferenceServer, FaultTrace), ServerStartError> {
    let conduct = ServerConduct::Traced;
    let server = start(ServerOptions { conduct, ..options }).await?;
    let trace = FaultTrace(Arc::new(server.reached_faults()));
    Ok((server, trace))
}
