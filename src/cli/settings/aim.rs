//! The target that the arguments name, ready for requests.

use std::collections::BTreeMap;

use super::{
    Destination, LimitsSetting, LoadedSettings, ProxySetting, REFERENCE, ResolvedSettings, Setting,
    TargetSettings, ValueSource, host,
};
use crate::cli::args::TargetArgs;
use crate::cli::embedded::{Embedded, hooks};
use crate::cli::exit::{Exit, Failure};
use crate::contract::Contract;
use crate::run::TargetLimits;
use crate::suite::{Suites, Usual};
use crate::target::{BaseUrl, BaseUrlError, Target};

/// A target with everything that a run needs to know about it.
#[derive(Debug)]
pub struct Aim {
    /// The target.
    pub target: Target,
    /// The defaults of every request.
    pub usual: Usual,
    /// Values that only the operator of the target can supply.
    pub known: BTreeMap<String, String>,
    /// The rate limits of the target: enforced, or off.
    pub limits: TargetLimits,
    /// The embedded reference server, if it is the target.
    pub embedded: Option<Embedded>,
    /// Warnings for the user, a sentence each.
    pub warnings: Vec<String>,
}

impl Aim {
    /// Resolves the settings of the target, and starts the reference server if no target is given.
    ///
    /// # Errors
    /// Fails with [`Failure`] if a value is wrong or the server does not start.
    pub fn of(args: &TargetArgs, contract: &Contract, suites: &Suites) -> Result<Self, Failure> {
        let mut loaded = LoadedSettings::load(args)?;
        let mut embedded = None;
        if loaded.destination == Destination::Reference {
            if args.target.is_none() {
                refuse_what_needs_a_target(args)?;
            }
            let server = Embedded::start(args.variant)?;
            loaded = loaded.under(imposed(&server)?).or(offered(&server)?);
            embedded = Some(server);
        }
        let ResolvedSettings {
            options,
            known,
            hooks,
            production_hosts,
            warnings,
        } = loaded.resolve(contract, suites)?;
        let hosts = [&contract.production_hosts, &production_hosts];
        refuse_production(&options.base, args, hosts)?;
        let limits = match options.limits {
            Some(_) => TargetLimits::Kept,
            None => TargetLimits::Off,
        };
        let target = Target::connect(options).map_err(|error| Failure::of(Exit::Usage, &error))?;
        Ok(Self {
            usual: Usual {
                user_agent: target.user_agent().to_string(),
                authorization_header: contract.authorization_header.clone(),
                hooks,
            },
            target,
            known,
            limits,
            embedded,
            warnings,
        })
    }

    /// Reports whether the target is the embedded reference server, by name or because no target is given.
    ///
    /// # Errors
    /// Fails with [`Failure`] if the configuration cannot be read, or the target is neither one of its names nor a URL.
    pub fn is_at_the_reference(args: &TargetArgs) -> Result<bool, Failure> {
        Ok(LoadedSettings::load(args)?.destination == Destination::Reference)
    }

    /// Returns the profile (the set of snapshots) of the target, if it has one. `reference` is reserved for the reference server.
    ///
    /// `given` takes precedence over the configuration; an empty text counts as not given.
    ///
    /// # Errors
    /// Fails with [`Failure`] if the configuration cannot be read, if the target is neither one of its names nor a URL, or if another target is
    /// given the profile of the reference server.
    pub fn profile(args: &TargetArgs, given: &str) -> Result<Option<String>, Failure> {
        let given = TargetSettings {
            profile: (!given.is_empty()).then(|| given.to_owned()),
            ..TargetSettings::default()
        };
        let loaded = LoadedSettings::load(args)?.under(given);
        let is_reference = loaded.destination == Destination::Reference;
        match loaded.settings.profile {
            Some(profile) if profile == REFERENCE && !is_reference => Err(Failure::new(
                Exit::Usage,
                "the profile `reference` is the reference server's: give this target another, by `BADREQ_PROFILE` or in the configuration",
            )),
            None if is_reference => Ok(Some(REFERENCE.to_owned())),
            profile => Ok(profile),
        }
    }
}

/// Returns the settings of the reference server that override all others.
fn imposed(server: &Embedded) -> Result<TargetSettings, Failure> {
    let token = |text: &str| {
        Some(Setting::from_reference(ValueSource::Inline(
            text.to_owned(),
        )))
    };
    let url = server.url.parse();
    Ok(TargetSettings {
        url: Some(url.map_err(|error: BaseUrlError| Failure::of(Exit::Target, &error))?),
        token: token(&server.seeds.token),
        stranger_token: token(&server.seeds.stranger_token),
        limits: Some(Setting::from_reference(LimitsSetting::Words(
            "none".to_owned(),
        ))),
        // The server is on this machine.
        proxy: Some(ProxySetting::Direct),
        ..TargetSettings::default()
    })
}

/// Returns the settings of the reference server that any other source overrides.
fn offered(server: &Embedded) -> Result<TargetSettings, Failure> {
    let hooks = hooks().map_err(|error| Failure::of(Exit::Target, &error))?;
    Ok(TargetSettings {
        known: from_reference(server.seeds.told()),
        hooks: from_reference(hooks),
        ..TargetSettings::default()
    })
}

fn from_reference<T>(values: BTreeMap<String, T>) -> BTreeMap<String, Setting<T>> {
    let values = values.into_iter();
    values
        .map(|(name, value)| (name, Setting::from_reference(value)))
        .collect()
}

/// Refuses flags that only make sense with a target: such a run was meant for a target, and would pass against the reference server.
fn refuse_what_needs_a_target(args: &TargetArgs) -> Result<(), Failure> {
    let is_paced = args
        .limits
        .as_ref()
        .is_some_and(|limits| limits != "documented");
    let given = if args.token.is_some() || args.stranger_token.is_some() {
        "a token was"
    } else if is_paced {
        "limits were"
    } else if args.proxy.is_some() {
        "a proxy was"
    } else if !args.header.is_empty() {
        "a header was"
    } else {
        return Ok(());
    };
    Err(Failure::new(
        Exit::Usage,
        format!(
            "{given} given, but no target: give `--target` too, or neither, to run against the embedded reference server"
        ),
    ))
}

fn refuse_production(
    base: &BaseUrl,
    args: &TargetArgs,
    hosts: [&Vec<String>; 2],
) -> Result<(), Failure> {
    // A trailing dot names the same host.
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

    use super::Aim;
    use crate::cli::args::Cli;
    use crate::cli::inputs::Inputs;

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
