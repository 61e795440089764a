//! Removal of tokens and other secrets from responses.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD_NO_PAD;

use super::transport::proxy::PROXY_AUTHORIZATION;
use super::transport::proxy_credentials::ProxyCredentials;
use super::{Credentials, ExtraHeader};
use crate::exchange::Actor;

/// The minimum length in bytes of a secret that is searched for in encoded forms, too: a shorter one would match unrelated text.
const MIN_LENGTH_FOR_ENCODED_FORMS: usize = 16;

/// The number of leading bytes that count as the secret if they are at least half of it.
const MIN_PREFIX_LENGTH: usize = 24;

/// A redactor that replaces each secret in bytes by a name: that of the actor whose token it is, or that of the header that carries it.
///
/// It finds a secret unchanged and with any of its characters escaped as JSON writers do (`\/`, `\u002B`) and as URLs do (`%2f`). It finds
/// a long secret also in another case, in base64 and hexadecimal, and truncated after most of it. It holds secrets, so it has no `Debug`.
pub(super) struct SecretRedactor {
    /// The secrets, longest first, so that a secret which is part of another one does not leave the rest of the longer one.
    secrets: Vec<SecretForm>,
    /// The secrets in lower case, as the names of received headers are.
    lower_case_secrets: Vec<SecretForm>,
}

/// A form in which a response may contain a secret.
struct SecretForm {
    text: Vec<u8>,
    case: CaseSensitivity,
    owner: SecretOwner,
}

/// The case sensitivity of a search.
#[derive(Clone, Copy)]
enum CaseSensitivity {
    Sensitive,
    Insensitive,
}

/// The actor or header that a secret belongs to.
#[derive(Clone)]
enum SecretOwner {
    Actor(Actor),
    Header(String),
}

impl SecretRedactor {
    pub(super) fn new(
        credentials: &Credentials,
        extra: &[ExtraHeader],
        proxy: Option<&ProxyCredentials>,
    ) -> Self {
        let tokens = Actor::ALL.iter().filter_map(|actor| {
            let token = credentials.get(*actor)?;
            Some((token.expose_secret().to_vec(), SecretOwner::Actor(*actor)))
        });
        let headers = extra.iter().filter_map(|header| {
            let name = header.name().to_owned();
            Some((header.expose_secret()?.to_vec(), SecretOwner::Header(name)))
        });
        let of_proxy = proxy.map(ProxyCredentials::expose_secrets);
        let of_proxy = of_proxy.into_iter().flatten().map(|secret| {
            let name = PROXY_AUTHORIZATION.to_owned();
            (secret, SecretOwner::Header(name))
        });
        let mut own: Vec<(Vec<u8>, SecretOwner)> = tokens.chain(headers).chain(of_proxy).collect();
        own.sort_by_key(|(secret, _)| std::cmp::Reverse(secret.len()));
        let mut secrets: Vec<SecretForm> = own
            .iter()
            .flat_map(|(secret, owner)| list_secret_forms(secret, owner))
            .collect();
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.text.len()));
        let lower = |(secret, owner): (Vec<u8>, SecretOwner)| SecretForm {
            text: secret.to_ascii_lowercase(),
            case: CaseSensitivity::Sensitive,
            owner,
        };
        Self {
            secrets,
            lower_case_secrets: own.into_iter().map(lower).collect(),
        }
    }

    /// Returns the name of a header without secrets and extends `seen` as [`redact_bytes`](Self::redact_bytes) does.
    pub(super) fn redact_header_name(&self, name: String, seen: &mut Vec<Actor>) -> String {
        match replace_secrets(&self.lower_case_secrets, name.as_bytes(), seen) {
            Some(clean) => String::from_utf8_lossy(&clean).into_owned(),
            None => name,
        }
    }

    /// Returns the bytes without secrets, and adds each actor whose token was found to `seen` once.
    pub(super) fn redact_bytes(&self, bytes: Vec<u8>, seen: &mut Vec<Actor>) -> Vec<u8> {
        replace_secrets(&self.secrets, &bytes, seen).unwrap_or(bytes)
    }
}

/// Lists the forms in which a response may contain a secret.
fn list_secret_forms(secret: &[u8], owner: &SecretOwner) -> Vec<SecretForm> {
    let form = |text: Vec<u8>, case| SecretForm {
        text,
        case,
        owner: owner.clone(),
    };
    if secret.len() < MIN_LENGTH_FOR_ENCODED_FORMS {
        return vec![form(secret.to_vec(), CaseSensitivity::Sensitive)];
    }
    let digits: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![
        form(secret.to_vec(), CaseSensitivity::Insensitive),
        form(digits.into_bytes(), CaseSensitivity::Insensitive),
    ];
    for before in 0..3 {
        let text = stable_base64_part(secret, before);
        let in_urls = text.replace('+', "-").replace('/', "_");
        if in_urls != text {
            forms.push(form(in_urls.into_bytes(), CaseSensitivity::Sensitive));
        }
        forms.push(form(text.into_bytes(), CaseSensitivity::Sensitive));
    }
    forms
}

