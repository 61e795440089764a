//! The settings of a target: flags, environment and configuration file in one type, by one merge.
//!
//! Each source gives a [`TargetSettings`] that holds what it says and nothing else. [`TargetSettings::or`] puts a stronger one over a weaker
//! one, key by key: flags over environment variables over the file. [`LoadedSettings`] does so once for a command, and its `resolve` makes of the
//! result what a run takes: secrets read, names held to the suites, defaults filled in. Only what won is read from variables
//! and files. Each value knows its `SettingSource`, so that a mistake is shown where it was made; those of the file are reported all at once, and the
//! lines that are shown with them hold no secrets.

mod aim;
mod destination;
mod file;
mod from_args;
mod from_file;
mod limits;
mod loaded;
mod mask;
mod period;
mod resolve;
mod run_options;
mod secret;
mod source;
mod target_settings;

pub use aim::Aim;
pub(super) use destination::Destination;
pub(super) use file::{FILE, REFERENCE, host};
pub(super) use loaded::LoadedSettings;
pub(super) use resolve::{ResolvedSettings, hook_names};
pub use run_options::setup;
pub(super) use run_options::{shared, shared_folder};
pub(super) use secret::ValueSource;
pub(super) use source::Setting;
pub(super) use target_settings::{LimitsSetting, ProxySetting, TargetSettings};
