//! What leaves is what the request says.

use badreq::exchange::{Actor, Request, RequestHeaderValue, WireBytes};
use badreq::target::SendError;
use rstest::rstest;

use crate::target::server::{
    OWNER, Reply, STRANGER, Server, ordinary, request, verbatim, with_body, with_token,
};

/// What the server received, with its own address as `HOST`.
async fn received(request: &Request) -> String {
    let server = Server::start(vec![Reply::json("200 OK", "{}")]).await;
    let exchange = server
        .target()
        .send(request)
        .await
        .expect("the server answers");
    let accepted = RequestHeaderValue::Plain(WireBytes::from("identity"));
    let mut expected = request.clone();
    expected
        .headers
        .push(("Accept-Encoding".to_owned(), accepted));
    assert_eq!(exchange.request, expected);
    let requests = server.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    requests[0].replace(&server.address.to_string(), "HOST")
}

#[tokio::test]
async fn an_ordinary_request_leaves_with_a_host_and_no_content_coding_accepted() {
    assert_eq!(
        received(&ordinary("GET", "/systems/@me?a=%20b")).await,
        "GET /v2/systems/@me?a=%20b HTTP/1.1\naccept: application/json\nuser-agent: badreq\naccept-encoding: identity\nhost: HOST\n\n"
    );
}

#[rstest]
#[case::dot_dot("/systems/../x")]
#[case::escaped_dots("/members/%2e%2e")]
#[case::escape_that_is_none("/members/%zz")]
#[case::quotes("/members/\"x\"")]
#[case::braces("/members/{x}")]
#[case::space("/members/a b")]
#[case::query_with_angles("/members?a=<b>&c='d'")]
#[case::hash("/members/a#b")]
#[tokio::test]
async fn a_target_is_not_tidied(#[case] target: &str) {
    let received = received(&ordinary("GET", target)).await;
    let line = received.lines().next().unwrap_or_default();
    assert_eq!(line, format!("GET /v2{target} HTTP/1.1"));
}

#[tokio::test]
async fn raw_bytes_beyond_ascii_stay_raw_in_a_target() {
    let received = received(&ordinary("GET", "/members/é")).await;
    assert!(
        received.starts_with("GET /v2/members/\\xc3\\xa9 HTTP/1.1\n"),
        "{received}"
    );
}

#[rstest]
#[case::nothing(&[], "host: HOST\nAccept-Encoding: identity\nconnection: close\n\n")]
#[case::no_user_agent(&[("accept", "*/*")], "accept: */*\naccept-encoding: identity\nhost: HOST\n\n")]
#[case::empty_user_agent(&[("accept", "*/*"), ("user-agent", "")], "accept: */*\nuser-agent: \naccept-encoding: identity\nhost: HOST\n\n")]
#[case::no_accept(&[("User-Agent", "badreq")], "host: HOST\nUser-Agent: badreq\nAccept-Encoding: identity\nconnection: close\n\n")]
#[case::twice(&[("b", "1"), ("a", "2"), ("b", "3")], "host: HOST\nb: 1\na: 2\nb: 3\nAccept-Encoding: identity\nconnection: close\n\n")]
#[tokio::test]
async fn headers_are_not_moved_and_only_the_accepted_coding_is_added(
    #[case] headers: &[(&str, &str)],
    #[case] expected: &str,
) {
    let received = received(&request("GET", "/x", headers)).await;
    assert_eq!(received, format!("GET /v2/x HTTP/1.1\n{expected}"));
}

#[rstest]
#[case::post("POST", b"\xff\xfe{", "content-length: 3\nhost: HOST\n\n\\xff\\xfe{")]
#[case::empty("POST", b"", "content-length: 0\nhost: HOST\n\n")]
#[case::get("GET", b"{}", "content-length: 2\nhost: HOST\n\n{}")]
#[tokio::test]
async fn a_body_leaves_byte_for_byte_without_a_content_type(
    #[case] method: &str,
    #[case] body: &[u8],
    #[case] expected: &str,
) {
    let received = received(&with_body(ordinary(method, "/x"), body)).await;
    let head = format!(
        "{method} /v2/x HTTP/1.1\naccept: application/json\nuser-agent: badreq\naccept-encoding: identity\n"
    );
    assert_eq!(received, format!("{head}{expected}"));
}

#[rstest]
#[case::post("POST")]
#[case::delete("DELETE")]
#[tokio::test]
async fn without_a_body_no_length_is_said(#[case] method: &str) {
    let received = received(&ordinary(method, "/x")).await;
    assert!(
        !received.to_ascii_lowercase().contains("content-length"),
        "{received}"
    );
}

#[tokio::test]
async fn a_body_on_a_connection_of_its_own_leaves_byte_for_byte() {
    assert_eq!(
        received(&with_body(verbatim("PATCH", "/x"), b"\xff\x00{")).await,
        "PATCH /v2/x HTTP/1.1\nhost: HOST\nuser-agent: badreq\nAccept-Encoding: identity\ncontent-length: 3\nconnection: close\n\n\\xff\\x00{"
    );
}

#[tokio::test]
async fn a_long_body_leaves_whole() {
    let body = vec![b'x'; 3_000_000];
    let received = received(&with_body(ordinary("POST", "/x"), &body)).await;
    let (_, sent) = received.split_once("\n\n").expect("there is a body");
    assert_eq!(sent.len(), 3_000_000);
}

#[tokio::test]
async fn an_unusual_method_leaves_as_it_is() {
    let received = received(&ordinary("brew", "/x")).await;
    assert!(received.starts_with("brew /v2/x HTTP/1.1\n"), "{received}");
}

#[rstest]
#[case::owner_pooled(ordinary("GET", "/x"), Actor::Owner, OWNER)]
#[case::stranger_pooled(ordinary("GET", "/x"), Actor::Stranger, STRANGER)]
#[case::owner_verbatim(verbatim("GET", "/x"), Actor::Owner, OWNER)]
#[case::stranger_verbatim(verbatim("GET", "/x"), Actor::Stranger, STRANGER)]
#[tokio::test]
async fn the_token_is_filled_in_as_the_request_leaves(
    #[case] request: Request,
    #[case] actor: Actor,
    #[case] token: &str,
) {
    let received = received(&with_token(request, actor)).await;
    assert!(
        received.contains(&format!("authorization: {token}\n")),
        "{received}"
    );
}

#[tokio::test]
async fn a_request_without_its_token_does_not_leave() {
    let server = Server::start(vec![Reply::json("200 OK", "{}")]).await;
    let request = with_token(ordinary("GET", "/x"), Actor::Anonymous);
    let sent = server.target().send(&request).await;
    assert_eq!(sent.err(), Some(SendError::MissingToken(Actor::Anonymous)));
    assert_eq!(
        (server.connections(), server.target().traffic().requests),
        (0, 0)
    );
}
