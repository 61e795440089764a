//! The asynchronous runtime of a command.

use tokio::runtime::{Builder, Runtime};

use crate::cli::exit::{Exit, Failure};

/// Builds a runtime on the current thread.
pub(in crate::cli) fn single() -> Result<Runtime, Failure> {
    let mut builder = Builder::new_current_thread();
    let runtime = builder.enable_all().build();
    runtime.map_err(|error| Failure::of(Exit::Target, &error))
}
