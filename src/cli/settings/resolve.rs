//! From merged settings to the options of a target: reads secrets, checks names against the suites, fills in defaults.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::destination::Destination;
use super::file::Config;
use super::limits::{limits, scope_of};
use super::loaded::LoadedSettings;
use super::secret::ValueSource;
use super::source::{Setting, SettingSource};
use super::target_settings::{HeaderSetting, LimitsSetting, ProxySetting, TimeoutSettings};
use crate::cli::exit::{Exit, Failure};
use crate::contract::authored::Span;
use crate::contract::{Contract, RateLimits, suggest};
use crate::suite::{Hook, Suites};
use crate::target::{Credentials, ExtraHeader, TargetOptions, Timeouts, Token, certificates};

/// Settings with which requests can be sent to a target.
#[derive(Debug)]
pub(in crate::cli) struct ResolvedSettings {
    pub(in crate::cli) options: TargetOptions,
    /// Values that only the operator of the target can supply.
    pub(in crate::cli) known: BTreeMap<String, String>,
    pub(in crate::cli) hooks: BTreeMap<String, Hook>,
    /// Hosts that serve real users, besides those of the contract.
    pub(in crate::cli) production_hosts: Vec<String>,
    /// Warnings about the configuration file.
    pub(in crate::cli) warnings: Vec<String>,
}

impl LoadedSettings {
    /// Reads the variables and files that the settings refer to, and checks all values against contract and suites.
    ///
    /// # Errors
    /// Fails with [`Failure`], which lists every mistake of the file, or else every mistake of flags and variables.
    pub(in crate::cli) fn resolve(
        self,
        contract: &Contract,
        suites: &Suites,
    ) -> Result<ResolvedSettings, Failure> {
        let Self {
            destination,
            settings,
            mut config,
        } = self;
        let mut resolver = Resolver {
            config: config.as_mut(),
            target: match destination {
                Destination::Named(name) => format!("target `{name}`"),
                Destination::Reference | Destination::Address(_) => "the target".to_owned(),
            },
            contract,
            warnings: Vec::new(),
            mistakes: Vec::new(),
        };
        let owner = resolver.token("token", settings.token);
        let stranger = resolver.token("stranger_token", settings.stranger_token);
        let limits = resolver.limits(settings.limits);
        let extra_headers = resolver.headers(settings.headers);
        let extra_roots = resolver.roots(settings.roots);
        let known = resolver.known(settings.known, suites);
        let hooks = resolver.hooks(settings.hooks, suites);
        let Resolver {
            warnings, mistakes, ..
        } = resolver;
        if let Some(config) = &config {
            config.sound()?;
        }
        if let Some(failure) = Failure::all(mistakes) {
            return Err(failure);
        }
        let usage = |error: &dyn std::error::Error| Failure::of(Exit::Usage, error);
        let credentials = Credentials::new(owner, stranger).map_err(|error| usage(&error))?;
        let url = settings
            .url
            .ok_or_else(|| Failure::new(Exit::Usage, "the target has no URL"))?;
        Ok(ResolvedSettings {
            options: TargetOptions {
                authorization_header: contract.authorization_header.clone(),
                limits,
                timeouts: fill_in_timeouts(settings.timeouts),
                extra_headers,
                extra_roots,
                proxy: match settings.proxy {
                    Some(ProxySetting::Through(proxy)) => Some(proxy),
                    Some(ProxySetting::Direct) | None => None,
                },
                user_agent: settings.user_agent.unwrap_or_default(),
                ..TargetOptions::new(url, credentials)
            },
            known,
            hooks,
            production_hosts: settings.production_hosts,
            warnings,
        })
    }
}

fn fill_in_timeouts(given: TimeoutSettings) -> Timeouts {
    let usual = Timeouts::default();
    let answer = given.answer.unwrap_or(usual.answer);
    Timeouts {
        connect: given.connect.unwrap_or(usual.connect),
        first_byte: given.first_byte.unwrap_or(answer),
        answer,
    }
}

