//! The asynchronous runtime of a command.

use tokio::runtime::{Builder, Runtime};

use crate::cli::exit::{CommandFailure, ExitStatus};

/// Builds a runtime on the current thread.
///
/// # Errors
/// Fails with [`CommandFailure`] if the operating system does not provide what a runtime needs.
pub fn build_runtime() -> Result<Runtime, CommandFailure> {
    let mut builder = Builder::new_current_thread();
    let runtime = builder.enable_all().build();
    runtime.map_err(|error| CommandFailure::from_error(ExitStatus::TargetUnusable, &error))
}
