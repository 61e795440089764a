//! The base URL of the server under test.

use std::fmt;
use std::str::FromStr;

use reqwest::Url;
use thiserror::Error;

/// The URL under which the target's endpoints stand: scheme, host, optional port, optional path.
///
/// An endpoint's path is appended to it byte for byte, so it never ends in a slash.
///
/// ```
/// use badreq::target::BaseUrl;
///
/// let base: BaseUrl = "https://staging.example:8443/v2/".parse()?;
/// assert_eq!(base.to_string(), "https://staging.example:8443/v2");
/// assert_eq!(base.host(), "staging.example");
/// # Ok::<(), badreq::target::BaseUrlError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BaseUrl {
    scheme: UrlScheme,
    host: String,
    port: Option<u16>,
    path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum UrlScheme {
    Http,
    Https,
}

impl UrlScheme {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    const fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// The reason why a text is not a base URL.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BaseUrlError {
    /// The text does not begin with `http://` or `https://`.
    #[error(
        "base URL `{text}` does not begin with `http://` or `https://`; write it in full, as in `http://localhost:5000/v2`"
    )]
    UnsupportedScheme {
        /// The text as it was given.
        text: String,
    },
    /// The text does not follow the grammar of URLs.
    #[error("base URL `{text}` is not a URL: {detail}; write it as `http://host:port/path`")]
    Malformed {
        /// The text as it was given.
        text: String,
        /// The parse error.
        detail: String,
    },
    /// The text contains a user name or a password. It is not repeated, as it holds a secret.
    #[error(
        "base URL holds a user name or a password; leave them out, credentials are given as tokens"
    )]
    UserInfo,
    /// The text has a query or a fragment, after which no path could be appended.
    #[error("base URL `{text}` has a query or a fragment; end it with the path, before `?` or `#`")]
    QueryOrFragment {
        /// The text as it was given.
        text: String,
    },
}

impl FromStr for BaseUrl {
    type Err = BaseUrlError;

    /// Parses a base URL.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a URL, has a scheme other than `http` and `https`, or contains a user name, a password, a query or
    /// a fragment.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let own = || text.to_owned();
        let authority = extract_authority(text);
        // This check comes first, as the other errors repeat the text.
        if authority.contains('@') {
            return Err(BaseUrlError::UserInfo);
        }
        let lower = text.to_ascii_lowercase();
        let scheme = if lower.starts_with("http://") {
            UrlScheme::Http
        } else if lower.starts_with("https://") {
            UrlScheme::Https
        } else {
            return Err(BaseUrlError::UnsupportedScheme { text: own() });
        };
        let url = Url::parse(text).map_err(|error| BaseUrlError::Malformed {
            text: own(),
            detail: error.to_string(),
        })?;
        if url.query().is_some() || url.fragment().is_some() {
            return Err(BaseUrlError::QueryOrFragment { text: own() });
        }
        // The URL parser would take the first part of the path for the host.
        let host = url.host_str().filter(|_| !authority.is_empty());
        let host = host.ok_or_else(|| BaseUrlError::Malformed {
            text: own(),
            detail: "it names no host".to_owned(),
        })?;
        Ok(Self {
            scheme,
            host: host.to_owned(),
            port: url.port(),
            path: url.path().trim_end_matches('/').to_owned(),
        })
    }
}

/// Returns the text between the scheme and the path, even if the scheme's slashes are mistyped.
pub(super) fn extract_authority(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    let mistyped = ["https:", "http:"]
        .into_iter()
        .find(|scheme| lower.starts_with(scheme) && !lower.contains("://"));
    let rest = match mistyped {
        Some(scheme) => text[scheme.len()..].trim_start_matches(['/', '\\']),
        None => text.split_once("://").map_or(text, |(_, rest)| rest),
    };
    rest.split(['/', '\\', '?', '#']).next().unwrap_or(rest)
}

impl BaseUrl {
    /// Returns the host in lower case, without the port; an IPv6 address stands in brackets.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.host
    }

    pub(super) const fn scheme(&self) -> UrlScheme {
        self.scheme
    }

    /// Returns host and port as the `Host` header carries them; a port that the scheme implies is left out.
    pub(super) fn authority(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// Returns host and port for a DNS lookup; an IPv6 address has no brackets.
    pub(super) fn host_and_port(&self) -> (&str, u16) {
        let host = self
            .host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'))
            .unwrap_or(&self.host);
        (host, self.port.unwrap_or(self.scheme.default_port()))
    }

    /// Returns scheme and authority, to which a path can be appended.
    pub(super) fn origin(&self) -> String {
        format!("{}://{}", self.scheme.as_str(), self.authority())
    }

    /// Returns the path before every endpoint's own path, without a slash at its end: empty or `/v2`.
    pub(super) fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.path)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::bare("http://localhost", "http://localhost", "localhost")]
    #[case::slash_at_the_end("http://localhost/", "http://localhost", "localhost")]
    #[case::path("http://localhost:5000/v2/", "http://localhost:5000/v2", "localhost")]
    #[case::port_that_the_scheme_implies(
        "https://a.example:443/v2",
        "https://a.example/v2",
        "a.example"
    )]
    #[case::capitals("HTTPS://A.Example/V2", "https://a.example/V2", "a.example")]
    #[case::ipv6("http://[::1]:8080/v2", "http://[::1]:8080/v2", "[::1]")]
    fn a_base_url_ends_without_a_slash(
        #[case] text: &str,
        #[case] shown: &str,
        #[case] host: &str,
    ) {
        let base: BaseUrl = text.parse().expect("it is a base URL");
        assert_eq!((base.to_string().as_str(), base.host()), (shown, host));
    }

    #[rstest]
    #[case::no_scheme("localhost:5000", "does not begin with `http://`")]
    #[case::other_scheme("ftp://a.example", "does not begin with `http://`")]
    #[case::empty("", "does not begin with `http://`")]
    #[case::no_host("http://", "is not a URL")]
    #[case::path_without_host("http:///v2", "it names no host")]
    #[case::port_that_is_none("http://a.example:99999", "is not a URL")]
    #[case::query("http://a.example/v2?x=1", "has a query or a fragment")]
    #[case::fragment("http://a.example/v2#x", "has a query or a fragment")]
    fn what_is_no_base_url_is_refused_with_a_reason(#[case] text: &str, #[case] reason: &str) {
        let error = text.parse::<BaseUrl>().expect_err("it is no base URL");
        assert!(error.to_string().contains(reason), "{error}");
    }

    #[rstest]
    #[case::good_otherwise("http://me:hunter2@a.example")]
    #[case::bad_port("http://me:hunter2@a.example:99999")]
    #[case::other_scheme("ftp://me:hunter2@a.example")]
    #[case::no_scheme("me:hunter2@a.example/v2")]
    #[case::query("http://me:hunter2@a.example?x")]
    #[case::one_slash("https:/me:hunter2@a.example")]
    #[case::no_slash("HTTP:me:hunter2@a.example")]
    fn a_password_in_a_base_url_is_refused_and_not_repeated(#[case] text: &str) {
        let error = text.parse::<BaseUrl>().expect_err("it holds a password");
        assert_eq!(error, BaseUrlError::UserInfo);
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }

    #[test]
    fn an_ipv6_address_is_looked_up_without_its_brackets() {
        let base: BaseUrl = "http://[::1]:8080".parse().expect("it is a base URL");
        assert_eq!(base.host_and_port(), ("::1", 8080));
        assert_eq!(base.authority(), "[::1]:8080");
    }
}
