//! Masking of secrets in the lines of the configuration file that are shown with a mistake.

use crate::contract::suggest_similar_word;

/// The parts of a key's name that suggest a secret.
const SECRET_KEY_PARTS: [&str; 6] = ["token", "secret", "pass", "auth", "key", "cookie"];

/// The keys that hold a secret, to recognise misspelt ones.
const SECRET_KEYS: [&str; 2] = ["token", "stranger_token"];

/// The keys whose texts are no secrets; every other key may be a misspelt one that holds a secret.
const PLAIN_KEYS: [&str; 18] = [
    "response",
    "command",
    "connect",
    "contact",
    "env",
    "file",
    "first_byte",
    "limits",
    "max_body",
    "pattern",
    "production_hosts",
    "proxy",
    "reason",
    "ca_certs",
    "cert",
    "target",
    "until",
    "url",
];

/// Replaces secrets with asterisks. The length stays the same, so spans in the original text are valid in the masked one.
///
/// A file with mistakes cannot be interpreted, so this masks too much rather than too little: the texts of all keys except those known to
/// hold no secret and similar ones; any value of a key that is named like a secret, except commands and the names of variables and files;
/// everything before the host of a URL.
pub(super) fn mask_secrets(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut within_secret = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'}' | b'\n' => within_secret = false,
            b'=' => {
                let key = last_key_part(&text[..at]);
                let start = at + 1 + count_leading_blanks(&text[at + 1..]);
                let is_table = text[start..].starts_with('{');
                let is_text = text[start..].starts_with(['"', '\'']);
                let is_reference = matches!(key, "env" | "file" | "command");
                if is_table {
                    within_secret = is_secret_key(key);
                } else if is_secret_key(key)
                    || (within_secret && !is_reference)
                    || (is_text && !is_nonsecret_key(key))
                {
                    mask_value(&mut bytes, text, start);
                }
            }
            b'@' => mask_url_credentials(&mut bytes, text, at),
            _ => {}
        }
    }
    // Asterisks replace whole characters only, so this is valid UTF-8.
    String::from_utf8(bytes).unwrap_or_else(|_| "*".repeat(text.len()))
}

fn is_secret_key(key: &str) -> bool {
    let lower = key.to_lowercase();
    SECRET_KEY_PARTS
        .iter()
        .any(|telling| lower.contains(telling))
        || suggest_similar_word(key, SECRET_KEYS).is_some()
}

fn is_nonsecret_key(key: &str) -> bool {
    suggest_similar_word(key, PLAIN_KEYS).is_some()
}

/// Returns the last part of the key at the end of this text.
fn last_key_part(text: &str) -> &str {
    let text = text.trim_end_matches([' ', '\t', '"', '\'']);
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    &text[text.trim_end_matches(is_key).len()..]
}

fn count_leading_blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t']).len()
}

/// Masks the value that starts here; an unterminated one up to the end of the line.
fn mask_value(bytes: &mut [u8], text: &str, start: usize) {
    let value = &text[start..];
    let line = value.find('\n').unwrap_or(value.len());
    let long = ["\"\"\"", "'''"]
        .into_iter()
        .find(|mark| value.starts_with(mark));
    let end = match (long, value.chars().next()) {
        (Some(mark), _) => value[3..]
            .find(mark)
            .map_or(value.len(), |end| end + 2 * mark.len()),
        (None, Some(quote @ ('"' | '\''))) => {
            find_closing_quote(value, quote).map_or(line, |end| end + 1)
        }
        (None, _) => value
            .find(['\n', ',', '}', ']', '#'])
            .unwrap_or(value.len()),
    };
    for byte in &mut bytes[start..start + end] {
        if !matches!(byte, b'\n' | b'\r' | b'"' | b'\'' | b' ') {
            *byte = b'*';
        }
    }
}

