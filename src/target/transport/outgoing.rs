//! A request with all values filled in, ready to be sent.

use super::proxy::{PROXY_AUTHORIZATION, Proxy};
use crate::exchange::{Request, RequestHeaderValue};
use crate::target::{BaseUrl, Credentials, ExtraHeader, SendError};

/// A request with the base path before its target and the tokens in its headers.
///
/// It holds secrets, so it has no `Debug`.
pub(in crate::target) struct OutgoingRequest {
    pub(in crate::target) method: String,
    /// The request target as it stands on the request line.
    pub(in crate::target) target: String,
    /// The request's own headers, followed by `content-length` if the body needs it.
    pub(in crate::target) headers: Vec<(String, Vec<u8>)>,
    pub(in crate::target) body: Option<Vec<u8>>,
}

impl OutgoingRequest {
    pub(in crate::target) fn from_request(
        base: &BaseUrl,
        credentials: &Credentials,
        extra: &[ExtraHeader],
        request: &Request,
    ) -> Result<Self, SendError> {
        if !request.target.starts_with('/') {
            return Err(unsendable_error("its target", "does not begin with `/`"));
        }
        check_single_line("its method", request.method.as_bytes())?;
        check_single_line("its target", request.target.as_bytes())?;
        let mut headers = Vec::with_capacity(request.headers.len() + 1);
        for (name, value) in &request.headers {
            let value = match value {
                RequestHeaderValue::Plain(bytes) => bytes.0.clone(),
                RequestHeaderValue::Token(token) => {
                    let secret = credentials
                        .get(token.actor)
                        .ok_or(SendError::MissingToken(token.actor))?;
                    [
                        token.before.as_bytes(),
                        secret.expose_secret(),
                        token.behind.as_bytes(),
                    ]
                    .concat()
                }
                RequestHeaderValue::Secret(variable) => {
                    resolve_header_secret(extra, name, variable)?.to_vec()
                }
            };
            check_single_line("the name of a header", name.as_bytes())?;
            check_single_line(&format!("its header `{}`", name.escape_debug()), &value)?;
            headers.push((name.clone(), value));
        }
        let mut outgoing = Self {
            method: request.method.clone(),
            target: format!("{}{}", base.path(), request.target),
            headers,
            body: request.body.as_ref().map(|body| body.0.clone()),
        };
        // A request that frames its own body is sent unchanged, even if its length is wrong on purpose.
        if let Some(body) = &outgoing.body
            && !outgoing.has_header("content-length")
            && !outgoing.has_header("transfer-encoding")
        {
            let length = body.len().to_string().into_bytes();
            outgoing.headers.push(("content-length".to_owned(), length));
        }
        Ok(outgoing)
    }

    /// Reports whether the request has this header; case is ignored.
    pub(in crate::target) fn has_header(&self, name: &str) -> bool {
        self.headers
            .iter()
            .any(|(own, _)| own.eq_ignore_ascii_case(name))
    }

    /// Returns the whole message for a direct connection or a tunnel: head and body, byte for byte.
    pub(in crate::target) fn to_message(&self, base: &BaseUrl) -> Vec<u8> {
        self.build_message("", base, None)
    }

    /// Returns the whole message for a connection to a forwarding proxy: its request line contains the server's origin, and it
    /// has the proxy's credentials unless the request has its own.
    pub(in crate::target) fn to_proxy_message(&self, base: &BaseUrl, proxy: &Proxy) -> Vec<u8> {
        let authorization = proxy
            .authorization()
            .filter(|_| !self.has_header(PROXY_AUTHORIZATION));
        self.build_message(&base.origin(), base, authorization)
    }

    fn build_message(
        &self,
        origin: &str,
        base: &BaseUrl,
        proxy_authorization: Option<String>,
    ) -> Vec<u8> {
        let line_of_the_request = format!("{} {origin}{} HTTP/1.1\r\n", self.method, self.target);
        let mut message = line_of_the_request.into_bytes();
        if !self.has_header("host") {
            push_header_line(&mut message, "host", base.authority().as_bytes());
        }
        for (name, value) in &self.headers {
            push_header_line(&mut message, name, value);
        }
        if let Some(value) = proxy_authorization {
            push_header_line(&mut message, PROXY_AUTHORIZATION, value.as_bytes());
        }
        if !self.has_header("connection") {
            push_header_line(&mut message, "connection", b"close");
        }
        message.extend_from_slice(b"\r\n");
        message.extend_from_slice(self.body.as_deref().unwrap_or_default());
        message
    }
}

fn resolve_header_secret<'e>(
    extra: &'e [ExtraHeader],
    name: &str,
    variable: &str,
) -> Result<&'e [u8], SendError> {
    let own = extra
        .iter()
        .find(|header| header.name() == name && header.is_secret_of_variable(variable));
    own.and_then(ExtraHeader::expose_secret)
        .ok_or_else(|| unsendable_error(&format!("the secret `{variable}`"), "is not known"))
}

fn push_header_line(message: &mut Vec<u8>, name: &str, value: &[u8]) {
    message.extend_from_slice(name.as_bytes());
    message.extend_from_slice(b": ");
    message.extend_from_slice(value);
    message.extend_from_slice(b"\r\n");
}

