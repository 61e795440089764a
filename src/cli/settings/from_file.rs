//! The settings of one target from the configuration file: types are checked, secrets are not read yet.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use super::certificates::ClientCertificateSetting;
use super::config_file::{REFERENCE_TARGET, is_valid_target_name};
use super::setting_source::{SettingSource, SourcedSetting};
use super::skips::read_skip_rules;
use super::target_settings::{
    GateSettings, HeaderSetting, ProxySetting, RateLimitsSetting, TargetSettings, TimeoutSettings,
};
use super::timeout::parse_timeout;
use super::value_source::{ValueSource, parse_value_source, read_value_source};
use crate::cli::args::body_size::parse_body_size;
use crate::contract::authored::{
    Span, TableReader, TomlFileReader, TomlNode, TomlTable, TomlValue,
};
use crate::outcome::{EvidencePolicy, FailOn};
use crate::target::{BaseUrl, CaseHeader, Proxy};

impl TargetSettings {
    /// Parses the table of a target, with paths relative to `folder`; mistakes become diagnostics of the file.
    pub(super) fn from_table(
        file: &mut TomlFileReader,
        folder: &Path,
        name: &str,
        table: TomlTable,
        span: Span,
    ) -> Self {
        let who = format!("target `{name}`");
        let mut reader = TableReader::new(file, who.clone(), table, span);
        let settings = Self {
            url: reader.take_required_text("url").and_then(|(text, span)| {
                ok_or_diagnose(&mut reader, text.parse::<BaseUrl>(), span)
            }),
            token: read_value_source(&mut reader, folder, "token", &who),
            stranger_token: read_value_source(&mut reader, folder, "stranger_token", &who),
            limits: read_rate_limits(&mut reader),
            headers: read_headers(&mut reader, folder, &who),
            case_header: read_case_header(&mut reader),
            ca_certs: read_ca_certs(&mut reader, folder),
            client_certificate: ClientCertificateSetting {
                cert: read_path(&mut reader, folder, "cert"),
                key: read_path(&mut reader, folder, "key"),
            },
            proxy: read_proxy(&mut reader, folder, &who).map(ProxySetting::Through),
            gate: read_gate(&mut reader),
            skips: read_skip_rules(&mut reader, &who),
            max_body: read_max_body(&mut reader),
            baseline: reader
                .take_nonblank_text("baseline")
                .map(|(path, _)| folder.join(path)),
            profile: read_profile(&mut reader),
            values: parse_named_texts(&mut reader, "values"),
            triggers: parse_named_texts(&mut reader, "triggers"),
            timeouts: read_timeouts(&mut reader, &who),
            ..Self::default()
        };
        reader.diagnose_unread_keys();
        settings
    }
}

/// Returns the value, or records its error as a diagnostic at this span.
fn ok_or_diagnose<T, E: std::fmt::Display>(
    reader: &mut TableReader<'_>,
    value: Result<T, E>,
    span: Span,
) -> Option<T> {
    match value {
        Ok(value) => Some(value),
        Err(error) => {
            reader.diagnose(span, &error.to_string());
            None
        }
    }
}

/// Reads the gate: `fail_on`, `min_rows` and `partial`.
fn read_gate(reader: &mut TableReader<'_>) -> GateSettings {
    let fail_on = reader.take_texts("fail_on").unwrap_or_default();
    let fail_on = fail_on
        .into_iter()
        .filter_map(|(text, span)| ok_or_diagnose(reader, text.parse::<FailOn>(), span))
        .collect();
    let min_rows = reader.take_natural_number("min_rows");
    let evidence = reader.take_bool("partial").map(|is_partial| {
        if is_partial {
            EvidencePolicy::Partial
        } else {
            EvidencePolicy::Complete
        }
    });
    GateSettings {
        fail_on,
        min_rows: min_rows.and_then(|least| usize::try_from(least).ok()),
        evidence,
    }
}

/// Reads the profile: the name of a folder, but not the one of the reference server.
fn read_profile(reader: &mut TableReader<'_>) -> Option<String> {
    let (name, span) = reader.take_nonblank_text("profile")?;
    let what = match is_valid_target_name(&name) && !name.starts_with('.') {
        true if name == REFERENCE_TARGET => "is the profile of the embedded reference server",
        true => return Some(name),
        false => "is not a profile name: write letters, digits, `-`, `_` and `.`",
    };
    reader.diagnose(span, &format!("`{name}` {what}"));
    None
}

fn read_rate_limits(reader: &mut TableReader<'_>) -> Option<SourcedSetting<RateLimitsSetting>> {
    let TomlNode { value: kind, span } = reader.take_value("limits")?;
    let table = match kind {
        TomlValue::Text(text) => {
            return Some(SourcedSetting::from_file(
                span,
                RateLimitsSetting::Text(text),
            ));
        }
        TomlValue::Table(table) => table,
        TomlValue::Scalar(_) | TomlValue::Date(_) | TomlValue::List(_) => {
            let hint = "write `documented`, `none` or `{ SCOPE = N }`".to_owned();
            reader.diagnose_with_optional_hint(
                span,
                "`limits` is neither a text nor a table",
                Some(hint),
            );
            return None;
        }
    };
    let mut scopes = Vec::new();
    for (scope, (key, node)) in table {
        let number = match &node.value {
            TomlValue::Scalar(value) => value.as_u64(),
            TomlValue::Text(_) | TomlValue::Date(_) | TomlValue::List(_) | TomlValue::Table(_) => {
                None
            }
        };
        match number.and_then(|number| u32::try_from(number).ok()) {
            Some(number) if number > 0 => scopes.push((scope, key, number)),
            Some(_) | None => {
                let what = format!("the limit of `{scope}` is not a number of requests from 1");
                reader.diagnose(node.span, &what);
            }
        }
    }
    Some(SourcedSetting::from_file(
        span,
        RateLimitsSetting::Scopes(scopes),
    ))
}

