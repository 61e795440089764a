//! Tokens and other secrets in what came back.

use super::{Credentials, ExtraHeader};
use crate::exchange::Actor;

/// Finds secrets in bytes and puts a name in their place: that of the actor whose token it is, or that of the header that carries it.
///
/// It finds a secret as it is and with any of its characters escaped, as JSON writers do (`\/`, `\u002B`) and as URLs do (`%2f`).
/// It holds secrets, and so it has no `Debug`.
pub(super) struct Redactor {
    /// Longest first, so that a secret which is part of another does not leave the rest of it behind.
    secrets: Vec<(Vec<u8>, Owner)>,
    /// The same in lower case, as names of headers come in.
    in_names: Vec<(Vec<u8>, Owner)>,
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
        let mut secrets: Vec<_> = tokens.chain(headers).collect();
        secrets.sort_by_key(|(secret, _)| std::cmp::Reverse(secret.len()));
        let lower =
            |(secret, owner): &(Vec<u8>, Owner)| (secret.to_ascii_lowercase(), owner.clone());
        Self {
            in_names: secrets.iter().map(lower).collect(),
            secrets,
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

/// The bytes with names in place of secrets; `None` where there are none.
fn replaced(secrets: &[(Vec<u8>, Owner)], bytes: &[u8], seen: &mut Vec<Actor>) -> Option<Vec<u8>> {
    let mut clean = Vec::new();
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        let found = secrets
            .iter()
            .find_map(|(secret, owner)| Some((written(secret, &bytes[at..])?, owner)));
        let Some((length, owner)) = found else {
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

/// How many bytes at the beginning of `text` are this token, each of its bytes written in one way or another.
fn written(token: &[u8], text: &[u8]) -> Option<usize> {
    let (first, rest) = token.split_first()?;
    let mut ends: Vec<usize> = ways(*first, text).collect();
    for byte in rest {
        let next: Vec<usize> = ends
            .iter()
            .flat_map(|end| ways(*byte, &text[*end..]).map(move |length| end + length))
            .collect();
        ends = next;
        if ends.is_empty() {
            return None;
        }
    }
    ends.into_iter().max()
}

/// The lengths of everything at the beginning of `text` that stands for this byte.
fn ways(byte: u8, text: &[u8]) -> impl Iterator<Item = usize> {
    let is_itself = text.first() == Some(&byte);
    let is_slashed = text.starts_with(&[b'\\', byte]);
    let is_percent = text.starts_with(b"%") && hex(text, 1) == Some(byte);
    let is_unicode = text.starts_with(b"\\u00") && hex(text, 4) == Some(byte);
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
mod tests {
    use rstest::rstest;

    use super::*;

    fn redacted(text: &str) -> (String, Vec<Actor>) {
        let token = |text: &str| Some(text.parse().expect("it is a token"));
        let credentials = Credentials::new(token("abc/+"), token("abc/+d==")).expect("they differ");
        let mut seen = Vec::new();
        let clean = Redactor::new(&credentials, &[]).redact(text.as_bytes().to_vec(), &mut seen);
        (String::from_utf8(clean).expect("it is text"), seen)
    }

    #[rstest]
    #[case::none("abc", "abc", &[])]
    #[case::alone("abc/+", "[owner token]", &[Actor::Owner])]
    #[case::within("<abc/+>", "<[owner token]>", &[Actor::Owner])]
    #[case::twice("abc/+abc/+", "[owner token][owner token]", &[Actor::Owner])]
    #[case::the_longer_of_two_that_begin_alike("abc/+d==", "[stranger token]", &[Actor::Stranger])]
    #[case::both("abc/+, abc/+d==.", "[owner token], [stranger token].", &[Actor::Owner, Actor::Stranger])]
    #[case::escaped_in_json(r#"{"t":"abc\/+d=="}"#, r#"{"t":"[stranger token]"}"#, &[Actor::Stranger])]
    #[case::as_a_number_in_json(r#"{"t":"abc/\u002Bd\u003d="}"#, r#"{"t":"[stranger token]"}"#, &[Actor::Stranger])]
    #[case::escaped_in_small_letters("?t=abc%2f%2b&", "?t=[owner token]&", &[Actor::Owner])]
    #[case::escaped_in_a_url("?t=abc%2F%2B&", "?t=[owner token]&", &[Actor::Owner])]
    fn tokens_are_replaced_by_the_name_of_their_actor(
        #[case] text: &str,
        #[case] clean: &str,
        #[case] seen: &[Actor],
    ) {
        assert_eq!(redacted(text), (clean.to_owned(), seen.to_vec()));
    }

    #[test]
    fn a_secret_header_is_replaced_by_its_name_and_is_nobodys_token() {
        let gate = ExtraHeader::secret("X-Gate", "GATE", "open/sesame").expect("it can be sent");
        let plain = ExtraHeader::plain("X-Plain", "plain words").expect("it can be sent");
        let mut seen = Vec::new();
        let clean = Redactor::new(&Credentials::default(), &[gate, plain])
            .redact(br#"<open\/sesame> plain words"#.to_vec(), &mut seen);
        assert_eq!(clean, b"<[X-Gate]> plain words");
        assert_eq!(seen, []);
    }

    #[test]
    fn a_token_is_found_in_the_name_of_a_header_which_comes_in_lower_case() {
        let token = Some("Abc-D1".parse().expect("it is a token"));
        let credentials = Credentials::new(token, None).expect("there is one");
        let mut seen = Vec::new();
        let redactor = Redactor::new(&credentials, &[]);
        let name = redactor.redact_name("x-abc-d1-y".to_owned(), &mut seen);
        assert_eq!(
            (name.as_str(), seen.as_slice()),
            ("x-[owner token]-y", [Actor::Owner].as_slice())
        );
    }

    #[test]
    fn without_tokens_nothing_is_replaced() {
        let mut seen = Vec::new();
        let clean = Redactor::new(&Credentials::default(), &[]).redact(b"abc".to_vec(), &mut seen);
        assert_eq!(
            (clean.as_slice(), seen.as_slice()),
            (b"abc".as_slice(), [].as_slice())
        );
    }
}