fn check_single_line(what: &str, bytes: &[u8]) -> Result<(), SendError> {
    if bytes.iter().any(|byte| matches!(byte, b'\r' | b'\n')) {
        return Err(unsendable_error(
            what,
            "contains a line break, after which something else would begin",
        ));
    }
    Ok(())
}

fn unsendable_error(what: &str, why: &str) -> SendError {
    SendError::Unsendable {
        detail: format!("{what} {why}"),
    }
}

#[cfg(test)]
pub(in crate::target) mod tests {
    use rstest::rstest;

    use super::*;
    use crate::exchange::{Actor, WireBytes};

    pub(in crate::target) fn base() -> BaseUrl {
        "http://a.example:5000/v2"
            .parse()
            .expect("it is a base URL")
    }

    pub(in crate::target) fn request(
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: Option<&str>,
    ) -> Request {
        Request {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: headers
                .iter()
                .map(|(name, value)| {
                    (
                        (*name).to_owned(),
                        RequestHeaderValue::Plain(WireBytes::from(*value)),
                    )
                })
                .collect(),
            body: body.map(WireBytes::from),
        }
    }

    fn message(request: &Request) -> String {
        let outgoing =
            OutgoingRequest::from_request(&base(), &Credentials::default(), &[], request)
                .expect("it can be sent");
        String::from_utf8(outgoing.to_message(&base())).expect("it is text")
    }

    #[test]
    fn only_host_and_connection_are_added_to_a_request_without_a_body() {
        assert_eq!(
            message(&request(
                "GET",
                "/systems/../x",
                &[("User-Agent", "")],
                None
            )),
            "GET /v2/systems/../x HTTP/1.1\r\nhost: a.example:5000\r\nUser-Agent: \r\nconnection: close\r\n\r\n"
        );
    }

    #[rstest]
    #[case::empty("", "content-length: 0\r\nconnection: close\r\n\r\n")]
    #[case::some("{}", "content-length: 2\r\nconnection: close\r\n\r\n{}")]
    fn a_body_is_framed_by_its_length(#[case] body: &str, #[case] end: &str) {
        let message = message(&request("POST", "/x", &[], Some(body)));
        assert!(
            message.ends_with(&format!("host: a.example:5000\r\n{end}")),
            "{message}"
        );
    }

    #[rstest]
    #[case::length("Content-Length", "9")]
    #[case::chunks("Transfer-Encoding", "chunked")]
    fn a_request_that_frames_its_own_body_gets_no_other_frame(
        #[case] name: &str,
        #[case] value: &str,
    ) {
        assert_eq!(
            message(&request(
                "POST",
                "/x",
                &[("Host", "b"), (name, value), ("Connection", "x")],
                Some("{}")
            )),
            format!(
                "POST /v2/x HTTP/1.1\r\nHost: b\r\n{name}: {value}\r\nConnection: x\r\n\r\n{{}}"
            )
        );
    }

    #[rstest]
    #[case::target_without_slash("GET", "x", "a", "b")]
    #[case::method("GET /\r\n", "/x", "a", "b")]
    #[case::target("GET", "/x\n", "a", "b")]
    #[case::name("GET", "/x", "a\r", "b")]
    #[case::value("GET", "/x", "a", "b\r\nc: d")]
    fn what_would_be_another_request_is_not_sent(
        #[case] method: &str,
        #[case] target: &str,
        #[case] name: &str,
        #[case] value: &str,
    ) {
        let request = request(method, target, &[(name, value)], None);
        let outgoing =
            OutgoingRequest::from_request(&base(), &Credentials::default(), &[], &request);
        assert!(matches!(outgoing, Err(SendError::Unsendable { .. })));
    }

    #[rstest]
    #[case::open("http://proxy:1", "")]
    #[case::closed("http://a:b@proxy:1", "proxy-authorization: Basic YTpi\r\n")]
    fn a_message_to_a_proxy_names_the_server_it_is_for(
        #[case] proxy: &str,
        #[case] authorization: &str,
    ) {
        let request = request("GET", "/systems/../x", &[], None);
        let outgoing =
            OutgoingRequest::from_request(&base(), &Credentials::default(), &[], &request);
        let message = outgoing
            .unwrap_or_else(|error| panic!("{error}"))
            .to_proxy_message(&base(), &proxy.parse().expect("it is a proxy"));
        assert_eq!(
            String::from_utf8_lossy(&message),
            format!(
                "GET http://a.example:5000/v2/systems/../x HTTP/1.1\r\nhost: a.example:5000\r\n{authorization}connection: close\r\n\r\n"
            )
        );
    }

    #[test]
    fn a_token_that_is_not_known_is_named_by_its_actor() {
        let mut request = request("GET", "/x", &[], None);
        request.headers.push((
            "authorization".to_owned(),
            RequestHeaderValue::Token(Actor::Stranger.into()),
        ));
        let outgoing =
            OutgoingRequest::from_request(&base(), &Credentials::default(), &[], &request);
        assert_eq!(
            outgoing.err(),
            Some(SendError::MissingToken(Actor::Stranger))
        );
    }
}