/// Returns the part of the base64 text that depends on the secret alone, if `before` other bytes precede the secret.
fn stable_base64_part(secret: &[u8], before: usize) -> String {
    let mut bytes = vec![0; before];
    bytes.extend_from_slice(secret);
    let first = (before * 8).div_ceil(6);
    let last = bytes.len() * 8 / 6;
    let text = BASE64_STANDARD_NO_PAD.encode(&bytes);
    text.chars().take(last).skip(first).collect()
}

/// Returns the bytes with names in place of secrets; `None` if they contain none.
fn replace_secrets(secrets: &[SecretForm], bytes: &[u8], seen: &mut Vec<Actor>) -> Option<Vec<u8>> {
    let mut clean = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    // Most bytes begin no secret, which a table tells faster than a comparison with each form.
    let is_first_byte = build_first_byte_table(secrets);
    while at < bytes.len() {
        if !is_first_byte[usize::from(bytes[at])] {
            at += 1;
            continue;
        }
        let Some((length, owner)) = find_secret_at_start(secrets, &bytes[at..]) else {
            at += 1;
            continue;
        };
        clean.extend_from_slice(&bytes[copied..at]);
        at += length;
        copied = at;
        match owner {
            SecretOwner::Actor(actor) => {
                clean.extend_from_slice(format!("[{actor} token]").as_bytes());
                if !seen.contains(actor) {
                    seen.push(*actor);
                }
            }
            SecretOwner::Header(name) => clean.extend_from_slice(format!("[{name}]").as_bytes()),
        }
    }
    if copied == 0 {
        return None;
    }
    clean.extend_from_slice(&bytes[copied..]);
    Some(clean)
}

/// Marks each byte with which a secret may begin in a text, escaped or not.
fn build_first_byte_table(secrets: &[SecretForm]) -> [bool; 256] {
    let mut marked = [false; 256];
    for secret in secrets {
        let Some(first) = secret.text.first() else {
            continue;
        };
        let escapes_and_cases = [
            *first,
            first.to_ascii_lowercase(),
            first.to_ascii_uppercase(),
            b'\\',
            b'%',
        ];
        for byte in escapes_and_cases {
            marked[usize::from(byte)] = true;
        }
    }
    marked
}

/// Returns the owner of the secret at the beginning of `text` and its length there. A complete secret wins, then the longest part of one.
fn find_secret_at_start<'s>(
    secrets: &'s [SecretForm],
    text: &[u8],
) -> Option<(usize, &'s SecretOwner)> {
    let mut most: Option<(SecretMatchExtent, &SecretForm)> = None;
    for secret in secrets {
        let written = match_secret_prefix(secret, text);
        if written.bytes == secret.text.len() {
            return Some((written.length, &secret.owner));
        }
        let is_enough =
            written.bytes >= MIN_PREFIX_LENGTH && written.bytes * 2 >= secret.text.len();
        if is_enough && most.is_none_or(|(most, _)| written.bytes > most.bytes) {
            most = Some((written, secret));
        }
    }
    most.map(|(written, secret)| (written.length, &secret.owner))
}

/// The extent of a secret that was found at the beginning of a text.
#[derive(Clone, Copy)]
struct SecretMatchExtent {
    /// The number of bytes of the secret that were found.
    bytes: usize,
    /// The number of bytes that they take in the text.
    length: usize,
}

/// Measures how much of a secret stands at the beginning of `text`; each byte may be escaped in its own way.
fn match_secret_prefix(secret: &SecretForm, text: &[u8]) -> SecretMatchExtent {
    let mut written = SecretMatchExtent {
        bytes: 0,
        length: 0,
    };
    let begins = |byte: &u8| {
        find_byte_spelling_lengths(*byte, secret.case, text)
            .next()
            .is_some()
    };
    if !secret.text.first().is_some_and(begins) {
        return written;
    }
    let mut ends = vec![0];
    for byte in &secret.text {
        let next = |end: &usize| {
            let end = *end;
            find_byte_spelling_lengths(*byte, secret.case, &text[end..])
                .map(move |length| end + length)
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

/// Returns the lengths of the spellings of this byte at the beginning of `text`.
fn find_byte_spelling_lengths(
    byte: u8,
    case: CaseSensitivity,
    text: &[u8],
) -> impl Iterator<Item = usize> + use<> {
    let is = |other: Option<u8>| match case {
        CaseSensitivity::Sensitive => other == Some(byte),
        CaseSensitivity::Insensitive => {
            other.is_some_and(|other| other.eq_ignore_ascii_case(&byte))
        }
    };
    let is_itself = is(text.first().copied());
    let is_slashed = text.first() == Some(&b'\\') && is(text.get(1).copied());
    let is_percent = text.starts_with(b"%") && is(parse_hex_byte(text, 1));
    let is_unicode = text.starts_with(b"\\u00") && is(parse_hex_byte(text, 4));
    [
        (is_itself, 1),
        (is_slashed, 2),
        (is_percent, 3),
        (is_unicode, 6),
    ]
    .into_iter()
    .filter_map(|(is_it, length)| is_it.then_some(length))
}

/// Parses two hexadecimal digits.
fn parse_hex_byte(text: &[u8], at: usize) -> Option<u8> {
    let digits = std::str::from_utf8(text.get(at..at + 2)?).ok()?;
    u8::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
#[path = "redact_tests.rs"]
mod tests;
