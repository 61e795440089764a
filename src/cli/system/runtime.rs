//! The runtime that a command drives its work with.

use tokio::runtime::{Builder, Runtime};

use crate::cli::exit::{Exit, Failure};

/// A runtime on this thread alone.
pub(in crate::cli) fn single() -> Result<Runtime, Failure> {
    let mut builder = Builder::new_current_thread();
    let runtime = builder.enable_all().build();
    runtime.map_err(|error| Failure::of(Exit::Target, &error))
}
