//! The command line: arguments in, one function for each command, an exit status out.
//!
//! Arguments as typed ([`args`]) become validated objects (`settings`, `inputs`) before a command starts its work. Only this module prints,
//! and only this module depends on clap.

pub mod args;
mod baseline_files;
mod command_line;
mod commands;
mod embedded_server;
mod exit;
mod inputs;
mod journals;
mod main;
mod output;
mod reference_run;
mod settings;
mod system;

pub use args::SecretArg;
pub use commands::prove::record_reference_run;
pub use commands::serve::{ReadyMessage, serve_until_signal};
pub use embedded_server::{EmbeddedServer, unlimited_server_options};
pub use exit::{CommandFailure, ExitStatus};
pub use inputs::ContractAndSuites;
pub use main::main;
pub use output::diagnostics::contract_or_suite_failure;
pub use reference_run::{ResponseTimeJudging, open_reference_session};
pub use settings::{GateSettings, ResolvedTarget, TargetSkips, build_run_options};
pub use system::runtime::build_runtime;
pub use system::workers::{join_thread, map_in_parallel};
