//! The settings of a target: flags, environment and configuration file in one type, by one merge.
//!
//! Each source gives a [`TargetSettings`] with only its own values. [`TargetSettings::or`] merges two of them key by key; flags override
//! environment variables, and these override the file. [`LoadedSettings`] does this once per command. Its `resolve` then reads secrets, checks
//! names against the suites and fills in defaults. Variables and files that hold values are read only for settings that are not overridden.
//! Each value keeps its `SettingSource`, so a mistake is shown where it was made. The mistakes of the file are reported all at once, and the
//! lines that are shown with them contain no secrets.

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
