//! Redaction: names replace the values that differ from run to run.
//!
//! All redaction happens here, so that a snapshot is the same over runs, machines and targets, and still shows the place of each value.

use super::NameBinding;

/// A redactor of the values that differ from run to run.
#[derive(Debug)]
pub struct VolatileValueRedactor {
    /// The values and their replacements, the longest value first.
    replacements: Vec<(String, String)>,
}

/// The fewest bytes of a value that is redacted. A shorter one is too likely to be part of another text.
const MIN_VALUE_BYTES: usize = 5;

impl VolatileValueRedactor {
    /// Creates a redactor of the values of these names.
    #[must_use]
    pub fn new(bindings: &[NameBinding]) -> Self {
        let mut names = Vec::new();
        for NameBinding { name, value } in bindings {
            let upper = value.to_uppercase();
            let mut forms = vec![(value.clone(), format!("[{name}]"))];
            if let Some((head, tail)) = value.split_at_checked(3)
                && value.chars().all(|c| c.is_ascii_lowercase())
            {
                forms.push((format!("{head}-{tail}"), format!("[{name} | dash]")));
                forms.push((
                    format!("{head}-{tail}").to_uppercase(),
                    format!("[{name} | dash | upper]"),
                ));
            }
            if upper != *value {
                forms.push((upper, format!("[{name} | upper]")));
            }
            names.extend(
                forms
                    .into_iter()
                    .filter(|(value, _)| value.len() >= MIN_VALUE_BYTES),
            );
        }
        names.sort_by(|(a, _), (b, _)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        Self {
            replacements: names,
        }
    }

    /// Returns the text with names in place of the values that differ from run to run.
    #[must_use]
    pub fn redact(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (value, name) in &self.replacements {
            text = replace_word(&text, value, name);
        }
        replace_uuids_and_times(&text)
    }
}

fn is_word_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Replaces a value unless it is part of a longer word.
fn replace_word(text: &str, value: &str, name: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before = ' ';
    while let Some(at) = rest.find(value) {
        let (head, tail) = rest.split_at(at);
        let behind = &tail[value.len()..];
        let last = match head.chars().next_back() {
            // The digits of `%40` and the letter of `\n` are not part of a word.
            Some(_) if ends_with_percent_escape(head) || ends_with_json_escape(head) => ' ',
            Some(last) => last,
            None => before,
        };
        let next = behind.chars().next().unwrap_or(' ');
        out.push_str(head);
        out.push_str(if is_word_char(last) || is_word_char(next) {
            value
        } else {
            name
        });
        before = value.chars().next_back().unwrap_or(' ');
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn ends_with_percent_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes, [.., b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

/// Reports whether the text ends with a control character as JSON writes it, such as `\n` or `\u0000`.
fn ends_with_json_escape(text: &str) -> bool {
    let is_open = |head: &str| {
        let backslashes = head.bytes().rev().take_while(|byte| *byte == b'\\');
        backslashes.count() % 2 == 1
    };
    let of_one_letter = text
        .strip_suffix(['b', 'f', 'n', 'r', 't'])
        .is_some_and(is_open);
    let of_four_digits = text
        .len()
        .checked_sub(5)
        .and_then(|at| text.split_at_checked(at))
        .and_then(|(head, code)| Some((head, code.strip_prefix('u')?)))
        .is_some_and(|(head, digits)| {
            digits.bytes().all(|byte| byte.is_ascii_hexdigit()) && is_open(head)
        });
    of_one_letter || of_four_digits
}

/// Replaces UUIDs and timestamps.
fn replace_uuids_and_times(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        if let Some(length) = match_uuid(rest.as_bytes()) {
            out.push_str("[uuid]");
            at += length;
        } else if let Some(length) = match_time(rest.as_bytes()) {
            out.push_str("[time]");
            at += length;
        } else {
            let c = rest.chars().next().unwrap_or_default();
            out.push(c);
            at += c.len_utf8();
        }
    }
    out
}

fn match_uuid(text: &[u8]) -> Option<usize> {
    const FORM: &[u8] = b"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    let text = text.get(..FORM.len())?;
    let fits = FORM.iter().zip(text).all(|(form, byte)| match form {
        b'x' => byte.is_ascii_hexdigit(),
        form => form == byte,
    });
    fits.then_some(FORM.len())
}

fn match_time(text: &[u8]) -> Option<usize> {
    const FORM: &[u8] = b"dddd-dd-ddTdd:dd:dd";
    let head = text.get(..FORM.len())?;
    let fits = FORM.iter().zip(head).all(|(form, byte)| match form {
        b'd' => byte.is_ascii_digit(),
        form => form == byte,
    });
    let tail = &text[FORM.len()..];
    let fraction = match tail.first() {
        Some(b'.') => {
            1 + tail[1..]
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count()
        }
        Some(_) | None => 0,
    };
    let zone = usize::from(tail.get(fraction) == Some(&b'Z'));
    fits.then_some(FORM.len() + fraction + zone)
}

#[cfg(test)]
mod tests {
    use super::{NameBinding, VolatileValueRedactor};

    fn redactor() -> VolatileValueRedactor {
        VolatileValueRedactor::new(&[
            NameBinding {
                name: "owner_member.id".to_owned(),
                value: "abcefg".to_owned(),
            },
            NameBinding {
                name: "owner_member.uuid".to_owned(),
                value: "0b5c53a4-6b0c-4f2c-9d52-0d8d5f2d7a11".to_owned(),
            },
        ])
    }

    #[test]
    fn a_value_becomes_its_name_in_every_form() {
        assert_eq!(
            redactor().redact("/members/abcefg ABC-EFG 0b5c53a4-6b0c-4f2c-9d52-0d8d5f2d7a11"),
            "/members/[owner_member.id] [owner_member.id | dash | upper] [owner_member.uuid]"
        );
    }

    #[test]
    fn a_part_of_a_longer_word_stays() {
        assert_eq!(redactor().redact("xabcefg abcefgx"), "xabcefg abcefgx");
    }

    #[test]
    fn a_percent_code_is_no_part_of_a_word() {
        assert_eq!(
            redactor().redact("/systems/%3C%40abcefg%3E"),
            "/systems/%3C%40[owner_member.id]%3E"
        );
    }

    #[test]
    fn an_escape_of_json_is_no_part_of_a_word() {
        assert_eq!(
            redactor().redact(r"No\nabcefg \u0000abcefg"),
            r"No\n[owner_member.id] \u0000[owner_member.id]"
        );
        assert_eq!(redactor().redact(r"C:\\nabcefg"), r"C:\\nabcefg");
    }

    #[test]
    fn other_uuids_and_times_become_what_they_are() {
        assert_eq!(
            redactor().redact(
                "11111111-2222-4333-8444-555555555555 at 2026-11-23T07:06:05.123Z, 2026-11-23"
            ),
            "[uuid] at [time], 2026-11-23"
        );
    }
}
