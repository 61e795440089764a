//! From merged settings to the options of a target: reads secrets, checks names and patterns against the suites, fills in defaults.

use std::collections::{BTreeMap, BTreeSet};

use super::config_file::ConfigFile;
use super::limits::{find_scope_mut, parse_rate_limits};
use super::loaded::MergedSettings;
use super::setting_source::{SettingSource, SourcedSetting};
use super::skips::TargetSkips;
use super::target_selector::TargetChoice;
use super::target_settings::{GateSettings, ProxySetting, RateLimitsSetting, TimeoutSettings};
use super::value_source::{LoadedValue, ValueSource};
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::conformance::current_day;
use crate::contract::authored::Span;
use crate::contract::{Contract, RateLimits, suggest_similar_word};
use crate::suite::{ErrorTrigger, SuiteSet};
use crate::target::{CaseHeader, Credentials, ExchangeTimeouts, Proxy, TargetOptions, Token};

/// Settings with which requests can be sent to a target.
#[derive(Debug)]
pub(in crate::cli) struct ResolvedSettings {
    pub(in crate::cli) options: TargetOptions,
    /// Values that only the operator of the target can supply.
    pub(in crate::cli) values: BTreeMap<String, String>,
    pub(in crate::cli) triggers: BTreeMap<String, ErrorTrigger>,
    /// The header that carries the name of the case.
    pub(in crate::cli) case_header: Option<CaseHeader>,
    /// The gate of runs against this target.
    pub(in crate::cli) gate: GateSettings,
    /// The cases that runs against this target do not try.
    pub(in crate::cli) skips: TargetSkips,
    /// Hosts that serve real users, besides those of the contract.
    pub(in crate::cli) production_hosts: Vec<String>,
    /// Warnings about the configuration file.
    pub(in crate::cli) warnings: Vec<String>,
}

impl MergedSettings {
    /// Reads the variables, files and commands that the settings refer to, and checks all values against contract and suites.
    ///
    /// # Errors
    /// Fails with [`CommandFailure`], which lists every mistake of the file, or else every mistake of flags and variables.
    pub(in crate::cli) fn resolve(
        self,
        contract: &Contract,
        suites: &SuiteSet,
    ) -> Result<ResolvedSettings, CommandFailure> {
        let usage =
            |error: &dyn std::error::Error| CommandFailure::from_error(ExitStatus::Usage, error);
        let today = current_day().map_err(|error| usage(&error))?;
        let Self {
            selector: destination,
            settings,
            config_file: mut config,
        } = self;
        let mut resolver = SettingsValidator {
            config: config.as_mut(),
            target: match destination {
                TargetChoice::Named(name) => format!("target `{name}`"),
                TargetChoice::Reference | TargetChoice::Url(_) => "the target".to_owned(),
            },
            contract,
            warnings: Vec::new(),
            mistakes: Vec::new(),
        };
        let owner = resolver.resolve_token("token", settings.token);
        let stranger = resolver.resolve_token("stranger_token", settings.stranger_token);
        let limits = resolver.resolve_rate_limits(settings.limits);
        let extra_headers = resolver.resolve_headers(settings.headers);
        let case_header = resolver.resolve_case_header(settings.case_header, &extra_headers);
        let extra_roots = resolver.load_ca_certs(settings.ca_certs);
        let client_identity = resolver.load_client_identity(settings.client_certificate);
        let proxy = resolver.resolve_proxy(settings.proxy);
        let known = resolver.resolve_values(settings.values, suites);
        let hooks = resolver.resolve_triggers(settings.triggers, suites);
        let skips = resolver.resolve_skips(settings.skips, suites, today);
        let SettingsValidator {
            warnings, mistakes, ..
        } = resolver;
        if let Some(config) = &config {
            config.ensure_valid()?;
        }
        if let Some(failure) = CommandFailure::combine(mistakes) {
            return Err(failure);
        }
        let credentials = Credentials::new(owner, stranger).map_err(|error| usage(&error))?;
        let url = settings
            .url
            .ok_or_else(|| CommandFailure::new(ExitStatus::Usage, "the target has no URL"))?;
        Ok(ResolvedSettings {
            options: TargetOptions {
                token_header: contract.token_header.clone(),
                rate_limits: limits,
                timeouts: fill_in_timeouts(settings.timeouts),
                extra_headers,
                extra_roots,
                client_identity,
                proxy,
                max_body: settings.max_body.unwrap_or(TargetOptions::DEFAULT_MAX_BODY),
                user_agent: settings.user_agent.unwrap_or_default(),
                ..TargetOptions::new(url, credentials)
            },
            values: known,
            gate: settings.gate,
            skips,
            triggers: hooks,
            case_header,
            production_hosts: settings.production_hosts,
            warnings,
        })
    }
}

