//! The settings from flags and environment variables.

use std::collections::BTreeMap;

use super::secret::ValueSource;
use super::source::Setting;
use super::target_settings::{
    HeaderSetting, LimitsSetting, ProxySetting, TargetSettings, TimeoutSettings, merge_headers,
};
use crate::cli::args::Hidden;
use crate::cli::args::TargetArgs;
use crate::cli::exit::{Exit, Failure};
use crate::suite::Hook;

const KNOWN: &str = "--value";
const HOOK: &str = "--trigger";

impl TargetSettings {
    /// Parses the settings of the command line.
    ///
    /// clap reads the environment variable of a flag that is not given.
    pub(super) fn from_args(args: &TargetArgs) -> Result<Self, Failure> {
        let token = |flag: &'static str, token: &Option<Hidden>| {
            let text = token.as_ref()?.reveal().to_owned();
            Some(Setting::from_flag(flag, ValueSource::Inline(text)))
        };
        let limits = args.limits.clone().map(LimitsSetting::Words);
        let roots = args.ca_cert.iter().cloned();
        Ok(Self {
            token: token("--token", &args.token),
            stranger_token: token("--stranger-token", &args.stranger_token),
            limits: limits.map(|limits| Setting::from_flag("--limits", limits)),
            headers: parse_headers(&args.header)?,
            roots: roots
                .map(|path| Setting::from_flag("--ca-cert", path))
                .collect(),
            proxy: args.proxy.as_deref().map(parse_proxy).transpose()?,
            timeouts: TimeoutSettings {
                connect: None,
                first_byte: None,
                answer: args.timeout,
            },
            user_agent: match &args.contact {
                Some(contact) => Some(contact.parse().map_err(|error| usage(&error))?),
                None => None,
            },
            known: parse_known(&as_texts(&args.value))?,
            hooks: parse_hooks(&as_texts(&args.trigger))?,
            ..Self::default()
        })
    }

    /// Parses the variables whose items are merged with those of their flags; clap reads only one of the two.
    pub(super) fn from_environment() -> Result<Self, Failure> {
        let items = |variable| std::env::var(variable).unwrap_or_default();
        Ok(Self {
            known: parse_known(&filled(&items("BADREQ_VALUES"), ','))?,
            hooks: parse_hooks(&filled(&items("BADREQ_TRIGGERS"), ';'))?,
            ..Self::default()
        })
    }
}

fn as_texts(items: &[String]) -> Vec<&str> {
    items.iter().map(String::as_str).collect()
}

fn filled(items: &str, separator: char) -> Vec<&str> {
    let items = items.split(separator);
    items.filter(|item| !item.is_empty()).collect()
}

fn parse_proxy(text: &str) -> Result<ProxySetting, Failure> {
    match text {
        "none" => Ok(ProxySetting::Direct),
        _ => text
            .parse()
            .map(ProxySetting::Through)
            .map_err(|error| usage(&error)),
    }
}

/// Parses headers; of two with the same name, the later one wins.
fn parse_headers(texts: &[String]) -> Result<Vec<HeaderSetting>, Failure> {
    let mut headers = Vec::new();
    for text in texts {
        let (name, value) = text.split_once(':').ok_or_else(|| {
            let what = "cannot read `--header`: write `--header 'Name: value'`";
            Failure::new(Exit::Usage, what)
        })?;
        let setting = |text: &str| Setting::from_flag("--header", text.trim().to_owned());
        let value = ValueSource::Inline(setting(value).value);
        let later = HeaderSetting {
            name: setting(name),
            value: Setting::from_flag("--header", value),
        };
        headers = merge_headers(vec![later], headers);
    }
    Ok(headers)
}

fn parse_known(texts: &[&str]) -> Result<BTreeMap<String, Setting<String>>, Failure> {
    texts
        .iter()
        .map(|text| {
            let (name, value) = parse_pair(KNOWN, "NAME=VALUE", text)?;
            Ok((name.to_owned(), Setting::from_flag(KNOWN, value.to_owned())))
        })
        .collect()
}

fn parse_hooks(texts: &[&str]) -> Result<BTreeMap<String, Setting<Hook>>, Failure> {
    texts
        .iter()
        .map(|text| {
            let (name, hook) = parse_pair(HOOK, "internal-error=X-Fail: yes", text)?;
            let hook = hook.parse().map_err(|error| usage(&error))?;
            Ok((name.to_owned(), Setting::from_flag(HOOK, hook)))
        })
        .collect()
}

fn parse_pair<'t>(flag: &str, example: &str, text: &'t str) -> Result<(&'t str, &'t str), Failure> {
    text.split_once('=')
        .filter(|(name, value)| !name.is_empty() && !value.is_empty())
        .ok_or_else(|| {
            Failure::new(
                Exit::Usage,
                format!("cannot read `{text}`: write `{flag} '{example}'`"),
            )
        })
}

fn usage(error: &dyn std::error::Error) -> Failure {
    Failure::of(Exit::Usage, error)
}
