//! The commands, one file or folder each: arguments in, an exit status out.

pub(super) mod baseline;
pub(super) mod cleanup;
pub(super) mod compare;
pub(super) mod completions;
pub(super) mod contract;
pub(super) mod doctor;
pub(super) mod explain;
mod failed_in;
pub(super) mod init;
pub(super) mod list;
pub(super) mod man;
pub(super) mod merge;
pub(super) mod plan;
pub(super) mod prove;
pub(super) mod provision;
pub(super) mod report;
pub(super) mod run;
pub(super) mod serve;
