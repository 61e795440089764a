//! The three scopes.

use axum::http::Method;

/// The group of requests that share a limit, per caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum LimiterScope {
    Get,
    Message,
    Update,
}

impl LimiterScope {
    /// Returns the name in the headers.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Get => "generic_get",
            Self::Message => "message",
            Self::Update => "generic_update",
        }
    }

    /// Returns the scope of a request from method and path, before its route is known: every safe method counts as a read.
    pub(crate) fn from_request(method: &Method, path: &str) -> Self {
        match *method {
            Method::GET | Method::HEAD | Method::OPTIONS => {
                if path.starts_with("/v2/messages/") {
                    Self::Message
                } else {
                    Self::Get
                }
            }
            _ => Self::Update,
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::read(Method::GET, "/v2/members/abcdef", LimiterScope::Get)]
    #[case::message(Method::GET, "/v2/messages/1", LimiterScope::Message)]
    #[case::post(Method::POST, "/v2/members", LimiterScope::Update)]
    #[case::delete(Method::DELETE, "/v2/messages/1", LimiterScope::Update)]
    fn the_scope_follows_from_method_and_path(
        #[case] method: Method,
        #[case] path: &str,
        #[case] scope: LimiterScope,
    ) {
        assert_eq!(LimiterScope::from_request(&method, path), scope);
    }
}
