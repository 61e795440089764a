//! The target, as the arguments name it.

use std::collections::BTreeMap;

use super::args::TargetArgs;
use super::config::{Config, REFERENCE, host};
use super::destination::Destination;
use super::embedded::Embedded;
use super::exit::{Exit, Failure};
use super::given::Given;
use crate::contract::Contract;
use crate::run::TargetLimits;
use crate::suite::{Suites, Usual};
use crate::target::{BaseUrl, Target, TargetOptions};

/// A target, and what a run has to know of it.
#[derive(Debug)]
pub struct Aim {
    /// The target.
    pub target: Target,
    /// What every request has in common.
    pub usual: Usual,
    /// Values that only whoever runs the target knows.
    pub known: BTreeMap<String, String>,
    /// Whether the target keeps to the documented rate limits.
    pub limits: TargetLimits,
    /// The reference server, where it is the target.
    pub embedded: Option<Embedded>,
    /// What whoever runs the target should be told, a sentence each.
    pub warnings: Vec<String>,
}

impl Aim {
    /// Reads what was given, and starts the reference server where no target was.
    ///
    /// # Errors
    /// Fails with [`Failure`] where a value is wrong or the server does not start.
    pub fn of(args: &TargetArgs, contract: &Contract, suites: &Suites) -> Result<Self, Failure> {
        let given = Given::read(args, contract, suites)?;
        let (given, embedded) = if given.base.is_some() {
            (given, None)
        } else {
            let embedded = Embedded::start(args.variant)?;
            (given.for_reference(&embedded)?, Some(embedded))
        };
        let Some(base) = given.base else {
            return Err(Failure::new(
                Exit::Target,
                "the reference server is nowhere",
            ));
        };
        let hosts = [&contract.production_hosts, &given.production_hosts];
        refuse_production(&base, args, hosts)?;
        let limits = match given.limits {
            Some(_) => TargetLimits::Kept,
            None => TargetLimits::Off,
        };
        let options = TargetOptions {
            authorization_header: contract.authorization_header.clone(),
            limits: given.limits,
            timeouts: given.timeouts,
            extra_headers: given.headers,
            extra_roots: given.roots,
            proxy: given.proxy,
            user_agent: given.user_agent,
            ..TargetOptions::new(base, given.credentials)
        };
        let target = Target::connect(options).map_err(|error| Failure::of(Exit::Usage, &error))?;
        Ok(Self {
            usual: Usual {
                user_agent: target.user_agent().to_string(),
                authorization_header: contract.authorization_header.clone(),
                hooks: given.hooks,
            },
            target,
            known: given.known,
            limits,
            embedded,
            warnings: given.warnings,
        })
    }

    /// Whether no target was given, so that the reference server is meant.
    ///
    /// # Errors
    /// Fails with [`Failure`] where the configuration cannot be read, or the target is neither one of its names nor a URL.
    pub fn is_at_the_reference(args: &TargetArgs) -> Result<bool, Failure> {
        let config = Config::load(args)?;
        let destination = Destination::of(args, config.as_ref())?;
        Ok(destination == Destination::Reference)
    }

    /// The set of snapshots that belongs to the target, where it has one: `reference` is that of the reference server, and of no other.
    ///
    /// `given` is stronger than the configuration; an empty text gives nothing.
    ///
    /// # Errors
    /// Fails with [`Failure`] where the configuration cannot be read, where the target is neither one of its names nor a URL, or where another
    /// target is given the profile of the reference server.
    pub fn profile(args: &TargetArgs, given: &str) -> Result<Option<String>, Failure> {
        let config = Config::load(args)?;
        let of_config = match Destination::of(args, config.as_ref())? {
            Destination::Reference => Some(REFERENCE.to_owned()),
            Destination::Address(_) => None,
            Destination::Named(name) => config.and_then(|own| own.profile(&name)),
        };
        match (given, of_config) {
            ("", of_config) => Ok(of_config),
            (REFERENCE, of_config) if of_config.as_deref() != Some(REFERENCE) => Err(Failure::new(
                Exit::Usage,
                "the profile `reference` is the reference server's: give this target another, by `BADREQ_PROFILE` or in the configuration",
            )),
            (given, _) => Ok(Some(given.to_owned())),
        }
    }
}

fn refuse_production(
    base: &BaseUrl,
    args: &TargetArgs,
    hosts: [&Vec<String>; 2],
) -> Result<(), Failure> {
    // A dot at the end names the same host.
    let own = base.host().trim_end_matches('.');
    let mut hosts = hosts
        .into_iter()
        .flatten()
        .map(|text| host(text).unwrap_or_else(|| text.clone()));
    if args.allow_production || !hosts.any(|host| host == own) {
        return Ok(());
    }
    Err(Failure::new(
        Exit::Usage,
        format!(
            "{own} serves real users, and a run makes, changes and removes things with the tokens it is given: \
             point it at a staging server, or say `--allow-production`"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use rstest::rstest;

    use super::super::args::Cli;
    use super::super::inputs::Inputs;
    use super::Aim;

    #[rstest]
    #[case::in_full("https://me:hunter2@staging.example/v2")]
    #[case::one_slash("https:/me:hunter2@staging.example/v2")]
    #[case::no_slash("https:me:hunter2@staging.example/v2")]
    fn a_password_in_the_targets_url_is_not_repeated(#[case] url: &str) {
        let args = Cli::parse_from(["badreq", "--target", url]).run;
        let inputs = Inputs::load(&args.inputs).expect("the inputs are sound");
        let failure = Aim::of(&args.target, &inputs.contract, &inputs.suites);
        let message = failure.expect_err("it is no base URL").message;
        assert!(!message.contains("hunter2"), "{message}");
        assert!(message.contains("base URL"), "{message}");
    }
}
