//! The choice of the transport for a request.

use hyper::Uri;
use reqwest::Url;
use reqwest::header::{HeaderName, HeaderValue};

use super::outgoing::OutgoingRequest;
use crate::target::BaseUrl;

/// The transport that a request takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::target) enum TransportKind {
    /// The pooled client, if it sends the request exactly.
    Pooled,
    /// The raw client, if the pooled one would normalize the request, refuse it or add to it.
    Raw,
}

/// The longest body for the pooled client, in bytes. Shorter ones have reached the server before it can respond. While the client
/// still writes a longer one, the response may arrive and the connection close, and the client would lose the response.
const LONGEST_CLIENT_BODY: usize = 64 * 1024;

/// The methods that the client treats like any other.
const CLIENT_METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// The headers that the client takes as instructions on how to send.
const INSTRUCTION_HEADERS: [&str; 9] = [
    "connection",
    "expect",
    "host",
    "keep-alive",
    "proxy-authorization",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Chooses the transport from the request alone.
pub(in crate::target) fn choose_transport(
    base: &BaseUrl,
    outgoing: &OutgoingRequest,
) -> TransportKind {
    let exact = CLIENT_METHODS.contains(&outgoing.method.as_str())
        && client_preserves_target(base, &outgoing.target)
        && client_preserves_headers(outgoing)
        && outgoing
            .body
            .as_ref()
            .is_none_or(|body| body.len() <= LONGEST_CLIENT_BODY);
    if exact {
        TransportKind::Pooled
    } else {
        TransportKind::Raw
    }
}

/// Reports whether both URL parsers of the client leave every byte of the target unchanged.
fn client_preserves_target(base: &BaseUrl, target: &str) -> bool {
    let full = format!("{}{target}", base.origin());
    let url = Url::parse(&full).is_ok_and(|url| url.fragment().is_none() && url.as_str() == full);
    let uri = full.parse::<Uri>();
    url && uri.is_ok_and(|uri| uri.path_and_query().is_some_and(|path| path == target))
}

fn client_preserves_headers(outgoing: &OutgoingRequest) -> bool {
    // The client adds `accept` if it is missing.
    let mut names: Vec<String> = outgoing
        .headers
        .iter()
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    names.sort_unstable();
    let distinct = names.windows(2).all(|pair| pair[0] != pair[1]);
    // The client accepts only a correct `content-length`.
    let true_length = outgoing.body.as_ref().map(|body| body.len().to_string());
    outgoing.has_header("accept")
        && distinct
        && outgoing.headers.iter().all(|(name, value)| {
            let framed = !name.eq_ignore_ascii_case("content-length")
                || true_length
                    .as_ref()
                    .is_some_and(|length| length.as_bytes() == value);
            framed
                && !is_header_interpreted_by_client(name)
                && HeaderName::from_bytes(name.as_bytes()).is_ok()
                && HeaderValue::from_bytes(value).is_ok()
        })
}

fn is_header_interpreted_by_client(name: &str) -> bool {
    INSTRUCTION_HEADERS
        .iter()
        .any(|instruction| name.eq_ignore_ascii_case(instruction))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::exchange::Request;
    use crate::target::Credentials;
    use crate::target::transport::outgoing::tests::{base, request};

    fn chosen_transport(request: &Request) -> TransportKind {
        let outgoing =
            OutgoingRequest::from_request(&base(), &Credentials::default(), &[], request)
                .expect("it can be sent");
        choose_transport(&base(), &outgoing)
    }

    #[rstest]
    #[case::plain("/systems/@me", TransportKind::Pooled)]
    #[case::root("/", TransportKind::Pooled)]
    #[case::query(
        "/systems/abcde/switches?before=2022-01-01T00:00:00Z&limit=1",
        TransportKind::Pooled
    )]
    #[case::empty_query("/x?", TransportKind::Pooled)]
    #[case::escape("/members/%20%C3%A9", TransportKind::Pooled)]
    #[case::lower_case_escape("/members/%c3%a9", TransportKind::Pooled)]
    #[case::two_slashes("//members//x", TransportKind::Pooled)]
    #[case::dot_dot("/systems/../x", TransportKind::Raw)]
    #[case::dot("/systems/./x", TransportKind::Raw)]
    #[case::dot_dot_at_the_end("/systems/..", TransportKind::Raw)]
    #[case::escaped_dots("/members/%2e%2e", TransportKind::Raw)]
    #[case::half_escaped_dots("/members/.%2E/x", TransportKind::Raw)]
    #[case::backslash("/members\\x", TransportKind::Raw)]
    #[case::quote("/members/\"x\"", TransportKind::Raw)]
    #[case::angle("/members/<x>", TransportKind::Raw)]
    #[case::brace("/members/{x}", TransportKind::Raw)]
    #[case::space("/members/a b", TransportKind::Raw)]
    #[case::tab("/members/a\tb", TransportKind::Raw)]
    #[case::not_ascii("/members/é", TransportKind::Raw)]
    #[case::fragment("/members/x#y", TransportKind::Raw)]
    #[case::quote_in_query("/x?a=\"b\"", TransportKind::Raw)]
    fn a_target_that_a_client_would_tidy_goes_verbatim(
        #[case] target: &str,
        #[case] expected: TransportKind,
    ) {
        assert_eq!(
            chosen_transport(&request("GET", target, &[("accept", "*/*")], None)),
            expected
        );
    }

    #[rstest]
    #[case::plain("GET", &[("accept", "*/*"), ("user-agent", "badreq")], None, TransportKind::Pooled)]
    #[case::capitals_only_matter_to_nobody("GET", &[("Accept", "*/*")], None, TransportKind::Pooled)]
    #[case::empty_value("GET", &[("accept", "*/*"), ("user-agent", "")], None, TransportKind::Pooled)]
    #[case::body("POST", &[("accept", "*/*")], Some("{}"), TransportKind::Pooled)]
    #[case::true_length("POST", &[("accept", "*/*"), ("content-length", "2")], Some("{}"), TransportKind::Pooled)]
    #[case::no_accept("GET", &[("user-agent", "badreq")], None, TransportKind::Raw)]
    #[case::twice("GET", &[("accept", "*/*"), ("x", "1"), ("X", "2")], None, TransportKind::Raw)]
    #[case::own_host("GET", &[("accept", "*/*"), ("host", "b")], None, TransportKind::Raw)]
    #[case::false_length("POST", &[("accept", "*/*"), ("content-length", "9")], Some("{}"), TransportKind::Raw)]
    #[case::length_of_nothing("POST", &[("accept", "*/*"), ("content-length", "0")], None, TransportKind::Raw)]
    #[case::own_chunks("POST", &[("accept", "*/*"), ("transfer-encoding", "chunked")], Some("0\r\n\r\n"), TransportKind::Raw)]
    #[case::name_with_space("GET", &[("accept", "*/*"), ("a b", "1")], None, TransportKind::Raw)]
    #[case::value_with_nul("GET", &[("accept", "*/*"), ("a", "\0")], None, TransportKind::Raw)]
    #[case::unusual_method("BREW", &[("accept", "*/*")], None, TransportKind::Raw)]
    #[case::lower_case_method("get", &[("accept", "*/*")], None, TransportKind::Raw)]
    #[case::connect("CONNECT", &[("accept", "*/*")], None, TransportKind::Raw)]
    fn a_head_that_a_client_would_change_goes_verbatim(
        #[case] method: &str,
        #[case] headers: &[(&str, &str)],
        #[case] body: Option<&str>,
        #[case] expected: TransportKind,
    ) {
        assert_eq!(
            chosen_transport(&request(method, "/x", headers, body)),
            expected
        );
    }

    #[test]
    fn a_long_body_goes_verbatim() {
        let long = "x".repeat(LONGEST_CLIENT_BODY + 1);
        assert_eq!(
            chosen_transport(&request("POST", "/x", &[("accept", "*/*")], Some(&long))),
            TransportKind::Raw
        );
        assert_eq!(
            chosen_transport(&request(
                "POST",
                "/x",
                &[("accept", "*/*")],
                Some(&long[1..])
            )),
            TransportKind::Pooled
        );
    }
}
