//! One target of the file, its shape checked and no secret read.

use std::time::Duration;

use super::file::{REFERENCE, is_name};
use super::period::period;
use super::secret::Value;
use crate::suite::{File, Hook, Kind, Node, Reader, Span, Table};
use crate::target::{BaseUrl, Proxy};

/// What the file says of one target.
#[derive(Clone, Default)]
pub(super) struct Entry {
    pub(super) url: Option<BaseUrl>,
    pub(super) token: Option<Value>,
    pub(super) stranger_token: Option<Value>,
    pub(super) limits: Option<(Pace, Span)>,
    /// Names with their places, and values.
    pub(super) headers: Vec<(String, Span, Value)>,
    /// Paths of PEM files.
    pub(super) roots: Vec<(String, Span)>,
    pub(super) proxy: Option<Proxy>,
    pub(super) timeouts: Waits,
    /// The path of its baseline.
    pub(super) baseline: Option<String>,
    /// The set of snapshots that belongs to it.
    pub(super) profile: Option<String>,
    /// Names with their places, and values.
    pub(super) known: Vec<(String, Span, String)>,
    /// Names with their places, and hooks.
    pub(super) hooks: Vec<(String, Span, Hook)>,
}

/// The limits to stay under.
#[derive(Clone)]
pub(super) enum Pace {
    /// As `--limits` takes them.
    Said(String),
    /// Scopes with their places, and how many requests each grants.
    Scopes(Vec<(String, Span, u32)>),
}

/// How long things may take, where it is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Waits {
    pub(in super::super) connect: Option<Duration>,
    pub(in super::super) first_byte: Option<Duration>,
    pub(in super::super) answer: Option<Duration>,
}

impl Entry {
    /// Reads the table of a target; what is wrong with it becomes flaws of the file.
    pub(super) fn read(file: &mut File, name: &str, table: Table, span: Span) -> Self {
        let who = format!("target `{name}`");
        let mut reader = Reader::new(file, who.clone(), table, span);
        let entry = Self {
            url: reader
                .required_text("url")
                .and_then(|(text, span)| sound(&mut reader, text.parse::<BaseUrl>(), span)),
            token: Value::take(&mut reader, "token", &who),
            stranger_token: Value::take(&mut reader, "stranger_token", &who),
            limits: limits(&mut reader),
            headers: headers(&mut reader, &who),
            roots: reader.texts("roots").unwrap_or_default(),
            proxy: reader
                .filled_text("proxy")
                .and_then(|(text, span)| sound(&mut reader, text.parse::<Proxy>(), span)),
            timeouts: timeouts(&mut reader, &who),
            baseline: reader.filled_text("baseline").map(|(path, _)| path),
            profile: profile(&mut reader),
            known: pairs(&mut reader, "known"),
            hooks: hooks(&mut reader),
        };
        reader.finish();
        entry
    }
}

/// The value, or its error as a flaw at this place.
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

/// The name of a folder, and not of the reference server's.
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

fn limits(reader: &mut Reader<'_>) -> Option<(Pace, Span)> {
    let Node { kind, span } = reader.take("limits")?;
    let table = match kind {
        Kind::Text(text) => return Some((Pace::Said(text), span)),
        Kind::Table(table) => table,
        Kind::Scalar(_) | Kind::List(_) => {
            let hint = "write `documented`, `none` or `{ SCOPE = N }`".to_owned();
            reader.flaw_with_hint(span, "`limits` is neither a text nor a table", Some(hint));
            return None;
        }
    };
    let mut scopes = Vec::new();
    for (scope, (key, node)) in table {
        let number = match &node.kind {
            Kind::Scalar(value) => value.as_u64(),
            Kind::Text(_) | Kind::List(_) | Kind::Table(_) => None,
        };
        match number.and_then(|number| u32::try_from(number).ok()) {
            Some(number) if number > 0 => scopes.push((scope, key, number)),
            Some(_) | None => {
                let what = format!("the limit of `{scope}` is no number of requests from 1 on");
                reader.flaw(node.span, &what);
            }
        }
    }
    Some((Pace::Scopes(scopes), span))
}

fn headers(reader: &mut Reader<'_>, who: &str) -> Vec<(String, Span, Value)> {
    let Some((table, _)) = reader.table("headers") else {
        return Vec::new();
    };
    let mut headers = Vec::new();
    for (name, (key, node)) in table {
        let who = format!("{who}: header `{name}`");
        if let Some(value) = Value::of(reader.file, &who, node) {
            headers.push((name, key, value));
        }
    }
    headers
}

/// The texts of a table, by their names.
fn pairs(reader: &mut Reader<'_>, key: &'static str) -> Vec<(String, Span, String)> {
    let Some((table, _)) = reader.table(key) else {
        return Vec::new();
    };
    let mut pairs = Vec::new();
    for (name, (place, node)) in table {
        match node.text() {
            Some(text) if !text.is_empty() => pairs.push((name, place, text.to_owned())),
            Some(_) => reader.flaw(node.span, &format!("`{name}` is empty")),
            None => {
                let what = format!("`{name}` is {}, and has to be a text", node.kind_name());
                reader.flaw_with_hint(node.span, &what, Some("put it in quotes".to_owned()));
            }
        }
    }
    pairs
}

fn hooks(reader: &mut Reader<'_>) -> Vec<(String, Span, Hook)> {
    let texts = pairs(reader, "hooks");
    texts
        .into_iter()
        .filter_map(|(name, span, text)| {
            let hook = sound(reader, text.parse::<Hook>(), span.clone())?;
            Some((name, span, hook))
        })
        .collect()
}

fn timeouts(reader: &mut Reader<'_>, who: &str) -> Waits {
    let Some((table, span)) = reader.table("timeouts") else {
        return Waits::default();
    };
    let mut inner = Reader::new(reader.file, format!("{who}: timeouts"), table, span);
    let mut wait = |key: &'static str| {
        let (text, span) = inner.text(key)?;
        let read = period(&text).map_err(|error| format!("`{text}` {error}"));
        Some((sound(&mut inner, read, span.clone())?, span))
    };
    let connect = wait("connect");
    let first_byte = wait("first_byte");
    let answer = wait("answer");
    if let (Some((first, span)), Some((whole, _))) = (&first_byte, &answer)
        && first > whole
    {
        let what = "`first_byte` is longer than `answer`, which ends the waiting before it";
        inner.flaw(span.clone(), what);
    }
    inner.finish();
    let length = |wait: Option<(Duration, Span)>| wait.map(|(length, _)| length);
    Waits {
        connect: length(connect),
        first_byte: length(first_byte),
        answer: length(answer),
    }
}
