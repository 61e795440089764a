//! The command line: arguments in, one function for each command, an exit status out.
//!
//! Arguments as typed ([`args`]) become validated objects (`settings`, `inputs`) before anything is done. Nobody but this room
//! prints, and nobody but this room knows clap.

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
