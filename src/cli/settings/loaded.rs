//! The merged settings of all sources for the chosen target.

use super::destination::Destination;
use super::file::Config;
use super::target_settings::TargetSettings;
use crate::cli::args::TargetArgs;
use crate::cli::exit::Failure;

/// The chosen target with the merged settings of all sources.
pub(in crate::cli) struct LoadedSettings {
    pub(in crate::cli) destination: Destination,
    pub(in crate::cli) settings: TargetSettings,
    /// The configuration file, for its mistakes.
    pub(super) config: Option<Config>,
}

impl LoadedSettings {
    /// Loads the settings from flags, environment and file, and merges them with this precedence.
    ///
    /// # Errors
    /// Fails with [`Failure`] if the file cannot be read, a flag or a variable cannot be parsed, or the target is neither a
    /// name in the file nor a URL. Mistakes inside the file are kept for [`LoadedSettings::resolve`].
    pub(in crate::cli) fn load(args: &TargetArgs) -> Result<Self, Failure> {
        let config = Config::load(args)?;
        let destination = Destination::of(args, config.as_ref())?;
        let (url, name) = match &destination {
            Destination::Reference => (None, None),
            Destination::Address(base) => (Some(base.clone()), None),
            Destination::Named(name) => (None, Some(name.as_str())),
        };
        let address = TargetSettings {
            url,
            ..TargetSettings::default()
        };
        let file = config
            .as_ref()
            .map_or_else(TargetSettings::default, |file| file.settings(name));
        let settings = address
            .or(TargetSettings::from_args(args)?)
            .or(TargetSettings::from_environment()?)
            .or(file);
        Ok(Self {
            destination,
            settings,
            config,
        })
    }

    /// Overrides the loaded settings with `stronger`.
    #[must_use]
    pub(in crate::cli) fn under(self, stronger: TargetSettings) -> Self {
        Self {
            settings: stronger.or(self.settings),
            ..self
        }
    }

    /// Fills in missing settings from `weaker`.
    #[must_use]
    pub(in crate::cli) fn or(self, weaker: TargetSettings) -> Self {
        Self {
            settings: self.settings.or(weaker),
            ..self
        }
    }
}
