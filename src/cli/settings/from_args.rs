//! The settings from flags and environment variables.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::certificates::ClientCertificateSetting;
use super::setting_source::SourcedSetting;
use super::target_settings::{
    HeaderSetting, ProxySetting, RateLimitsSetting, TargetSettings, TimeoutSettings, merge_headers,
};
use super::value_source::ValueSource;
use crate::cli::args::SecretArg;
use crate::cli::args::TargetArgs;
use crate::cli::exit::{CommandFailure, ExitStatus};
use crate::suite::ErrorTrigger;

const VALUE_FLAG: &str = "--value";
const TRIGGER_FLAG: &str = "--trigger";

impl TargetSettings {
    /// Parses the settings of the command line.
    ///
    /// clap reads the environment variable of a flag that is not given.
    pub(super) fn from_args(args: &TargetArgs) -> Result<Self, CommandFailure> {
        let token = |flag: &'static str, token: &Option<SecretArg>| {
            let text = token.as_ref()?.expose_secret().to_owned();
            Some(SourcedSetting::from_flag(flag, ValueSource::Inline(text)))
        };
        let limits = args.limits.clone().map(RateLimitsSetting::Text);
        let roots = args.ca_cert.iter().cloned();
        Ok(Self {
            token: token("--token", &args.token),
            stranger_token: token("--stranger-token", &args.stranger_token),
            limits: limits.map(|limits| SourcedSetting::from_flag("--limits", limits)),
            headers: parse_headers(&args.header)?,
            case_header: args
                .case_header
                .clone()
                .map(|header| SourcedSetting::from_flag("--case-header", header)),
            ca_certs: roots
                .map(|path| SourcedSetting::from_flag("--ca-cert", path))
                .collect(),
            client_certificate: ClientCertificateSetting {
                cert: build_path_setting("--cert", &args.cert),
                key: build_path_setting("--key", &args.key),
            },
            proxy: args.proxy.as_ref().map(read_proxy),
            timeouts: TimeoutSettings {
                connect: None,
                first_byte: None,
                response: args.timeout,
            },
            max_body: args.max_body,
            user_agent: match &args.contact {
                Some(contact) => Some(
                    contact
                        .parse()
                        .map_err(|error| build_usage_failure(&error))?,
                ),
                None => None,
            },
            values: parse_values(&as_strs(&args.value))?,
            triggers: parse_triggers(&as_strs(&args.trigger))?,
            ..Self::default()
        })
    }

    /// Parses the variables whose items are merged with those of their flags; clap reads only one of the two.
    pub(super) fn from_list_env_vars() -> Result<Self, CommandFailure> {
        let items = |variable| std::env::var(variable).unwrap_or_default();
        Ok(Self {
            values: parse_values(&split_items(&items("BADREQ_VALUES"), ','))?,
            triggers: parse_triggers(&split_items(&items("BADREQ_TRIGGERS"), ';'))?,
            ..Self::default()
        })
    }
}

fn build_path_setting(
    flag: &'static str,
    path: &Option<PathBuf>,
) -> Option<SourcedSetting<PathBuf>> {
    let path = path.clone()?;
    Some(SourcedSetting::from_flag(flag, path))
}

fn as_strs(items: &[String]) -> Vec<&str> {
    items.iter().map(String::as_str).collect()
}

fn split_items(items: &str, separator: char) -> Vec<&str> {
    let items = items.split(separator);
    items.filter(|item| !item.is_empty()).collect()
}

fn read_proxy(proxy: &SecretArg) -> ProxySetting {
    match proxy.expose_secret() {
        "none" => ProxySetting::Direct,
        url => {
            let url = ValueSource::Inline(url.to_owned());
            ProxySetting::Through(SourcedSetting::from_flag("--proxy", url))
        }
    }
}

/// Parses headers; of two with the same name, the later one wins.
fn parse_headers(texts: &[String]) -> Result<Vec<HeaderSetting>, CommandFailure> {
    let mut headers = Vec::new();
    for text in texts {
        let (name, value) = text.split_once(':').ok_or_else(|| {
            let what = "cannot read `--header`: write `--header 'Name: value'`";
            CommandFailure::new(ExitStatus::Usage, what)
        })?;
        let setting = |text: &str| SourcedSetting::from_flag("--header", text.trim().to_owned());
        let value = ValueSource::Inline(setting(value).value);
        let later = HeaderSetting {
            name: setting(name),
            value: SourcedSetting::from_flag("--header", value),
        };
        headers = merge_headers(vec![later], headers);
    }
    Ok(headers)
}

fn parse_values(
    texts: &[&str],
) -> Result<BTreeMap<String, SourcedSetting<String>>, CommandFailure> {
    texts
        .iter()
        .map(|text| {
            let (name, value) = parse_name_value_pair(VALUE_FLAG, "NAME=VALUE", text)?;
            Ok((
                name.to_owned(),
                SourcedSetting::from_flag(VALUE_FLAG, value.to_owned()),
            ))
        })
        .collect()
}

fn parse_triggers(
    texts: &[&str],
) -> Result<BTreeMap<String, SourcedSetting<ErrorTrigger>>, CommandFailure> {
    texts
        .iter()
        .map(|text| {
            let (name, hook) =
                parse_name_value_pair(TRIGGER_FLAG, "internal-error=X-Fail: yes", text)?;
            let hook = hook.parse().map_err(|error| build_usage_failure(&error))?;
            Ok((
                name.to_owned(),
                SourcedSetting::from_flag(TRIGGER_FLAG, hook),
            ))
        })
        .collect()
}

fn parse_name_value_pair<'t>(
    flag: &str,
    example: &str,
    text: &'t str,
) -> Result<(&'t str, &'t str), CommandFailure> {
    text.split_once('=')
        .filter(|(name, value)| !name.is_empty() && !value.is_empty())
        .ok_or_else(|| {
            CommandFailure::new(
                ExitStatus::Usage,
                format!("cannot read `{text}`: write `{flag} '{example}'`"),
            )
        })
}

fn build_usage_failure(error: &dyn std::error::Error) -> CommandFailure {
    CommandFailure::from_error(ExitStatus::Usage, error)
}