/// Finds the closing quote of a text on the same line.
fn find_closing_quote(value: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    for (at, c) in value.char_indices().skip(1) {
        match c {
            '\n' => return None,
            _ if is_escaped => is_escaped = false,
            '\\' if quote == '"' => is_escaped = true,
            _ if c == quote => return Some(at),
            _ => {}
        }
    }
    None
}

/// Masks everything between the first scheme on the line and an `@`: a password may contain any character.
fn mask_url_credentials(bytes: &mut [u8], text: &str, at: usize) {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let Some(scheme) = text[line..at].to_ascii_lowercase().find("http") else {
        return;
    };
    let start = line + scheme;
    let user = text[start..at]
        .find([':', '/'])
        .map_or(start, |end| start + end + 1);
    for byte in &mut bytes[user..at] {
        if *byte != b'/' {
            *byte = b'*';
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::mask_secrets;

    #[rstest]
    #[case::bare(r#"token = "hunter2""#, r#"token = "*******""#)]
    #[case::misspelt(r#"tokne = 'hunter2' # so"#, r#"tokne = '*******' # so"#)]
    #[case::without_an_end("token = \"hunter2\nurl = \"a\"", "token = \"*******\nurl = \"a\"")]
    #[case::without_quotes("stranger_token = hunter2, 1", "stranger_token = *******, 1")]
    #[case::with_a_quote_in_it(r#"token = "hun\"ter2""#, r#"token = "****"****""#)]
    #[case::not_ascii("token = \"hünter\"", "token = \"*******\"")]
    #[case::over_lines(
        "token = '''\nhunter2\n'''\nurl = 'b'",
        "token = '''\n*******\n'''\nurl = 'b'"
    )]
    #[case::in_a_table(
        r#"a = { url = "x", "token" = "hunter2" }"#,
        r#"a = { url = "x", "token" = "*******" }"#
    )]
    #[case::of_a_password(r#"password = "hunter2""#, r#"password = "*******""#)]
    #[case::under_no_such_key(
        r#"token = { value = "hunter2" }"#,
        r#"token = { value = "*******" }"#
    )]
    #[case::variable(
        r#"token = { env = "STAGING_TOKEN" }"#,
        r#"token = { env = "STAGING_TOKEN" }"#
    )]
    #[case::command(
        r#"token = { command = "pass show staging" }"#,
        r#"token = { command = "pass show staging" }"#
    )]
    #[case::secret_in_a_command(
        r#"token = { command = "KEY=hunter2 show" }"#,
        r#"token = { command = "KEY=******* ****" }"#
    )]
    #[case::skip(
        r#"skip = [{ pattern = "a/*", reason = "none yet", until = "2027-03-01" }]"#,
        r#"skip = [{ pattern = "a/*", reason = "none yet", until = "2027-03-01" }]"#
    )]
    #[case::plain(r#"url = "https://a.example""#, r#"url = "https://a.example""#)]
    #[case::under_a_key_like_no_other(r#"pin = "hunter2""#, r#"pin = "*******""#)]
    #[case::misspelt_and_open(r#"limts = "none""#, r#"limts = "none""#)]
    #[case::number("limits = { generic_gt = 0 }", "limits = { generic_gt = 0 }")]
    #[case::password_in_a_url(
        r#"url = "https://me:hunter2@a.example""#,
        r#"url = "https://**********@a.example""#
    )]
    #[case::password_behind_one_slash(
        r#"url = "https:/me:hunter2@a.example""#,
        r#"url = "https:/**********@a.example""#
    )]
    #[case::password_with_marks_in_it(
        r#"proxy = "http://me:a='b' c@proxy:1""#,
        r#"proxy = "http://**********@proxy:1""#
    )]
    fn secrets_are_hidden_and_nothing_moves(#[case] text: &str, #[case] shown: &str) {
        let masked = mask_secrets(text);
        assert_eq!(masked, shown);
        assert_eq!(masked.len(), text.len());
    }
}
