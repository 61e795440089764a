//! The choice of the target: from arguments, environment and configuration file, in this order.

use super::file::{Config, FILE, REFERENCE, is_name};
use crate::cli::args::TargetArgs;
use crate::cli::exit::{Exit, Failure};
use crate::target::{BaseUrl, BaseUrlError};

/// The chosen target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Destination {
    /// The embedded reference server.
    Reference,
    /// The server at this URL, without a section in the file.
    Address(BaseUrl),
    /// A target of the configuration file, by its name.
    Named(String),
}

impl Destination {
    /// Determines the target from the arguments, or else from the configuration file.
    pub(super) fn of(args: &TargetArgs, config: Option<&Config>) -> Result<Self, Failure> {
        let Some(text) = &args.target else {
            // Only the reference server has variants.
            let usual = config
                .filter(|_| args.variant.is_none())
                .and_then(Config::usual_target);
            return Ok(usual.map_or(Self::Reference, |name| Self::Named(name.to_owned())));
        };
        if text == REFERENCE {
            return Ok(Self::Reference);
        }
        if !is_name(text) {
            let address = text.parse();
            return address
                .map(Self::Address)
                .map_err(|error: BaseUrlError| Failure::of(Exit::Usage, &error));
        }
        match config {
            Some(config) if config.has(text) => Ok(Self::Named(text.clone())),
            Some(config) => Err(Failure::new(
                Exit::Usage,
                format!(
                    "`{}` has no target `{text}`: {}",
                    config.name(),
                    config.hint(text)
                ),
            )),
            None => Err(Failure::new(
                Exit::Usage,
                format!(
                    "`{text}` does not begin with `http://` or `https://`, and there is no `{FILE}` that has a target of this name; \
                     `badreq init` writes one"
                ),
            )),
        }
    }
}
