//! The configuration file: what is known of targets, so that a run names one and says no more.
//!
//! [`Config`] is a file as it stands, its shape checked; [`Settings`] is what it says of one target, secrets read and everything
//! found sound. Only what the chosen target needs is read from variables and files. All mistakes are reported at once, and the
//! lines that are shown with them hold no secrets.

mod entry;
mod file;
mod mask;
mod period;
mod secret;
mod settings;

pub(super) use entry::Waits;
pub(super) use file::{Config, FILE, REFERENCE, host, is_name};
pub(super) use settings::Settings;
