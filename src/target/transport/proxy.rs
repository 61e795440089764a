//! A proxy in front of the target.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::proxy_credentials::ProxyCredentials;
use crate::target::url::{UrlScheme, extract_authority};
use crate::target::{BaseUrl, BaseUrlError};

/// An HTTP proxy: host and port, and perhaps the user name and password that it demands.
///
/// For a target over plain HTTP it forwards requests and can read them; for a target over TLS it opens a tunnel and can't. Neither
/// `Display` nor `Debug` prints name and password.
///
/// ```
/// use badreq::target::Proxy;
///
/// let proxy: Proxy = "http://runner:s3cret@proxy.example:3128".parse()?;
/// assert_eq!(proxy.to_string(), "http://proxy.example:3128");
/// # Ok::<(), badreq::target::ProxyAddressError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    address: BaseUrl,
    credentials: Option<ProxyCredentials>,
}

/// The reason why a text is not a proxy's address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProxyAddressError {
    /// The text is not a URL.
    #[error("no proxy: {0}")]
    InvalidUrl(#[from] BaseUrlError),
    /// The URL has a scheme other than `http`, or a path.
    #[error("`{0}` is not an HTTP proxy: write `http://host:port` and nothing after it")]
    Unsupported(String),
    /// The user name or the password can't be sent, or isn't percent-encoded. Neither is repeated.
    #[error(
        "the proxy's user name or password cannot be read: percent-encode all but letters and digits, as in `http://name:pass%2Fword@host:port`"
    )]
    InvalidCredentials,
}

impl FromStr for Proxy {
    type Err = ProxyAddressError;

    /// Parses a proxy's address.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a URL, has a scheme other than `http` or a path, or if its user name or password can't be read.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let user_info = extract_authority(text).rsplit_once('@');
        let user_info = user_info.map(|(user_info, _)| user_info);
        let bare = match user_info {
            Some(user_info) => text.replacen(&format!("{user_info}@"), "", 1),
            None => text.to_owned(),
        };
        // An unescaped slash in the password would end the authority, and the errors below repeat the text.
        if bare.contains('@') {
            return Err(ProxyAddressError::InvalidCredentials);
        }
        let address: BaseUrl = bare.parse()?;
        if address.scheme() != UrlScheme::Http || !address.path().is_empty() {
            return Err(ProxyAddressError::Unsupported(bare));
        }
        let parse = |user_info| {
            ProxyCredentials::parse(user_info).ok_or(ProxyAddressError::InvalidCredentials)
        };
        Ok(Self {
            address,
            credentials: user_info.map(parse).transpose()?,
        })
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.address.fmt(f)
    }
}

impl Proxy {
    /// Returns host and port for a DNS lookup.
    pub(in crate::target) fn host_and_port(&self) -> (&str, u16) {
        self.address.host_and_port()
    }

    /// Returns the user name and password, if there are any.
    pub(in crate::target) const fn credentials(&self) -> Option<&ProxyCredentials> {
        self.credentials.as_ref()
    }

    /// Reports whether the URL has a user name or a password.
    #[must_use]
    pub const fn has_credentials(&self) -> bool {
        self.credentials.is_some()
    }

    /// Returns the value of `Proxy-Authorization`, if the proxy has credentials.
    pub(in crate::target) fn authorization(&self) -> Option<String> {
        self.credentials
            .as_ref()
            .map(ProxyCredentials::authorization)
    }
}

/// The name of the header that carries the credentials for a proxy.
pub(in crate::target) const PROXY_AUTHORIZATION: &str = "proxy-authorization";

/// The maximum length of the response to CONNECT, in bytes.
const MAX_CONNECT_RESPONSE: usize = 16 * 1024;

/// The reason why a proxy opened no tunnel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::target) enum TunnelError {
    /// The proxy demands credentials, or other ones (407).
    Unauthorized,
    /// Something else: the proxy's status line, or that its response is not HTTP.
    Failed(String),
}

