//! Tokens and other secrets in what came back.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;

use super::{Credentials, ExtraHeader};
use crate::exchange::Actor;

/// From how many bytes on a secret is looked for in other forms than its own: a short one would be found where it is not.
const LONG: usize = 16;

/// How many bytes of the beginning of a secret count as the secret, where they are at least half of it.
const PREFIX: usize = 24;

/// Finds secrets in bytes and puts a name in their place: that of the actor whose token it is, or that of the header that carries it.
///
/// It finds a secret as it is and with any of its characters escaped, as JSON writers do (`\/`, `\u002B`) and as URLs do (`%2f`); a long one also in
/// other cases, in base64 and hexadecimal, and where it is cut off behind most of it. It holds secrets, and so it has no `Debug`.
pub(super) struct Redactor {
    /// Longest first, so that a secret which is part of another does not leave the rest of it behind.
    secrets: Vec<Secret>,
    /// The same in lower case, as names of headers come in.
    in_names: Vec<Secret>,
}

/// A form in which a secret may come back.
struct Secret {
    text: Vec<u8>,
    case: Case,
    owner: Owner,
}

/// Whether the case of letters matters.
#[derive(Clone, Copy)]
enum Case {
    Matters,
    Any,
}

/// What a secret belongs to.
#[derive(Clone)]
enum Owner {
    Actor(Actor),
    Header(String),
}

impl Redactor {
    pub(super) fn new(credentials: &Credentials, extra: &[ExtraHeader]) -> Self {
        let tokens = Actor::ALL.iter().filter_map(|actor| {
            let token = credentials.get(*actor)?;
            Some((token.reveal().to_vec(), Owner::Actor(*actor)))
        });
        let headers = extra.iter().filter_map(|header| {
            let name = header.name().to_owned();
            Some((header.reveal()?.to_vec(), Owner::Header(name)))
        });
        let mut own: Vec<(Vec<u8>, Owner)> = tokens.chain(headers).collect();
        own.sort_by_key(|(secret, _)| std::cmp::Reverse(secret.len()));
        let mut secrets: Vec<Secret> = own
            .iter()
            .flat_map(|(secret, owner)| forms(secret, owner))
            .collect();
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.text.len()));
        let lower = |(secret, owner): (Vec<u8>, Owner)| Secret {
            text: secret.to_ascii_lowercase(),
            case: Case::Matters,
            owner,
        };
        Self {
            secrets,
            in_names: own.into_iter().map(lower).collect(),
        }
    }

    /// The name of a header without secrets; as [`redact`](Self::redact).
    pub(super) fn redact_name(&self, name: String, seen: &mut Vec<Actor>) -> String {
        match replaced(&self.in_names, name.as_bytes(), seen) {
            Some(clean) => String::from_utf8_lossy(&clean).into_owned(),
            None => name,
        }
    }

    /// The bytes without secrets; whose tokens were found is added to `seen`, each actor once.
    pub(super) fn redact(&self, bytes: Vec<u8>, seen: &mut Vec<Actor>) -> Vec<u8> {
        replaced(&self.secrets, &bytes, seen).unwrap_or(bytes)
    }
}

/// The forms in which a secret may come back.
fn forms(secret: &[u8], owner: &Owner) -> Vec<Secret> {
    let form = |text: Vec<u8>, case| Secret {
        text,
        case,
        owner: owner.clone(),
    };
    if secret.len() < LONG {
        return vec![form(secret.to_vec(), Case::Matters)];
    }
    let digits: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![
        form(secret.to_vec(), Case::Any),
        form(digits.into_bytes(), Case::Any),
    ];
    for before in 0..3 {
        let text = in_base64(secret, before);
        let in_urls = text.replace('+', "-").replace('/', "_");
        if in_urls != text {
            forms.push(form(in_urls.into_bytes(), Case::Matters));
        }
        forms.push(form(text.into_bytes(), Case::Matters));
    }
    forms
}

