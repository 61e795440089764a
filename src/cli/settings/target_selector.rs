//! The choice of the target: from arguments, environment and configuration file, in this order.

use super::config_file::{CONFIG_FILE_NAME, ConfigFile, REFERENCE_TARGET, is_valid_target_name};
use crate::cli::args::TargetArgs;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::target::{BaseUrl, BaseUrlError};

/// The chosen target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum TargetChoice {
    /// The embedded reference server.
    Reference,
    /// The server at this URL, without a section in the file.
    Url(BaseUrl),
    /// A target of the configuration file, by its name.
    Named(String),
}

impl TargetChoice {
    /// Determines the target from the arguments, or else from the configuration file.
    pub(super) fn from_args(
        args: &TargetArgs,
        config: Option<&ConfigFile>,
    ) -> Result<Self, CommandFailure> {
        let Some(text) = &args.target else {
            let usual = config.and_then(ConfigFile::default_target);
            return Ok(usual.map_or(Self::Reference, |name| Self::Named(name.to_owned())));
        };
        if text == REFERENCE_TARGET {
            return Ok(Self::Reference);
        }
        if !is_valid_target_name(text) {
            let address = text.parse();
            return address.map(Self::Url).map_err(|error: BaseUrlError| {
                CommandFailure::from_error(ExitStatus::Usage, &error)
            });
        }
        match config {
            Some(config) if config.has_target(text) => Ok(Self::Named(text.clone())),
            Some(config) => Err(CommandFailure::new(
                ExitStatus::Usage,
                format!(
                    "`{}` has no target `{text}`: {}",
                    config.name(),
                    config.format_unknown_target_hint(text)
                ),
            )),
            None => Err(CommandFailure::new(
                ExitStatus::Usage,
                format!(
                    "`{text}` does not begin with `http://` or `https://`, and there is no `{CONFIG_FILE_NAME}` that has a target of this name; \
                     `badreq init` writes one"
                ),
            )),
        }
    }
}
