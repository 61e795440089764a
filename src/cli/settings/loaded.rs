//! The merged settings of all sources for the chosen target.

use super::config_file::ConfigFile;
use super::target_selector::TargetChoice;
use super::target_settings::TargetSettings;
use crate::cli::args::TargetArgs;
use crate::cli::exit::CommandFailure;

/// The chosen target with the merged settings of all sources.
pub(in crate::cli) struct MergedSettings {
    pub(in crate::cli) selector: TargetChoice,
    pub(in crate::cli) settings: TargetSettings,
    /// The configuration file, for its mistakes.
    pub(super) config_file: Option<ConfigFile>,
}

impl MergedSettings {
    /// Loads the settings from flags, environment and file, and merges them with this precedence.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`] if the file cannot be read, a flag or a variable cannot be parsed, or the target is neither a
    /// name in the file nor a URL. Mistakes inside the file are kept for [`MergedSettings::resolve`].
    pub(in crate::cli) fn load(args: &TargetArgs) -> Result<Self, CommandFailure> {
        let config = ConfigFile::find_and_load(args)?;
        let destination = TargetChoice::from_args(args, config.as_ref())?;
        let (url, name) = match &destination {
            TargetChoice::Reference => (None, None),
            TargetChoice::Url(base) => (Some(base.clone()), None),
            TargetChoice::Named(name) => (None, Some(name.as_str())),
        };
        let address = TargetSettings {
            url,
            ..TargetSettings::default()
        };
        let file = config
            .as_ref()
            .map_or_else(TargetSettings::default, |file| file.settings_for(name));
        let settings = address
            .with_fallback(TargetSettings::from_args(args)?)
            .with_fallback(TargetSettings::from_list_env_vars()?)
            .with_fallback(file);
        Ok(Self {
            selector: destination,
            settings,
            config_file: config,
        })
    }

    /// Overrides the loaded settings with `stronger`.
    #[must_use]
    pub(in crate::cli) fn with_overrides(self, stronger: TargetSettings) -> Self {
        Self {
            settings: stronger.with_fallback(self.settings),
            ..self
        }
    }

    /// Fills in missing settings from `weaker`.
    #[must_use]
    pub(in crate::cli) fn with_fallback(self, weaker: TargetSettings) -> Self {
        Self {
            settings: self.settings.with_fallback(weaker),
            ..self
        }
    }
}
