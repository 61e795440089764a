//! The statuses that HTTP has for what no row is worded for.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::request_facts::RequestFacts;

/// The documented paths below `/v2/` and their methods; `*` stands for a reference.
const OPERATIONS: &[(&str, &[Method])] = &[
    ("systems/*", &[Method::GET, Method::PATCH]),
    ("systems/*/settings", &[Method::GET, Method::PATCH]),
    ("systems/*/guilds/*", &[Method::GET, Method::PATCH]),
    ("systems/*/autoproxy", &[Method::GET, Method::PATCH]),
    ("systems/*/members", &[Method::GET]),
    ("systems/*/groups", &[Method::GET]),
    ("systems/*/switches", &[Method::GET, Method::POST]),
    ("systems/*/fronters", &[Method::GET]),
    (
        "systems/*/switches/*",
        &[Method::GET, Method::PATCH, Method::DELETE],
    ),
    ("systems/*/switches/*/members", &[Method::PATCH]),
    ("members", &[Method::POST]),
    ("members/*", &[Method::GET, Method::PATCH, Method::DELETE]),
    ("members/*/groups", &[Method::GET]),
    ("members/*/groups/add", &[Method::POST]),
    ("members/*/groups/remove", &[Method::POST]),
    ("members/*/groups/overwrite", &[Method::POST]),
    ("members/*/guilds/*", &[Method::GET, Method::PATCH]),
    ("groups", &[Method::POST]),
    ("groups/*", &[Method::GET, Method::PATCH, Method::DELETE]),
    ("groups/*/members", &[Method::GET]),
    ("groups/*/members/add", &[Method::POST]),
    ("groups/*/members/remove", &[Method::POST]),
    ("groups/*/members/overwrite", &[Method::POST]),
    ("messages/*", &[Method::GET]),
];

/// A refusal that is no row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HttpRefusal {
    pub(super) status: StatusCode,
    message: &'static str,
}

impl HttpRefusal {
    pub(super) fn body_json(self) -> Value {
        json!({"message": self.message, "code": 0})
    }
}

/// Returns the refusal that HTTP has for what is wrong with a bad request, if it has one.
pub(super) fn find_http_refusal(facts: &RequestFacts) -> Option<HttpRefusal> {
    let Some(methods) = find_methods(&facts.path) else {
        return Some(HttpRefusal {
            status: StatusCode::NOT_FOUND,
            message: "404: Not Found",
        });
    };
    if !methods.contains(&facts.method) {
        return Some(HttpRefusal {
            status: StatusCode::METHOD_NOT_ALLOWED,
            message: "405: Method Not Allowed",
        });
    }
    let takes_body = facts.method == Method::POST || facts.method == Method::PATCH;
    let essence = facts.content_type.as_deref();
    let essence = essence.and_then(|text| text.split(';').next());
    let is_json = essence.is_some_and(|text| text.trim().eq_ignore_ascii_case("application/json"));
    (takes_body && !is_json).then_some(HttpRefusal {
        status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
        message: "415: Unsupported Media Type",
    })
}

/// Returns the methods of a path; `None` for a path that is not documented.
fn find_methods(path: &str) -> Option<&'static [Method]> {
    let segments: Vec<&str> = path.strip_prefix("/v2/")?.split('/').collect();
    let matches = |pattern: &str| {
        let pattern: Vec<&str> = pattern.split('/').collect();
        let mut pairs = pattern.iter().zip(&segments);
        pattern.len() == segments.len()
            && pairs.all(|(part, segment)| part == segment || (*part == "*" && !segment.is_empty()))
    };
    let mut operations = OPERATIONS.iter();
    operations
        .find(|(pattern, _)| matches(pattern))
        .map(|(_, methods)| *methods)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn status(method: Method, path: &str, content_type: Option<&str>) -> Option<u16> {
        let facts = RequestFacts {
            method,
            path: path.to_owned(),
            content_type: content_type.map(str::to_owned),
        };
        find_http_refusal(&facts).map(|refusal| refusal.status.as_u16())
    }

    #[rstest]
    #[case::outside("/v1/members", Some(404))]
    #[case::unknown("/v2/badreq", Some(404))]
    #[case::trailing_slash("/v2/members/abcdef/", Some(404))]
    #[case::other_method("/v2/members", Some(405))]
    #[case::known("/v2/members/abcdef", None)]
    fn a_path_is_found_and_has_its_methods(#[case] path: &str, #[case] expected: Option<u16>) {
        assert_eq!(status(Method::GET, path, None), expected);
    }

    #[rstest]
    #[case::missing(None, Some(415))]
    #[case::text(Some("text/plain"), Some(415))]
    #[case::json(Some("Application/JSON; charset=utf-8"), None)]
    fn a_body_is_json(#[case] content_type: Option<&str>, #[case] expected: Option<u16>) {
        assert_eq!(status(Method::POST, "/v2/members", content_type), expected);
    }
}
