//! Stopping a run in good order.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A wish to stop, shared between who wishes and who runs.
///
/// Nothing new is sent once it is pulled; what was made is undone all the same.
#[derive(Clone, Debug, Default)]
pub struct Stop {
    pulled: Arc<AtomicBool>,
}

impl Stop {
    /// Wishes to stop.
    pub fn pull(&self) {
        self.pulled.store(true, Ordering::SeqCst);
    }

    /// Whether somebody wishes to stop.
    #[must_use]
    pub fn is_pulled(&self) -> bool {
        self.pulled.load(Ordering::SeqCst)
    }
}
