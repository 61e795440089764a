//! The statuses that HTTP has for what no row is worded for.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::request_head::RequestHead;
use crate::operation::Operation;

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
pub(super) fn find_http_refusal(head: &RequestHead) -> Option<HttpRefusal> {
    let segments: Vec<&str> = match head.path.strip_prefix("/v2/") {
        Some(rest) => rest.split('/').collect(),
        None => Vec::new(),
    };
    if !Operation::is_known_path(&segments) {
        return Some(HttpRefusal {
            status: StatusCode::NOT_FOUND,
            message: "404: Not Found",
        });
    }
    if Operation::from_method_and_path(&head.method, &segments).is_none() {
        return Some(HttpRefusal {
            status: StatusCode::METHOD_NOT_ALLOWED,
            message: "405: Method Not Allowed",
        });
    }
    let takes_body = head.method == Method::POST || head.method == Method::PATCH;
    let essence = head.content_type.as_deref();
    let essence = essence.and_then(|text| text.split(';').next());
    let is_json = essence.is_some_and(|text| text.trim().eq_ignore_ascii_case("application/json"));
    (takes_body && !is_json).then_some(HttpRefusal {
        status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
        message: "415: Unsupported Media Type",
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn status(method: Method, path: &str, content_type: Option<&str>) -> Option<u16> {
        let head = RequestHead {
            method,
            path: path.to_owned(),
            content_type: content_type.map(str::to_owned),
        };
        find_http_refusal(&head).map(|refusal| refusal.status.as_u16())
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
