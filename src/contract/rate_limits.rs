//! Rate limits: how often the requests of each scope are served.

use serde::{Deserialize, Serialize};

/// The documented rate limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimits {
    /// The length of a window, in milliseconds.
    pub window_ms: u64,
    /// The names of the header fields that report the state of a limit.
    pub headers: RateLimitHeaderNames,
    /// The scopes; the first scope that matches a request applies to it.
    pub scopes: Vec<RateLimitScope>,
}

impl RateLimits {
    /// Returns the scope of a request, or `None` if no limit is documented for it.
    ///
    /// `target` is the path and query below the base URL.
    #[must_use]
    pub fn scope_for_request(&self, method: &str, target: &str) -> Option<&RateLimitScope> {
        self.scopes
            .iter()
            .find(|scope| scope.matches_request(method, target))
    }

    /// Returns the scope with this name.
    #[must_use]
    pub fn find_scope(&self, name: &str) -> Option<&RateLimitScope> {
        self.scopes.iter().find(|scope| scope.name == name)
    }
}

/// The names of the header fields that report the state of a limit, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RateLimitHeaderNames {
    /// The field that holds the scope's limit.
    pub limit: String,
    /// The field that holds the number of requests left.
    pub remaining: String,
    /// The field that holds the time of the reset, as UNIX time in milliseconds.
    pub reset: String,
    /// The field that holds the scope's name.
    pub scope: String,
}

impl RateLimitHeaderNames {
    /// Returns the names of all fields: limit, remaining, reset, scope.
    #[must_use]
    pub fn names(&self) -> [&str; 4] {
        [&self.limit, &self.remaining, &self.reset, &self.scope]
    }
}

/// A set of requests that share a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RateLimitScope {
    /// The documented name of the scope.
    pub name: String,
    /// The methods of its requests.
    pub methods: Vec<String>,
    /// The prefix of its paths; empty for every path.
    #[serde(default)]
    pub path_prefix: String,
    /// The number of requests that are granted in a window.
    pub limit: u32,
}

impl RateLimitScope {
    fn matches_request(&self, method: &str, target: &str) -> bool {
        self.methods.iter().any(|own| own == method) && target.starts_with(&self.path_prefix)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{RateLimitHeaderNames, RateLimitScope, RateLimits};

    fn limits() -> RateLimits {
        let scope = |name: &str, methods: &[&str], path_prefix: &str| RateLimitScope {
            name: name.to_owned(),
            methods: methods.iter().map(|method| (*method).to_owned()).collect(),
            path_prefix: path_prefix.to_owned(),
            limit: 1,
        };
        RateLimits {
            window_ms: 1000,
            headers: RateLimitHeaderNames {
                limit: "limit".to_owned(),
                remaining: "remaining".to_owned(),
                reset: "reset".to_owned(),
                scope: "scope".to_owned(),
            },
            scopes: vec![
                scope("books", &["GET"], "/books/"),
                scope("read", &["GET"], ""),
                scope("write", &["POST", "PATCH"], ""),
            ],
        }
    }

    #[rstest]
    #[case::by_its_path("GET", "/books/7", Some("books"))]
    #[case::by_its_method("GET", "/shelves/7", Some("read"))]
    #[case::by_any_of_its_methods("PATCH", "/books/7", Some("write"))]
    #[case::none("DELETE", "/books/7", None)]
    fn a_request_belongs_to_the_first_scope_that_it_fits(
        #[case] method: &str,
        #[case] target: &str,
        #[case] name: Option<&str>,
    ) {
        let limits = limits();
        let found = limits.scope_for_request(method, target);
        assert_eq!(found.map(|scope| scope.name.as_str()), name);
    }

    #[test]
    fn a_scope_is_found_by_its_name() {
        let limits = limits();
        assert_eq!(limits.find_scope("write"), limits.scopes.last());
        assert_eq!(limits.find_scope("delete"), None);
    }
}