/// What base64 makes of these bytes where so many others stand before them, without the characters that tell of those or of what follows.
fn in_base64(secret: &[u8], before: usize) -> String {
    let mut bytes = vec![0; before];
    bytes.extend_from_slice(secret);
    let first = (before * 8).div_ceil(6);
    let last = bytes.len() * 8 / 6;
    let text = BASE64_STANDARD_NO_PAD.encode(&bytes);
    text.chars().take(last).skip(first).collect()
}

/// The bytes with names in place of secrets; `None` where there are none.
fn replaced(secrets: &[Secret], bytes: &[u8], seen: &mut Vec<Actor>) -> Option<Vec<u8>> {
    let mut clean = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        let Some((length, owner)) = found(secrets, &bytes[at..]) else {
            at += 1;
            continue;
        };
        clean.extend_from_slice(&bytes[copied..at]);
        at += length;
        copied = at;
        match owner {
            Owner::Actor(actor) => {
                clean.extend_from_slice(format!("[{actor} token]").as_bytes());
                if !seen.contains(actor) {
                    seen.push(*actor);
                }
            }
            Owner::Header(name) => clean.extend_from_slice(format!("[{name}]").as_bytes()),
        }
    }
    if copied == 0 {
        return None;
    }
    clean.extend_from_slice(&bytes[copied..]);
    Some(clean)
}

/// Which secret stands at the beginning of `text`, and over how many bytes: a whole one, or else the one of which most is there.
fn found<'s>(secrets: &'s [Secret], text: &[u8]) -> Option<(usize, &'s Owner)> {
    let mut most: Option<(Written, &Secret)> = None;
    for secret in secrets {
        let written = written(secret, text);
        if written.bytes == secret.text.len() {
            return Some((written.length, &secret.owner));
        }
        let is_enough = written.bytes >= PREFIX && written.bytes * 2 >= secret.text.len();
        if is_enough && most.is_none_or(|(most, _)| written.bytes > most.bytes) {
            most = Some((written, secret));
        }
    }
    most.map(|(written, secret)| (written.length, &secret.owner))
}

/// How much of a secret stands at the beginning of a text.
#[derive(Clone, Copy)]
struct Written {
    /// How many bytes of the secret.
    bytes: usize,
    /// Over how many bytes of the text.
    length: usize,
}

/// How much of a secret stands at the beginning of `text`, each of its bytes written in one way or another.
fn written(secret: &Secret, text: &[u8]) -> Written {
    let mut written = Written {
        bytes: 0,
        length: 0,
    };
    let begins = |byte: &u8| ways(*byte, secret.case, text).next().is_some();
    if !secret.text.first().is_some_and(begins) {
        return written;
    }
    let mut ends = vec![0];
    for byte in &secret.text {
        let next = |end: &usize| {
            let end = *end;
            ways(*byte, secret.case, &text[end..]).map(move |length| end + length)
        };
        ends = ends.iter().flat_map(next).collect();
        let Some(length) = ends.iter().max() else {
            break;
        };
        written.bytes += 1;
        written.length = *length;
    }
    written
}

/// The lengths of everything at the beginning of `text` that stands for this byte.
fn ways(byte: u8, case: Case, text: &[u8]) -> impl Iterator<Item = usize> + use<> {
    let is = |other: Option<u8>| match case {
        Case::Matters => other == Some(byte),
        Case::Any => other.is_some_and(|other| other.eq_ignore_ascii_case(&byte)),
    };
    let is_itself = is(text.first().copied());
    let is_slashed = text.first() == Some(&b'\\') && is(text.get(1).copied());
    let is_percent = text.starts_with(b"%") && is(hex(text, 1));
    let is_unicode = text.starts_with(b"\\u00") && is(hex(text, 4));
    [
        (is_itself, 1),
        (is_slashed, 2),
        (is_percent, 3),
        (is_unicode, 6),
    ]
    .into_iter()
    .filter_map(|(is_it, length)| is_it.then_some(length))
}

/// The byte that two hexadecimal digits stand for.
fn hex(text: &[u8], at: usize) -> Option<u8> {
    let digits = std::str::from_utf8(text.get(at..at + 2)?).ok()?;
    u8::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
#[path = "redact_tests.rs"]
mod tests;
