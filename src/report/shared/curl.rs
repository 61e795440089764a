//! A request as a curl command, to repeat it by hand.

use crate::outcome::{Actor, Request, RequestHeaderValue};

use crate::outcome::excerpt::collapse_repeated_chars;

/// The longest body in bytes that a curl command contains in full.
const MAX_BODY_BYTES: usize = 2000;

/// Formats the curl command that sends this request.
///
/// Tokens and other secrets are environment variables (`$BADREQ_TOKEN`, `$BADREQ_STRANGER_TOKEN`), so the command can be shared. Header fields
/// that curl would add by itself are removed if the request does not have them; `Accept-Encoding: identity`, which says no more than curl's silence,
/// is left out. A body or a path that is too long to paste is shortened, and a comment says so.
#[must_use]
pub fn format_curl_command(base: &str, request: &Request) -> String {
    let mut words = vec!["curl -i --path-as-is".to_owned()];
    if request.method != "GET" || request.body.is_some() {
        words.push(format!("-X {}", quote_for_shell(&request.method)));
    }
    for (name, value) in request.headers_besides_accept_identity() {
        words.push(match value {
            RequestHeaderValue::Token(token) => {
                let variable = token_variable(token.actor);
                let variable = match token.behind.as_str() {
                    "" => format!("${variable}"),
                    _ => format!("${{{variable}}}"),
                };
                let before = escape_in_double_quotes(&token.before);
                let behind = escape_in_double_quotes(&token.behind);
                format!("-H \"{name}: {before}{variable}{behind}\"")
            }
            RequestHeaderValue::Secret(variable) => format!("-H \"{name}: ${variable}\""),
            // curl leaves out a header whose value is empty or blank unless it ends with a semicolon.
            RequestHeaderValue::Plain(bytes) if bytes.0.trim_ascii().is_empty() => {
                format!("-H '{name};'")
            }
            RequestHeaderValue::Plain(bytes) => {
                format!(
                    "-H {}",
                    quote_for_shell(&format!("{name}: {}", bytes.to_string_lossy()))
                )
            }
        });
    }
    for usual in ["User-Agent", "Accept"] {
        if request.header_value(usual).is_none() {
            words.push(format!("-H '{usual}:'"));
        }
    }
    if request.body.is_some() && request.header_value("Content-Type").is_none() {
        words.push("-H 'Content-Type:'".to_owned());
    }
    words.push(quote_for_shell(&format!(
        "{base}{}",
        collapse_repeated_chars(&request.target)
    )));
    let mut line = words.join(" ");
    if let Some(body) = &request.body {
        match std::str::from_utf8(&body.0) {
            Ok(text) if text.len() <= MAX_BODY_BYTES && !text.contains('\0') => {
                line.push_str(&format!(" --data-binary {}", quote_for_shell(text)));
            }
            Ok(text) if text.len() > MAX_BODY_BYTES => {
                let head: String = collapse_repeated_chars(text).chars().take(60).collect();
                let head = quote_for_shell(&format!("{head}…"));
                line.push_str(&format!(" --data-binary {head}"));
            }
            Ok(_) | Err(_) => {
                let bytes: String = body
                    .0
                    .iter()
                    .take(MAX_BODY_BYTES)
                    .map(|byte| escape_for_printf(*byte))
                    .collect();
                line = format!("printf '{bytes}' | {line} --data-binary @-");
            }
        }
    }
    let shortened = describe_shortened_parts(request);
    if !shortened.is_empty() {
        line.push_str(&format!("   # shortened: {}", shortened.join(", ")));
    }
    line
}

/// Describes the parts of a request that its curl command does not contain in full.
fn describe_shortened_parts(request: &Request) -> Vec<String> {
    let mut parts = Vec::new();
    if collapse_repeated_chars(&request.target) != request.target {
        let length = request.target.chars().count();
        parts.push(format!("the path has {length} characters"));
    }
    if let Some(body) = &request.body
        && body.0.len() > MAX_BODY_BYTES
    {
        parts.push(format!("the body has {} bytes", body.0.len()));
    }
    parts
}