/// Opens a tunnel to a host and port through the proxy at the other end of the stream, by CONNECT.
pub(in crate::target) async fn open_tunnel<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    (host, port): (&str, u16),
    authorization: Option<&str>,
) -> Result<(), TunnelError> {
    let host = if host.contains(':') {
        format!("[{host}]")
    } else {
        host.to_owned()
    };
    let authorization = authorization.map_or_else(String::new, |value| {
        format!("{PROXY_AUTHORIZATION}: {value}\r\n")
    });
    let request =
        format!("CONNECT {host}:{port} HTTP/1.1\r\nhost: {host}:{port}\r\n{authorization}\r\n");
    let broken = |error: std::io::Error| {
        TunnelError::Failed(format!("the connection to the proxy failed: {error}"))
    };
    stream.write_all(request.as_bytes()).await.map_err(broken)?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        // The head is read byte by byte, as everything after it belongs to the tunnel.
        head.push(stream.read_u8().await.map_err(broken)?);
        if head.len() > MAX_CONNECT_RESPONSE {
            let what = "the proxy's response has no end".to_owned();
            return Err(TunnelError::Failed(what));
        }
    }
    let line = String::from_utf8_lossy(&head);
    let line = line.lines().next().unwrap_or_default();
    let status = line
        .strip_prefix("HTTP/1.")
        .and_then(|rest| rest.split(' ').nth(1));
    match status {
        Some(status) if status.len() == 3 && status.starts_with('2') => Ok(()),
        Some("407") => Err(TunnelError::Unauthorized),
        Some(_) => {
            let what = format!("the proxy did not open a tunnel: {line}");
            Err(TunnelError::Failed(what))
        }
        None => {
            let what = "the proxy's response is not HTTP".to_owned();
            Err(TunnelError::Failed(what))
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::no_scheme("proxy:3128", "does not begin with")]
    #[case::tls("https://proxy:3128", "is not an HTTP proxy")]
    #[case::path("http://proxy:3128/x", "is not an HTTP proxy")]
    #[case::tls_with_a_password("https://me:hunter2@proxy:3128", "is not an HTTP proxy")]
    #[case::port_that_is_none("http://me:hunter2@proxy:99999", "is not a URL")]
    #[case::slash_in_the_password("http://me:hunter2/@proxy:3128", "percent-encode")]
    #[case::hash_in_the_password("http://me:hunter2#@proxy:3128", "percent-encode")]
    #[case::line_end_in_the_password("http://me:hunter2%0A@proxy:3128", "percent-encode")]
    fn what_is_no_proxy_is_refused_with_a_reason(#[case] text: &str, #[case] reason: &str) {
        let error = text.parse::<Proxy>().expect_err("it is no proxy");
        assert!(error.to_string().contains(reason), "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }

    #[rstest]
    #[case::both("http://me:hunter2@proxy:3128")]
    #[case::at_sign_in_the_password("http://me:hunter2@@proxy:3128/")]
    fn a_password_is_kept_and_not_shown(#[case] text: &str) {
        let proxy: Proxy = text.parse().expect("it is a proxy");
        assert!(proxy.has_credentials());
        assert_eq!(proxy.to_string(), "http://proxy:3128");
        assert!(!format!("{proxy:?}").contains("hunter2"));
    }

    #[rstest]
    #[case::open("HTTP/1.1 200 OK\r\nx: y\r\n\r\nTLS", Ok(()))]
    #[case::of_an_old_one("HTTP/1.0 200\r\n\r\n", Ok(()))]
    #[case::refused(
        "HTTP/1.1 403 Forbidden\r\n\r\n",
        Err(TunnelError::Failed("the proxy did not open a tunnel: HTTP/1.1 403 Forbidden".to_owned()))
    )]
    #[case::unauthorized(
        "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
        Err(TunnelError::Unauthorized)
    )]
    #[case::no_http(
        "SSH-2.0\r\n\r\n",
        Err(TunnelError::Failed("the proxy's response is not HTTP".to_owned()))
    )]
    #[tokio::test]
    async fn a_tunnel_is_open_when_the_proxy_says_so(
        #[case] answer: &str,
        #[case] expected: Result<(), TunnelError>,
    ) {
        let (mut ours, mut theirs) = tokio::io::duplex(1000);
        theirs
            .write_all(answer.as_bytes())
            .await
            .expect("there is room");
        let said = open_tunnel(&mut ours, ("::1", 443), Some("Basic YTpi")).await;
        assert_eq!(said, expected);
        drop(ours);
        let mut asked = String::new();
        theirs.read_to_string(&mut asked).await.expect("it is text");
        assert_eq!(
            asked,
            "CONNECT [::1]:443 HTTP/1.1\r\nhost: [::1]:443\r\nproxy-authorization: Basic YTpi\r\n\r\n"
        );
    }
}