fn read_path(
    reader: &mut TableReader<'_>,
    folder: &Path,
    key: &'static str,
) -> Option<SourcedSetting<PathBuf>> {
    let (path, span) = reader.take_nonblank_text(key)?;
    Some(SourcedSetting::from_file(span, folder.join(path)))
}

/// Reads the value of the proxy. A URL in the file itself is checked at once, also for targets that are not used.
fn read_proxy(
    reader: &mut TableReader<'_>,
    folder: &Path,
    who: &str,
) -> Option<SourcedSetting<ValueSource>> {
    let setting = read_value_source(reader, folder, "proxy", who)?;
    if let (ValueSource::Inline(text), SettingSource::File(span)) =
        (&setting.value, &setting.source)
    {
        ok_or_diagnose(reader, text.parse::<Proxy>(), span.clone())?;
    }
    Some(setting)
}

fn read_max_body(reader: &mut TableReader<'_>) -> Option<usize> {
    let (text, span) = reader.take_text("max_body")?;
    let size = parse_body_size(&text).map_err(|error| format!("`{text}` {error}"));
    ok_or_diagnose(reader, size, span)
}

fn read_headers(reader: &mut TableReader<'_>, folder: &Path, who: &str) -> Vec<HeaderSetting> {
    let Some((table, _)) = reader.take_table("headers") else {
        return Vec::new();
    };
    let mut headers = Vec::new();
    for (name, (key, node)) in table {
        let who = format!("{who}: header `{name}`");
        if let Some(value) = parse_value_source(reader.file, folder, &who, node) {
            let name = SourcedSetting::from_file(key, name);
            headers.push(HeaderSetting { name, value });
        }
    }
    headers
}

fn read_case_header(reader: &mut TableReader<'_>) -> Option<SourcedSetting<CaseHeader>> {
    let (name, span) = reader.take_nonblank_text("case_header")?;
    let header = ok_or_diagnose(reader, name.parse::<CaseHeader>(), span.clone())?;
    Some(SourcedSetting::from_file(span, header))
}

fn read_ca_certs(reader: &mut TableReader<'_>, folder: &Path) -> Vec<SourcedSetting<PathBuf>> {
    let paths = reader
        .take_texts("ca_certs")
        .unwrap_or_default()
        .into_iter();
    paths
        .map(|(path, span)| SourcedSetting::from_file(span, folder.join(path)))
        .collect()
}

/// Reads a table of named texts, and parses each text.
fn parse_named_texts<T>(
    reader: &mut TableReader<'_>,
    key: &'static str,
) -> BTreeMap<String, SourcedSetting<T>>
where
    T: FromStr<Err: std::fmt::Display>,
{
    let Some((table, _)) = reader.take_table(key) else {
        return BTreeMap::new();
    };
    let mut pairs = BTreeMap::new();
    for (name, (place, node)) in table {
        match node.as_text() {
            Some(text) if !text.is_empty() => {
                if let Some(value) = ok_or_diagnose(reader, text.parse::<T>(), place.clone()) {
                    pairs.insert(name, SourcedSetting::from_file(place, value));
                }
            }
            Some(_) => reader.diagnose(node.span, &format!("`{name}` is empty")),
            None => {
                let what = format!("`{name}` is {}, and has to be a text", node.type_name());
                reader.diagnose_with_optional_hint(
                    node.span,
                    &what,
                    Some("put it in quotes".to_owned()),
                );
            }
        }
    }
    pairs
}

fn read_timeouts(reader: &mut TableReader<'_>, who: &str) -> TimeoutSettings {
    let Some((table, span)) = reader.take_table("timeouts") else {
        return TimeoutSettings::default();
    };
    let mut inner = TableReader::new(reader.file, format!("{who}: timeouts"), table, span);
    let mut wait = |key: &'static str| {
        let (text, span) = inner.take_text(key)?;
        let read = parse_timeout(&text).map_err(|error| format!("`{text}` {error}"));
        Some((ok_or_diagnose(&mut inner, read, span.clone())?, span))
    };
    let connect = wait("connect");
    let first_byte = wait("first_byte");
    let answer = wait("response");
    if let (Some((first, span)), Some((whole, _))) = (&first_byte, &answer)
        && first > whole
    {
        let what = "`first_byte` is longer than `response`, the timeout of the whole response";
        inner.diagnose(span.clone(), what);
    }
    inner.diagnose_unread_keys();
    let length = |wait: Option<(Duration, Span)>| wait.map(|(length, _)| length);
    TimeoutSettings {
        connect: length(connect),
        first_byte: length(first_byte),
        response: length(answer),
    }
}