/// Reports whether the curl command of a request sends all of it, so that it may be copied.
pub(in crate::report) fn has_complete_curl_command(request: &Request) -> bool {
    describe_shortened_parts(request).is_empty()
}

/// Escapes a text for its place between double quotes of a shell.
fn escape_in_double_quotes(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        if matches!(letter, '"' | '$' | '`' | '\\') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

/// Describes the variables in the curl commands of these requests, which a shell does not have by itself; `None` if there are none.
///
/// `set BADREQ_TOKEN to account 1's token (owner)`
pub(in crate::report) fn describe_curl_variables(requests: &[&Request]) -> Option<String> {
    let mut settings: Vec<String> = Vec::new();
    for (name, value) in requests
        .iter()
        .flat_map(|own| own.headers_besides_accept_identity())
    {
        let setting = match value {
            RequestHeaderValue::Token(token) => {
                let (number, owner) = match token.actor {
                    Actor::Owner | Actor::Anonymous => (1, Actor::Owner),
                    Actor::Stranger => (2, Actor::Stranger),
                };
                // Readers take "owner" for the owner of what the request names.
                format!(
                    "{} to account {number}'s token ({owner})",
                    token_variable(token.actor)
                )
            }
            RequestHeaderValue::Secret(variable) => {
                format!("{variable} to the secret value of the header {name}")
            }
            RequestHeaderValue::Plain(_) => continue,
        };
        if !settings.contains(&setting) {
            settings.push(setting);
        }
    }
    if settings.is_empty() {
        return None;
    }
    Some(format!("set {}", settings.join(", and ")))
}

pub(super) fn token_variable(actor: Actor) -> &'static str {
    match actor {
        Actor::Stranger => "BADREQ_STRANGER_TOKEN",
        Actor::Owner | Actor::Anonymous => "BADREQ_TOKEN",
    }
}

fn escape_for_printf(byte: u8) -> String {
    match byte {
        b'\'' | b'\\' | b'%' => format!("\\{byte:03o}"),
        byte if byte.is_ascii_graphic() || byte == b' ' => char::from(byte).to_string(),
        byte => format!("\\{byte:03o}"),
    }
}

