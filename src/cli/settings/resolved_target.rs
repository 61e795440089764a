//! The target that the arguments name, ready for requests.

use std::collections::BTreeMap;

use super::{
    GateSettings, MergedSettings, ProxySetting, REFERENCE_TARGET, RateLimitsSetting,
    ResolvedSettings, SourcedSetting, TargetChoice, TargetSettings, TargetSkips, ValueSource,
    parse_host,
};
use crate::cli::args::TargetArgs;
use crate::cli::embedded_server::{EmbeddedServer, reference_triggers};
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::cli::inputs::ContractAndSuites;
use crate::contract::Contract;
use crate::fixture::TargetClient;
use crate::run::{CancelSignal, PlanContext, TargetRateLimiting};
use crate::suite::{RequestDefaults, SuiteSet};
use crate::target::{BaseUrl, BaseUrlError, CaseHeader, Target};

/// A target with everything that a run needs to know about it.
#[derive(Debug)]
pub struct ResolvedTarget {
    /// The target.
    pub target: Target,
    /// The target as `--target` names it: its URL, its name in the configuration, or `reference`.
    pub name: String,
    /// The defaults of every request.
    pub request_defaults: RequestDefaults,
    /// Values that only the operator of the target can supply.
    pub values: BTreeMap<String, String>,
    /// The header that carries the name of the case, if requests are to carry one.
    pub case_header: Option<CaseHeader>,
    /// The rate limits of the target: enforced, or off.
    pub rate_limits: TargetRateLimiting,
    /// The gate of runs against the target, from the configuration.
    pub gate: GateSettings,
    /// The cases that runs against the target do not try, from the configuration.
    pub skips: TargetSkips,
    /// The embedded reference server, if it is the target.
    pub embedded_server: Option<EmbeddedServer>,
    /// Warnings for the user, a sentence each.
    pub warnings: Vec<String>,
}

impl ResolvedTarget {
    /// Resolves the settings of the target, and starts the reference server if no target is given.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`] if a value is wrong or the server does not start.
    pub fn resolve(args: &TargetArgs, inputs: &ContractAndSuites) -> Result<Self, CommandFailure> {
        let (contract, suites) = (&*inputs.contract, &inputs.suites);
        let mut loaded = MergedSettings::load(args)?;
        let name = match &loaded.selector {
            TargetChoice::Reference => REFERENCE_TARGET.to_owned(),
            TargetChoice::Url(base) => base.to_string(),
            TargetChoice::Named(name) => name.clone(),
        };
        let mut embedded = None;
        if loaded.selector == TargetChoice::Reference {
            if args.target.is_none() {
                refuse_flags_without_target(args)?;
            }
            if let Some(folder) = &inputs.folder {
                return Err(CommandFailure::new(
                    ExitStatus::Usage,
                    format!(
                        "the embedded reference server keeps the built-in contract, not the one in `{}`: name a server with `--target URL`, \
                         `BADREQ_TARGET` or `target` in the configuration",
                        folder.display()
                    ),
                ));
            }
            let server = EmbeddedServer::start()?;
            loaded = loaded
                .with_overrides(build_reference_overrides(&server)?)
                .with_fallback(build_reference_fallbacks(&server)?);
            embedded = Some(server);
        }
        let ResolvedSettings {
            options,
            values: known,
            triggers: hooks,
            case_header,
            gate,
            skips,
            production_hosts,
            warnings,
        } = loaded.resolve(contract, suites)?;
        let hosts = [&contract.production_hosts, &production_hosts];
        refuse_production_host(&options.base_url, args, hosts)?;
        let limits = match options.rate_limits {
            Some(_) => TargetRateLimiting::Enforced,
            None => TargetRateLimiting::Off,
        };
        let target = Target::new(options)
            .map_err(|error| CommandFailure::from_error(ExitStatus::Usage, &error))?;
        Ok(Self {
            request_defaults: RequestDefaults {
                user_agent: target.user_agent().to_string(),
                token_header: contract.token_header.clone(),
                triggers: hooks,
            },
            target,
            name,
            values: known,
            case_header,
            rate_limits: limits,
            gate,
            skips,
            embedded_server: embedded,
            warnings,
        })
    }

    /// Returns a client of the target for a command that nothing cancels.
    pub(in crate::cli) fn build_client(&self, contract: &Contract) -> TargetClient {
        TargetClient::new(
            self.target.clone(),
            self.request_defaults.clone(),
            contract.model.clone(),
            contract.limits.clone(),
            CancelSignal::default(),
        )
    }

