//! The settings of a contract: error model, rate limits, authorization, identity and production hosts.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::authored::{SpannedEntry, TableReader, TomlFileReader};
use super::{
    Diagnostics, ErrorId, ErrorModel, IdentityRequest, RateLimits, SourceFile, TokenHeader,
    suggest_similar_word,
};

/// The settings of a contract, outside its tables.
#[derive(Debug)]
pub(super) struct ContractSettings {
    pub(super) model: ErrorModel,
    pub(super) limits: Option<RateLimits>,
    pub(super) token_header: TokenHeader,
    pub(super) identity: Option<IdentityRequest>,
    pub(super) production_hosts: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AuthSettings {
    send: TokenHeader,
}

impl ContractSettings {
    /// Parses the page. `rows` are the rows of all editions, or `None` if the tables could not be parsed.
    pub(super) fn parse(
        page: &SourceFile,
        rows: Option<&BTreeSet<ErrorId>>,
    ) -> Result<Self, Diagnostics> {
        let mut file = TomlFileReader::new(page.clone());
        let read = file
            .parse("")
            .and_then(|root| Self::from_reader(root, rows));
        file.into_result(read)
    }

    fn from_reader(mut toml: TableReader<'_>, rows: Option<&BTreeSet<ErrorId>>) -> Option<Self> {
        // `TableSettings` parses them.
        toml.take_value("table");
        toml.take_value("row");
        let hosts = toml.read_section::<Vec<String>>("production_hosts");
        let auth = toml.read_required_section::<AuthSettings>("auth");
        let model = toml.read_required_section::<ErrorModel>("error");
        let limits = toml.read_section::<RateLimits>("rate_limits");
        let identity = toml.read_section::<IdentityRequest>("identity");
        if let Some(entry) = &hosts {
            validate_production_hosts(&mut toml, entry);
        }
        if let Some(entry) = &identity {
            validate_identity(&mut toml, entry);
        }
        if let (Some(entry), Some(rows)) = (&model, rows) {
            validate_error_model_rows(&mut toml, entry, rows);
        }
        if let Some(entry) = &limits {
            validate_rate_limits(&mut toml, entry);
        }
        toml.diagnose_unread_keys();
        Some(Self {
            model: model?.value,
            limits: limits.map(|entry| entry.value),
            token_header: auth?.value.send,
            identity: identity.map(|entry| entry.value),
            production_hosts: hosts.map(|entry| entry.value).unwrap_or_default(),
        })
    }
}

fn validate_production_hosts(toml: &mut TableReader<'_>, entry: &SpannedEntry<Vec<String>>) {
    for (index, host) in entry.value.iter().enumerate() {
        let of_a_host =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
        if host.is_empty() || !host.chars().all(of_a_host) {
            toml.diagnose_with_hint(
                entry.span_of_item(index),
                format!("`{host}` is not a host"),
                "write its name alone, in lower case: `api.example.org`".to_owned(),
            );
        }
    }
}

fn validate_header_name<T>(
    toml: &mut TableReader<'_>,
    entry: &SpannedEntry<T>,
    key: &str,
    name: &str,
) {
    let of_a_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || !name.chars().all(of_a_name) {
        toml.diagnose_with_hint(
            entry.span_of_key_value(key),
            format!("`{name}` is not a header name"),
            "write it without colon and value: `Authorization`".to_owned(),
        );
    }
}

fn validate_identity(toml: &mut TableReader<'_>, entry: &SpannedEntry<IdentityRequest>) {
    let IdentityRequest {
        request,
        id,
        nobody,
    } = &entry.value;
    if let Some(nobody) = nobody.as_ref().filter(|own| !own.starts_with("GET /")) {
        toml.diagnose_with_hint(
            entry.span_of_key_value("nobody"),
            format!("`{nobody}` is not a read"),
            "write method and path of a read of something that belongs to nobody: `GET /users/0`"
                .to_owned(),
        );
    }
    if !request.starts_with("GET /") {
        toml.diagnose_with_hint(
            entry.span_of_key_value("request"),
            format!("`{request}` is not a read"),
            "write method and path of the read that shows whose token it is: `GET /me`".to_owned(),
        );
    }
    if !id.starts_with('/') {
        toml.diagnose_with_hint(
            entry.span_of_key_value("id"),
            format!("`{id}` is not a JSON pointer into a response"),
            "write where the response has the id: `/id`".to_owned(),
        );
    }
}

fn validate_error_model_rows(
    toml: &mut TableReader<'_>,
    entry: &SpannedEntry<ErrorModel>,
    rows: &BTreeSet<ErrorId>,
) {
    let model = &entry.value;
    for (key, names) in [
        ("details", model.rows_with_details()),
        ("rate_limit_rows", &model.rate_limit_rows),
        ("described_rows", model.described_rows.as_slice()),
    ] {
        for (index, name) in names.iter().enumerate() {
            if !rows.contains(name) {
                let known: Vec<String> = rows.iter().map(ErrorId::to_string).collect();
                let near =
                    suggest_similar_word(&name.to_string(), known.iter().map(String::as_str));
                toml.diagnose_with_hint(
                    entry.span_of_key_item(key, index),
                    format!("no edition has the row `{name}`"),
                    match near {
                        Some(near) => format!("add it to a table, or did you mean `{near}`?"),
                        None => "add it to a table, or remove it here".to_owned(),
                    },
                );
            }
        }
    }
}

fn validate_rate_limits(toml: &mut TableReader<'_>, entry: &SpannedEntry<RateLimits>) {
    let limits = &entry.value;
    if limits.window_ms == 0 {
        let what = "a window of 0 milliseconds limits nothing".to_owned();
        let hint = "write its length in milliseconds".to_owned();
        toml.diagnose_with_hint(entry.span_of_key_value("window_ms"), what, hint);
    }
    for name in limits.headers.names() {
        validate_header_name(toml, entry, "headers", name);
        if name != name.to_lowercase() {
            toml.diagnose_with_hint(
                entry.span_of_key_value("headers"),
                format!("the header `{name}` has capitals"),
                format!("write `{}`", name.to_lowercase()),
            );
        }
    }
    for (index, scope) in limits.scopes.iter().enumerate() {
        let what = if scope.limit == 0 {
            format!("the scope `{}` grants nothing", scope.name)
        } else if scope.methods.is_empty() {
            format!("the scope `{}` has no methods", scope.name)
        } else if limits.scopes[..index]
            .iter()
            .any(|other| other.name == scope.name)
        {
            format!("the scope `{}` is listed twice", scope.name)
        } else {
            continue;
        };
        let hint = "give each scope a name of its own, its methods and its limit".to_owned();
        toml.diagnose_with_hint(entry.span_of_key_item("scopes", index), what, hint);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rstest::rstest;

    use super::{ContractSettings, ErrorId, SourceFile, TokenHeader};

    const SOUND: &str = r#"production_hosts = ["api.example.org"]
[auth]
send = "Authorization: {token}"
[identity]
request = "GET /me"
id = "/id"
[error]
code = "/code"
message = "/message"
details = { at = "/errors", message = "message", max_length = "max_length", actual_length = "actual_length", rows = ["7"] }
wait = { at = "/retry_after", unit = "ms" }
rate_limit_rows = ["0/429"]
described_rows = ["0/429", "7"]
[rate_limits]
window_ms = 1000
headers = { limit = "x-limit", remaining = "x-left", reset = "x-reset", scope = "x-scope" }
[[rate_limits.scopes]]
name = "read"
methods = ["GET"]
limit = 10
[[rate_limits.scopes]]
name = "write"
methods = ["POST"]
limit = 3
"#;

    fn rows() -> BTreeSet<ErrorId> {
        [ErrorId::new(0, 429), ErrorId::new(7, 400)].into()
    }

    fn read(text: &str) -> Result<ContractSettings, super::Diagnostics> {
        ContractSettings::parse(&SourceFile::new("contract.toml", text), Some(&rows()))
    }

    #[test]
    fn a_sound_page_is_read_whole() {
        let terms = read(SOUND).expect("the page is sound");
        assert_eq!(terms.production_hosts, ["api.example.org"]);
        assert_eq!(terms.token_header, TokenHeader::from_name("Authorization"));
        assert_eq!(terms.model.rate_limit_rows, [ErrorId::new(0, 429)]);
        let limits = terms.limits.expect("there are limits");
        let scope = |method| {
            limits
                .scope_for_request(method, "/a")
                .map(|scope| scope.limit)
        };
        assert_eq!(
            (scope("GET"), scope("POST"), scope("PUT")),
            (Some(10), Some(3), None)
        );
    }

    #[test]
    fn limits_and_production_hosts_may_be_left_out() {
        let (model, _) = SOUND.split_once("[rate_limits]").expect("it is there");
        let (_, model) = model.split_once('\n').expect("there are lines");
        let terms = read(model).expect("the page is sound");
        assert_eq!(terms.limits, None);
        assert!(terms.production_hosts.is_empty());
    }

    #[rstest]
    #[case::host_with_scheme(
        "\"api.ex",
        "\"https://api.ex",
        1,
        "`https://api.example.org` is not a host"
    )]
    #[case::header(
        "\"Authorization: {token}\"",
        "\"Authorization\"",
        3,
        "`Authorization` is not a header with a token: write `Authorization: Bearer {token}`"
    )]
    #[case::identity_that_writes("GET /me", "POST /me", 5, "`POST /me` is not a read")]
    #[case::identity_without_pointer(
        "id = \"/id\"",
        "id = \"id\"",
        6,
        "`id` is not a JSON pointer into a response"
    )]
    #[case::row("[\"0/429\"]", "[\"0/428\"]", 12, "no edition has the row `0/428`")]
    #[case::row_in_details("[\"7\"]", "[\"0\"]", 10, "no edition has the row `0`")]
    #[case::described_rows(
        "[\"0/429\", \"7\"]",
        "\"none\"",
        13,
        "`none` is neither `all` nor a list of rows"
    )]
    #[case::pointer(
        "\"/code\"",
        "\"code\"",
        8,
        "`code` is not a JSON pointer: it has to be empty or begin with `/`"
    )]
    #[case::window("= 1000", "= 0", 15, "a window of 0 milliseconds limits nothing")]
    #[case::capitals("x-left", "X-Left", 16, "the header `X-Left` has capitals")]
    #[case::scope_without_limit("limit = 10", "limit = 0", 17, "the scope `read` grants nothing")]
    #[case::scope_without_methods("[\"POST\"]", "[]", 21, "the scope `write` has no methods")]
    #[case::scope_twice("\"write\"", "\"read\"", 21, "the scope `read` is listed twice")]
    #[case::key("window_ms", "window", 15, "unknown key `window`")]
    fn a_flaw_is_reported_with_its_line(
        #[case] part: &str,
        #[case] instead: &str,
        #[case] line: usize,
        #[case] what: &str,
    ) {
        assert!(SOUND.contains(part));
        let flaws = read(&SOUND.replacen(part, instead, 1)).expect_err("there is a flaw");
        let first = &flaws.as_slice()[0];
        assert_eq!((first.message.as_str(), first.line()), (what, Some(line)));
    }

    #[test]
    fn a_missing_section_is_a_flaw_and_does_not_hide_others() {
        let text = SOUND.replace("[auth]\nsend = \"Authorization: {token}\"\n", "");
        let flaws = read(&text.replace("= 1000", "= 0")).expect_err("there are two flaws");
        let what: Vec<&str> = flaws
            .as_slice()
            .iter()
            .map(|flaw| flaw.message.as_str())
            .collect();
        assert_eq!(
            what,
            [
                "the section `auth` is missing",
                "a window of 0 milliseconds limits nothing"
            ]
        );
    }

    #[test]
    fn where_the_tables_cannot_be_read_no_row_is_called_unknown() {
        let page = SourceFile::new("contract.toml", SOUND);
        assert!(ContractSettings::parse(&page, Some(&BTreeSet::new())).is_err());
        assert!(ContractSettings::parse(&page, None).is_ok());
    }
}
