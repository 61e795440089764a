//! The settings of a contract: error model, rate limits, authorization, identity and production hosts.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::authored::{Entry, File, Reader};
use super::{ErrorModel, Flaws, Identity, Page, RateLimits, RowName, suggest};

/// The settings of a contract, outside its tables.
#[derive(Debug)]
pub(super) struct Terms {
    pub(super) model: ErrorModel,
    pub(super) limits: Option<RateLimits>,
    pub(super) authorization_header: String,
    pub(super) identity: Option<Identity>,
    pub(super) production_hosts: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Authorization {
    header: String,
}

impl Terms {
    /// Parses the page. `rows` are the rows of all editions, or `None` if the tables could not be parsed.
    pub(super) fn read(page: &Page, rows: Option<&BTreeSet<RowName>>) -> Result<Self, Flaws> {
        let mut file = File::new(page.clone());
        let read = file.parse("").and_then(|root| Self::from_root(root, rows));
        file.conclude(read)
    }

    fn from_root(mut toml: Reader<'_>, rows: Option<&BTreeSet<RowName>>) -> Option<Self> {
        let hosts = toml.section::<Vec<String>>("production_hosts");
        let authorization = toml.required_section::<Authorization>("authorization");
        let model = toml.required_section::<ErrorModel>("error_model");
        let limits = toml.section::<RateLimits>("rate_limits");
        let identity = toml.section::<Identity>("identity");
        if let Some(entry) = &hosts {
            judge_hosts(&mut toml, entry);
        }
        if let Some(entry) = &authorization {
            let header = &entry.value.header;
            judge_header(&mut toml, entry, "header", header);
        }
        if let Some(entry) = &identity {
            judge_identity(&mut toml, entry);
        }
        if let (Some(entry), Some(rows)) = (&model, rows) {
            judge_rows(&mut toml, entry, rows);
        }
        if let Some(entry) = &limits {
            judge_limits(&mut toml, entry);
        }
        toml.finish();
        Some(Self {
            model: model?.value,
            limits: limits.map(|entry| entry.value),
            authorization_header: authorization?.value.header,
            identity: identity.map(|entry| entry.value),
            production_hosts: hosts.map(|entry| entry.value).unwrap_or_default(),
        })
    }
}

fn judge_hosts(toml: &mut Reader<'_>, entry: &Entry<Vec<String>>) {
    for (index, host) in entry.value.iter().enumerate() {
        let of_a_host =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' || c == '-';
        if host.is_empty() || !host.chars().all(of_a_host) {
            toml.push(
                entry.item(index),
                format!("`{host}` is no host"),
                "write its name alone, in lower case: `api.example.org`".to_owned(),
            );
        }
    }
}

fn judge_header<T>(toml: &mut Reader<'_>, entry: &Entry<T>, key: &str, name: &str) {
    let of_a_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if name.is_empty() || !name.chars().all(of_a_name) {
        toml.push(
            entry.at(key),
            format!("`{name}` is no name of a header"),
            "write it without colon and value: `Authorization`".to_owned(),
        );
    }
}

fn judge_identity(toml: &mut Reader<'_>, entry: &Entry<Identity>) {
    let Identity { request, id } = &entry.value;
    if !request.starts_with("GET /") {
        toml.push(
            entry.at("request"),
            format!("`{request}` is no read"),
            "write method and path of the read that shows whose token it is: `GET /me`".to_owned(),
        );
    }
    if !id.starts_with('/') {
        toml.push(
            entry.at("id"),
            format!("`{id}` is no JSON pointer into an answer"),
            "write where the answer has the id: `/id`".to_owned(),
        );
    }
}

fn judge_rows(toml: &mut Reader<'_>, entry: &Entry<ErrorModel>, rows: &BTreeSet<RowName>) {
    let model = &entry.value;
    for (key, names) in [
        ("model_error_rows", &model.model_error_rows),
        ("rate_limit_rows", &model.rate_limit_rows),
        ("described_rows", &model.described_rows),
    ] {
        for (index, name) in names.iter().enumerate() {
            if !rows.contains(name) {
                let known: Vec<String> = rows.iter().map(RowName::to_string).collect();
                let near = suggest(&name.to_string(), known.iter().map(String::as_str));
                toml.push(
                    entry.at_item(key, index),
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

fn judge_limits(toml: &mut Reader<'_>, entry: &Entry<RateLimits>) {
    let limits = &entry.value;
    if limits.window_ms == 0 {
        let what = "a window of no time limits nothing".to_owned();
        let hint = "write its length in milliseconds".to_owned();
        toml.push(entry.at("window_ms"), what, hint);
    }
    let headers = &limits.headers;
    for name in [
        &headers.limit,
        &headers.remaining,
        &headers.reset,
        &headers.scope,
    ] {
        judge_header(toml, entry, "headers", name);
        if *name != name.to_lowercase() {
            toml.push(
                entry.at("headers"),
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
            format!("the scope `{}` stands here twice", scope.name)
        } else {
            continue;
        };
        let hint = "give each scope a name of its own, its methods and its limit".to_owned();
        toml.push(entry.at_item("scopes", index), what, hint);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use rstest::rstest;

    use super::{Page, RowName, Terms};

    const SOUND: &str = r#"production_hosts = ["api.example.org"]
[authorization]
header = "Authorization"
[identity]
request = "GET /me"
id = "/id"
[error_model]
code = "code"
message = "message"
errors = "errors"
retry_after = "retry_after"
max_length = "max_length"
actual_length = "actual_length"
model_error_rows = ["7"]
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

    fn rows() -> BTreeSet<RowName> {
        [RowName::of(0, 429), RowName::of(7, 400)].into()
    }

    fn read(text: &str) -> Result<Terms, super::Flaws> {
        Terms::read(&Page::new("contract.toml", text), Some(&rows()))
    }

    #[test]
    fn a_sound_page_is_read_whole() {
        let terms = read(SOUND).expect("the page is sound");
        assert_eq!(terms.production_hosts, ["api.example.org"]);
        assert_eq!(terms.authorization_header, "Authorization");
        assert_eq!(terms.model.rate_limit_rows, [RowName::of(0, 429)]);
        let limits = terms.limits.expect("there are limits");
        let scope = |method| limits.scope_of(method, "/a").map(|scope| scope.limit);
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
        "`https://api.example.org` is no host"
    )]
    #[case::header(
        "\"Authorization\"",
        "\"Authorization:\"",
        3,
        "`Authorization:` is no name of a header"
    )]
    #[case::identity_that_writes("GET /me", "POST /me", 5, "`POST /me` is no read")]
    #[case::identity_without_pointer(
        "id = \"/id\"",
        "id = \"id\"",
        6,
        "`id` is no JSON pointer into an answer"
    )]
    #[case::row("[\"0/429\"]", "[\"0/428\"]", 15, "no edition has the row `0/428`")]
    #[case::row_name(
        "[\"7\"]",
        "[\"0\"]",
        14,
        "`0` is no row name: write the JSON code (`20003`), or code and status where the code is 0 (`0/401`)"
    )]
    #[case::window("= 1000", "= 0", 18, "a window of no time limits nothing")]
    #[case::capitals("x-left", "X-Left", 19, "the header `X-Left` has capitals")]
    #[case::scope_without_limit("limit = 10", "limit = 0", 20, "the scope `read` grants nothing")]
    #[case::scope_without_methods("[\"POST\"]", "[]", 24, "the scope `write` has no methods")]
    #[case::scope_twice("\"write\"", "\"read\"", 24, "the scope `read` stands here twice")]
    #[case::key("window_ms", "window", 18, "unknown key `window`")]
    fn a_flaw_is_reported_with_its_line(
        #[case] part: &str,
        #[case] instead: &str,
        #[case] line: usize,
        #[case] what: &str,
    ) {
        assert!(SOUND.contains(part));
        let flaws = read(&SOUND.replacen(part, instead, 1)).expect_err("there is a flaw");
        let first = &flaws.as_slice()[0];
        assert_eq!((first.what.as_str(), first.line()), (what, Some(line)));
    }

    #[test]
    fn a_missing_section_is_a_flaw_and_does_not_hide_others() {
        let text = SOUND.replace("[authorization]\nheader = \"Authorization\"\n", "");
        let flaws = read(&text.replace("= 1000", "= 0")).expect_err("there are two flaws");
        let what: Vec<&str> = flaws
            .as_slice()
            .iter()
            .map(|flaw| flaw.what.as_str())
            .collect();
        assert_eq!(
            what,
            [
                "the section `authorization` is missing",
                "a window of no time limits nothing"
            ]
        );
    }

    #[test]
    fn where_the_tables_cannot_be_read_no_row_is_called_unknown() {
        let page = Page::new("contract.toml", SOUND);
        assert!(Terms::read(&page, Some(&BTreeSet::new())).is_err());
        assert!(Terms::read(&page, None).is_ok());
    }
}
