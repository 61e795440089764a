//! The command line: arguments in, one function for each command, an exit status out.
//!
//! Arguments as typed ([`args`]) become validated objects (`settings`, `inputs`) before a command starts its work. Only this module prints,
//! and only this module depends on clap.

pub mod args;
mod baselines;
mod commands;
mod embedded;
mod exit;
mod inputs;
mod journals;
mod main;
mod output;
mod settings;
mod system;

pub use args::Hidden;
pub use commands::faults::{Conforming, Mapped, Proving, Step, Which};
pub use embedded::Embedded;
pub use exit::{Exit, Failure};
pub use inputs::Inputs;
pub use main::main;
pub use settings::{Aim, setup};