fn fill_in_timeouts(given: TimeoutSettings) -> ExchangeTimeouts {
    let usual = ExchangeTimeouts::default();
    let answer = given.response.unwrap_or(usual.response);
    ExchangeTimeouts {
        connect: given.connect.unwrap_or(usual.connect),
        first_byte: given.first_byte.unwrap_or(answer),
        response: answer,
    }
}

/// Returns the names of the triggers that cases need.
pub(in crate::cli) fn needed_trigger_names(suites: &SuiteSet) -> Vec<&str> {
    let names: BTreeSet<&str> = suites
        .cases()
        .filter_map(|case| case.bad_request.trigger.as_deref())
        .collect();
    names.into_iter().collect()
}

/// A resolver of settings, which collects all mistakes.
pub(super) struct SettingsValidator<'c> {
    config: Option<&'c mut ConfigFile>,
    /// The name of the target in messages.
    target: String,
    pub(super) contract: &'c Contract,
    warnings: Vec<String>,
    /// Mistakes outside the configuration file.
    mistakes: Vec<CommandFailure>,
}

impl SettingsValidator<'_> {
    /// Records a mistake at its source.
    pub(super) fn record_mistake(
        &mut self,
        source: &SettingSource,
        what: &str,
        hint: Option<String>,
    ) {
        match (source, &mut self.config) {
            (SettingSource::File(span), Some(config)) => {
                let what = format!("{}: {what}", self.target);
                config.file.record_diagnostic(span.clone(), what, hint);
            }
            (
                SettingSource::CommandLine(_) | SettingSource::Reference | SettingSource::File(_),
                _,
            ) => {
                let hint = hint.map_or_else(String::new, |hint| format!(": {hint}"));
                let mistake = CommandFailure::new(ExitStatus::Usage, format!("{what}{hint}"));
                self.mistakes.push(mistake);
            }
        }
    }

    /// Records a warning about a value in the configuration file.
    pub(super) fn record_config_file_warning(&mut self, source: &SettingSource, what: &str) {
        if let (SettingSource::File(span), Some(config)) = (source, &self.config) {
            let (file, line) = (config.name(), config.file.line_number_at(span.start));
            self.warnings.push(format!("{file}:{line}: {what}"));
        }
    }

    pub(super) fn resolve_value_source(
        &mut self,
        what: &str,
        setting: &SourcedSetting<ValueSource>,
    ) -> Option<LoadedValue> {
        match setting.value.load_value() {
            Ok(read) => {
                if let Some(warning) = &read.warning {
                    self.record_config_file_warning(&setting.source, warning);
                }
                Some(read)
            }
            Err(why) => {
                self.record_mistake(&setting.source, &format!("{what}: {why}"), None);
                None
            }
        }
    }

    fn resolve_token(
        &mut self,
        key: &str,
        setting: Option<SourcedSetting<ValueSource>>,
    ) -> Option<Token> {
        let setting = setting?;
        if let ValueSource::Inline(_) = setting.value {
            self.record_config_file_warning(
                &setting.source,
                "the token is in the file itself, and would be copied and committed with it: write `{ env = \"NAME\" }` or `{ file = \"PATH\" }`",
            );
        }
        let name = setting.source.display_name(key);
        let read = self.resolve_value_source(&name, &setting)?;
        match read.text.parse::<Token>() {
            Ok(token) => Some(token),
            Err(error) => {
                let what = format!("{name}: {}", read.describe_error(&error));
                self.record_mistake(&setting.source, &what, None);
                None
            }
        }
    }

    fn resolve_rate_limits(
        &mut self,
        setting: Option<SourcedSetting<RateLimitsSetting>>,
    ) -> Option<RateLimits> {
        let documented = self.contract.limits.clone();
        let Some(SourcedSetting { value, source }) = setting else {
            return documented;
        };
        match value {
            RateLimitsSetting::Text(text) => match parse_rate_limits(&text, self.contract) {
                Ok(limits) => limits,
                Err(why) => {
                    let what = format!("{}: {why}", source.display_name("limits"));
                    self.record_mistake(&source, &what, None);
                    None
                }
            },
            RateLimitsSetting::Scopes(scopes) => {
                Some(self.override_scope_limits(documented?, scopes))
            }
        }
    }

    fn override_scope_limits(
        &mut self,
        mut all: RateLimits,
        scopes: Vec<(String, Span, u32)>,
    ) -> RateLimits {
        for (name, place, limit) in scopes {
            if let Some(scope) = find_scope_mut(&mut all, &name) {
                scope.limit = limit;
            } else {
                let names: Vec<&str> = all.scopes.iter().map(|own| own.name.as_str()).collect();
                let hint = format_similar_name_hint(&name, &names)
                    .unwrap_or_else(|| format_choices_hint(&names));
                let what = format!("`{name}` is not a scope");
                self.record_mistake(&SettingSource::File(place), &what, Some(hint));
            }
        }
        all
    }

    fn resolve_proxy(&mut self, setting: Option<ProxySetting>) -> Option<Proxy> {
        let setting = match setting {
            Some(ProxySetting::Through(setting)) => setting,
            Some(ProxySetting::Direct) | None => return None,
        };
        let name = setting.source.display_name("proxy");
        let read = self.resolve_value_source(&name, &setting)?;
        let proxy: Proxy = match read.text.parse() {
            Ok(proxy) => proxy,
            Err(error) => {
                let what = match &read.command {
                    // The error may repeat the output.
                    Some(command) => format!("{name}: the command printed no proxy: {command}"),
                    None => format!("{name}: {error}"),
                };
                self.record_mistake(&setting.source, &what, None);
                return None;
            }
        };
        if let ValueSource::Inline(_) = setting.value
            && proxy.has_credentials()
        {
            self.record_config_file_warning(
                &setting.source,
                "the proxy's password is in the file itself, and would be copied and committed with it: write `{ env = \"NAME\" }` or `{ file = \"PATH\" }`",
            );
        }
        Some(proxy)
    }

    fn resolve_values(
        &mut self,
        settings: BTreeMap<String, SourcedSetting<String>>,
        suites: &SuiteSet,
    ) -> BTreeMap<String, String> {
        let specs = &suites.fixtures.values;
        let names: Vec<&str> = specs.iter().map(|spec| spec.name.as_str()).collect();
        self.unwrap_settings_and_record_unneeded("value", settings, &names)
    }

    fn resolve_triggers(
        &mut self,
        settings: BTreeMap<String, SourcedSetting<ErrorTrigger>>,
        suites: &SuiteSet,
    ) -> BTreeMap<String, ErrorTrigger> {
        self.unwrap_settings_and_record_unneeded("trigger", settings, &needed_trigger_names(suites))
    }

    /// Takes the values out of settings, and records a mistake for each setting that none of the needed names has.
    fn unwrap_settings_and_record_unneeded<T>(
        &mut self,
        kind: &str,
        settings: BTreeMap<String, SourcedSetting<T>>,
        names: &[&str],
    ) -> BTreeMap<String, T> {
        for (name, setting) in &settings {
            let far = match setting.source {
                SettingSource::CommandLine(_) => "`badreq list --needs` lists them".to_owned(),
                SettingSource::File(_) => format_choices_hint(names),
                // The reference server gives values for the built-in suites; other suites may need fewer.
                SettingSource::Reference => continue,
            };
            if !names.contains(&name.as_str()) {
                let hint = format_similar_name_hint(name, names).unwrap_or(far);
                let what = format!("no case needs a {kind} `{name}`");
                self.record_mistake(&setting.source, &what, Some(hint));
            }
        }
        let values = settings.into_iter();
        values
            .map(|(name, setting)| (name, setting.value))
            .collect()
    }
}

fn format_similar_name_hint(name: &str, names: &[&str]) -> Option<String> {
    let near = suggest_similar_word(name, names.iter().copied())?;
    Some(format!("did you mean `{near}`?"))
}

fn format_choices_hint(names: &[&str]) -> String {
    format!("write one of `{}`", names.join("`, `"))
}

#[cfg(test)]
#[path = "resolve_tests.rs"]
mod tests;