/// Returns the names of the triggers that cases need.
pub(in crate::cli) fn hook_names(suites: &Suites) -> Vec<&str> {
    let names: BTreeSet<&str> = suites
        .cases()
        .filter_map(|case| case.bad.hook.as_deref())
        .collect();
    names.into_iter().collect()
}

struct Resolver<'c> {
    config: Option<&'c mut Config>,
    /// The name of the target in messages.
    target: String,
    contract: &'c Contract,
    warnings: Vec<String>,
    /// Mistakes outside the configuration file.
    mistakes: Vec<Failure>,
}

impl Resolver<'_> {
    /// Records a mistake at its source.
    fn refuse(&mut self, source: &SettingSource, what: &str, hint: Option<String>) {
        match (source, &mut self.config) {
            (SettingSource::File(span), Some(config)) => {
                let what = format!("{}: {what}", self.target);
                config.file.flaw(span.clone(), what, hint);
            }
            (
                SettingSource::CommandLine(_) | SettingSource::Reference | SettingSource::File(_),
                _,
            ) => {
                let hint = hint.map_or_else(String::new, |hint| format!(": {hint}"));
                let mistake = Failure::new(Exit::Usage, format!("{what}{hint}"));
                self.mistakes.push(mistake);
            }
        }
    }

    /// Records a warning about a value in the configuration file.
    fn warn(&mut self, source: &SettingSource, what: &str) {
        if let (SettingSource::File(span), Some(config)) = (source, &self.config) {
            let (file, line) = (config.name(), config.file.line(span));
            self.warnings.push(format!("{file}:{line}: {what}"));
        }
    }

    fn read(&mut self, what: &str, setting: &Setting<ValueSource>) -> Option<String> {
        match setting.value.read() {
            Ok(read) => {
                if let Some(warning) = read.warning {
                    self.warn(&setting.source, &warning);
                }
                Some(read.text)
            }
            Err(why) => {
                self.refuse(&setting.source, &format!("{what}: {why}"), None);
                None
            }
        }
    }

    fn token(&mut self, key: &str, setting: Option<Setting<ValueSource>>) -> Option<Token> {
        let setting = setting?;
        if let ValueSource::Inline(_) = setting.value {
            self.warn(
                &setting.source,
                "a token stands in the file itself, where it is copied and committed with it: write `{ env = \"NAME\" }` or `{ file = \"PATH\" }`",
            );
        }
        let name = setting.source.name(key);
        let text = self.read(&name, &setting)?;
        match text.parse() {
            Ok(token) => Some(token),
            Err(error) => {
                self.refuse(&setting.source, &format!("{name}: {error}"), None);
                None
            }
        }
    }

    fn limits(&mut self, setting: Option<Setting<LimitsSetting>>) -> Option<RateLimits> {
        let documented = self.contract.limits.clone();
        let Some(Setting { value, source }) = setting else {
            return documented;
        };
        match value {
            LimitsSetting::Words(text) => match limits(&text, self.contract) {
                Ok(limits) => limits,
                Err(why) => {
                    let what = format!("{}: {why}", source.name("limits"));
                    self.refuse(&source, &what, None);
                    None
                }
            },
            LimitsSetting::Scopes(scopes) => Some(self.scopes(documented?, scopes)),
        }
    }

    fn scopes(&mut self, mut all: RateLimits, scopes: Vec<(String, Span, u32)>) -> RateLimits {
        for (name, place, limit) in scopes {
            if let Some(scope) = scope_of(&mut all, &name) {
                scope.limit = limit;
            } else {
                let names: Vec<&str> = all.scopes.iter().map(|own| own.name.as_str()).collect();
                let hint = near(&name, &names).unwrap_or_else(|| one_of(&names));
                let what = format!("`{name}` is no scope");
                self.refuse(&SettingSource::File(place), &what, Some(hint));
            }
        }
        all
    }

    fn headers(&mut self, settings: Vec<HeaderSetting>) -> Vec<ExtraHeader> {
        let mut headers = Vec::new();
        for HeaderSetting { name, value } in settings {
            let Setting {
                value: name,
                source,
            } = name;
            if name.eq_ignore_ascii_case(&self.contract.authorization_header) {
                let hint = format!("a token is given as {}", source.token_name());
                let what = format!("`{name}` carries the token, and the anonymous actor has none");
                self.refuse(&source, &what, Some(hint));
                continue;
            }
            let Some(text) = self.read(&format!("header `{name}`"), &value) else {
                continue;
            };
            let header = match &value.value {
                ValueSource::Inline(_) => ExtraHeader::plain(&name, &text),
                ValueSource::Variable(variable) => ExtraHeader::secret(&name, variable, &text),
                ValueSource::File(_) => ExtraHeader::secret(&name, &variable_for(&name), &text),
            };
            match header {
                Ok(header) => headers.push(header),
                Err(error) => self.refuse(&source, &error.to_string(), None),
            }
        }
        headers
    }

    /// Reads PEM files and returns their certificates as DER.
    fn roots(&mut self, settings: Vec<Setting<PathBuf>>) -> Vec<Vec<u8>> {
        let mut roots = Vec::new();
        for Setting {
            value: path,
            source,
        } in settings
        {
            let (key, name) = (source.name("ca_certs"), path.display());
            let read = std::fs::read(&path)
                .map_err(|error| format!("{key}: cannot read `{name}`: {error}"))
                .and_then(|pem| {
                    certificates(&pem).map_err(|error| format!("{key}: `{name}` {error}"))
                });
            match read {
                Ok(own) => roots.extend(own),
                Err(what) => self.refuse(&source, &what, None),
            }
        }
        roots
    }

    fn known(
        &mut self,
        settings: BTreeMap<String, Setting<String>>,
        suites: &Suites,
    ) -> BTreeMap<String, String> {
        let specs = &suites.fixtures.known;
        let names: Vec<&str> = specs.iter().map(|spec| spec.name.as_str()).collect();
        self.named("value", settings, &names)
    }

    fn hooks(
        &mut self,
        settings: BTreeMap<String, Setting<Hook>>,
        suites: &Suites,
    ) -> BTreeMap<String, Hook> {
        self.named("trigger", settings, &hook_names(suites))
    }

    fn named<T>(
        &mut self,
        kind: &str,
        settings: BTreeMap<String, Setting<T>>,
        names: &[&str],
    ) -> BTreeMap<String, T> {
        for (name, setting) in &settings {
            let far = match setting.source {
                SettingSource::CommandLine(_) => {
                    "`badreq list --needs` shows which there are".to_owned()
                }
                SettingSource::File(_) => one_of(names),
                // The reference server gives values for the built-in suites; other suites may need fewer.
                SettingSource::Reference => continue,
            };
            if !names.contains(&name.as_str()) {
                let hint = near(name, names).unwrap_or(far);
                let what = format!("no case needs a {kind} `{name}`");
                self.refuse(&setting.source, &what, Some(hint));
            }
        }
        let values = settings.into_iter();
        values
            .map(|(name, setting)| (name, setting.value))
            .collect()
    }
}

fn near(name: &str, names: &[&str]) -> Option<String> {
    let near = suggest(name, names.iter().copied())?;
    Some(format!("did you mean `{near}`?"))
}

fn one_of(names: &[&str]) -> String {
    format!("write one of `{}`", names.join("`, `"))
}

/// Returns the name of the variable that replaces the value of a header in printed requests.
fn variable_for(name: &str) -> String {
    name.to_ascii_uppercase()
        .replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}

#[cfg(test)]
#[path = "resolve_tests.rs"]
mod tests;
