//! A proxy in front of the target.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::target::url::UrlScheme;
use crate::target::{BaseUrl, BaseUrlError};

/// An HTTP proxy: host and port.
///
/// For a target over plain HTTP it forwards requests and can read them; for a target over TLS it opens a tunnel and can't.
///
/// ```
/// use badreq::target::Proxy;
///
/// let proxy: Proxy = "http://proxy.example:3128".parse()?;
/// assert_eq!(proxy.to_string(), "http://proxy.example:3128");
/// # Ok::<(), badreq::target::ProxyAddressError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy(BaseUrl);

/// The reason why a text is not a proxy's address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ProxyAddressError {
    /// The text is not a URL.
    #[error("no proxy: {0}")]
    InvalidUrl(#[from] BaseUrlError),
    /// The URL has a scheme other than `http`, or a path.
    #[error("`{0}` is not an HTTP proxy: write `http://host:port` and nothing after it")]
    Unsupported(String),
}

impl FromStr for Proxy {
    type Err = ProxyAddressError;

    /// Parses a proxy's address.
    ///
    /// # Errors
    ///
    /// Returns an error if the text is not a URL, has a scheme other than `http`, contains a user name or a password, or has a path.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let address: BaseUrl = text.parse()?;
        match address.scheme() {
            UrlScheme::Http if address.path().is_empty() => Ok(Self(address)),
            UrlScheme::Http | UrlScheme::Https => {
                Err(ProxyAddressError::Unsupported(text.to_owned()))
            }
        }
    }
}

impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Proxy {
    /// Returns host and port for a DNS lookup.
    pub(in crate::target) fn host_and_port(&self) -> (&str, u16) {
        self.0.host_and_port()
    }
}

/// The maximum length of the response to CONNECT, in bytes.
const MAX_CONNECT_RESPONSE: usize = 16 * 1024;

/// Opens a tunnel to a host and port through the proxy at the other end of the stream, by CONNECT.
///
/// Returns an error with the proxy's status line, or that its response is not HTTP.
pub(in crate::target) async fn open_tunnel<S: AsyncRead + AsyncWrite + Unpin>(
    stream: &mut S,
    (host, port): (&str, u16),
) -> Result<(), String> {
    let host = if host.contains(':') {
        format!("[{host}]")
    } else {
        host.to_owned()
    };
    let request = format!("CONNECT {host}:{port} HTTP/1.1\r\nhost: {host}:{port}\r\n\r\n");
    let broken = |error: std::io::Error| format!("the connection to the proxy failed: {error}");
    stream.write_all(request.as_bytes()).await.map_err(broken)?;
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        // The head is read byte by byte, as everything after it belongs to the tunnel.
        head.push(stream.read_u8().await.map_err(broken)?);
        if head.len() > MAX_CONNECT_RESPONSE {
            return Err("the proxy's response has no end".to_owned());
        }
    }
    let line = String::from_utf8_lossy(&head);
    let line = line.lines().next().unwrap_or_default();
    let status = line
        .strip_prefix("HTTP/1.")
        .and_then(|rest| rest.split(' ').nth(1));
    match status {
        Some(status) if status.len() == 3 && status.starts_with('2') => Ok(()),
        Some(_) => Err(format!("the proxy did not open a tunnel: {line}")),
        None => Err("the proxy's response is not HTTP".to_owned()),
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
    #[case::password("http://me:hunter2@proxy:3128", "user name or a password")]
    fn what_is_no_proxy_is_refused_with_a_reason(#[case] text: &str, #[case] reason: &str) {
        let error = text.parse::<Proxy>().expect_err("it is no proxy");
        assert!(error.to_string().contains(reason), "{error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }

    #[rstest]
    #[case::open("HTTP/1.1 200 OK\r\nx: y\r\n\r\nTLS", Ok(()))]
    #[case::of_an_old_one("HTTP/1.0 200\r\n\r\n", Ok(()))]
    #[case::refused(
        "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n",
        Err("the proxy did not open a tunnel: HTTP/1.1 407 Proxy Authentication Required")
    )]
    #[case::no_http("SSH-2.0\r\n\r\n", Err("the proxy's response is not HTTP"))]
    #[tokio::test]
    async fn a_tunnel_is_open_when_the_proxy_says_so(
        #[case] answer: &str,
        #[case] expected: Result<(), &str>,
    ) {
        let (mut ours, mut theirs) = tokio::io::duplex(1000);
        theirs
            .write_all(answer.as_bytes())
            .await
            .expect("there is room");
        let said = open_tunnel(&mut ours, ("::1", 443)).await;
        assert_eq!(said, expected.map_err(str::to_owned));
        drop(ours);
        let mut asked = String::new();
        theirs.read_to_string(&mut asked).await.expect("it is text");
        assert_eq!(
            asked,
            "CONNECT [::1]:443 HTTP/1.1\r\nhost: [::1]:443\r\n\r\n"
        );
    }
}
