//! The command line: arguments in, one function for each command, an exit status out.
//!
//! Arguments as typed ([`args`]) become validated objects (`inputs`, `aim`) before anything is done. Nobody but this room
//! prints, and nobody but this room knows clap.

mod aim;
pub mod args;
mod config;
mod destination;
mod embedded;
mod exit;
mod faults;
mod flaws;
mod given;
mod held;
mod hidden;
mod init;
mod inputs;
mod limits;
mod list;
mod main;
mod printer;
mod progress;
mod proving;
mod run;
mod runtime;
mod serve;
mod signals;
mod target_args;
mod words;
mod workers;

pub use aim::Aim;
pub use embedded::Embedded;
pub use exit::{Exit, Failure};
pub use hidden::Hidden;
pub use inputs::Inputs;
pub use main::main;
pub use proving::{Conforming, Mapped, Proving, Step, Which};
