//! The settings of a target: flags, environment and configuration file in one type, by one merge.
//!
//! Each source gives a [`TargetSettings`] with only its own values. [`TargetSettings::with_fallback`] merges two of them key by key; flags override
//! environment variables, and these override the file. [`MergedSettings`] does this once per command. Its `resolve` then reads secrets, checks
//! names against the suites and fills in defaults. Variables and files that hold values are read only for settings that are not overridden.
//! Each value keeps its `SettingSource`, so a mistake is shown where it was made. The mistakes of the file are reported all at once, and the
//! lines that are shown with them contain no secrets.

mod certificates;
mod config_file;
mod from_args;
mod from_file;
mod headers;
mod limits;
mod loaded;
mod mask;
mod resolve;
mod resolved_target;
mod run_options;
mod secret_command;
mod setting_source;
mod skips;
mod target_selector;
mod target_settings;
mod timeout;
mod value_source;

pub(super) use config_file::{
    CONFIG_FILE_NAME, REFERENCE_TARGET, find_configured_contract, parse_host,
};
pub(super) use loaded::MergedSettings;
pub(super) use resolve::{ResolvedSettings, needed_trigger_names};
pub use resolved_target::ResolvedTarget;
pub use run_options::build_run_options;
pub(super) use run_options::{cross_process_lock_dir, load_cross_process_state};
pub(super) use setting_source::SourcedSetting;
pub use skips::TargetSkips;
pub(super) use target_selector::TargetChoice;
pub use target_settings::GateSettings;
pub(super) use target_settings::{ProxySetting, RateLimitsSetting, TargetSettings};
pub(super) use value_source::ValueSource;
