//! The command line: arguments in, one function for each command, an exit status out.
//!
//! Arguments as typed ([`args`]) become validated objects (`settings`, `inputs`, `aim`) before anything is done. Nobody but this room
//! prints, and nobody but this room knows clap.

mod about_args;
mod aim;
pub mod args;
mod baselines;
mod cleanup;
mod completions;
mod duration;
mod embedded;
mod exit;
mod explain;
mod faults;
mod flaws;
mod held;
mod hidden;
mod init;
mod inputs;
mod interrupt;
mod journals;
mod judge_args;
mod list;
mod look;
mod main;
mod man;
mod merge;
mod outfile;
mod plan;
mod printer;
mod progress;
mod proving;
mod provision;
mod replay;
mod report_args;
mod report_files;
mod retell;
mod run;
mod runtime;
mod serve;
mod settings;
mod setup;
mod signals;
mod system;
mod target_args;
mod variables;
mod words;
mod workers;

pub use aim::Aim;
pub use embedded::Embedded;
pub use exit::{Exit, Failure};
pub use hidden::Hidden;
pub use inputs::Inputs;
pub use main::main;
pub use proving::{Conforming, Mapped, Proving, Step, Which};
pub use setup::setup;
