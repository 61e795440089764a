//! The settings of one target from the configuration file: types are checked, secrets are not read yet.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use super::file::{REFERENCE, is_name};
use super::period::period;
use super::secret::{parse_value, take_value};
use super::source::Setting;
use super::target_settings::{
    HeaderSetting, LimitsSetting, ProxySetting, TargetSettings, TimeoutSettings,
};
use crate::contract::authored::{File, Kind, Node, Reader, Span, Table};
use crate::target::{BaseUrl, Proxy};

impl TargetSettings {
    /// Parses the table of a target, with paths relative to `folder`; mistakes become diagnostics of the file.
    pub(super) fn from_table(
        file: &mut File,
        folder: &Path,
        name: &str,
        table: Table,
        span: Span,
    ) -> Self {
        let who = format!("target `{name}`");
        let mut reader = Reader::new(file, who.clone(), table, span);
        let settings = Self {
            url: reader
                .required_text("url")
                .and_then(|(text, span)| sound(&mut reader, text.parse::<BaseUrl>(), span)),
            token: take_value(&mut reader, folder, "token", &who),
            stranger_token: take_value(&mut reader, folder, "stranger_token", &who),
            limits: limits(&mut reader),
            headers: headers(&mut reader, folder, &who),
            roots: roots(&mut reader, folder),
            proxy: reader
                .filled_text("proxy")
                .and_then(|(text, span)| sound(&mut reader, text.parse::<Proxy>(), span))
                .map(ProxySetting::Through),
            baseline: reader
                .filled_text("baseline")
                .map(|(path, _)| folder.join(path)),
            profile: profile(&mut reader),
            known: pairs(&mut reader, "values"),
            hooks: pairs(&mut reader, "triggers"),
            timeouts: timeouts(&mut reader, &who),
            ..Self::default()
        };
        reader.finish();
        settings
    }
}

/// Returns the value, or records its error as a diagnostic at this span.
fn sound<T, E: std::fmt::Display>(
    reader: &mut Reader<'_>,
    value: Result<T, E>,
    span: Span,
) -> Option<T> {
    match value {
        Ok(value) => Some(value),
        Err(error) => {
            reader.flaw(span, &error.to_string());
            None
        }
    }
}

/// Reads the profile: the name of a folder, but not the one of the reference server.
fn profile(reader: &mut Reader<'_>) -> Option<String> {
    let (name, span) = reader.filled_text("profile")?;
    let what = match is_name(&name) && !name.starts_with('.') {
        true if name == REFERENCE => "is the profile of the embedded reference server",
        true => return Some(name),
        false => "is no name of a profile: write letters, digits, `-`, `_` and `.`",
    };
    reader.flaw(span, &format!("`{name}` {what}"));
    None
}

fn limits(reader: &mut Reader<'_>) -> Option<Setting<LimitsSetting>> {
    let Node { kind, span } = reader.take("limits")?;
    let table = match kind {
        Kind::Text(text) => return Some(Setting::from_file(span, LimitsSetting::Words(text))),
        Kind::Table(table) => table,
        Kind::Scalar(_) | Kind::Date(_) | Kind::List(_) => {
            let hint = "write `documented`, `none` or `{ SCOPE = N }`".to_owned();
            reader.flaw_with_hint(span, "`limits` is neither a text nor a table", Some(hint));
            return None;
        }
    };
    let mut scopes = Vec::new();
    for (scope, (key, node)) in table {
        let number = match &node.kind {
            Kind::Scalar(value) => value.as_u64(),
            Kind::Text(_) | Kind::Date(_) | Kind::List(_) | Kind::Table(_) => None,
        };
        match number.and_then(|number| u32::try_from(number).ok()) {
            Some(number) if number > 0 => scopes.push((scope, key, number)),
            Some(_) | None => {
                let what = format!("the limit of `{scope}` is no number of requests from 1 on");
                reader.flaw(node.span, &what);
            }
        }
    }
    Some(Setting::from_file(span, LimitsSetting::Scopes(scopes)))
}

fn headers(reader: &mut Reader<'_>, folder: &Path, who: &str) -> Vec<HeaderSetting> {
    let Some((table, _)) = reader.table("headers") else {
        return Vec::new();
    };
    let mut headers = Vec::new();
    for (name, (key, node)) in table {
        let who = format!("{who}: header `{name}`");
        if let Some(value) = parse_value(reader.file, folder, &who, node) {
            let name = Setting::from_file(key, name);
            headers.push(HeaderSetting { name, value });
        }
    }
    headers
}

fn roots(reader: &mut Reader<'_>, folder: &Path) -> Vec<Setting<PathBuf>> {
    let paths = reader.texts("ca_certs").unwrap_or_default().into_iter();
    paths
        .map(|(path, span)| Setting::from_file(span, folder.join(path)))
        .collect()
}

/// Reads a table of named texts, and parses each text.
fn pairs<T>(reader: &mut Reader<'_>, key: &'static str) -> BTreeMap<String, Setting<T>>
where
    T: FromStr<Err: std::fmt::Display>,
{
    let Some((table, _)) = reader.table(key) else {
        return BTreeMap::new();
    };
    let mut pairs = BTreeMap::new();
    for (name, (place, node)) in table {
        match node.text() {
            Some(text) if !text.is_empty() => {
                if let Some(value) = sound(reader, text.parse::<T>(), place.clone()) {
                    pairs.insert(name, Setting::from_file(place, value));
                }
            }
            Some(_) => reader.flaw(node.span, &format!("`{name}` is empty")),
            None => {
                let what = format!("`{name}` is {}, and has to be a text", node.kind_name());
                reader.flaw_with_hint(node.span, &what, Some("put it in quotes".to_owned()));
            }
        }
    }
    pairs
}

fn timeouts(reader: &mut Reader<'_>, who: &str) -> TimeoutSettings {
    let Some((table, span)) = reader.table("timeouts") else {
        return TimeoutSettings::default();
    };
    let mut inner = Reader::new(reader.file, format!("{who}: timeouts"), table, span);
    let mut wait = |key: &'static str| {
        let (text, span) = inner.text(key)?;
        let read = period(&text).map_err(|error| format!("`{text}` {error}"));
        Some((sound(&mut inner, read, span.clone())?, span))
    };
    let connect = wait("connect");
    let first_byte = wait("first_byte");
    let answer = wait("response");
    if let (Some((first, span)), Some((whole, _))) = (&first_byte, &answer)
        && first > whole
    {
        let what = "`first_byte` is longer than `response`, the timeout of the whole response";
        inner.flaw(span.clone(), what);
    }
    inner.finish();
    let length = |wait: Option<(Duration, Span)>| wait.map(|(length, _)| length);
    TimeoutSettings {
        connect: length(connect),
        first_byte: length(first_byte),
        answer: length(answer),
    }
}