/// Quotes a text for the shell.
pub(super) fn quote_for_shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::{describe_curl_variables, format_curl_command, has_complete_curl_command};
    use crate::outcome::{Actor, Request, RequestHeaderValue, WireBytes};

    fn request(method: &str, body: Option<&[u8]>) -> Request {
        let plain = |text: &str| RequestHeaderValue::Plain(WireBytes::from(text));
        Request {
            method: method.to_owned(),
            target: "/members/a".to_owned(),
            headers: vec![
                ("User-Agent".to_owned(), plain("badreq")),
                ("Accept".to_owned(), plain("*/*")),
                (
                    "Authorization".to_owned(),
                    RequestHeaderValue::Token(Actor::Stranger.into()),
                ),
            ],
            body: body.map(|body| WireBytes(body.to_vec())),
        }
    }

    #[test]
    fn a_token_is_a_variable_and_the_rest_is_quoted() {
        assert_eq!(
            format_curl_command(
                "http://h/v2",
                &request("PATCH", Some(br#"{"name":"it's"}"#))
            ),
            "curl -i --path-as-is -X 'PATCH' -H 'User-Agent: badreq' -H 'Accept: */*' \
             -H \"Authorization: $BADREQ_STRANGER_TOKEN\" -H 'Content-Type:' 'http://h/v2/members/a' \
             --data-binary '{\"name\":\"it'\\''s\"}'"
        );
    }

    #[test]
    fn a_secret_is_the_variable_that_holds_it() {
        let mut gated = request("GET", None);
        gated.headers = vec![(
            "X-Gate".to_owned(),
            RequestHeaderValue::Secret("GATE_SECRET".to_owned()),
        )];
        assert_eq!(
            format_curl_command("http://h", &gated),
            "curl -i --path-as-is -H \"X-Gate: $GATE_SECRET\" -H 'User-Agent:' -H 'Accept:' 'http://h/members/a'"
        );
    }

    #[test]
    fn bytes_that_are_no_text_come_from_printf() {
        let line = format_curl_command("http://h", &request("POST", Some(b"\"\xff'%\"")));
        assert!(
            line.starts_with(r#"printf '"\377\047\045"' | curl "#),
            "{line}"
        );
        assert!(line.ends_with("--data-binary @-"), "{line}");
    }

    #[test]
    fn a_header_that_curl_adds_is_taken_out_and_an_empty_one_is_kept() {
        let mut bare = request("GET", None);
        bare.headers = vec![(
            "User-Agent".to_owned(),
            RequestHeaderValue::Plain(WireBytes::default()),
        )];
        assert_eq!(
            format_curl_command("http://h", &bare),
            "curl -i --path-as-is -H 'User-Agent;' -H 'Accept:' 'http://h/members/a'"
        );
    }

    #[test]
    fn a_request_that_accepts_no_coding_is_one_that_curl_sends_by_itself() {
        let mut usual = request("GET", None);
        let line = format_curl_command("http://h", &usual);
        let identity = RequestHeaderValue::Plain(WireBytes::from("identity"));
        usual.headers.push(("Accept-Encoding".to_owned(), identity));
        assert_eq!(format_curl_command("http://h", &usual), line);
        let gzip = RequestHeaderValue::Plain(WireBytes::from("gzip"));
        usual.headers.push(("accept-encoding".to_owned(), gzip));
        let line = format_curl_command("http://h", &usual);
        assert!(line.contains("-H 'accept-encoding: gzip'"), "{line}");
    }

    #[test]
    fn the_variables_of_a_command_are_named_once_each() {
        let mut gated = request("GET", None);
        gated.headers.push((
            "X-Gate".to_owned(),
            RequestHeaderValue::Secret("GATE_SECRET".to_owned()),
        ));
        let mut own = request("GET", None);
        own.headers[2].1 = RequestHeaderValue::Token(Actor::Owner.into());
        assert_eq!(
            describe_curl_variables(&[&gated, &gated, &own]).as_deref(),
            Some(
                "set BADREQ_STRANGER_TOKEN to account 2's token (stranger), and GATE_SECRET to the secret value of the header X-Gate, \
                 and BADREQ_TOKEN to account 1's token (owner)"
            )
        );
        own.headers.truncate(2);
        assert_eq!(describe_curl_variables(&[&own]), None);
    }

    #[test]
    fn a_path_or_bytes_that_are_shortened_are_marked_and_not_to_be_copied() {
        let mut long = request("GET", None);
        assert!(has_complete_curl_command(&long));
        long.target = format!("/{}", "a".repeat(5000));
        let line = format_curl_command("http://h", &long);
        assert!(
            line.ends_with("'   # shortened: the path has 5001 characters"),
            "{line}"
        );
        assert!(!has_complete_curl_command(&long));
        let bytes = request("POST", Some(&[255; 3000]));
        let line = format_curl_command("http://h", &bytes);
        assert!(
            line.ends_with("--data-binary @-   # shortened: the body has 3000 bytes"),
            "{line}"
        );
    }

    #[test]
    fn a_body_that_is_too_long_to_paste_is_marked() {
        let body = "a".repeat(5000);
        let line = format_curl_command("http://h", &request("POST", Some(body.as_bytes())));
        assert!(
            line.ends_with("--data-binary 'a{5000}…'   # shortened: the body has 5000 bytes"),
            "{line}"
        );
    }
}
