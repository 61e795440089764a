//! Which server is meant: the arguments, the environment and the file say it, in this order.

use super::file::{Config, FILE, REFERENCE, is_name};
use crate::cli::args::TargetArgs;
use crate::cli::exit::{Exit, Failure};
use crate::target::{BaseUrl, BaseUrlError};

/// The server that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Destination {
    /// The embedded reference server.
    Reference,
    /// A server at this address, of which the file says nothing.
    Address(BaseUrl),
    /// A target of the file, by its name.
    Named(String),
}

impl Destination {
    /// Reads which server is meant.
    pub(super) fn of(args: &TargetArgs, config: Option<&Config>) -> Result<Self, Failure> {
        let Some(text) = &args.target else {
            // Variants are the reference server's.
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