    /// Returns the context in which a run against the target is planned.
    pub(in crate::cli) fn build_plan_context<'p>(
        &'p self,
        contract: &'p Contract,
        suites: &'p SuiteSet,
        keeps_journal: bool,
    ) -> PlanContext<'p> {
        PlanContext {
            contract,
            fixtures: &suites.fixtures,
            request_defaults: &self.request_defaults,
            credentials: self.target.credentials(),
            values: &self.values,
            throttle_limits: self.target.rate_limits(),
            target_limits: self.rate_limits,
            keeps_journal,
        }
    }

    /// Reports whether the target is the embedded reference server, by name or because no target is given.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`] if the configuration cannot be read, or the target is neither one of its names nor a URL.
    pub fn is_reference_server_chosen(args: &TargetArgs) -> Result<bool, CommandFailure> {
        Ok(MergedSettings::load(args)?.selector == TargetChoice::Reference)
    }

    /// Returns the profile (the set of snapshots) of the target, if it has one. `reference` is reserved for the reference server.
    ///
    /// `given` takes precedence over the configuration; an empty text counts as not given.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`] if the configuration cannot be read, if the target is neither one of its names nor a URL, or if another target is
    /// given the profile of the reference server.
    pub fn resolve_profile(
        args: &TargetArgs,
        given: &str,
    ) -> Result<Option<String>, CommandFailure> {
        let given = TargetSettings {
            profile: (!given.is_empty()).then(|| given.to_owned()),
            ..TargetSettings::default()
        };
        let loaded = MergedSettings::load(args)?.with_overrides(given);
        let is_reference = loaded.selector == TargetChoice::Reference;
        match loaded.settings.profile {
            Some(profile) if profile == REFERENCE_TARGET && !is_reference => {
                Err(CommandFailure::new(
                    ExitStatus::Usage,
                    "the profile `reference` is the reference server's: give this target another, by `BADREQ_PROFILE` or in the configuration",
                ))
            }
            None if is_reference => Ok(Some(REFERENCE_TARGET.to_owned())),
            profile => Ok(profile),
        }
    }
}

/// Returns the settings of the reference server that override all others.
fn build_reference_overrides(server: &EmbeddedServer) -> Result<TargetSettings, CommandFailure> {
    let token = |text: &str| {
        Some(SourcedSetting::from_reference(ValueSource::Inline(
            text.to_owned(),
        )))
    };
    let url = server.url.parse();
    Ok(TargetSettings {
        url: Some(url.map_err(|error: BaseUrlError| {
            CommandFailure::from_error(ExitStatus::TargetUnusable, &error)
        })?),
        token: token(&server.seeds.token),
        stranger_token: token(&server.seeds.stranger_token),
        limits: Some(SourcedSetting::from_reference(RateLimitsSetting::Text(
            "none".to_owned(),
        ))),
        // The server is on this machine.
        proxy: Some(ProxySetting::Direct),
        ..TargetSettings::default()
    })
}

/// Returns the settings of the reference server that any other source overrides.
fn build_reference_fallbacks(server: &EmbeddedServer) -> Result<TargetSettings, CommandFailure> {
    let hooks = reference_triggers()
        .map_err(|error| CommandFailure::from_error(ExitStatus::TargetUnusable, &error))?;
    Ok(TargetSettings {
        values: mark_as_reference_settings(server.seeds.operator_values()),
        triggers: mark_as_reference_settings(hooks),
        ..TargetSettings::default()
    })
}

fn mark_as_reference_settings<T>(
    values: BTreeMap<String, T>,
) -> BTreeMap<String, SourcedSetting<T>> {
    let values = values.into_iter();
    values
        .map(|(name, value)| (name, SourcedSetting::from_reference(value)))
        .collect()
}

/// Refuses flags that only make sense with a target: such a run was meant for a target, and would pass against the reference server.
fn refuse_flags_without_target(args: &TargetArgs) -> Result<(), CommandFailure> {
    let is_paced = args
        .limits
        .as_ref()
        .is_some_and(|limits| limits != "documented");
    let given = if args.token.is_some() || args.stranger_token.is_some() {
        "a token was"
    } else if is_paced {
        "limits were"
    } else if args.cert.is_some() || args.key.is_some() {
        "a certificate was"
    } else if args.proxy.is_some() {
        "a proxy was"
    } else if !args.header.is_empty() {
        "a header was"
    } else {
        return Ok(());
    };
    Err(CommandFailure::new(
        ExitStatus::Usage,
        format!(
            "{given} given without a target: add `--target URL`; a run against the embedded reference server takes none"
        ),
    ))
}

fn refuse_production_host(
    base: &BaseUrl,
    args: &TargetArgs,
    hosts: [&Vec<String>; 2],
) -> Result<(), CommandFailure> {
    // A trailing dot names the same host.
    let own = base.host().trim_end_matches('.');
    let mut hosts = hosts
        .into_iter()
        .flatten()
        .map(|text| parse_host(text).unwrap_or_else(|| text.clone()));
    if args.allow_production || !hosts.any(|host| host == own) {
        return Ok(());
    }
    Err(CommandFailure::new(
        ExitStatus::Usage,
        format!(
            "{own} serves real users, and a run creates, changes and removes objects with the given tokens: \
             use a staging server, or give `--allow-production`"
        ),
    ))
}

#[cfg(test)]
mod tests {
    use clap::Parser;
    use rstest::rstest;

    use super::ResolvedTarget;
    use crate::cli::args::Cli;
    use crate::cli::inputs::ContractAndSuites;

    #[rstest]
    #[case::in_full("https://me:hunter2@staging.example/v2")]
    #[case::one_slash("https:/me:hunter2@staging.example/v2")]
    #[case::no_slash("https:me:hunter2@staging.example/v2")]
    fn a_password_in_the_targets_url_is_not_repeated(#[case] url: &str) {
        let args = Cli::parse_from(["badreq", "--target", url]).run;
        let inputs = ContractAndSuites::load(&args.inputs, None).expect("the inputs are sound");
        let failure = ResolvedTarget::resolve(&args.target, &inputs);
        let message = failure.expect_err("it is no base URL").message;
        assert!(!message.contains("hunter2"), "{message}");
        assert!(message.contains("base URL"), "{message}");
    }
}
